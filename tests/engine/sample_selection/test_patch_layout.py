"""How patches are dealt over the parts, kept apart, and chosen."""

import numpy as np
import pytest
from rasterio import Affine
from rasterio.crs import CRS

from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.sample_selection.patch_layout import (
    PatchTable,
    check_shares,
    choose_patches,
    deal_blocks,
    deal_chessboard,
    find_dominant,
    keep_gap,
    list_starts,
    share_out,
)

UTM = CRS.from_epsg(32634)
PX = 10


def make_table(rows=20, columns=20, images=1, step=PX, counts=None):
    """A patch at every step, of two classes half and half."""
    places = np.array([(i, r * step, c * step) for i in range(images) for r in range(rows) for c in range(columns)])
    counts = np.full((len(places), 2), 50) if counts is None else counts
    empty = np.full(len(places), "", object)
    return PatchTable(places[:, 0], places[:, 1], places[:, 2], counts, empty.copy(), empty.copy())


def make_grid(left=0, top=0, size=1, px=200, crs=UTM):
    return Grid(crs, Affine(size, 0, left, 0, -size, top), px, px)


def measure_least_distance(table, one, other):
    """Between patches of two parts, edge to edge along the axes, in px; below 0 where they overlap."""
    first, second = (np.flatnonzero(table.part == part) for part in (one, other))
    apart = [np.abs(side[first][:, None] - side[second][None]) - PX for side in (table.row, table.column)]
    return np.maximum(*apart).min()


@pytest.mark.parametrize("gap", [0, 5, 10, 25])
def test_no_patch_is_nearer_to_another_part_than_the_gap(gap):
    table = make_table()
    deal_blocks(table, [make_grid()], PX, 0.2, 0.1, 3)
    keep_gap(table, [make_grid()], PX, gap)
    for one, other in (("training", "validation"), ("training", "test"), ("validation", "test")):
        assert measure_least_distance(table, one, other) >= gap
    left_out = {*table.reason[table.part == ""]}
    assert left_out <= {"too near to a patch of another part"}
    assert bool(left_out) == (gap > 0)


def test_parts_have_about_their_shares():
    table = make_table(40, 40)
    deal_blocks(table, [make_grid()], PX, 0.2, 0.1, 0)
    shares = [np.mean(table.part == part) for part in ("training", "validation", "test")]
    assert shares == pytest.approx([0.7, 0.2, 0.1], abs=0.1)


def test_overlapping_patches_of_a_small_step_do_not_meet_across_parts():
    table = make_table(40, 40, step=5)
    deal_blocks(table, [make_grid(px=205)], PX, 0.2, 0.0, 0)
    keep_gap(table, [make_grid(px=205)], PX, 0)
    assert measure_least_distance(table, "training", "validation") >= 0


def test_images_of_the_same_ground_are_dealt_alike():
    table = make_table(images=3)
    # The third image has no reference system, so nobody knows where it lies.
    grids = [make_grid(), make_grid(), make_grid(crs=None)]
    deal_blocks(table, grids, PX, 0.3, 0.0, 1)
    first, second, third = (table.part[table.image == number] for number in range(3))
    assert (first == second).all()
    keep_gap(table, grids, PX, PX)
    assert (table.part[table.image == 0] == table.part[table.image == 1]).all()


def test_the_gap_holds_on_the_ground_of_two_images():
    """The second image has pixels half as large, and lies over the first one's lower right quarter."""
    table = make_table(images=2)
    grids = [make_grid(), make_grid(100, -100, 0.5)]
    table.part[:] = np.where(table.image == 0, "validation", "training")
    keep_gap(table, grids, PX, 0)
    inner = table.image == 1
    assert (table.part[inner] == "").all()
    table = make_table(images=2)
    grids = [make_grid(), make_grid(210, 0, 0.5)]  # 10 m beside: 20 px of its own
    table.part[:] = np.where(table.image == 0, "validation", "training")
    keep_gap(table, grids, PX, 25)
    gone = (table.part == "") & (table.image == 1)
    assert {*table.column[gone]} == {0}


def test_a_chessboard_alternates():
    table = make_table(4, 4, step=20)
    table.column += 3
    deal_chessboard(table, 20, [(0, 3)])
    fields = (table.part == "training").reshape(4, 4)
    assert (fields == (np.indices((4, 4)).sum(0) % 2 == 0)).all()
    keep_gap(table, [make_grid()], PX, 10)
    assert table.kept.all()


def test_a_balanced_choice_has_as_many_of_each_class_as_the_rarest():
    counts = np.zeros((400, 3), int)
    counts[:, 0] = 60  # background
    counts[:30, 1] = 40
    counts[30:100, 2] = 40
    table = make_table(counts=counts)
    table.part[:] = "training"
    choose_patches(table, 0, None, True, 0)
    assert np.bincount(find_dominant(counts, 0)[table.kept]).tolist() == [30, 30, 30]
    assert {*table.reason[~table.kept]} == {"enough patches of its class"}


def test_a_balanced_count_is_even_beside_a_class_that_lacks_patches():
    counts = np.zeros((11, 3), int)
    counts[np.arange(11), [0] + 5 * [1] + 5 * [2]] = 40
    table = make_table(1, 11, counts=counts)
    table.part[:] = "training"
    choose_patches(table, None, 5, True, 0)
    assert np.bincount(find_dominant(counts, None)[table.kept]).tolist() == [1, 2, 2]


def test_shares_sum_to_the_total():
    assert share_out(10, np.array([1, 1, 1])).tolist() == [4, 3, 3]
    assert share_out(7, np.array([60, 30, 10])).tolist() == [4, 2, 1]
    assert share_out(0, np.array([0, 0])).tolist() == [0, 0]


def test_with_a_larger_count_the_former_patches_stay():
    kept = []
    for count in (20, 60):
        table = make_table()
        table.part[:] = "training"
        choose_patches(table, None, count, False, 5)
        kept.append(table.kept)
    assert [each.sum() for each in kept] == [20, 60]
    assert (kept[1] | ~kept[0]).all()


def test_patches_begin_where_the_cells_do():
    assert list_starts(50, 10, 15, 2).tolist() == [2, 17, 32]
    assert list_starts(9, 10, 10, 0).tolist() == []


def test_something_must_be_left_to_train_on():
    with pytest.raises(EoDeepError, match=r"together must be below 1, got 0.6 and 0.5\."):
        check_shares(0.6, 0.5)
