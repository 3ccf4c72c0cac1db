"""Segmentation without training data: pixels in classes of places that look alike."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from ..errors import EoDeepError
from ..io.files import check_distinct, check_writable
from ..io.paths import ExtraRaster, NewRaster, NewReport, RasterPath, list_paths
from ..io.raster import open_image
from ..io.staging import scratch_folder
from ..progress import Progress, silent
from ..reports.html import Report, curves_figure
from ..runtime.jobs import algorithm
from .class_maps import Averaged, PixelClasses, list_classes, write_maps
from .clusters import FEWEST, MOST, Clusters, find_clusters, sample_cells
from .feature_map import FeatureMap, open_map

_WINDOW_PX = 64


@algorithm("output", "distance", window_px=(1, 1024), min_area=(0, None), seed=(0, 2147483647))
def segment_unsupervised(images: Sequence[RasterPath] | RasterPath, model: str | None = None, features: str = "hand",
                         bands: Sequence[int] | None = None, classes: str = "auto", window_px: int | None = None,
                         min_area: float = 0.0, seed: int = 0, device: str = "auto", output: NewRaster | None = None,
                         distance: ExtraRaster | None = None, report: NewReport | None = None,
                         progress: Progress = silent) -> dict:
    """Divide an image into classes of pixels that look alike, without training data.

    k-means (k-means++, 5 starts) runs on up to 50,000 cells, drawn by a hash of their position. The soft assignment of
    each cell of 8 px is enlarged to pixels, and a guided filter of 8 px brings its edges to those of the image.

    Parameters
    ----------
    images : path or list of paths of rasters
        The image to divide, of any size.
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
        Smaller regions join the largest neighbour, in m2 (without CRS, in px).
    seed : int
        Of the sample and of the first centres.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps", for the model.
    output : path of a GeoTIFF, optional
        Classes from 1, the most frequent one first, with a palette; uint8, 255 = nodata.
    distance : path of a GeoTIFF, optional
        The distance of each pixel's features from the centre of its class, in standard deviations: float32, NaN =
        nodata.
    report : path of an HTML file, optional
        Sizes of the classes, their centres, and the silhouettes by the number of classes.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "distance", "report": the paths; "classes": their number; "shares": of the sample, by class.

    Raises
    ------
    EoDeepError
        For images that cannot be read, a number of classes out of range, and an image with fewer different places.
    """
    count = _read_count(classes)
    paths = list_paths(images)
    if len(paths) != 1:
        raise EoDeepError(f"Give one image, got {len(paths)}.")
    check_distinct([output, distance, report], [*paths, model])
    for path in (output, distance):
        if path:
            check_writable(path, ".tif", ".tiff")
    target = output or distance
    assert target
    with scratch_folder(target) as folder, ExitStack() as files:
        cells = files.enter_context(open_map(paths[0], features, folder, bands, model, device, progress.part(0, 0.3)))
        window = _count_window(window_px, cells)
        averaged = Averaged(cells, window)
        sample = sample_cells(cells.grid, averaged.read, seed, progress.part(0.3, 0.4))
        scaled = model is None and features != "embedding"
        clusters, silhouettes = find_clusters(sample, count, seed, scaled, progress.part(0.4, 0.6))
        progress.message(f"{len(clusters.centres)} classes of {len(sample)} cells.")
        source = files.enter_context(open_image(paths[0], bands))
        write_maps(PixelClasses(source, cells, averaged, clusters), source.grid, len(clusters.centres), output,
                   distance, min_area, folder, progress.part(0.6, 1))  # fmt: skip
    if report:
        _write_report(report, cells, clusters, silhouettes, progress)
    for path in (output, distance, report):
        if path:
            progress.message(f"Wrote {path}.")
    return {"output": output, "distance": distance, "report": report, "classes": len(clusters.centres),
            "shares": [round(share, 6) for share in clusters.shares.tolist()]}


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


def _write_report(path: str, cells: FeatureMap, clusters: Clusters, silhouettes: dict[int, float],
                  progress: Progress) -> None:
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
