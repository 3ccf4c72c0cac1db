"""The review dock in a real QGIS: the least sure first, decisions in a field, keys, and layers that lack something."""

from __future__ import annotations

import pytest

NO_FIELD = "'objects' has no field 'review' for the decisions."


def test_it_starts_with_the_object_whose_confidence_is_not_known(window):
    start = window("review")["start"]
    assert window("review")["crs"] == "EPSG:3857"  # the layer has another
    assert start["place"] == "1 of 5"
    assert start["details"] == ["status: new", "0 accepted, 0 rejected, 5 without decision"]
    assert start["in_view"]


def test_the_field_is_added_on_consent_only(window):
    seen = window("review")
    for moment in ("start", "without_field"):  # A was pressed in between
        assert seen[moment]["message"] == NO_FIELD
        assert seen[moment]["asks_for_field"]
    assert seen["fields"] == ["fid", "confidence", "status", "review"]
    assert (seen["first"]["message"], seen["first"]["asks_for_field"]) == ("", False)


def test_decisions_go_into_the_field_and_on_to_the_next_object(window):
    seen = window("review")
    assert [seen[moment]["place"] for moment in ("first", "accepted", "rejected")] == ["1 of 5", "2 of 5", "3 of 5"]
    assert seen["accepted"]["details"][0] == "confidence: 0.2"
    assert seen["rejected"]["details"] == [
        "confidence: 0.5", "status: new", "1 accepted, 1 rejected, 3 without decision",
    ]  # fmt: skip
    assert all(seen[moment]["in_view"] for moment in ("accepted", "rejected"))  # on a canvas that is turned
    assert seen["values"] == ["", "rejected", "accepted", "", ""]


def test_keys_step(window):
    seen = window("review")
    steps = [seen[key] for key in ("right", "next", "left", "previous")]
    assert steps == ["4 of 5", "5 of 5", "4 of 5", "3 of 5"]


def test_edit_starts_the_vertex_tool_which_then_has_the_keys(window):
    seen = window("review")
    assert seen["editing"] == [True, True, 1]
    assert seen["after_a_for_the_tool"] == seen["values"]


def test_decisions_are_undone_and_saved(window):
    seen = window("review")
    assert seen["undone"] == seen["saved"] == ["", "", "accepted", "", ""]


def test_order_and_filters(window):
    seen = window("review")
    assert (seen["gone"]["place"], seen["gone"]["details"][0]) == ("1 of 2", "confidence: 0.2")
    assert (seen["highest_first"]["place"], seen["highest_first"]["details"][0]) == ("2 of 5", "confidence: 0.9")
    ended = "No other object is shown: choose another decision above."
    assert seen["only_rejected"]["message"] == seen["end"] == ended


def test_the_field_that_says_how_sure_an_object_is(window):
    assert window("review")["scores"] == ["confidence", "score", "mean_score", ""]


def test_it_resumes_where_a_decision_is_missing(window):
    assert window("review")["resumed"]["place"] == "2 of 5"


@pytest.mark.parametrize(("layer", "message"), [
    ("removed", "Choose a vector layer, such as the differences of 'Update map'."),
    ("empty", "'empty' has no objects."),
    ("no score", "All 1 objects have a decision."),
    ("read-only", "'read-only' is read-only: its objects can be looked at, but decisions need a layer that can be "
                  "edited, such as an export to GeoPackage."),
    ("number", "The field 'review' of 'number' cannot hold a text such as 'rejected': rename it."),
])  # fmt: skip
def test_layers_that_lack_something_get_a_sentence(layer, message, window):
    assert window("review")[layer]["message"] == message


def test_other_layers(window):
    seen = window("review")
    assert seen["no score"]["shown"] == "'no score' has no field with a score: its objects come in their own order."
    assert seen["beyond"]["zoomed"] == "This object has no geometry that can be shown in the project's CRS."
    assert not any(seen[name]["editable"] for name in ("empty", "read-only", "number"))  # nothing began
    assert seen["closed"] == 0  # of the outline nothing is left on the map
