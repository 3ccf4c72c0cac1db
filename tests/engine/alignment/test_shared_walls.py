"""Neighbours that move as one."""

import numpy as np
import pytest
import shapely

from eo_deep.alignment.shared_walls import join_shifts


def test_neighbours_that_move_alike_move_as_one():
    row = np.array([shapely.box(10 * k, 0, 10 * k + 10, 10) for k in range(4)] + [shapely.box(50, 0, 60, 10)])
    shifts = np.array([[2.0, 0.0], [2.2, 0.1], [2.1, 0.0], [3.5, 0.0], [2.0, 0.0]])
    joined, alone = join_shifts(row, shifts, np.ones(5), np.ones(5, bool), 0.4)
    assert alone.tolist() == [False] * 3 + [True] * 2
    assert (joined[:3] == joined[0]).all()
    assert joined[0] == pytest.approx([2.1, 1 / 30])
    assert (joined[3:] == shifts[3:]).all()
    apart, _ = join_shifts(row, shifts, np.ones(5), np.array([True, False, True, True, True]), 0.4)
    assert (apart == shifts).all()


def test_no_member_of_a_group_strays_far():
    """A long row whose shifts grow slowly: each pair is alike, the ends are not."""
    row = np.array([shapely.box(10 * k, 0, 10 * k + 10, 10) for k in range(30)])
    shifts = np.column_stack([0.1 * np.arange(30), np.zeros(30)])
    joined, _ = join_shifts(row, shifts, np.ones(30), np.ones(30, bool), 0.4)
    assert np.hypot(*(joined - shifts).T).max() <= 0.4
    assert len(np.unique(joined[:, 0])) < 10
