"""Objects under points and in boxes: the map's own, divided between points and cut at boxes."""

import numpy as np
import pytest
import shapely
from rasterio.transform import from_origin
from rasterio.windows import Window

from eo_deep.geo.grid import Grid
from eo_deep.polygonization.topology import regions as regions_module
from eo_deep.polygonization.topology import touching_objects
from eo_deep.polygonization.topology.marked_objects import BoxMarkers, PointMarkers
from eo_deep.polygonization.topology.regions import label_regions

NORTH = Grid(None, from_origin(100, 200, 0.5, 0.5), 12, 8)


def make_reader(image):
    """Windows of (H, W) values, 0 beyond."""
    def read(window):
        left, top = int(window.col_off), int(window.row_off)
        result = np.zeros((int(window.height), int(window.width)), image.dtype)
        part = image[max(0, top) : top + len(result), max(0, left) : left + result.shape[1]]
        result[max(0, -top) :, max(0, -left) :][: len(part), : part.shape[1]] = part
        return result
    return read


def choose(markers, probability, labels=None):
    """The (H, W) number of the marker of each pixel, -1 where it has none; the objects; owner."""
    labels = (probability >= 0.5).astype(np.int32) if labels is None else labels
    read, read_labels = make_reader(probability.astype(np.float32)), make_reader(labels)
    objects = label_regions(read_labels, *labels.shape[::-1])

    def read_probabilities(window):
        return np.stack([1 - read(window), *[read(window)] * labels.max()])

    found, owner = markers.choose(objects, read_probabilities)
    return owner[found.read(Window(0, 0, *labels.shape[::-1]))], found, owner


def draw(*rows):
    """Probabilities of 0.9 where a row has a letter, of 0.6 at a small one, else 0.1."""
    return np.array([[0.1 if letter == "." else 0.9 if letter.isupper() else 0.6 for letter in row] for row in rows])


def make_box(left, top, right, bottom):
    """A box in pixels of the grid, in its coordinates."""
    return shapely.box(100 + left / 2, 200 - bottom / 2, 100 + right / 2, 200 - top / 2)


TOWN = draw("............", ".AAA....BBBB", ".AAA....BBBB", ".AAA....BBBB", "............", "....C.......")


def test_the_object_under_each_point():
    found, objects, owner = choose(PointMarkers(np.array([[9, 2], [1, 1], [6, 0]])), TOWN)
    expected = np.full(TOWN.shape, -1)
    expected[1:4, 8:] = 0
    expected[1:4, 1:4] = 1
    assert (found == expected).all()
    assert sorted(owner[owner >= 0]) == [0, 1]  # the third lies on no object
    assert objects.region_class.tolist() == [-1, 0, 1, 1, 1]


def test_an_object_with_several_points_is_divided_where_the_probability_is_lowest():
    found, objects, owner = choose(PointMarkers(np.array([[0, 1], [9, 0]])), draw("AAAaaaAAAAAA", "AAAaaaAAAAAA"))
    assert (found == [[0] * 5 + [1] * 7] * 2).all()
    assert (objects.region_class[owner >= 0] == 1).all()


def test_points_do_not_change_other_objects():
    alone, _, _ = choose(PointMarkers(np.array([[1, 1]])), TOWN)
    assert ((alone == 0) == (choose(PointMarkers(np.array([[9, 2], [1, 1]])), TOWN)[0] == 1)).all()


def test_the_largest_object_in_a_box_is_cut_at_its_edge():
    boxes = np.array([make_box(0, 0, 10, 5), make_box(4, 4, 7, 7), make_box(5, 0, 7, 3)])
    found, objects, owner = choose(BoxMarkers(boxes, NORTH), np.pad(TOWN, ((0, 2), (0, 0)), constant_values=0.1))
    expected = np.full((8, 12), -1)
    expected[1:4, 1:4] = 0  # 9 px, of the other one 6
    expected[5, 4] = 1
    assert (found == expected).all()
    assert (objects.region_class[owner >= 0] == 1).all()
    cut, objects, _ = choose(BoxMarkers(boxes[:1], NORTH), np.pad(TOWN, ((0, 2), (0, 0)), constant_values=0.1) * 0 + 1)
    assert (cut[:5, :10] == 0).all() and (cut == 0).sum() == 50
    assert objects.region_class.tolist() == [-1, 1, 1]  # the rest stays an object beside it


def test_boxes_that_overlap_share_an_object_by_their_middles():
    boxes = np.array([make_box(0, 0, 8, 8), make_box(4, 0, 12, 8)])
    found, _, _ = choose(BoxMarkers(boxes, NORTH), np.ones((8, 12)))
    assert (found == [[0] * 6 + [1] * 6] * 8).all()


def test_a_box_keeps_one_part_of_an_object():
    arch = np.ones((8, 12))
    arch[2:, 3:8] = 0
    found, _, owner = choose(BoxMarkers(np.array([make_box(0, 3, 12, 8)]), NORTH), arch)
    assert (found[3:, 8:] == 0).all() and (found == 0).sum() == 20  # of 15 and 20 px
    assert (owner >= 0).sum() == 1


def test_objects_keep_their_class():
    labels = np.zeros((8, 12), np.int32)
    labels[1:4, 1:4], labels[1:4, 6:9] = 1, 2
    boxes = np.array([make_box(0, 0, 5, 5), make_box(5, 0, 12, 5)])
    _, objects, owner = choose(BoxMarkers(boxes, NORTH), (labels > 0) * 0.9, labels)
    assert objects.region_class[[np.flatnonzero(owner == k)[0] for k in (0, 1)]].tolist() == [1, 2]


@pytest.mark.parametrize("size", [5, 16])
def test_cells_do_not_show(monkeypatch, size):
    generator = np.random.default_rng(2)
    image = np.kron(generator.random((9, 11)), np.ones((5, 5))) * 0.6 + 0.4 * generator.random((45, 55))
    grid = Grid(None, from_origin(100, 245, 1, 1), 55, 45)
    points = PointMarkers(np.stack(np.unravel_index(generator.permutation(55 * 45)[:60], (55, 45)), 1))
    corners = generator.integers(0, 40, (20, 2))
    boxes = BoxMarkers(np.array([shapely.box(100 + x, 233 - y, 109 + x, 245 - y) for x, y in corners]), grid)
    expected = [choose(markers, image)[0] for markers in (points, boxes)]
    assert all((each >= 0).any() for each in expected)
    monkeypatch.setattr(regions_module, "CELL_PX", size)
    monkeypatch.setattr(touching_objects, "_CELL_PX", size)
    for markers, whole in zip((points, boxes), expected, strict=True):
        assert (choose(markers, image)[0] == whole).all()
