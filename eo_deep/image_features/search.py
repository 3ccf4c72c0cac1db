"""Search images for places that look like given ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from rasterio.windows import Window

from ..errors import EoDeepError, shorten
from ..geo.crs import make_transform, to_crs
from ..io.files import check_distinct, check_writable, identify_file
from ..io.geopackage import write_vectors
from ..io.names import name_of
from ..io.paths import ExtraRaster, NewVector, RasterPath, VectorPath, list_paths
from ..io.raster_writer import RasterWriter
from ..io.staging import scratch_folder
from ..io.styles import PALETTE, category_style, ramp_style
from ..io.surroundings import read_area
from ..io.vector_layer import VectorLayer, rasterize_area
from ..models.image_input import is_other_order
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .feature_map import FeatureMap, open_map
from .queries import KNOWN_SHARE, read_queries
from .ranking import Ranking
from .similarity import Query, compare_windows

_BLOCK_CELLS = 256
_AT_ONCE = 16  # queries
_WINDOW_PX = 64
_MOST_BANDS = 64
_MOST_NAMED = 60  # characters
_STOPS = ((0.0, "#000004", "0"), (0.25, "#51127c", "0.25"), (0.5, "#b73779", "0.5"), (0.75, "#fc8961", "0.75"),
          (1.0, "#fcfdbf", "1: the same"))  # fmt: skip


class Match(NamedTuple):
    """A place that was found: score, number of the image, and its centre (row, column) in cells."""

    score: float
    image: int
    row: float
    column: float


@algorithm("output", "similarity", window_px=(1, 1024), top=(1, 10000), min_distance=(0, None))
def find_similar(images: Sequence[RasterPath] | RasterPath, query: VectorPath, query_image: RasterPath | None = None,
                 as_series: bool = False, dates: str | None = None, masks: Sequence[RasterPath] | None = None,
                 area: VectorPath | None = None,
                 model: str | None = None, features: str = "hand", bands: Sequence[int] | None = None,
                 window_px: int | None = None, top: int = 10, min_distance: float | None = None, device: str = "auto",
                 output: NewVector | None = None, similarity: ExtraRaster | None = None,
                 progress: Progress = silent) -> dict:
    """Find the places of images that look like given ones, whatever the date and the light.

    Hand features compare the gradient orientations and the means of cells of 8 px by correlation over a window:
    s = (s_orientation + 0.4 s_mean) / 1.4, each of -1..1. They need no training.

    Parameters
    ----------
    images : path or list of paths of rasters
        To search, each on its own grid.
    query : path of points or polygons
        What to search for: each feature is a query. A point stands for the window around it, a polygon for the cells in
        it; one smaller than 3 x 3 cells counts as a point.
    query_image : path of a raster, optional
        The image that shows the queries, with the pixel size of the images. Default: the first of the images, or the
        series.
    as_series : bool
        The images are dates of one place, which is searched once: by the mean of the features over the dates.
    dates : str, optional
        Of a series: the date of each image, separated by semicolons. Default: those in the files' names or tags.
    masks : list of paths of rasters, optional
        What is not to be used, one for each image or one for all: a scene classification, quality bits, or a layer that
        is not 0 where the image is bad. Default: clouds are found in a series of three dates or more.
    area : path of a polygon layer, optional
        Places whose centres lie outside of it are not found. Default: everywhere.
    model : path of a series model, optional
        Its shared code is compared, cells of 8 px by their cosine. Default: none.
    features : str
        What is compared without a model: "hand"; "bands": the bands themselves, in standard deviations; "embedding":
        bands that are one vector a pixel, whose directions are compared.
    bands : sequence of int, optional
        1-based. Default: all but alpha.
    window_px : int, optional
        Side of the window around a point. Default: 64 for hand features and models, else 1.
    top : int
        How many places are wanted for each query, over all images.
    min_distance : float, optional
        Between places of an image, in metres (without CRS, in pixels). In the query image itself, the place of the
        query and what is as near to it are left out. Default: half of the window.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps", for the model.
    output : path of a GeoPackage, optional
        Points with query (number of the feature), rank, score and image.
    similarity : path of a GeoTIFF, optional
        Of the first image, or the series: a band for each query with the score of the window around each cell; NaN =
        nodata. Of a series the last band is how many dates show the cell.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "similarity": the paths; "queries": their number; "matches": how many places were found.

    Raises
    ------
    EoDeepError
        For images that cannot be read, bands that differ between them, a window that is no multiple of the cells, and
        queries that lie on no valid pixel.
    """
    paths = list_paths(images)
    if not paths:
        raise EoDeepError("Give at least one image.")
    targets, covers = [path for path in (output, similarity) if path], list_paths(masks)
    check_distinct(targets, [*paths, query, query_image, model, area, *covers])
    if dates and not as_series:
        raise EoDeepError("Dates are for images that are searched as one series.")
    if covers and len(covers) not in (1, len(paths)):
        raise EoDeepError(f"There must be one mask for each image or one for all, got {len(covers)} for {len(paths)} "
                          "images.")
    for path, suffixes in ((output, (".gpkg",)), (similarity, (".tif", ".tiff"))):
        if path:
            check_writable(path, *suffixes)
    stated = [part.strip() for part in dates.split(";")] if dates else None
    searched: list[_Searched] = [_Searched(tuple(paths), covers)] if as_series else [
        _Searched((path,), [covers[number % len(covers)]] if covers else []) for number, path in enumerate(paths)]
    shown = next((each for each in searched if query_image is None or (
        len(each.paths) == 1 and identify_file(query_image) == identify_file(each.paths[0]))), None)
    with scratch_folder(targets[0]) as folder, ExitStack() as files:

        def open_searched(each: _Searched, part: Progress) -> AbstractContextManager[FeatureMap]:
            return open_map(each.paths, features, folder, bands, model, device, part, stated, each.masks or None)

        seen = shown or _Searched((query_image or "",), [])
        progress_query, progress_search = progress.part(0, 0.1), progress.part(0.1, 1)
        places = files.enter_context(open_searched(seen, progress_query))
        window_cells = _count_cells(window_px, places)
        _check_fits(window_cells, places, seen.paths[0])
        queries = read_queries(query, places, window_cells, progress)
        if similarity and len(queries) > _MOST_BANDS:
            raise EoDeepError(f"The similarity raster holds {_MOST_BANDS} queries at most, got {len(queries)}.")
        found: dict[int, list[Match]] = {number: [] for number in queries}
        maps = []
        for number, each in enumerate(searched):
            part = progress_search.part(number / len(searched), (number + 1) / len(searched))
            with ExitStack() as opened:
                cells = places if each is shown else opened.enter_context(open_searched(each, part.part(0, 0.5)))
                _check_alike(cells, places, each.paths[0], seen.paths[0], progress)
                maps.append(cells)
                writer = None
                if similarity and number == 0:
                    names = [f"similarity to query {each}" for each in queries] + ["dates"] * as_series
                    writer = opened.enter_context(
                        RasterWriter(similarity, cells.grid, len(names), "float32", math.nan, names, None, 256,
                                     False, ramp_style(1, _STOPS), progress))  # fmt: skip
                search = _Search(cells, folder, top, _find_radius(min_distance, cells, window_cells), each is shown,
                                 writer, read_area(area, cells.image, progress))
                for query_number, matches in search.run(queries, number, part.part(0.5, 1)):
                    found[query_number] += matches
                if writer and as_series:
                    search.write_dates(len(names))
    rows = [(number, rank, match) for number, matches in found.items()
            for rank, match in enumerate(sorted(matches, key=lambda one: (-one.score, *one[1:]))[:top], 1)]  # fmt: skip
    if not rows:
        progress.warning("No place was found: the images have too few valid pixels.")
    if output:
        sides_m = _measure_sides(queries, places)
        _write(output, rows, maps, [each.paths[0] for each in searched], sides_m, progress)
    for path in targets:
        progress.message(f"Wrote {path}.")
    return {"output": output, "similarity": similarity, "queries": len(queries), "matches": len(rows)}


class _Searched(NamedTuple):
    """What is searched at once: an image, or the dates of a place, with their masks."""

    paths: tuple[str, ...]
    masks: list[str]


def _count_cells(window_px: int | None, places: FeatureMap) -> int:
    size = places.cell_px
    if window_px is None:
        return _WINDOW_PX // size if size > 1 else 1
    if window_px % size or (size > 1 and window_px < 2 * size):
        raise EoDeepError(f"The window must be a multiple of {size} px, the side of a cell, and at least "
                          f"{2 * size if size > 1 else 1} px, got {window_px} px.")
    return window_px // size


def _check_fits(window_cells: int, places: FeatureMap, path: str) -> None:
    """EoDeepError where no window can lie on known pixels for the most part."""
    height, width = places.grid.height, places.grid.width
    if min(window_cells, height) * min(window_cells, width) < KNOWN_SHARE * window_cells**2:
        side, cell = window_cells * places.cell_px, places.cell_px
        raise EoDeepError(f"The window must fit into '{name_of(path)}', which has about {width * cell} x "
                          f"{height * cell} px, got {side} px.")  # fmt: skip


def _check_alike(cells: FeatureMap, places: FeatureMap, path: str, shown: str, progress: Progress) -> None:
    """EoDeepError unless both images give the same features; a warning where their pixels differ in size."""
    if len(cells.names) != len(places.names):
        raise EoDeepError(f"'{name_of(path)}' must have the bands of '{name_of(shown)}', which give "
                          f"{len(places.names)} features, got {len(cells.names)}.")
    names, wanted = (each.place.band_names for each in (cells, places))
    if is_other_order(wanted, names):
        raise EoDeepError(f"The bands of '{name_of(path)}' must be in the order of those of '{name_of(shown)}', "
                          f"{shorten(', '.join(wanted), _MOST_NAMED)}, got "
                          f"{shorten(', '.join(names), _MOST_NAMED)}.")  # fmt: skip
    sizes = [each.image.ground_resolution_m for each in (cells, places)]
    if sizes[0] and sizes[1]:
        ratio = math.sqrt(math.prod(sizes[0]) / math.prod(sizes[1]))
        if not 1 / 1.25 <= ratio <= 1.25:
            progress.warning(f"The pixels of '{name_of(path)}' are {ratio:.3g} times as large as those of "
                             f"'{name_of(shown)}': places look different at another scale.")


def _find_radius(min_distance: float | None, cells: FeatureMap, window_cells: int) -> tuple[float, float]:
    """The minimum distance in cells (rows, columns)."""
    if min_distance is None:
        return window_cells / 2, window_cells / 2
    across, down = cells.image.ground_resolution_m or (1.0, 1.0)
    return min_distance / (down * cells.cell_px), min_distance / (across * cells.cell_px)


class _Search:
    """One image searched for queries."""

    def __init__(self, cells: FeatureMap, folder: Path, top: int, radius: tuple[float, float], is_shown: bool,
                 writer: RasterWriter | None, area: VectorLayer | None):
        self._cells, self._folder, self._top, self._radius = cells, folder, top, radius
        self._is_shown, self._writer, self._area = is_shown, writer, area

    def run(self, queries: dict[int, tuple[Query, tuple[float, float]]], image: int, progress: Progress):
        """The best places for each query: its number and the matches, by score."""
        grid = self._cells.grid
        alike: dict[tuple, list[int]] = {}
        for number, (query, _) in queries.items():
            alike.setdefault((query.shape, query.cells.tobytes()), []).append(number)
        batches = [numbers[start : start + _AT_ONCE] for numbers in alike.values()
                   for start in range(0, len(numbers), _AT_ONCE)]  # fmt: skip
        places = list(queries)
        path = self._folder / "scores"
        for done, batch in enumerate(batches):
            scores = np.memmap(path, np.float32, "w+", shape=(len(batch), grid.height, grid.width))
            part = progress.part(done / len(batches), (done + 1) / len(batches))
            self._compare([queries[number][0] for number in batch], scores, part)
            for number, one in zip(batch, scores, strict=True):
                query, centre = queries[number]
                if self._writer:
                    self._write(one, places.index(number))
                yield number, self._rank(one, query, centre, image)
            del scores
            path.unlink(missing_ok=True)

    def _compare(self, queries: list[Query], scores: np.ndarray, progress: Progress) -> None:
        rows, columns = queries[0].shape
        blocks = list(self._cells.grid.blocks(_BLOCK_CELLS))
        for done, block in enumerate(blocks, 1):
            around = Window(block.col_off - columns // 2, block.row_off - rows // 2, block.width + columns - 1,
                            block.height + rows - 1)  # fmt: skip
            features, known = self._cells.read(around)
            similar = compare_windows(features, known, queries, self._cells.groups)
            inside = rasterize_area(self._area, self._cells.grid, block)
            scores[(slice(None), *block.toslices())] = np.where(inside, similar, np.float32(np.nan))
            progress(done / len(blocks))

    def _rank(self, scores: np.ndarray, query: Query, centre: tuple[float, float], image: int) -> list[Match]:
        shift = [side / 2 - side // 2 for side in query.shape]  # from the cell of a score to the window's centre
        ranking = Ranking(scores)
        matches: list[Match] = []
        if self._is_shown:
            ranking.clear(centre[0] - shift[0], centre[1] - shift[1], self._radius)
        while len(matches) < self._top and (best := ranking.take()):
            score, row, column = best
            matches.append(Match(score, image, row + shift[0], column + shift[1]))
            ranking.clear(row, column, self._radius)
        return matches

    def _write(self, scores: np.ndarray, band: int) -> None:
        assert self._writer
        for block in self._cells.grid.blocks(_BLOCK_CELLS):
            self._writer.write(scores[block.toslices()][None], block, bands=[band + 1])

    def write_dates(self, band: int) -> None:
        """Write how many dates show each cell, as a band of the similarities."""
        assert self._writer
        for block in self._cells.grid.blocks(_BLOCK_CELLS):
            counts = self._cells.read_counted(block)[1]
            inside = rasterize_area(self._area, self._cells.grid, block) & (counts > 0)
            self._writer.write(np.where(inside, counts, np.nan).astype(np.float32)[None], block, bands=[band])


def _measure_sides(queries: dict[int, tuple[Query, tuple[float, float]]], places: FeatureMap) -> dict[int, float]:
    """The side in metres of the square that each query compares; none without CRS."""
    sizes = places.grid.ground_resolution_m
    return {number: max(query.shape) * max(sizes) for number, (query, _) in queries.items()} if sizes else {}


def _write(output: str, rows: list[tuple[int, int, Match]], maps: list[FeatureMap], paths: list[str],
           sides_m: dict[int, float], progress: Progress) -> None:
    """The places as points, in the CRS of the first image, in a square of the size that was compared."""
    target = to_crs(maps[0].image.crs)
    points = []
    for _, _, match in rows:
        grid = maps[match.image].grid
        xy = np.array([grid.transform * (match.column, match.row)])
        own = to_crs(grid.crs)
        points.append(make_transform(own, target)(xy)[0] if own != target and own is not None and target else xy[0])
    fields: dict[str, np.ndarray] = {
        "query": np.array([number for number, _, _ in rows], np.int32),
        "rank": np.array([rank for _, rank, _ in rows], np.int32),
        "score": np.array([match.score for _, _, match in rows], np.float64),
        "image": np.array([name_of(paths[match.image]) for _, _, match in rows], object),
    }
    layer = VectorLayer(shapely.points(np.reshape(points, (-1, 2))), fields, target, "Point")
    entries = [{"value": number, "name": f"query {number}", "color": PALETTE[1:][place % (len(PALETTE) - 1)],
                "box_m": sides_m.get(number)}
               for place, number in enumerate(sorted(set(fields["query"].tolist())))]  # fmt: skip
    write_vectors(output, layer, "similar places", progress, category_style("query", entries, "marker"))
