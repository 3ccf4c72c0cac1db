from types import SimpleNamespace

import numpy as np
import pytest
import shapely

from eo_deep.alignment.matching import cut
from eo_deep.alignment.score_volumes import make_volumes
from eo_deep.alignment.shift_field import FieldSettings
from eo_deep.alignment.shift_search import find_background_scores, search_shifts
from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid

HOUSE = shapely.box(20, 22, 34, 33)


def paint_evidence(house=HOUSE, size=64):
    """Evidence in memory, cells of 0.6 m, that says inside where a house is and outside where it is not."""
    left, top, right, bottom = (int(side) for side in house.bounds)
    values = np.zeros((7, size, size), np.float32)
    values[0], values[1] = -2, 2
    values[0, top:bottom, left:right], values[1, top:bottom, left:right] = 2, -2

    def read(window, factor=1):
        place = [int(side) for side in (window.col_off, window.row_off, window.width, window.height)]
        return cut(values, *place), cut(np.ones((1, size, size), bool), *place)[0]

    grid = Grid(None, SimpleNamespace(), size, size)
    return SimpleNamespace(grid=grid, read=read, resolution_m=(0.6, 0.6), background_score=0.0, field=FieldSettings())


@pytest.mark.parametrize("max_shift_m", [0.1, 0.5, 1.0, 15.0])
def test_what_lies_right_is_not_at_the_rim_however_small_that_is(tmp_path, max_shift_m):
    search = search_shifts(paint_evidence(), np.array([HOUSE]), max_shift_m, 1.0, tmp_path / "work")
    assert not search.at_limit[0]
    assert np.abs(search.shifts.shift_px).max() < 0.3


def test_what_lies_as_far_as_allowed_is_at_the_rim(tmp_path):
    moved = shapely.transform(HOUSE, lambda xy: xy + (5, 0))
    for max_shift_m, at_limit in ((1.2, True), (3.0, True), (6.0, False)):
        search = search_shifts(paint_evidence(), np.array([moved]), max_shift_m, 1.0, tmp_path / "work")
        assert search.at_limit[0] == at_limit


def test_the_background_scores_no_more_than_what_an_object_scores_anywhere():
    rng = np.random.default_rng(0)
    scores = np.stack([rng.normal(mean, 1.0, (21, 21)) for mean in (-3.0, -12.0)]).astype(np.float32)
    scores[:, :2] = -1e6  # beyond the maximum shift
    background = find_background_scores(scores, 1.7, 0.6)
    assert background[0] == pytest.approx(-3 + 1.64 + 2, abs=0.4)
    assert background[1] == pytest.approx(-12 + 1.64 + 2, abs=0.4)
    assert find_background_scores(scores + 20 * (scores > -1e5), 1.7, 0.6).tolist() == [1.7, 1.7]


def test_what_scores_little_everywhere_is_found_where_it_scores_most(tmp_path):
    """A large hall whose inside the network does not know, but whose outline it sees."""
    evidence = paint_evidence()
    read = evidence.read

    def read_dimly(*given):
        values, valid = read(*given)
        values[0] = 0.3 * values[0] - 3
        return values, valid

    evidence.read = read_dimly
    moved = shapely.transform(HOUSE, lambda xy: xy + (4, -2))
    search = search_shifts(evidence, np.array([moved]), 6.0, 1.0, tmp_path / "work")
    assert search.shifts.score[0] < evidence.background_score
    assert search.shifts.missing[0] < 0.5 and search.shifts.belief[0] > 0.5
    assert search.shifts.shift_px[0] == pytest.approx((-4, 2), abs=0.3)


def test_volumes_are_zeros_on_disk_that_leave_nothing_behind(tmp_path):
    with make_volumes(tmp_path / "work", 3, 5) as volumes:
        assert all(volume.shape == (3, 5, 5) and not volume.any() for volume in volumes)
        assert not list(tmp_path.iterdir())  # so nothing stays even of a process that is killed
    with pytest.raises(EoDeepError, match="Scoring 1000000000 objects needs"):
        with make_volumes(tmp_path / "work", 10**9, 101):
            pass
