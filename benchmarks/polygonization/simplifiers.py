"""A part of `compare`: every method that turns a map into few vertices, behind one call."""

from __future__ import annotations

import importlib.util
import inspect
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import rasterio
import rasterio.features
import shapely
from rasterio.transform import Affine
from rasterio.windows import Window

from eo_deep.geo.grid import Grid
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector import read_polygons
from eo_deep.polygonization.vectorization import polygonize

CRS, ORIGIN_M = rasterio.crs.CRS.from_epsg(32633), (500_000.0, 5_400_000.0)
OURS, REGULARISER = "EO Deep, mesh", "buildingregulariser"
DEFAULT_PENALTY_PX2 = inspect.signature(polygonize).parameters["vertex_price_px2"].default
HAS_REGULARISER = importlib.util.find_spec("buildingregulariser") is not None
_TO_PIXELS = np.array([1.0, -1.0])


@dataclass
class Map:
    """A map to polygonize. path: GeoTIFF of the probability of a class, or of each class, or of classes' numbers.

    labels: (H, W) uint8, the most probable class of each pixel, without regions smaller than min_px2. names: of the
    classes 0, 1, ...; drawn: numbers of those to draw; regular: of those that get right angles.
    """

    path: str
    labels: np.ndarray
    names: tuple[str, ...] = ("background", "building")
    drawn: tuple[int, ...] = (1,)
    regular: tuple[int, ...] = (1,)
    min_px2: int = 0


@dataclass
class Drawing:
    """polygons: (N,), coordinates in pixels, y down. classes: (N,) numbers."""

    polygons: np.ndarray
    classes: np.ndarray


@dataclass(frozen=True)
class Method:
    name: str
    setting: str
    draw: Callable[[Map], Drawing] = field(compare=False)

    def __str__(self) -> str:
        return f"{self.name} {self.setting}".strip()


def write_map(path: str, pixels: np.ndarray, names: tuple[str, ...] = ("background", "building"),
              min_px2: int = 0, **given: tuple[int, ...]) -> Map:
    """Write probabilities (H, W) of one class or (K, H, W) of each, float32 or bytes of 0..255, as GeoTIFF."""
    bands = pixels if pixels.ndim == 3 else pixels[None]
    band_names = [f"probability of {name}" for name in (names if len(bands) > 1 else names[1:])]
    with RasterWriter(path, make_grid(bands.shape[1:]), len(bands), str(bands.dtype), band_names=band_names) as raster:
        raster.write(bands, Window(0, 0, bands.shape[2], bands.shape[1]))
    half = 127.5 if pixels.dtype == np.uint8 else 0.5
    labels = (pixels.argmax(axis=0) if pixels.ndim == 3 else pixels >= half).astype(np.uint8)
    if min_px2:
        labels = rasterio.features.sieve(labels, min_px2, connectivity=4)
    return Map(path, labels, names, min_px2=min_px2, **given)


def make_grid(shape_px: tuple[int, int]) -> Grid:
    """Pixels of 1 m x 1 m."""
    return Grid(CRS, Affine(1, 0, ORIGIN_M[0], 0, -1, ORIGIN_M[1]), shape_px[1], shape_px[0])


def trace_pixels(source: Map) -> Drawing:
    """Outlines along pixel edges (GDAL)."""
    wanted = np.isin(source.labels, source.drawn)
    shapes = list(rasterio.features.shapes(source.labels, mask=wanted, connectivity=4))
    return Drawing(np.array([shapely.geometry.shape(shape) for shape, _ in shapes], dtype=object),
                   np.array([int(value) for _, value in shapes]))


def simplify_by_douglas_peucker(source: Map, tolerance_px: float) -> Drawing:
    """Each polygon by itself."""
    traced = trace_pixels(source)
    return Drawing(shapely.simplify(traced.polygons, tolerance_px), traced.classes)


def simplify_by_visvalingam(source: Map, area_px2: float) -> Drawing:
    """Each polygon by itself (GEOS's Visvalingam-Whyatt; its tolerance is the root of the triangle's area)."""
    traced = trace_pixels(source)
    simplified = [shapely.coverage_simplify([each], np.sqrt(area_px2))[0] for each in traced.polygons]
    return Drawing(np.array(simplified, dtype=object), traced.classes)


def simplify_coverage(source: Map, area_px2: float) -> Drawing:
    """All polygons together: shared walls stay shared."""
    traced = trace_pixels(source)
    return Drawing(np.asarray(shapely.coverage_simplify(traced.polygons, np.sqrt(area_px2))), traced.classes)


def regularise_buildings(source: Map, tolerance_px: float) -> Drawing:
    """The package buildingregulariser with its defaults, except for the tolerance; other classes are left as traced."""
    import geopandas
    from buildingregulariser import regularize_geodataframe

    traced = trace_pixels(source)
    chosen = np.isin(traced.classes, source.regular)
    frame = geopandas.GeoDataFrame({"number": traced.classes[chosen]}, geometry=traced.polygons[chosen], crs=CRS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = regularize_geodataframe(frame, simplify_tolerance=tolerance_px)
    parts, owner = shapely.get_parts(found.geometry.to_numpy(), return_index=True)
    return Drawing(np.concatenate([parts, traced.polygons[~chosen]]),
                   np.concatenate([found["number"].to_numpy()[owner], traced.classes[~chosen]]))


def draw_iso_lines(source: Map, tolerance_px: float = 0.0) -> Drawing:
    """EO Deep's METHOD contour, each class by itself; with a tolerance followed by Douglas-Peucker."""
    drawings = []
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder, "o.gpkg"))
        for band in [number + 1 for number in source.drawn] if len(source.names) > 2 else [1]:
            polygonize(source.path, band, method="contour", min_area_m2=source.min_px2, min_hole_m2=source.min_px2,
                       output=output)
            drawings.append(_read_drawing(output, source))
    polygons = np.concatenate([drawing.polygons for drawing in drawings])
    if tolerance_px:
        polygons = shapely.simplify(polygons, tolerance_px)
    return Drawing(polygons, np.concatenate([drawing.classes for drawing in drawings]))


def draw_mesh(source: Map, vertex_price_px2: float = DEFAULT_PENALTY_PX2, **settings: float) -> Drawing:
    """EO Deep's METHOD mesh."""
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder, "o.gpkg"))
        bands = list(range(1, len(source.names) + 1)) if len(source.names) > 2 else None
        polygonize(source.path, bands, method="mesh", vertex_price_px2=vertex_price_px2,
                   regular_classes=",".join(source.names[k] for k in source.regular), min_area_m2=source.min_px2,
                   min_hole_m2=source.min_px2, output=output, **settings)
        return _read_drawing(output, source)


def _read_drawing(path: str, source: Map) -> Drawing:
    found = read_polygons(path)
    polygons = shapely.transform(found.geometries, lambda xy: (xy - ORIGIN_M) * _TO_PIXELS)
    parts, owner = shapely.get_parts(polygons, return_index=True)
    numbers = {name: number for number, name in enumerate(source.names)}
    classes = np.array([numbers[str(name)] for name in found.fields["class_name"]], int)[owner]
    wanted = np.isin(classes, source.drawn)
    return Drawing(parts[wanted], classes[wanted])


def list_methods(quick: bool = False) -> list[Method]:
    """All methods of the curves, each at several settings."""
    tolerances_px = (1.0, 2.0) if quick else (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
    areas_px2 = (4, 16) if quick else (2, 4, 8, 16, 32)
    penalties_px2 = [share * DEFAULT_PENALTY_PX2 for share in ((1.0,) if quick else (0.25, 0.5, 1.0, 2.0, 4.0))]
    methods = [Method("Pixel contour", "", trace_pixels)]
    methods += [Method("Douglas-Peucker", f"{t:g} px", partial(simplify_by_douglas_peucker, tolerance_px=t))
                for t in tolerances_px]
    methods += [Method("Visvalingam", f"{a} px2", partial(simplify_by_visvalingam, area_px2=a)) for a in areas_px2]
    methods += [Method("coverage_simplify", f"{a} px2", partial(simplify_coverage, area_px2=a)) for a in areas_px2]
    if HAS_REGULARISER:
        methods += [Method(REGULARISER, f"{t:g} px", partial(regularise_buildings, tolerance_px=t))
                    for t in ((1.0,) if quick else (0.5, 1.0, 2.0))]
    methods += [Method("EO Deep, contour", "", draw_iso_lines)]
    methods += [Method("EO Deep, contour, then Douglas-Peucker", f"{t:g} px", partial(draw_iso_lines, tolerance_px=t))
                for t in ((1.0,) if quick else (0.5, 1.0, 1.5, 2.0, 3.0))]
    return methods + [Method(OURS, f"{p:g} px2", partial(draw_mesh, vertex_price_px2=p)) for p in penalties_px2]
