"""A raster of which a part is missing is refused by its name, whatever its format; nothing is read as garbage."""

import os

import numpy as np
import pytest
import rasterio
import rasterio.shutil

from eo_deep.errors import EoDeepError
from eo_deep.io.raster import open_raster

PLACE = rasterio.Affine(0.5, 0, 500000, 0, -0.5, 5500000)


def write(path, pixels):
    count, height, width = pixels.shape
    with rasterio.open(path, "w", "GTiff", width, height, count, "EPSG:32633", PLACE, pixels.dtype) as file:
        file.write(pixels)
    return str(path)


def read(path):
    with open_raster(path) as source:
        return source.read()[0]


@pytest.mark.parametrize("share", [0.9, 0.5])
@pytest.mark.parametrize(
    ("suffix", "driver", "dtype"),
    [("png", "PNG", "uint8"), ("jpg", "JPEG", "uint8"), ("tif", "COG", "uint8"), ("jp2", "JP2OpenJPEG", "uint8"),
     ("gif", "GIF", "uint8"), ("bmp", "BMP", "uint8"), ("dat", "ENVI", "uint8"), ("bil", "EHdr", "int16"),
     ("nc", "netCDF", "uint8"), ("img", "HFA", "uint8"), ("map", "PCRaster", "int32"), ("sdat", "SAGA", "float32")],
)  # fmt: skip
def test_a_file_cut_short(tmp_path, suffix, driver, dtype, share):
    with rasterio.Env() as env:
        if driver not in env.drivers():
            pytest.skip(f"this GDAL has no driver {driver}")
    noise = np.random.default_rng(0).integers(0, 250, (1, 200, 300)).astype(dtype)
    path = str(tmp_path / f"a.{suffix}")
    rasterio.shutil.copy(write(tmp_path / "whole.tif", noise), path, driver=driver)
    assert read(path).shape == noise.shape
    with open(path, "r+b") as file:
        file.truncate(int(os.path.getsize(path) * share))
    with pytest.raises(EoDeepError, match=rf"a\.{suffix}'.* damaged"):
        read(path)


def test_a_picture_with_a_hole(tmp_path):
    path = str(tmp_path / "a.jpg")
    noise = np.random.default_rng(0).integers(0, 250, (3, 200, 300)).astype(np.uint8)
    rasterio.shutil.copy(write(tmp_path / "whole.tif", noise), path, driver="JPEG")
    with open(path, "r+b") as file:
        file.seek(os.path.getsize(path) // 2)
        file.write(np.random.default_rng(1).bytes(2000))
    with pytest.raises(EoDeepError, match="a.jpg' cannot be read at .* damaged"):
        read(path)


def test_blocks_never_written_are_no_damage(tmp_path):
    path = tmp_path / "sparse.tif"
    options = {"tiled": True, "blockxsize": 64, "blockysize": 64, "SPARSE_OK": True}
    with rasterio.open(path, "w", "GTiff", 300, 200, 1, "EPSG:32633", PLACE, "uint8", **options) as file:
        file.write(np.ones((1, 64, 64), np.uint8), window=rasterio.windows.Window(0, 0, 64, 64))
    assert read(path).sum() == 64 * 64


def test_a_mosaic_whose_source_is_shorter_than_it_says(tmp_path):
    pixels = np.ones((1, 200, 300), np.uint8)
    source, mosaic = write(tmp_path / "tile.tif", pixels), str(tmp_path / "mosaic.vrt")
    rasterio.shutil.copy(source, mosaic, driver="VRT")
    assert read(mosaic).all()
    write(tmp_path / "tile.tif", pixels[:, :150])
    with pytest.raises(EoDeepError, match="mosaic.vrt' shows 300 x 200 px of 'tile.tif', which has 300 x 150 px"):
        read(mosaic)
    os.remove(source)
    with pytest.raises(EoDeepError, match="mosaic.vrt' cannot be read .*damaged .*tile.tif: No such file"):
        read(mosaic)


def test_a_format_that_tells_nothing_of_its_place(tmp_path):
    path = str(tmp_path / "a.ppm")
    rasterio.shutil.copy(write(tmp_path / "whole.tif", np.ones((3, 20, 30), np.uint8)), path, driver="PNM")
    with open_raster(path) as source:
        assert source.grid.bounds == (0, -20, 30, 0)
