"""Regions: those of scipy, whatever the cells; small ones go where they should."""

import numpy as np
import pytest
from rasterio.windows import Window
from scipy import ndimage

from eo_deep.polygonization.topology import regions
from eo_deep.polygonization.topology.region_merging import merge_small
from eo_deep.polygonization.topology.regions import label_regions


def read_from(labels):
    """A reader of windows of an array."""
    def read(window):
        rows, columns = slice(int(window.row_off), int(window.row_off + window.height)), \
            slice(int(window.col_off), int(window.col_off + window.width))
        return labels[rows, columns].astype(np.int32)
    return read


def label(labels):
    return label_regions(read_from(labels), labels.shape[1], labels.shape[0])


def read_all(found):
    return found.read(Window(0, 0, found.width, found.height))


def make_labels(trial):
    rng = np.random.default_rng(trial)
    height, width = rng.integers(1, 90, 2)
    labels = rng.integers(-1, rng.integers(1, 5), (height, width))
    return np.kron(labels, np.ones((2, 2), int))[:height, :width] if trial % 2 else labels


@pytest.mark.parametrize("trial", range(20))
def test_regions_are_those_of_one_pass_in_any_cells(monkeypatch, trial):
    labels = make_labels(trial)
    expected, first = np.zeros(labels.shape, int), []
    for value in np.unique(labels[labels >= 0]):
        found, count = ndimage.label(labels == value)
        for region in range(1, count + 1):
            first.append((np.flatnonzero(found == region)[0], value, found == region))
    first.sort(key=lambda each: each[0])
    for number, (_, _, pixels) in enumerate(first, 1):
        expected[pixels] = number
    for cell_px in (1024, 16, 7):
        monkeypatch.setattr(regions, "CELL_PX", cell_px)
        found = label(labels)
        assert (read_all(found) == expected).all()
        assert found.region_class.tolist() == [-1, *(value for _, value, _ in first)]
        assert found.area_px.tolist() == [0, *(pixels.sum() for _, _, pixels in first)]
        assert found.first.tolist() == [-1, *(position for position, _, _ in first)]


def test_any_window_can_be_read_again(monkeypatch):
    monkeypatch.setattr(regions, "CELL_PX", 16)
    monkeypatch.setattr(regions, "_KEPT_PX", 0)  # few cells are remembered, the others labelled again
    labels = make_labels(8)
    found = label(labels)
    framed = np.pad(read_all(found), 5)
    for left, top, width, height in ((-5, -5, 9, 9), (3, 2, 30, 20), (20, 15, 200, 200)):
        window = found.read(Window(left, top, width, height))
        expected = np.zeros((height, width), int)
        part = framed[top + 5 : top + 5 + height, left + 5 : left + 5 + width]
        expected[: part.shape[0], : part.shape[1]] = part
        assert (window == expected).all()


def test_noise_of_many_pieces():
    labels = np.indices((300, 400)).sum(axis=0) % 2
    found = label(labels)
    assert len(found.area_px) == 300 * 400 + 1
    assert (np.diff(read_all(found).ravel()) == 1).all()


def merge(picture, min_area=0.0, min_hole=0.0):
    """Rows of digits -> the same picture after merging, "." where unknown, and what was merged."""
    labels = np.array([[-1 if c == "." else int(c) for c in row] for row in picture])
    found = label(labels)
    merged = merge_small(found, found.area_px.astype(float), min_area, min_hole)
    left = found.region_class[read_all(found)]
    assert (read_all(label(left)) == read_all(found)).all()  # still the 4-connected regions, numbered by first pixel
    return ["".join("." if c < 0 else str(c) for c in row) for row in left], merged


def test_small_regions_join_the_neighbour_with_the_longest_border():
    result, merged = merge(["111222", "113322", "111222"], min_area=3)
    assert result == ["111222", "111122", "111222"]  # as long on either side: the one that begins first
    assert (merged.regions, merged.holes, merged.left_out) == (1, 0, 0)
    assert merge(["1111", "1232", "2222"], min_area=2)[0] == ["1111", "1222", "2222"]
    assert merge(["1.", "11", "23"], min_area=2)[0] == ["1.", "11", "11"]
    assert merge(["0000", "0110", "0000"], min_area=3)[0] == ["0000", "0000", "0000"]
    assert merge(["0000", "0110", "0000"], min_area=2)[0] == ["0000", "0110", "0000"]


def test_what_a_small_region_kept_apart_is_one_then():
    """Two regions of class 1 with a line of class 2 between them."""
    result, merged = merge(["1112111", "1112111", "3333333"], min_area=3)
    assert result == ["1111111", "1111111", "3333333"]
    assert merged.regions == 1


def test_regions_among_unknown_pixels_are_left_out():
    result, merged = merge(["....", ".11.", "....", "2222"], min_area=3)
    assert result == ["....", "....", "....", "2222"]
    assert (merged.regions, merged.left_out) == (0, 1)


def test_small_holes_are_filled_with_what_lies_in_them():
    nested = ["1111111", "1000001", "1011101", "1010101", "1011101", "1000001", "1111111"]
    assert merge(nested, min_hole=1)[0] == nested
    result, merged = merge(nested, min_hole=2)
    assert result == [row if k != 3 else "1011101" for k, row in enumerate(nested)]
    assert merged.holes == 1
    assert merge(nested, min_hole=25.5)[0] == ["1" * 7] * 7
    assert merge(nested, min_hole=25)[0] == result  # hole and island have 25 px


def test_only_what_is_enclosed_by_one_region_is_a_hole():
    for picture in (["1111", "1022", "1122"], ["0111", "1111", "1111"], ["1111", "1.01", "1111"]):
        assert merge(picture, min_hole=9)[0] == picture
    assert merge(["111", "121", "111"], min_hole=9)[0] == ["111", "121", "111"]  # another class, with its own polygon


@pytest.mark.parametrize("trial", range(12))
def test_merging_does_not_depend_on_the_cells(monkeypatch, trial):
    labels, results = make_labels(trial), []
    for cell_px in (1024, 16, 7):
        monkeypatch.setattr(regions, "CELL_PX", cell_px)
        found = label(labels)
        merged = merge_small(found, found.area_px.astype(float), 6, 9)
        results.append((read_all(found).tolist(), found.region_class.tolist(), found.area_px.tolist(), merged))
        assert (found.area_px[1:][found.region_class[1:] > 0] >= 6).all() or len(found.area_px) <= 2
        assert np.bincount(read_all(found).ravel(), minlength=len(found.area_px))[1:].tolist() == \
            found.area_px[1:].tolist()
    assert results[0] == results[1] == results[2]
