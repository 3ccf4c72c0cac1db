"""What districts of a town hold."""

import dataclasses

import numpy as np
import pytest
import shapely

from eo_deep.synthetic_scenes.town.crowns import make_crown
from eo_deep.synthetic_scenes.town.districts import DistrictBuilder
from eo_deep.synthetic_scenes.town.styles import REGIONS, ROOFS, draw_style

SQUARE = [(0.0, 0.0), (180.0, 0.0), (180.0, 180.0), (0.0, 180.0)]


def build(district, region="western europe", seed=1):
    one = dataclasses.replace(REGIONS[region], districts={district: 1.0})
    style = dataclasses.replace(draw_style(seed), region=one)
    builder = DistrictBuilder(style, np.random.default_rng(seed))
    builder.build(SQUARE)
    return builder.cell


@pytest.mark.parametrize("district", sorted({name for region in REGIONS.values() for name in region.districts}))
def test_every_district_of_a_region_can_be_built(district):
    cell = build(district)
    assert len(cell.grounds) > 1
    assert all(building.footprint().is_valid for building in cell.buildings)


def test_regions_name_roofs_that_exist():
    assert {roof for region in REGIONS.values() for roof in region.roofs} <= set(ROOFS)


def test_shacks_touch_on_several_sides():
    cell = build("shanty", "south asia")
    shacks = np.array([building.footprint() for building in cell.buildings], object)
    first, second = shapely.STRtree(shacks).query(shacks, predicate="intersects")
    shared = shapely.length(shapely.intersection(shacks[first], shacks[second])) > 1
    neighbours = np.bincount(first[shared & (first != second)], minlength=len(shacks))
    assert len(shacks) > 100
    assert np.median(neighbours) >= 3


def test_terraces_are_rows_of_narrow_houses_with_gardens():
    cell = build("terraces")
    rows = [building for building in cell.buildings if building.row >= 0]
    widths_m = np.array([2 * building.wings[0].half_u for building in rows])
    assert len(rows) > 20
    assert ((widths_m > 4.5) & (widths_m < 8)).all()
    assert len(cell.grounds) > len(rows)


def test_retail_has_large_halls_and_many_cars():
    cells = [build("retail", "north america", seed) for seed in range(4)]
    areas_m2 = [building.footprint().area for cell in cells for building in cell.buildings]
    assert max(areas_m2) > 2000
    assert sum(len(cell.things) for cell in cells) > 200


def test_a_leafless_crown_lets_the_ground_through():
    style = draw_style(0)
    covered = {kind: (make_crown(style, kind, 12, 0, 0.3)[0] > 0).mean() for kind in ("broad", "bare")}
    assert 0.1 * covered["broad"] < covered["bare"] < 0.8 * covered["broad"]
