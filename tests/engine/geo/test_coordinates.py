"""Coordinates that cannot be in the CRS that a layer states are told with their numbers."""

import numpy as np
import pyogrio
import pytest
import shapely
from shapely.geometry import box

from eo_deep.errors import EoDeepError
from eo_deep.geo.coordinates import describe_bounds
from eo_deep.geo.crs import to_crs
from eo_deep.io.vector import read_points, read_polygons, read_vectors

TOWN = [box(500000 + 20 * i, 5500000, 500010 + 20 * i, 5500010) for i in range(9)]
IN_DEGREES = [box(15 + 3e-4 * i, 48, 15 + 3e-4 * i + 1e-4, 48 + 1e-4) for i in range(9)]
EXCHANGED = [box(48, 115 + 3e-4 * i, 48 + 1e-4, 115 + 3e-4 * i + 1e-4) for i in range(9)]


def write(path, geometries, code, kind="Polygon"):
    wkb = shapely.to_wkb(np.array(geometries, object))
    names = np.array(["a"] * len(geometries), object)
    pyogrio.raw.write(path, wkb, [names], ["name"], geometry_type=kind, crs=f"EPSG:{code}", driver="GPKG")
    return str(path)


@pytest.mark.parametrize(
    ("geometries", "code", "why"),
    [
        (TOWN, 4326, "x from 500000 to 500170 and y from 5500000 to 5500010, which are not degrees of its CRS"),
        (EXCHANGED, 4326, "latitude and longitude seem to be exchanged; assign the correct CRS"),
        (IN_DEGREES, 32633, "y from 48 to 48.0001, which are degrees, but its CRS is WGS 84 / UTM zone 33N"),
        ([box(5e9, 5e9, 5e9 + 10, 5e9 + 10)], 3035, "do not lie on the Earth in its CRS, ETRS89"),
    ],
)
@pytest.mark.parametrize("read", [read_polygons, read_vectors, lambda path: read_points(path, "name")])
def test_layers_of_another_crs_than_they_state(tmp_path, geometries, code, why, read):
    kind = "Polygon"
    if read not in (read_polygons, read_vectors):
        kind, geometries = "Point", [geometry.centroid for geometry in geometries]
        why = why.replace("500000 to 500170", "500005 to 500165").replace("5500000 to 5500010", "5500005 to 5500005")
        why = why.replace("48 to 48.0001", "48.00005 to 48.00005")
    with pytest.raises(EoDeepError, match=why):
        read(write(tmp_path / "a.gpkg", geometries, code, kind))


@pytest.mark.parametrize(
    ("geometries", "code"),
    [(TOWN, 32633), (IN_DEGREES, 4326), ([box(-180, -90, 180, 90)], 4326), ([box(0, 0, 10, 10)], 32633),
     ([*IN_DEGREES, box(1e5, 1e5, 1e6, 1e6)], 4326), ([*TOWN, box(1e15, 1e15, 2e15, 2e15)], 32633)],
    ids=["UTM", "degrees", "world", "near the origin", "one far away", "one far away in UTM"],
)  # fmt: skip
def test_layers_that_fit(tmp_path, geometries, code):
    assert len(read_vectors(write(tmp_path / "a.gpkg", geometries, code))) == len(geometries)


def test_an_extent_in_words():
    assert describe_bounds((0, 1.5, 2, 3e6)) == "0 to 2 east and 1.5 to 3000000 north"
    assert describe_bounds((0, 1, 2, 3), to_crs(4326)) == "0 to 2 east and 1 to 3 north in WGS 84"
