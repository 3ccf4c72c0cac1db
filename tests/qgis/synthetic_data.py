"""Small data for the tests, made with QGIS's own GDAL."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()

WIDTH_PX, HEIGHT_PX, PIXEL_M = 200, 160, 0.5
WEST, NORTH = 500_000.0, 5_000_000.0
ROOFS_PX = [(20, 20, 60, 50), (90, 30, 150, 80), (40, 90, 80, 140), (120, 100, 180, 130)]


class Scene(NamedTuple):
    image: Path
    labels: Path  # layer "roofs" with the text field klass
    classes: Path  # the same as raster of 0 and 1


def write_scene(folder: Path) -> Scene:
    scene = Scene(folder / "image.tif", folder / "labels.gpkg", folder / "classes.tif")
    inside = np.zeros((HEIGHT_PX, WIDTH_PX), dtype=np.uint8)
    for left, top, right, bottom in ROOFS_PX:
        inside[top:bottom, left:right] = 1
    noise = np.random.default_rng(0).normal(0, 8, (3, HEIGHT_PX, WIDTH_PX))
    pixels = np.clip(60 + 120 * inside + noise, 0, 255).astype(np.uint8)
    write_raster(scene.image, pixels)
    write_raster(scene.classes, inside[None])
    write_labels(scene.labels)
    return scene


def write_raster(path: Path, pixels: np.ndarray, epsg: int | None = 32633) -> None:
    count, height, width = pixels.shape
    kind = {"uint8": gdal.GDT_Byte, "float32": gdal.GDT_Float32}[str(pixels.dtype)]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, count, kind)
    dataset.SetGeoTransform((WEST, PIXEL_M, 0, NORTH, 0, -PIXEL_M))
    if epsg:
        dataset.SetProjection(make_crs(epsg).ExportToWkt())
    dataset.WriteArray(pixels)


def drop_crs(image: Path, path: Path) -> None:
    """The same image, which does not say in which CRS it lies."""
    write_raster(path, gdal.Open(str(image)).ReadAsArray(), epsg=None)


FIELD_PX = 40
KINDS = ("meadow", "forest", "lake")


def write_fields(folder: Path) -> tuple[Path, Path]:
    """An image of 20 square fields, each of the next of `KINDS`, with noise, and a polygon in the middle of each."""
    rows, columns = np.indices((HEIGHT_PX, WIDTH_PX)) // FIELD_PX
    colours = np.array([[120, 180, 90], [50, 100, 60], [40, 60, 120]])
    noise = np.random.default_rng(0).normal(0, 12, (3, HEIGHT_PX, WIDTH_PX))
    pixels = colours[(rows * WIDTH_PX // FIELD_PX + columns) % len(KINDS)].transpose(2, 0, 1) + noise
    write_raster(folder / "fields.tif", np.clip(pixels, 1, 255).astype(np.uint8))
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "fields.gpkg"))
    layer = source.CreateLayer("fields", make_crs(32633), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("kind", ogr.OFTString))
    for number in range(HEIGHT_PX * WIDTH_PX // FIELD_PX**2):
        row, column = divmod(number, WIDTH_PX // FIELD_PX)
        left, top = column * FIELD_PX, row * FIELD_PX
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("kind", KINDS[number % len(KINDS)])
        feature.SetGeometry(ogr.CreateGeometryFromWkt(box_wkt((left + 8, top + 8, left + 30, top + 30))))
        layer.CreateFeature(feature)
    return folder / "fields.tif", folder / "fields.gpkg"


CHANGE_PX, STABLE_PX = (64, 64, 112, 112), (8, 128, 184, 184)


def write_dates(folder: Path) -> tuple[list[Path], Path, Path]:
    """Images of smooth ground at three dates, each of another brightness, the change on the last, and stable area."""
    rng = np.random.default_rng(0)
    ground = rng.normal(0, 1, (2, 12, 12)).repeat(16, 1).repeat(16, 2) + 0.3 * rng.normal(0, 1, (2, 192, 192))
    left, top, right, bottom = CHANGE_PX
    images = [folder / f"place_{date}.tif" for date in ("2020-03-01", "2020-06-01", "2020-09-01")]
    for number, image in enumerate(images):
        pixels = 100 + 10 * number + 20 * ground
        if image == images[-1]:
            pixels[:, top:bottom, left:right] = 250
        write_raster(image, np.clip(pixels, 1, 255).astype(np.uint8))
    for name, box in (("change", CHANGE_PX), ("stable", STABLE_PX)):
        source = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / f"{name}.gpkg"))
        layer = source.CreateLayer(name, make_crs(32633), ogr.wkbPolygon)
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkt(box_wkt(box)))
        layer.CreateFeature(feature)
    return images, folder / "change.gpkg", folder / "stable.gpkg"


def write_labels(path: Path) -> None:
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("roofs", make_crs(32633), ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("klass", ogr.OFTString))
    for number, box in enumerate(ROOFS_PX):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("klass", "house" if number % 2 else "shed")
        feature.SetGeometry(ogr.CreateGeometryFromWkt(box_wkt(box)))
        layer.CreateFeature(feature)


def write_points(path: Path) -> Path:
    """Points in the middle of each roof, with its class."""
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = source.CreateLayer("points", make_crs(32633), ogr.wkbPoint)
    layer.CreateField(ogr.FieldDefn("class", ogr.OFTString))
    layer.CreateField(ogr.FieldDefn("value", ogr.OFTInteger))
    for number, (left, top, right, bottom) in enumerate(ROOFS_PX):
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetField("class", "house" if number % 2 else "shed")
        feature.SetField("value", 1 if number % 2 else 2)
        x, y = WEST + PIXEL_M * (left + right) / 2, NORTH - PIXEL_M * (top + bottom) / 2
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({x} {y})"))
        layer.CreateFeature(feature)
    return path


def write_patches(folder: Path) -> Path:
    """Two classes of 16 px GeoTIFFs without CRS, 8 images each."""
    rng = np.random.default_rng(0)
    for level, name in ((60, "meadow"), (180, "town")):
        (folder / name).mkdir(parents=True)
        for number in range(8):
            file = gdal.GetDriverByName("GTiff").Create(str(folder / name / f"{number}.tif"), 16, 16, 3)
            for band in (1, 2, 3):
                file.GetRasterBand(band).WriteArray(rng.integers(level - 40, level + 40, (16, 16), dtype=np.uint8))
            file = None
    return folder


def write_large_image(image: Path, path: Path) -> Path:
    """A virtual raster of 40,000 x 40,000 px : `image`, much enlarged."""
    dataset = gdal.GetDriverByName("VRT").Create(str(path), 40_000, 40_000, 3, gdal.GDT_Byte)
    dataset.SetGeoTransform((WEST, PIXEL_M, 0, NORTH, 0, -PIXEL_M))
    dataset.SetProjection(make_crs(32633).ExportToWkt())
    for band in range(1, 4):
        source = (
            f"<SimpleSource><SourceFilename>{image}</SourceFilename><SourceBand>{band}</SourceBand>"
            f"<SrcRect xOff='0' yOff='0' xSize='{WIDTH_PX}' ySize='{HEIGHT_PX}'/>"
            "<DstRect xOff='0' yOff='0' xSize='40000' ySize='40000'/></SimpleSource>"
        )
        dataset.GetRasterBand(band).SetMetadataItem("source_0", source, "new_vrt_sources")
    dataset.FlushCache()
    return path


def write_finer_image(image: Path, path: Path) -> Path:
    """The image with twice as many pixels along rows and columns, made by cubic convolution."""
    options = gdal.TranslateOptions(widthPct=200, heightPct=200, resampleAlg="cubic")
    gdal.Translate(str(path), str(image), options=options).FlushCache()
    return path


def box_wkt(box: tuple[int, int, int, int]) -> str:
    """A box in pixels as polygon in EPSG:32633."""
    left, top, right, bottom = box
    west, east = WEST + left * PIXEL_M, WEST + right * PIXEL_M
    north, south = NORTH - top * PIXEL_M, NORTH - bottom * PIXEL_M
    return f"POLYGON(({west} {north}, {east} {north}, {east} {south}, {west} {south}, {west} {north}))"


def make_crs(epsg: int) -> osr.SpatialReference:
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(epsg)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs
