"""Neighbours that move as one."""

import numpy as np
import pytest
import shapely

from eo_deep.alignment.shared_walls import join_followers, join_shifts


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


def test_followers_take_the_shift_of_what_they_touch():
    row = np.array([shapely.box(10 * k, 0, 10 * k + 10, 10) for k in range(5)] + [shapely.box(70, 0, 80, 10)])
    found = np.array([True, False, False, False, True, False])
    shifts = np.array([[2.0, 0.0], [2.5, 0.0], [2.7, 0.0], [6.0, 0.0], [9.0, 0.0], [4.0, 0.0]])
    joined, touched = join_followers(row, shifts, found, ~found, 1.8)
    assert (joined[1:3] == shifts[0]).all()  # nearer to their mean than the other neighbour's
    assert (joined[[0, 3, 4, 5]] == shifts[[0, 3, 4, 5]]).all()  # too far from it, found, or alone
    assert touched.tolist() == [True, False, False, False, True, False]
    joined, _ = join_followers(row, shifts, np.zeros(6, bool), ~found, 1.8)
    assert (joined[1:3] == joined[1]).all() and joined[1, 0] == pytest.approx(11.2 / 3)
