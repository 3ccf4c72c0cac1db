"""The tool 'Click to polygon' with models that answer to points and boxes only."""

from __future__ import annotations

import pytest

FIELDS = ["class", "class_name", "score", "area_m2", "n_vertices", "status", "sigma_m", "touches", "marker"]
AREAS = [300, 750, 500, 450]  # of the roofs, in m2


@pytest.fixture(scope="module")
def seen(window, inputs):
    from pathlib import Path

    if not Path(inputs["prompts_model"]).stat().st_size:
        pytest.skip("the engine lacks the extra 'onnx'")
    return window("click to prompts")


def test_the_engine_is_asked_for_what_lies_under_the_cursor(seen):
    assert seen["note"].startswith("The model sees pixels of 0.39 m; zoom in for smaller objects. Hover")
    assert seen["hover"] == pytest.approx(AREAS, rel=0.25)


def test_clicks_and_boxes_add_what_the_model_outlines(seen):
    assert seen["counts"] == [1, 1, 2, 3, 2]
    assert seen["fields"] == FIELDS
    assert seen["areas"] == pytest.approx(sorted(AREAS[:2]), rel=0.25)


def test_an_engine_that_is_killed_while_hovering_is_started_again(seen):
    assert seen["killed"] == pytest.approx(AREAS[1], rel=0.25)


def test_a_rotated_map_in_another_crs_makes_no_difference(seen):
    assert seen["rotated"] == pytest.approx(AREAS[2], rel=0.25)


def test_a_polycnn_outlines_what_is_under_the_cursor(window):
    seen = window("click to squares")
    assert seen["hover"] == [64, 64]
    assert seen["counts"] == [1, 2]
    assert seen["status"] == ["regressed"]


def test_an_image_without_crs_makes_no_difference(window):
    seen = window("click without CRS")
    assert seen["hover"] == AREAS
    assert seen["layer"] == [False, 1, True]
    assert seen["areas"] == [AREAS[1]]
