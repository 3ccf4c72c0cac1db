"""The buildings of a window as objects: polygons and numbers that belong together."""

import numpy as np
import pytest
import rasterio.features
import shapely

from eo_deep.synthetic_scenes.town.buildings import make_block
from eo_deep.synthetic_scenes.town.footprints import list_footprints, number_buildings
from eo_deep.synthetic_scenes.town.render import place_window, render_window
from eo_deep.synthetic_scenes.town.styles import draw_style


@pytest.mark.parametrize(("seed", "resolution_m"), [(34, 0.3), (13, 0.9)])
def test_polygons_numbers_and_mask_are_the_same_buildings(seed, resolution_m):
    style, (row, column) = draw_style(seed), place_window(seed, resolution_m)
    window = (style, resolution_m, row, column, 200, 300)
    polygons, numbers = list_footprints(*window)
    objects = number_buildings(*window)
    _, mask = render_window(*window)
    assert objects.shape == mask.shape == (200, 300)
    assert np.array_equal(objects > 0, mask == 1)
    assert shapely.is_valid(polygons).all()
    assert set(np.unique(objects)) <= {0, *numbers.tolist()}
    burned = rasterio.features.rasterize(zip(polygons, numbers.tolist()), out_shape=(200, 300), dtype="int32")
    assert (burned != objects).mean() < 1e-3


def test_windows_show_the_same_buildings():
    style = draw_style(34)
    whole = number_buildings(style, 0.5, 400, 800, 128, 128)
    part = number_buildings(style, 0.5, 400, 864, 128, 64)
    assert np.array_equal(whole[:, 64:] > 0, part > 0)
    polygons, _ = list_footprints(style, 0.5, 400, 800, 128, 128)
    moved, _ = list_footprints(style, 0.5, 400, 864, 128, 64)
    assert {shapely.normalize(shapely.set_precision(shapely.affinity.translate(shape, 64, 0), 1e-6)) for shape in moved
            } <= {shapely.normalize(shapely.set_precision(shape, 1e-6)) for shape in polygons}  # fmt: skip


def test_shacks_share_walls_and_corners():
    random = np.random.default_rng(0)
    cuts = [[-9.0, -4.0, 1.0, 9.0], [-9.0, -2.0, 9.0]]
    roofs = [["zinc"] * 3, ["rust"] * 2]
    shacks = make_block(50, 20, 0.3, [-5.0, 0.0, 4.0], cuts, 1.0, roofs, random)
    shapes = np.array([shack.footprint() for shack in shacks], object)
    assert len(shapes) == 5
    assert shapely.is_valid(shapes).all()
    together = shapely.union_all(shapes)
    assert together.area == pytest.approx(18 * 9)
    assert shapely.area(shapes).sum() == pytest.approx(18 * 9)
    # The two lower ones take the upper ones' corners into their walls: 4 + 1 and 4 + 1, the upper ones 4, 4 + 1, 4.
    corners = [len(shapely.get_coordinates(shape)) - 1 for shape in shapes]
    assert corners == [4, 5, 4, 5, 5]
    assert len({shack.row for shack in shacks}) == 1
