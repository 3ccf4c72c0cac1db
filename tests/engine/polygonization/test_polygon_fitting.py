"""Given polygons moved by the mesh's energy."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from eo_deep.polygonization import fit_polygons
from tests.engine.polygonization.mesh.test_approximate import draw, iou
from tests.engine.polygonization.mesh.test_evidence import corner_errors, draw_maps, observe

SHAPE = shapely.Polygon([(18, 20), (58, 31), (49, 57), (24, 63)])


def shake(polygon: shapely.Polygon, seed: int, sigma_px: float = 2.5) -> shapely.Polygon:
    rng = np.random.default_rng(seed)
    return shapely.Polygon(shapely.get_coordinates(polygon)[:-1] + rng.normal(0, sigma_px, (4, 2)))


@pytest.mark.parametrize("maps", [None, draw_maps(SHAPE)])
def test_shaken_polygons_come_back_to_their_corners(maps):
    starts = np.array([shake(SHAPE, seed) for seed in range(8)])
    fitted = fit_polygons(starts, draw(SHAPE), maps)
    assert (shapely.get_num_coordinates(fitted) == 5).all()
    assert max(corner_errors(each, SHAPE).max() for each in fitted) < 0.3
    assert min(corner_errors(each, SHAPE).max() for each in starts) > 1


def test_maps_make_noisy_ones_better():
    starts = np.array([shake(SHAPE, seed) for seed in range(8)])
    errors = [np.mean([corner_errors(fit_polygons(starts[k : k + 1], observe(SHAPE, 1.5, k), maps)[0], SHAPE)
                       for k in range(8)]) for maps in (None, draw_maps(SHAPE))]
    assert errors[1] < 0.7 * errors[0]


def test_right_angles_holes_and_overlaps():
    hole = shapely.affinity.rotate(shapely.box(34, 34, 46, 46), 20)
    truth = shapely.affinity.rotate(shapely.box(18, 22, 62, 58), 20) - hole
    ring, inner = (shapely.get_coordinates(each)[:-1] for each in shapely.get_rings(truth))
    rng = np.random.default_rng(3)
    start = shapely.Polygon(ring + rng.normal(0, 1, (4, 2)), [inner + rng.normal(0, 1, (4, 2))])
    fitted = fit_polygons(np.array([start, start, shapely.Polygon()]), draw(truth), right_angles=True)
    assert shapely.get_num_coordinates(fitted).tolist() == [10, 10, 0]
    assert iou(fitted[0], truth) > 0.98
    assert fitted[0].equals_exact(fitted[1])
    edges = np.diff(shapely.get_coordinates(fitted[0].exterior), axis=0)
    assert np.abs((edges[:-1] * edges[1:]).sum(axis=1)).max() < 1e-6
