"""Outputs are kept away from the inputs and from one another, whatever they are called."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
import rasterio
import rasterio.shutil
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.io.files import check_distinct


@pytest.fixture
def town(tmp_path, monkeypatch):
    """A folder with a raster, a GeoPackage (in name only) and a folder of images, which also has a second name."""
    folder = tmp_path / "data"
    (folder / "images" / "forest").mkdir(parents=True)
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    for name in ("image.tif", "images/forest/a.tif"):
        with rasterio.open(folder / name, "w", driver="GTiff", width=4, height=4, count=1, dtype="uint8",
                           crs="EPSG:32633", transform=from_origin(5e5, 5.5e6, 1, 1)) as dataset:
            dataset.write(np.ones((1, 4, 4), np.uint8))
    (folder / "city.gpkg").write_bytes(b"tables")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("make", [os.link, os.symlink])
def test_outputs_that_are_inputs_under_another_name(town, make):
    make(town / "data" / "city.gpkg", town / "other.gpkg")
    city = str(town / "data" / "city.gpkg")
    for output in ("other.gpkg", "data/../link/city.gpkg", str(town / "link" / "city.gpkg")):
        for given in (city, f"{city}|layername=roofs", "link/city.gpkg|layerid=0"):
            with pytest.raises(EoDeepError, match=f"The output '{output}' is one of the inputs; choose another name."):
                check_distinct([None, output], [None, "nowhere.tif", given])
    check_distinct(["new.gpkg", "link/new.tif"], [city, f"{city}|layername=roofs", "new.tif"])


def test_what_an_input_consists_of(town):
    """Sources of virtual rasters, also of one that names itself; images of a folder."""
    rasterio.shutil.copy("data/image.tif", "inner.vrt", driver="VRT")
    text = Path("inner.vrt").read_text()
    Path("outer.vrt").write_text(text.replace("data/image.tif", "inner.vrt"))
    for output, given in (("link/image.tif", "outer.vrt"), ("link/images/forest/a.tif", "data/images"),
                          ("data/city.gpkg", "link")):
        with pytest.raises(EoDeepError, match=f"'{output}' is one of the inputs"):
            check_distinct([output], [given])
    check_distinct(["data/images/forest/b.tif", "data/image.tif"], ["data/images"])
    Path("inner.vrt").write_text(text.replace("data/image.tif", "inner.vrt"))
    check_distinct(["data/image.tif"], ["outer.vrt"])


@pytest.mark.parametrize("given", ["data/town.shp", "link/town.shp|layername=town", "data/town.tab"])
def test_sidecars_of_vector_layers(town, given):
    for name in ("town.shp", "town.dbf", "town.tab", "town.dat"):
        (town / "data" / name).write_bytes(b"rows")
    sidecar = "town.dat" if "tab" in given else "town.dbf"
    with pytest.raises(EoDeepError, match=f"The output 'data/{sidecar}' is one of the inputs"):
        check_distinct([f"data/{sidecar}"], [given])
    check_distinct(["data/city.gpkg", "data/town.html"], [given])


def test_two_outputs_in_one_place(town):
    with pytest.raises(EoDeepError, match="Two outputs have the same file name 'link/new.tif'; choose"):
        check_distinct(["data/new.tif", None, "link/new.tif"], [])
    with pytest.raises(EoDeepError, match="Two outputs have the same file name"):
        check_distinct(["data/image.tif", "link/image.tif"], [])
