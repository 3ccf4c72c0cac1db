"""CRSs of any kind become pyproj's; coordinates go x first."""

import numpy as np
import pyproj
import pytest
from rasterio.crs import CRS

from eo_deep.geo.crs import drop_local_crs, make_transform, to_crs

LOCAL = 'LOCAL_CS["a plan",UNIT["metre",1],AXIS["x",EAST],AXIS["y",NORTH]]'


@pytest.mark.parametrize("named", [CRS.from_epsg(32633), pyproj.CRS(32633), 32633, "EPSG:32633"])
def test_one_type_of_crs(named):
    assert to_crs(named) == pyproj.CRS(32633)


def test_a_local_crs_is_none():
    assert to_crs(None) is None and to_crs(LOCAL) is None
    assert drop_local_crs(CRS.from_wkt(LOCAL)) is None and drop_local_crs(None) is None
    assert drop_local_crs(CRS.from_epsg(4326)) == CRS.from_epsg(4326)


def test_x_goes_first():
    places = np.array([[15.0, 0.0], [15.0, 60.0]])  # EPSG:4326 itself has the latitude first
    there = make_transform(to_crs(4326), to_crs(32633))(places)
    assert there[0] == pytest.approx([500000, 0], abs=1e-3) and there[1, 1] > 6_600_000
    assert make_transform(to_crs(32633), to_crs(4326))(there) == pytest.approx(places)
