"""From class maps and probabilities to polygons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..errors import EoDeepError
from ..io.class_values import PROBABILITY_OF, describe_reading, find_probability_scaling, warn_of_nodata
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.names import name_of
from ..io.paths import NewVector, RasterPath
from ..io.raster import RasterSource, open_raster
from ..io.styles import PALETTE, category_style
from ..io.vector_layer import VectorLayer
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .approximation import Tolerances, approximate_map
from .class_raster import choose_classes
from .contours.polygons import outline_regions

_METHODS = ("mesh", "contour")


@algorithm(
    "output", vertex_price_px2=(0.0, 1e4), angle_weight=(0.0, 1e4), max_distance_m=(0.0, 1e6), min_area_m2=(0.0, None),
    min_hole_m2=(0.0, None), target_vertices=(1, None),
)
def polygonize(input: RasterPath, band: int | Sequence[int] | None = None, method: str = "mesh", threshold: float = 0.5,
               classes: str | int | None = None, regular_classes: str | int | None = "building",
               vertex_price_px2: float = 8.0, angle_weight: float = 2.0, max_distance_m: float | None = None,
               min_area_m2: float = 0, min_hole_m2: float = 0, target_vertices: int | None = None,
               output: NewVector | None = None, progress: Progress = silent) -> dict:
    """Outline the regions of a class map, or those of probabilities, as polygons.

    band: one number: a class map, or probabilities (floats, integers with a scale, or bytes 0..255, which stand for
    0..1; see `class_values.find_probability_scaling`) that count from `threshold` on; several: the probabilities of as
    many classes; None: the first.
    classes: names or values, separated by commas, of the classes to write; None: all but the background.

    method "mesh": all boundaries of the map as one planar graph, approximated in the L1 norm (Maggiori et al. 2017,
    Tasar et al. 2018). regular_classes: those that get right angles. vertex_price_px2: the area that a vertex must
    explain. angle_weight: price (px2) of a px of wall in a direction of its own. max_distance_m: of outlines from the
    pixels' edges; None: 8 pixels. min_area_m2: smaller regions go into their neighbours; min_hole_m2: smaller holes
    are filled. target_vertices: change the price so that there are about as many. Any size of raster, in memory that
    grows with the polygons only.

    method "contour": iso-lines at the threshold between pixel centres, or pixel edges of class maps, with every vertex;
    smaller polygons are left out.

    Areas and distances are on the ground, on the ellipsoid (in units of the pixel coordinates of a raster without CRS).
    output: the GeoPackage to write, with class, class_name, area_m2, perimeter_m, n_vertices, from probabilities
    mean_probability, and by the mesh fidelity (IoU with its pixels), max_distance_m, status (regular, free, contour).
    Returns {"output", "polygons_count"}.
    """
    assert output
    if method not in _METHODS:
        raise EoDeepError(f"Method must be {' or '.join(_METHODS)}, got '{method}'.")
    check_distinct([output], [input])
    check_writable(output, ".gpkg")
    tolerances = Tolerances(vertex_price_px2, angle_weight, max_distance_m, min_area_m2, min_hole_m2, target_vertices)
    classes, regular_classes = ("" if text is None else str(text).strip(" ,") for text in (classes, regular_classes))
    bands = [1] if band is None else [band] if isinstance(band, int) else list(band)
    with open_raster(input, bands, progress=progress) as source:
        if source.count == 1:
            _warn_of_doubts(source, threshold, progress)
        if method == "mesh":
            polygons = approximate_map(source, threshold, classes, regular_classes, tolerances, progress.part(0, 0.95))
        else:
            polygons = _trace(source, threshold, classes, tolerances, progress.part(0, 0.95))
        if source.grid.crs is None:
            progress.warning(f"'{name_of(input)}' has no CRS; areas and lengths are in units of its coordinates.")
        colors = source.colors
    write_vectors(output, polygons, style=_find_style(polygons, colors))
    progress(1.0)
    progress.message(f"Wrote {len(polygons)} polygons to '{output}'.")
    return {"output": str(output), "polygons_count": len(polygons)}


def _trace(source: RasterSource, threshold: float, classes: str | None, tolerances: Tolerances,
           progress: Progress) -> VectorLayer:
    """The method "contour"."""
    if source.count > 1:
        raise EoDeepError(f"Method contour outlines one band, got {source.count}.")
    polygons = outline_regions(source, threshold, tolerances.min_area_m2, tolerances.min_hole_m2, progress)
    if not classes or find_probability_scaling(source):
        return polygons
    values, first = np.unique(polygons.fields["class"], return_index=True)
    names = polygons.fields["class_name"][first].tolist()
    chosen = choose_classes(classes, values.tolist(), names, "class map")
    return polygons.select(np.isin(polygons.fields["class"], chosen))


def _find_style(polygons: VectorLayer, colors: dict[int, str]) -> str | None:
    """The legend of several classes, in the raster's own colours; None for a single class."""
    values, first = np.unique(polygons.fields["class"], return_index=True)
    if len(values) < 2:
        return None
    names = polygons.fields["class_name"][first].tolist()
    return category_style("class", [
        {"value": value, "name": name, "color": colors.get(value, PALETTE[(position + 1) % len(PALETTE)])}
        for position, (value, name) in enumerate(zip(values.tolist(), names, strict=True))
    ])  # fmt: skip


def _warn_of_doubts(source: RasterSource, threshold: float, progress: Progress) -> None:
    """Tell how the band is read, and what is probably not meant: outlines of the background, a threshold that no value
    reaches."""
    name = source.band_names[0]
    if name.removeprefix(PROBABILITY_OF).lower() == "background":
        progress.warning(f"Band {source.bands[0]} is the '{name}'; the other classes are in other bands.")
    scaling = find_probability_scaling(source)
    if reading := describe_reading(source, scaling):
        progress.message(reading)
    if scaling is None:
        warn_of_nodata(source, progress)
        return
    pixels, valid = source.read_overview(1024)
    if valid.any():
        values = pixels[0][valid] * scaling[0] + scaling[1]
        low, high = float(values.min()), float(values.max())
        if not 0 <= low <= high <= 1 or not 0 < threshold <= 1:
            progress.warning(
                f"The band's values go from {low:g} to {high:g}, and the threshold is {threshold:g}; probabilities go "
                "from 0 to 1."
            )
