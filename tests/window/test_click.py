"""The tool 'Click to polygon' in a real window."""

from __future__ import annotations

import pytest

FIELDS = ["class", "class_name", "score", "area_m2", "n_vertices", "status", "sigma_m", "touches"]
AREAS = [300, 750, 500, 450]  # of the roofs, in m2


def test_objects_are_taken_one_by_one(window):
    seen = window("click to polygon")
    assert seen["without image"] == "Click to polygon needs an image: add a raster layer."
    assert seen["tool"] == [True, True]
    assert seen["hover"] == [*AREAS, 0, 0]
    assert seen["layer"] == ["Objects", "EPSG:32633", True, FIELDS]
    # One; it again, the ground and what is beyond add nothing; another one, undone and done again; one away; all by a
    # rectangle, undone; all in a rectangle away.
    assert seen["counts"] == [1, 1, 1, 1, 2, 1, 2, 1, 4, 1, 0]
    assert seen["rotated"] == AREAS
    assert seen["added"] == [500, "building", 500]


def test_an_engine_that_is_killed_is_started_again(window):
    seen = window("click to polygon")
    sentence = "The engine has ended unexpectedly; the next click starts it again."
    assert seen["killed"] == [sentence, AREAS[0]]  # what was read is still there
    assert seen["other image"][1:] == [AREAS[0], True]


def test_an_area_is_the_view_or_a_rectangle(window):
    seen = window("try on view")
    assert len(seen["algorithms"]) == 8
    assert seen["dialog"] == ["eodeep:extractbuildings", True]
    assert seen["view"] == pytest.approx(1, abs=0.02)
    area, minimized = seen["rectangle"]
    assert area == pytest.approx(40 * 30, rel=0.05)
    assert not minimized
    assert seen["tool"] != "QgsMapToolExtent"
