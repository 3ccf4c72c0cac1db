"""How many samples the labels of an image can give."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

import numpy as np
import shapely

from ..errors import EoDeepError
from ..geo.crs import to_crs
from ..geo.grid import Grid
from ..geo.place_hash import make_salt
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.names import name_of
from ..io.paths import ExtraVector, MapPath, NewReport, NewTable, RasterPath, VectorPath
from ..io.raster import open_raster
from ..io.styles import category_style
from ..io.surroundings import read_area
from ..io.tables import write_table
from ..io.vector import read_vectors
from ..io.vector_layer import VectorLayer
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..sampling.class_counts import KeyCounts, survey_image
from ..sampling.label_pixels import (
    ClassRaster,
    FeatureLabels,
    FeaturePixels,
    RasterPixels,
    State,
    join_classes,
    read_labels,
)
from .sample_classes import SampleClass, list_classes

OVERLAPS = ("leave out", "keep")
_SYMBOLS = {2: "fill", 1: "line", 0: "marker"}
_HEADER = ("class", "value", "features", "features_outside", "features_without_pixel", "pixels", "hectares",
           "nodata_pixels", "overlap_pixels", "pixels_outside_area")  # fmt: skip
_TITLES = ("Class", "Value", "Features", "outside the image", "without a pixel", "Usable pixels", "Hectares",
           "Nodata pixels", "Pixels in several classes", "Pixels outside the area")  # fmt: skip


@dataclass(frozen=True)
class ClassRow:
    """One class in the table. Features are None for a class raster, hectares without a CRS."""

    name: str
    value: int
    features: int | None
    outside: int | None
    without_pixel: int | None
    pixels: np.ndarray  # by State
    hectares: float | None

    def cells(self) -> list:
        """Its values in the order of the table."""
        usable, nodata, several, beyond = (int(self.pixels[state]) for state in tuple(State)[1:])
        return [self.name, self.value, self.features, self.outside, self.without_pixel, usable, self.hectares, nodata,
                several, beyond]  # fmt: skip


@algorithm()
def class_statistics(image: RasterPath, labels: MapPath, class_field: str | None = None,
                     area: VectorPath | None = None, overlaps: str = "leave out", output: ExtraVector | None = None,
                     table: NewTable | None = None, report: NewReport | None = None,
                     progress: Progress = silent) -> dict:
    """Count the pixels of an image that each class of labels has, and how many of them can be samples.

    A pixel belongs to a polygon that holds its centre, to a line that touches it, and to a point that lies in it: the
    counts of PolygonClassStatistics of the Orfeo ToolBox, but that nodata of the image cannot be samples.

    Parameters
    ----------
    image : str
        Raster on whose pixels the labels are counted.
    labels : str
        Polygons, lines or points, in any CRS, or a class raster, which is read on the image's grid by nearest
        neighbour.
    class_field : str, optional
        Field of the features with the class, as text or whole numbers. Default: all features are one class, "object".
    area : str, optional
        Polygons; only pixels with their centre inside can be samples.
    overlaps : str, default "leave out"
        Pixels in features of several classes: "leave out" (they are counted, but cannot be samples), or "keep" (they
        count in each of the features, as in the Orfeo ToolBox; pixels in two features of one class count twice).
    output : str, optional
        GeoPackage to write: the features with the numbers of their pixels; of a class raster, the extent of each class.
    table : str, optional
        CSV file to write: a row for each class.
    report : str, optional
        HTML file to write, with the same table.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        classes: how many classes have a pixel that can be a sample; pixels: how many such pixels there are; smallest:
        how many the smallest of these classes has. The paths of what was written.

    Raises
    ------
    EoDeepError
        For layers that cannot be read, do not overlap, or lack the field.
    """
    if overlaps not in OVERLAPS:
        raise EoDeepError(f"'overlaps' must be one of {', '.join(OVERLAPS)}, got '{overlaps}'.")
    check_distinct([output, table, report], [image, labels, area])
    for path, suffix in ((output, ".gpkg"), (table, ".csv"), (report, ".html")):
        if path:
            check_writable(path, suffix)
    read = read_labels(labels, class_field, progress)
    join_classes([read], progress)
    with ExitStack() as files:
        source = files.enter_context(open_raster(image, progress=progress))
        pixels = open_pixels(source, read, read_area(area, source.grid, progress), overlaps == "keep", progress)
        if isinstance(pixels, RasterPixels):
            files.callback(pixels.close)
        counts = survey_image(pixels, make_salt(0, 0), progress=progress.part(0.0, 0.95))
    if not counts:
        raise EoDeepError(
            f"No pixel of '{name_of(image)}' has a label: '{name_of(labels)}' and the image do not overlap, or the "
            "labels hold no pixel centre."
        )
    classes = list_classes([read], () if isinstance(read, FeatureLabels) else counts)
    rows = _count_classes(classes, read, pixels, counts)
    _tell(rows, progress)
    result = _summarize(rows)
    if output:
        layer, symbol = _make_layer(read, pixels, classes, counts, progress)
        write_vectors(output, layer, "labels", progress, category_style("value", [c.legend for c in classes], symbol))
        result["output"] = output
    if table:
        write_table(table, _HEADER, [row.cells() for row in rows])
        result["table"] = table
    if report:
        _write_report(report, image, labels, area, source.grid, rows)
        result["report"] = report
    progress(1.0)
    for path in filter(None, (output, table, report)):
        progress.message(f"Wrote '{path}'.")
    return result


def open_pixels(source, read, area, keep_overlaps: bool, progress: Progress) -> FeaturePixels | RasterPixels:
    """The pixels of one image that the labels name; a warning where one of both has no CRS."""
    crs = read.layer.crs if isinstance(read, FeatureLabels) else read.crs
    if (crs is None) != (source.grid.crs is None):
        lacking = name_of(read.path if crs is None else source.path)
        progress.warning(f"'{lacking}' has no CRS; its coordinates are taken to be in the other layer's CRS.")
    if isinstance(read, ClassRaster):
        return RasterPixels(source, read, area)
    return FeaturePixels(source, read, area, keep_overlaps)


def _count_classes(
    classes: list[SampleClass], read: FeatureLabels | ClassRaster, pixels: FeaturePixels | RasterPixels,
    counts: dict[int, KeyCounts],
) -> list[ClassRow]:  # fmt: skip
    nothing = np.zeros(len(State), np.int64)
    rows = []
    on_image = set(pixels.placed.fields["feature number"].tolist()) if isinstance(pixels, FeaturePixels) else set()
    for each in classes:
        features: tuple[int | None, int | None, int | None] = (None, None, None)
        keys = [int(each.key)] if isinstance(read, ClassRaster) else []
        if isinstance(read, FeatureLabels):
            keys = [number for number, key in read.class_of.items() if key == each.key]
            outside = len(set(keys) - on_image)
            features = (len(keys), outside, len(keys) - outside - sum(key in counts for key in keys))
        found = [counts[key] for key in keys if key in counts]
        hectares = sum(count.hectares for count in found)
        rows.append(ClassRow(
            each.name, each.value, *features, sum((count.pixels for count in found), nothing),
            round(hectares, 6) if pixels.grid.crs is not None else None,
        ))  # fmt: skip
    return rows


def _tell(rows: list[ClassRow], progress: Progress) -> None:
    for row in rows:
        text = f"{row.name}: {row.pixels[State.USABLE]} pixels"
        if row.features is not None:
            text += f" in {row.features} features"
        for state, words in ((State.NODATA, "are nodata"), (State.SEVERAL_CLASSES, "are in several classes"),
                             (State.OUTSIDE_AREA, "are outside the area")):  # fmt: skip
            if row.pixels[state]:
                text += f", {row.pixels[state]} more {words}"
        progress.message(f"{text}.")
    empty = [row.name for row in rows if not row.pixels[State.USABLE]]
    if empty:
        progress.warning(f"No pixel can be a sample of: {', '.join(empty)}.")
    if missed := sum(row.outside or 0 for row in rows):
        progress.warning(f"{missed} features lie outside the image.")
    if missed := sum(row.without_pixel or 0 for row in rows):
        progress.warning(f"{missed} features on the image have no pixel of their own.")


def _summarize(rows: list[ClassRow]) -> dict:
    usable = [int(row.pixels[State.USABLE]) for row in rows if row.pixels[State.USABLE]]
    return {"classes": len(usable), "pixels": sum(usable), "smallest": min(usable, default=0)}


def _make_layer(
    read: FeatureLabels | ClassRaster, pixels: FeaturePixels | RasterPixels, classes: list[SampleClass],
    counts: dict[int, KeyCounts], progress: Progress,
) -> tuple[VectorLayer, str]:  # fmt: skip
    """The features with their counts, or the extents of the classes of a raster; and the kind of their symbols."""
    if isinstance(read, FeatureLabels):
        layer = read_vectors(read.path, progress, with_points=True)
        keys: list[int] = list(range(1, len(layer) + 1))
        by_key = {each.key: each for each in classes}
        class_of = {number: by_key[key] for number, key in read.class_of.items()}
        symbol = _SYMBOLS[int(shapely.get_dimensions(layer.geometries).max(initial=0))]
    else:
        class_of = {int(each.key): each for each in classes}
        keys = list(class_of)
        layer = VectorLayer(_outline(pixels.grid, [counts[key] for key in keys]), {}, to_crs(pixels.grid.crs))
        symbol = "fill"
    empty = KeyCounts(np.zeros(len(State), np.int64), 0.0, np.zeros(4, np.int64))
    found = [counts.get(key, empty) for key in keys]
    fields: dict[str, np.ndarray] = {
        "class_name": np.array([class_of[key].name if key in class_of else None for key in keys], object),
        "value": np.ma.array(
            [class_of[key].value if key in class_of else 0 for key in keys], np.int64,
            mask=[key not in class_of for key in keys],
        ),
        "pixels": np.array([each.pixels[State.USABLE] for each in found], np.int64),
        "hectares": np.array([round(each.hectares, 6) for each in found], float),
        "nodata_pixels": np.array([each.pixels[State.NODATA] for each in found], np.int64),
        "overlap_pixels": np.array([each.pixels[State.SEVERAL_CLASSES] for each in found], np.int64),
        "pixels_outside_area": np.array([each.pixels[State.OUTSIDE_AREA] for each in found], np.int64),
    }  # fmt: skip
    return layer.add(fields, progress), symbol


def _outline(grid: Grid, counts: list[KeyCounts]) -> np.ndarray:
    """The rectangles of pixels, (N,) polygons, that hold all pixels of each key."""
    corners = [
        [grid.transform * corner for corner in ((left, top), (right + 1, top), (right + 1, low + 1), (left, low + 1))]
        for top, low, left, right in (each.extent.tolist() for each in counts)
    ]
    return shapely.polygons(np.array(corners))


def _write_report(
    path: str, image: str, labels: str, area: str | None, grid: Grid, rows: list[ClassRow]
) -> None:
    from ..reports.html import Report  # only now: it loads matplotlib, in as much memory as the rest of the job

    page = Report("Class statistics")
    page.heading("Input")
    page.table([], [["Image", image], ["Labels", labels], ["Area", area or "the whole image"],
                    ["Grid", f"{grid.width} x {grid.height} pixels"]])  # fmt: skip
    page.heading("Classes")
    cells = [row.cells() for row in rows]
    sums = [sum(each or 0 for each in column) for column in list(zip(*cells))[2:]]
    page.table(_TITLES, [*cells, ["Sum", None, *sums]])
    page.text(
        "Usable pixels can be samples: they have one class, are valid in all bands of the image and lie in the area. A "
        "pixel belongs to a polygon that holds its centre, to a line that touches it, and to a point that lies in it."
    )
    page.write(path)
