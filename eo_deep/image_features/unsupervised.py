"""Segmentation without training data: pixels in classes of places that look alike."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from ..errors import EoDeepError
from ..io.files import check_distinct, check_writable
from ..io.paths import ExtraRaster, NewJson, NewRaster, NewReport, RasterPath, VectorPath, list_paths
from ..io.staging import scratch_folder
from ..io.surroundings import read_area
from ..progress import Progress, silent
from ..reports.html import Report, curves_figure
from ..runtime.jobs import algorithm
from .class_centres import ClassCentres, hash_model, read_centres, write_centres
from .class_maps import Averaged, PixelClasses, list_classes, write_maps
from .clusters import FEWEST, MOST, Clusters, find_clusters, sample_cells
from .feature_map import FeatureMap, open_map

_WINDOW_PX = 64
_TIFF = (".tif", ".tiff")


@algorithm("output", "distance", window_px=(1, 1024), min_area=(0, None), seed=(0, 2147483647))
def segment_unsupervised(images: Sequence[RasterPath] | RasterPath, dates: str | None = None,
                         masks: Sequence[RasterPath] | None = None, area: VectorPath | None = None,
                         model: str | None = None, features: str = "hand", bands: Sequence[int] | None = None,
                         classes: str = "auto", window_px: int | None = None, min_area: float = 0.0, seed: int = 0,
                         known_centres: str | None = None, device: str = "auto", output: NewRaster | None = None,
                         distance: ExtraRaster | None = None, centres: NewJson | None = None,
                         report: NewReport | None = None, progress: Progress = silent) -> dict:  # fmt: skip
    """Divide an image, or several dates of one place, into classes of pixels that look alike, without training data.

    k-means (k-means++, 5 starts) runs on up to 50,000 cells, drawn by a hash of their position. Features are averaged
    over a window, the evenest of nine that hold the cell, so edges become no classes (Kuwahara et al. 1976). The soft
    assignment of each cell of 8 px is enlarged to pixels, and a guided filter of 8 px brings its edges to those of the
    image. Of several dates each cell has the mean of its features over the dates that know it, where each date's bands
    are scaled by its own statistics.

    Parameters
    ----------
    images : path or list of paths of rasters
        The image to divide, of any size, or images of one place at different dates, on whose common grid the map is.
    dates : str, optional
        The date of each image, in their order and separated by semicolons. Default: those in the files' names or tags.
    masks : list of paths of rasters, optional
        What is not to be used, one for each image or one for all: a scene classification, quality bits, or a layer that
        is not 0 where the image is bad. Default: clouds are found where three dates or more are given.
    area : path of a polygon layer, optional
        Nothing outside of it is classified. Default: everywhere.
    model : path of a series model, optional
        Its shared code is grouped. Default: none.
    features : str
        What is grouped without a model: "hand": means, deviations, detail and anisotropy of cells of 8 px; "bands":
        the bands of each pixel, in standard deviations; "embedding": bands that are one vector a pixel, whose
        directions are compared.
    bands : sequence of int, optional
        1-based. Default: all but alpha.
    classes : str
        Their number, 2 to 30, or "auto": the number before the largest drop of the silhouette among 2 to 15.
    window_px : int, optional
        Side of the window over which features are averaged. Default: 64 for hand features, 8 for a model,
        else 1.
    min_area : float
        Smaller regions join the neighbour with the longest common border, in m2 (without CRS, in px).
    seed : int
        Of the sample and of the first centres.
    known_centres : path of a JSON file, optional
        The centres that an earlier run wrote: the image gets its classes, by its scaling of the bands.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps", for the model.
    output : path of a GeoTIFF, optional
        Classes from 1, the most frequent one first, with a palette; uint8, 255 = nodata.
    distance : path of a GeoTIFF, optional
        The distance of each pixel's features from the centre of its class, in standard deviations: float32, NaN =
        nodata. Of several dates band 2 is how many of them show the pixel.
    centres : path of a JSON file, optional
        The centres of the classes, for `known_centres` of another run.
    report : path of an HTML file, optional
        Sizes of the classes, their centres, and the silhouettes by the number of classes.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "distance", "centres", "report": the paths; "classes": their number; "shares": of the sample by
        class.

    Raises
    ------
    EoDeepError
        For images that cannot be read or are no series, a number of classes out of range, an image with fewer different
        places, and centres of other features.
    """
    count = _read_count(classes)
    paths, covers = list_paths(images), list_paths(masks)
    if not paths:
        raise EoDeepError("Give at least one image.")
    check_distinct([output, distance, centres, report], [*paths, *covers, area, model, known_centres])
    for path, suffixes in ((output, _TIFF), (distance, _TIFF), (centres, (".json",))):
        if path:
            check_writable(path, *suffixes)
    target = output or distance
    assert target
    known = read_centres(known_centres) if known_centres else None
    if known:
        _check_known(known, count, features, model)
    stated = [part.strip() for part in dates.split(";")] if dates else None
    with scratch_folder(target) as folder, ExitStack() as files:
        cells = files.enter_context(open_map(paths, features, folder, bands, model, device, progress.part(0, 0.3),
                                             stated, covers or None, scaling=known.scaling if known else None))
        polygons = read_area(area, cells.image, progress)
        if known:
            window_px = _fit_window(known, window_px, cells)
        averaged = Averaged(cells, _count_window(window_px, cells))
        silhouettes: dict[int, float] = {}
        if known:
            clusters = known.clusters
        else:
            sample = sample_cells(cells.grid, averaged.inside(polygons), seed, progress.part(0.3, 0.4))
            scaled = model is None and features != "embedding"
            clusters, silhouettes = find_clusters(sample, count, seed, scaled, progress.part(0.4, 0.6))
            progress.message(f"{len(clusters.centres)} classes of {len(sample)} cells.")
        write_maps(PixelClasses(cells, averaged, clusters, polygons), len(clusters.centres), output, distance, min_area,
                   folder, progress.part(0.6, 1))  # fmt: skip
        if centres:
            scaling = cells.place.scaling if model is None and features != "embedding" else None
            write_centres(centres, ClassCentres(clusters, "model" if model else features, hash_model(model),
                                                cells.described, list(cells.place.band_names), scaling,
                                                averaged.window_px))  # fmt: skip
        if report:
            _write_report(report, cells, clusters, silhouettes)
    for path in (output, distance, centres, report):
        if path:
            progress.message(f"Wrote {path}.")
    return {"output": output, "distance": distance, "centres": centres, "report": report,
            "classes": len(clusters.centres), "shares": [round(share, 6) for share in clusters.shares.tolist()]}


def _check_known(known: ClassCentres, count: int | None, features: str, model: str | None) -> None:
    """EoDeepError where centres are not those of these features and this number of classes."""
    wanted = "model" if model else features
    if known.features != wanted:
        raise EoDeepError(f"The known centres are of the features '{known.features}', got '{wanted}'.")
    if known.model != hash_model(model):
        raise EoDeepError("The known centres are of another model; give the model that they were made with.")
    if count not in (None, len(known.clusters.centres)):
        raise EoDeepError(f"The known centres are of {len(known.clusters.centres)} classes, got {count}.")


def _fit_window(known: ClassCentres, window_px: int | None, cells: FeatureMap) -> int:
    """The window of known centres, with which everything else must agree."""
    if known.names != cells.described and len(known.names) != len(cells.described):
        raise EoDeepError(f"The known centres are of the bands {', '.join(known.bands)}, the image has "
                          f"{', '.join(cells.place.band_names)}.")  # fmt: skip
    if window_px not in (None, known.window_px):
        raise EoDeepError(f"The known centres are of a window of {known.window_px} px, got {window_px} px.")
    return known.window_px


def _read_count(classes: str) -> int | None:
    """The number of classes that is asked for; None: choose it."""
    if classes.strip().lower() == "auto":
        return None
    if not classes.strip().isdigit() or not FEWEST <= int(classes) <= MOST:
        raise EoDeepError(f"The number of classes must be 'auto' or {FEWEST} to {MOST}, got '{classes}'.")
    return int(classes)


def _count_window(window_px: int | None, cells: FeatureMap) -> int:
    size = cells.cell_px
    if window_px is None:
        return _WINDOW_PX // size if cells.has_texture else 1
    if window_px % size:
        raise EoDeepError(f"The window must be a multiple of {size} px, the side of a cell, got {window_px} px.")
    return window_px // size


def _write_report(path: str, cells: FeatureMap, clusters: Clusters, silhouettes: dict[int, float]) -> None:
    page = Report("Unsupervised segmentation")
    page.heading("Classes")
    entries = list_classes(len(clusters.centres))
    page.table(["Class", "Share of the sample (%)"],
               [(entry["name"], 100 * share) for entry, share in zip(entries, clusters.shares.tolist())])
    if silhouettes:
        page.heading("Number of classes")
        page.text("The silhouette says how much nearer a cell is to its own class than to the next one, -1 to 1. The "
                  "number before its largest drop is chosen.")
        page.figure(curves_figure({"silhouette": list(silhouettes.values())}, "classes", "silhouette"))
        page.table(["Classes", "Silhouette"], list(silhouettes.items()))
    page.heading("Centres")
    page.text("Mean features of each class, in the units of the features.")
    values = clusters.centres * clusters.deviation + clusters.mean
    page.table(["Feature", *(entry["name"] for entry in entries)],
               [(name, *column) for name, column in zip(cells.described, values.T.tolist(), strict=True)])
    page.write(path)
