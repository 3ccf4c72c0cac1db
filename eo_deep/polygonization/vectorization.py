"""From class maps and probabilities to polygons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ..errors import EoDeepError
from ..io.band_description import BandDescription, describe_band
from ..io.class_values import PROBABILITY_OF
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_batches
from ..io.names import name_of
from ..io.paths import NewVector, RasterPath
from ..io.raster import RasterSource, open_raster
from ..io.styles import PALETTE, category_style
from ..io.vector_layer import VectorLayer
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .approximation import Tolerances, approximate_in_batches
from .class_raster import choose_classes
from .contours.polygons import outline_regions

_METHODS = ("mesh", "contour")


@algorithm(
    "output", restartable=True, vertex_price_px2=(0.0, 1e4), angle_weight=(0.0, 1e4), max_distance_m=(0.0, 1e6),
    min_area_m2=(0.0, None), min_hole_m2=(0.0, None), target_vertices=(1, None), seed_threshold=(0.0, 1.0),
)
def polygonize(input: RasterPath, band: int | Sequence[int] | None = None, method: str = "mesh", threshold: float = 0.5,
               classes: str | int | None = None, regular_classes: str | int | None = "building",
               vertex_price_px2: float = 8.0, angle_weight: float = 2.0, max_distance_m: float | None = None,
               min_area_m2: float = 0, min_hole_m2: float = 0, target_vertices: int | None = None,
               split: bool = False, seed_threshold: float = 0.9, output: NewVector | None = None, resume: bool = False,
               progress: Progress = silent) -> dict:
    """Turn a class map or probabilities into polygons.

    Method "mesh" approximates all boundaries of the map at once, as one planar graph, in the L1 norm (Maggiori et al.
    2017, Tasar et al. 2018): few vertices, edges that neighbours share, no gaps and no overlaps. Method "contour"
    follows iso-lines at the threshold between pixel centres (marching squares, Lorensen and Cline 1987), or the pixel
    edges of class maps, with every vertex. Rasters of any size, in memory that grows with the polygons only.

    Parameters
    ----------
    input : str
        Raster file. Its bands hold classes or probabilities as `io.band_description.BandDescription` says.
    band : int or sequence of int, optional
        One band: a class map or probabilities. Several: the probabilities of as many classes. Default: the first.
    method : {"mesh", "contour"}
        "mesh": straight edges with few vertices. "contour": the edges of the pixels of a class map, or the contour
        line of the threshold in probabilities.
    threshold : float
        Pixels with at least this probability lie inside, in the unit of the band (bytes without scale: 0..1). Of
        several bands a class must be at least so probable against the classes without polygons, at 0.5 the most
        probable band. Class maps make no use of it.
    classes : str or int, optional
        Names or values, separated by commas, of the classes to write. Default: all but the background.
    regular_classes : str or int, optional
        Names or values, separated by commas, of the classes that get right angles.
    vertex_price_px2 : float
        Penalty (px2) for each vertex: the area that a vertex must explain.
    angle_weight : float
        Penalty (px2) for each px of edge of regular classes in a direction other than the common ones.
    max_distance_m : float, optional
        Maximum distance (m) of outlines from the edges of their pixels. Default: 8 pixels.
    min_area_m2, min_hole_m2 : float
        Smaller regions (m2) go to the neighbour with the longest common border ("contour": are left out); smaller
        holes are filled.
    target_vertices : int, optional
        Change the penalty until there are about as many vertices.
    split : bool
        Keep touching objects apart, for probabilities with method "mesh". Seeds are 4-connected pixels of high
        probability, of 4 m2 and more; from them objects grow down to the threshold (watershed). A region becomes
        several polygons that share their edges if its seeds hold at least half of its area.
    seed_threshold : float
        Minimum probability, 0..1, of the pixels of a seed. No more than the threshold: no region is divided.
    output : str
        GeoPackage to write, with the fields class, class_name, area_m2, perimeter_m, n_vertices; from probabilities
        mean_probability; from method "mesh" fidelity (IoU of the polygon's pixels with its region's), max_distance_m
        and status (regular, free or contour).
    resume : bool
        Go on where the same job, interrupted, stood. The method "mesh" keeps what it has finished of a raster of more
        than about 8192 x 8192 px in a folder beside the output until that is written.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        {"output": path, "polygons_count": number of polygons}. Areas and distances are on the ellipsoid; in units of
        the coordinates where the raster has no CRS.

    Raises
    ------
    EoDeepError
        For values beyond their limits, classes or bands that the raster does not have, bands of other quantities, and
        files that cannot be read or written.
    """
    assert output
    if method not in _METHODS:
        raise EoDeepError(f"Method must be {' or '.join(_METHODS)}, got '{method}'.")
    check_distinct([output], [input])
    check_writable(output, ".gpkg")
    if split and method != "mesh":
        raise EoDeepError(f"Touching objects can be kept apart with the method 'mesh' only, got '{method}'.")
    tolerances = Tolerances(vertex_price_px2, angle_weight, max_distance_m, min_area_m2, min_hole_m2, target_vertices,
                            seed_threshold if split else None)
    classes, regular_classes = ("" if text is None else str(text).strip(" ,") for text in (classes, regular_classes))
    bands = [1] if band is None else [band] if isinstance(band, int) else list(band)
    with open_raster(input, bands, progress=progress) as source:
        description = describe_band(source)
        if source.count == 1:
            _warn_if_suspicious(source, description, threshold, progress)
        part = progress.part(0, 0.95)
        if method == "mesh":
            batches = approximate_in_batches(source, threshold, classes, regular_classes, tolerances, part,
                                             description, folder=Path(output).resolve().parent)
        else:
            batches = iter([_trace(source, description, threshold, classes, tolerances, part)])
        names: dict[int, str] = {}
        count = write_batches(output, _note_classes(batches, names), style=lambda: _make_style(names, source.colors))
        if source.grid.crs is None:
            progress.warning(f"'{name_of(input)}' has no CRS; areas and lengths are in units of its coordinates.")
    progress(1.0)
    progress.message(f"Wrote {count} polygons to '{output}'.")
    return {"output": str(output), "polygons_count": count}


def _note_classes(batches: Iterator[VectorLayer], names: dict[int, str]) -> Iterator[VectorLayer]:
    """The batches as they are; puts the name of each of their classes into `names`."""
    for polygons in batches:
        values, first = np.unique(polygons.fields["class"], return_index=True)
        names.update(zip(values.tolist(), polygons.fields["class_name"][first].tolist(), strict=True))
        yield polygons


def _trace(source: RasterSource, description: BandDescription, threshold: float, classes: str | None,
           tolerances: Tolerances, progress: Progress) -> VectorLayer:
    """The method "contour"."""
    if source.count > 1:
        raise EoDeepError(f"Method 'contour' works on one band, got {source.count}.")
    polygons = outline_regions(source, threshold, tolerances.min_area_m2, tolerances.min_hole_m2, progress,
                               description)
    if not classes or description.is_probability:
        return polygons
    values, first = np.unique(polygons.fields["class"], return_index=True)
    names = polygons.fields["class_name"][first].tolist()
    chosen = choose_classes(classes, values.tolist(), names, "class map")
    return polygons.select(np.isin(polygons.fields["class"], chosen))


def _make_style(names: dict[int, str], colors: dict[int, str]) -> str | None:
    """The legend of several classes, in the raster's own colours; None for a single class."""
    if len(names) < 2:
        return None
    return category_style("class", [
        {"value": value, "name": name, "color": colors.get(value, PALETTE[(position + 1) % len(PALETTE)])}
        for position, (value, name) in enumerate(sorted(names.items()))
    ])  # fmt: skip


def _warn_if_suspicious(source: RasterSource, band: BandDescription, threshold: float, progress: Progress) -> None:
    """Report how the band is read, and warn of what is probably not meant: polygons of the background, numbers that
    are no probabilities, a threshold that no probability reaches."""
    name = source.band_names[0]
    if name.removeprefix(PROBABILITY_OF).lower() == "background":
        progress.warning(f"Band {source.bands[0]} is the '{name}'; the other classes are in other bands.")
    if reading := band.describe_reading():
        progress.message(reading)
    if not band.is_probability:
        band.warn_of_nodata(progress)
        return
    if band.range is not None:
        minimum, maximum = band.range
        if not 0 <= minimum <= maximum <= 1 or not 0 < threshold <= 1:
            progress.warning(
                f"The band's values go from {minimum:g} to {maximum:g}, and the threshold is {threshold:g}; "
                "probabilities go from 0 to 1."
            )
