"""Rectangles of cells: marked and counted as one by one."""

import numpy as np
import pytest

from eo_deep.polygonization.topology.rectangles import count_in_rectangles, mark_rectangles


@pytest.mark.parametrize("trial", range(10))
def test_cells_are_marked_and_counted_as_one_by_one(trial):
    rng = np.random.default_rng(trial)
    columns, rows = rng.integers(1, 20, 2)
    corners = rng.integers(0, [columns, rows], (2, rng.integers(1, 6), 2))
    first, last = corners.min(axis=0), corners.max(axis=0)
    expected = np.zeros((rows, columns), bool)
    for (left, top), (right, bottom) in zip(first, last):
        expected[top : bottom + 1, left : right + 1] = True
    marked = mark_rectangles(first, last, columns, rows)
    assert (marked == expected).all()
    corners = rng.integers(-5, 25, (2, 50, 2))  # many of them reach beyond the grid, or lie outside it
    first, last = corners.min(axis=0), corners.max(axis=0)
    counts = [expected[max(0, top) : max(0, bottom + 1), max(0, left) : max(0, right + 1)].sum()
              for (left, top), (right, bottom) in zip(first, last)]
    assert count_in_rectangles(marked, first, last).tolist() == counts
