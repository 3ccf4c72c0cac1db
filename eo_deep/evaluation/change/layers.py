"""Scores and maps of change and their reference data, opened and brought onto one grid."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasterio.windows import Window

from ...errors import EoDeepError
from ...geo.grid import Grid
from ...geo.rasterization import PolygonIndex
from ...geo.small_polygons import check_seen
from ...io.class_names import name_key
from ...io.class_values import is_background
from ...io.names import name_of
from ...io.raster import RasterSource, open_raster
from ...io.surroundings import bring_around
from ...io.vector import read_polygons
from ...io.vector_layer import VectorLayer
from ...progress import Progress
from ..maps.class_maps import BACKGROUND, ClassMap, PolygonMap, RasterMap, encode_classes, read_names
from ..maps.comparison_grid import BLOCK_PX, bring_to_grid
from ..maps.layers import check_overlap, open_layer, warn_of_missing_crs

UNLABELLED = 255  # in rasters of changes, beside 0 and 1
Opened = tuple[str, "RasterSource | None", "RasterSource | VectorLayer | None"]  # name, score and map of a method
_UNCHANGED = {"unchanged", "no change", "not changed", "nochange", "stable", "same", "0"}


@dataclass
class Method:
    """One way to detect change: its score, its map of changes, or both, and the threshold on the score."""

    name: str
    score: RasterSource | None
    map: ClassMap | None
    threshold: float | None

    @property
    def detects(self) -> bool:
        """Whether it says which pixels changed."""
        return self.map is not None or self.threshold is not None

    def read(self, window: Window) -> tuple[np.ndarray | None, np.ndarray | None, np.ndarray]:
        """Scores (H, W) float32, detected pixels (H, W) bool, None for what the method lacks; and which are known."""
        scores = detected = None
        known = np.ones((int(window.height), int(window.width)), bool)
        if self.score is not None:
            pixels, known = self.score.read(window)
            scores = pixels[0].astype(np.float32)
            known = known & np.isfinite(scores)
        if self.map is not None:
            values, valid = self.map.read(window)
            detected, known = values != BACKGROUND, known & valid
        elif self.threshold is not None and scores is not None:
            detected = scores >= np.float32(self.threshold)
        return scores, None if detected is None else detected & known, known


@dataclass
class Reference:
    """Which pixels changed and which did not; without a map, none did."""

    map: ClassMap | None
    unchanged: set[int]
    area: PolygonIndex | None
    grid: Grid
    unlabelled: int | None = None

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Changed pixels (H, W) bool, and which are labelled and inside the area."""
        shape = int(window.height), int(window.width)
        changed, labelled = np.zeros(shape, bool), np.ones(shape, bool)
        if self.map is not None:
            values, labelled = self.map.read(window)
            if self.unlabelled is not None:
                labelled = labelled & (values != self.unlabelled)
            changed = labelled & ~np.isin(values, list(self.unchanged))
        if self.area is not None and labelled.any():
            labelled = labelled & self.area.rasterize(1, self.grid, window).astype(bool)
        return changed & labelled, labelled


def open_methods(scores: Sequence[str], maps: Sequence[str], files: ExitStack, progress: Progress) -> list[Opened]:
    """Name, score and map of each method, as they are; `files` will close them."""
    if scores and maps and len(scores) != len(maps):
        raise EoDeepError(f"There must be one map for each score ({len(scores)}), got {len(maps)}.")
    if not scores and not maps:
        raise EoDeepError("There must be a score or a map of changes; none is given.")
    opened = []
    names = _name_methods(scores or maps)
    for number, name in enumerate(names):
        score = files.enter_context(open_raster(scores[number], progress=progress)) if scores else None
        changes = open_layer(maps[number], [], progress) if maps else None
        if isinstance(changes, RasterSource):
            files.enter_context(changes)
        opened.append((name, score, changes))
    return opened


def bring_methods(opened: Sequence[Opened], grid: Grid,
                  threshold: float | None, files: ExitStack, progress: Progress) -> list[Method]:
    """The methods on one grid."""
    methods = []
    for name, score, changes in opened:
        stated = None if score is None else score.threshold
        if score is not None:
            score = files.enter_context(open_raster(score.path, [score.bands[0]], grid=_other(score.grid, grid),
                                                    resampling="nearest"))
        found: ClassMap | None = None
        if isinstance(changes, RasterSource):
            found = RasterMap(_bring(changes, grid, files))
        elif changes is not None:
            layer = bring_to_grid(changes, grid)
            found = PolygonMap(layer, np.ones(len(layer), np.int32), grid, BACKGROUND, {}, True)
        method = Method(name, score, found, threshold if threshold is not None else stated)
        if not method.detects:
            progress.warning(
                f"'{name}' states no threshold; give a threshold or a map of changes to learn more than how well the "
                "score ranks pixels."
            )
        methods.append(method)
    return methods


def open_reference(layer: RasterSource | VectorLayer | None, class_field: str | None, area: str | None, grid: Grid,
                   files: ExitStack, progress: Progress) -> Reference:
    """The reference data on a grid. See `assess_change` for what its values mean."""
    limit = None
    if area:
        limits = read_polygons(area, columns=[], progress=progress)
        if not len(limits):
            raise EoDeepError(f"The area '{area}' holds no polygons.")
        limit = bring_around(limits, grid).index
        check_seen("area", [(limit, grid)], progress)
    if layer is None:
        return Reference(None, {BACKGROUND}, limit, grid)
    if isinstance(layer, RasterSource):
        brought = _bring(layer, grid, files)
        names = read_names(brought)
        unchanged = {BACKGROUND} | {value for value, name in names.items() if _is_unchanged(name)}
        return Reference(RasterMap(brought), unchanged, limit, grid, _find_unlabelled(brought, names, progress))
    if not class_field:
        polygons = bring_to_grid(layer, grid)
        changes = PolygonMap(polygons, np.ones(len(polygons), np.int32), grid, BACKGROUND, {}, True)
        check_seen("reference", [(polygons.index, grid)], progress, needed=True)
        return Reference(changes, {BACKGROUND}, limit, grid)
    codes, present, names = encode_classes(layer.fields[class_field])
    if not present.all():
        progress.warning(f"{(~present).sum()} polygons have no value in '{class_field}' and are left out.")
    polygons, codes = bring_to_grid(layer.select(present), grid), codes[present]
    unchanged = {value for value, name in names.items() if _is_unchanged(name)} or {BACKGROUND}
    check_seen("reference", [(polygons.index, grid)], progress, needed=True)
    return Reference(PolygonMap(polygons, codes, grid, None, names, not names), unchanged, limit, grid)


def find_grid(opened: Sequence[Opened],
              reference: RasterSource | VectorLayer | None) -> Grid:
    """The grid of the first raster among scores, maps and reference data."""
    rasters = [score for _, score, _ in opened] + [changes for _, _, changes in opened] + [reference]
    for raster in rasters:
        if isinstance(raster, RasterSource):
            return raster.grid
    raise EoDeepError(
        "There must be a raster among score, map and reference data; 'Compare polygons' compares polygons."
    )


def check_layers(opened: Sequence[Opened],
                 reference: RasterSource | VectorLayer | None, path: str | None, grid: Grid,
                 progress: Progress) -> None:
    """EoDeepError where a layer lies beside the reference data; a warning where some have no CRS."""
    layers = {f"'{name}'": score or changes for name, score, changes in opened}
    warn_of_missing_crs({**layers, "reference data": reference}, progress)
    for (name, score, changes) in opened:
        for layer in (score, changes):
            if layer is not None and reference is not None and path is not None:
                check_overlap((layer, name), (reference, path), grid, progress)


def _name_methods(paths: Sequence[str]) -> list[str]:
    """A name for each file: its own without ending, with its folder's where several are called the same."""
    stems = [Path(name_of(path)).stem for path in paths]
    if len(set(stems)) < len(stems):
        stems = [f"{Path(path).parent.name}/{stem}" for path, stem in zip(paths, stems, strict=True)]
    return [stem if stems.count(stem) == 1 else f"{stem} ({number})" for number, stem in enumerate(stems, 1)]


def _bring(source: RasterSource, grid: Grid, files: ExitStack) -> RasterSource:
    """A class raster on the grid, pixels as they are."""
    if source.grid.matches(grid):
        return source
    return files.enter_context(open_raster(source.path, [source.bands[0]], grid=grid, resampling="nearest"))


def _other(own: Grid, grid: Grid) -> Grid | None:
    return None if own.matches(grid) else grid


def _is_unchanged(name: str) -> bool:
    return is_background(name) or name_key(name).casefold() in _UNCHANGED


def _find_unlabelled(source: RasterSource, names: dict[int, str], progress: Progress) -> int | None:
    """255 where the raster has changes beside it; in a mask of 0 and 255 it is the change."""
    if UNLABELLED in names or source.nodata == UNLABELLED:
        return None
    has_it = False
    for window in source.grid.blocks(BLOCK_PX):
        pixels, valid = source.read(window)
        found = np.unique(pixels[0][valid])
        has_it |= bool((found == UNLABELLED).any())
        if ((found != BACKGROUND) & (found != UNLABELLED)).any():
            return UNLABELLED
    if has_it:
        progress.message(f"The reference data hold 0 and {UNLABELLED} only; {UNLABELLED} is read as changed.")
    return None
