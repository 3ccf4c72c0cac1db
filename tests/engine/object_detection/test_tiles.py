"""Where tiles lie, and which of them decides on an object."""

import numpy as np
import pytest

from eo_deep.object_detection.boxes import Boxes
from eo_deep.object_detection.tiles import keep_own, lay_out


def test_tiles_cover_the_image_and_share_what_is_asked_for():
    layout = lay_out(250, 96, 96, 40)
    assert layout.step_px == 32  # whole cells of a network
    assert layout.tiles() == [(column, 0) for column in (0, 32, 64, 96, 128, 160)]
    assert lay_out(50, 50, 96, 40).tiles() == [(0, 0)]
    assert lay_out(100, 50, 96, 90).step_px == 6


def test_the_depth_is_that_in_the_best_tile():
    layout = lay_out(1000, 300, 320, 96)  # tiles begin at 0, 224, 448, 672 and 896
    boxes = np.array([[10, 10, 20, 20], [300, 10, 320, 20], [200, 10, 420, 20], [100, 0, 500, 9], [990, 0, 999, 9]])
    tiles = np.array(layout.tiles())[:, 0]
    assert tiles.tolist() == [0, 224, 448, 672, 896]
    wanted = []
    for left, _, right, _ in boxes:
        ends = [(1e9 if start == 0 else left - start, 1e9 if start == tiles[-1] else start + 320 - right)
                for start in tiles]  # fmt: skip
        wanted.append(max(min(each) for each in ends))
    assert layout.find_depth(boxes.astype(float)).tolist() == pytest.approx(wanted)


def test_a_box_stays_where_no_other_tile_has_it_deeper():
    layout = lay_out(1000, 300, 320, 96)
    corners = np.array([[230, 10, 250, 30], [230, 10, 250, 30], [262, 50, 282, 70], [262, 50, 282, 70]], float)
    window = np.array([0, 1, 0, 1])
    starts = np.array([0, 224])[window]
    margin = np.stack([np.where(window == 0, np.inf, corners[:, 0] - starts), np.full(4, np.inf),
                       starts + 320 - corners[:, 2], np.full(4, np.inf)], axis=1)  # fmt: skip
    boxes = Boxes(corners, np.ones(4), np.zeros(4, int), window, margin)
    # The first lies 70 px inside the first tile, 6 px inside the second one; the other 38 px inside both.
    assert keep_own(boxes, layout).window.tolist() == [0, 0, 1]
