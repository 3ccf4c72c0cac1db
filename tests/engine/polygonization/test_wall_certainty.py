"""How sure walls are: the spread of probabilities across them."""

import math

import numpy as np
import pytest
from scipy.special import expit

from eo_deep.polygonization.topology import regions as regions_module
from eo_deep.polygonization.topology.boundaries import Edges
from eo_deep.polygonization.topology.edge_store import EdgeStore
from eo_deep.polygonization.topology.regions import label_regions
from eo_deep.polygonization.wall_certainty import count_neighbours, measure_sigma

HEIGHT, WIDTH = 40, 60
FLAT = math.sqrt(8 * 8 / 3)  # px: nothing known within the reach


def measure(probability, labels, edges, border=None, size=(1.0, 1.0)):
    def read(image):
        padded = np.pad(image, 100)

        def read_window(window):
            return padded[int(window.row_off) + 100 : int(window.row_off + window.height) + 100,
                          int(window.col_off) + 100 : int(window.col_off + window.width) + 100].copy()  # fmt: skip
        return read_window

    read_labels, read_probability = read(labels.astype(np.int32)), read(probability.astype(np.float32))
    regions = label_regions(read_labels, WIDTH, HEIGHT)
    return measure_sigma(EdgeStore().add(edges), regions,
                         lambda window: np.stack([1 - read_probability(window), read_probability(window)]),
                         read(border.astype(np.float32)) if border is not None else None, lambda row: size)


def make_wall(x, left, right):
    """A wall at x from top to bottom."""
    return Edges(np.array([[x, 0.0]]), np.array([[x, HEIGHT]], float), np.array([right]), np.array([left]))


def make_step(sigma, place=30.0):
    """Probabilities that rise from left to right about x = place: the logistic distribution of that deviation."""
    columns = np.arange(WIDTH) + 0.5
    row = columns >= place if sigma == 0 else expit((columns - place) * math.pi / math.sqrt(3) / sigma)
    return np.repeat(row[None].astype(float), HEIGHT, axis=0)


@pytest.mark.parametrize("sigma", [1.0, 1.5, 2.0])
def test_the_deviation_of_a_soft_wall(sigma):
    probability = make_step(sigma)
    found = measure(probability, probability >= 0.5, make_wall(30, 1, 2))
    assert np.isnan(found[:2]).all()  # nodata, and the outside
    assert found[2] == pytest.approx(sigma, rel=0.1)


def test_a_wall_beside_the_place_that_the_probabilities_tell_is_less_sure():
    probability = make_step(1.0)
    assert measure(probability, probability >= 0.5, make_wall(28, 1, 2))[2] == pytest.approx(math.hypot(1, 2), rel=0.1)


def test_what_a_profile_leaves_open_is_spread_over_the_reach():
    probability, labels = make_step(0) * 0.8 + 0.1, make_step(0)
    expected = math.sqrt(0.2 * FLAT**2 + 0.8 / 12)  # the step itself is drawn from one pixel's centre to the next
    assert measure(probability, labels, make_wall(30, 1, 2))[2] == pytest.approx(expected, rel=0.03)


def test_distances_are_metres_on_the_ground():
    probability = make_step(1.5)
    found = measure(probability, probability >= 0.5, make_wall(30, 1, 2), size=(0.5, 0.5))
    assert found[2] == pytest.approx(0.75, rel=0.1)


def test_another_object_beyond_a_gap_does_not_count():
    sharp = make_step(0)
    near = sharp.copy()
    near[:, 24:27] = 1
    labels = sharp >= 0.5
    assert measure(near, labels, make_wall(30, 1, 2))[2] == measure(sharp, labels, make_wall(30, 1, 2))[2]


def test_a_wall_between_two_objects_is_as_sure_as_the_dip():
    labels = np.ones((HEIGHT, WIDTH))
    probability = np.full((HEIGHT, WIDTH), 0.9)
    edges = Edges(np.array([[30.0, 0]]), np.array([[30.0, HEIGHT]]), np.array([1]), np.array([1]))
    assert measure(probability, labels, edges)[1] == pytest.approx(FLAT)  # no dip at all
    border = np.zeros_like(probability)
    border[:, 29:31] = 1
    sure = measure(probability, labels, edges, border)[1]
    assert sure < 1
    assert sure < measure(probability, labels, edges, border / 2)[1] < FLAT


@pytest.mark.parametrize("size", [7, 16])
def test_cells_do_not_show(monkeypatch, size):
    generator = np.random.default_rng(1)
    probability = generator.random((HEIGHT, WIDTH))
    labels, edges = make_step(0), make_wall(30, 1, 2)
    slanted = Edges(np.array([[3.0, 2.0], [30, 0]]), np.array([[30.0, 33.5], [30, 40]]), np.array([1, 2]),
                    np.array([2, 1]))  # fmt: skip
    expected = [measure(probability, labels, each)[2] for each in (edges, slanted)]
    monkeypatch.setattr(regions_module, "CELL_PX", size)
    found = [measure(probability, labels, each)[2] for each in (edges, slanted)]
    assert found == pytest.approx(expected, rel=1e-6)


def test_neighbours_are_those_that_share_walls():
    edges = Edges(np.zeros((6, 2)), np.zeros((6, 2)), np.array([1, 1, 2, 3, 2, 4]), np.array([2, 2, 3, 1, 0, 1]))
    wanted = np.array([False, True, True, False, True])
    assert count_neighbours(edges, wanted).tolist() == [0, 2, 1, 0, 1]
