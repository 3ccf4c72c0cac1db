"""Which patches of images are taken, and which part each belongs to: training, validation or test."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import shapely

from ..errors import EoDeepError
from ..geo.crs import make_transform, to_crs
from ..geo.grid import Grid
from ..geo.place_hash import hash_pixels, make_salt
from ..sampling.hold_out import hold_out
from ..sampling.patch_folder import PARTS
from .strategies import share_equally, share_out

LAYOUTS = ("grid", "chessboard", "balanced")
LEFT_OUT = "left out"
# Parts are made of so many blocks of ground, or of more: fewer would not show all classes, more lose ground to the gap.
_BLOCKS = 16
_SLACK_PX = 1e-3
_TRAINING, _VALIDATION, _TEST = PARTS


@dataclass
class PatchTable:
    """All patches that images could give, (N,) each.

    image: its number. row, column: the first pixel. counts: pixels of each class, (N, K). reason: why a patch is left
    out, "" where it is not. part: one of `PARTS`, "" before they are dealt.
    """

    image: np.ndarray
    row: np.ndarray
    column: np.ndarray
    counts: np.ndarray
    reason: np.ndarray
    part: np.ndarray

    def __len__(self) -> int:
        return len(self.image)

    @property
    def kept(self) -> np.ndarray:
        """(N,) bool."""
        return self.reason == ""

    def leave_out(self, chosen: np.ndarray, reason: str) -> None:
        """Leave out the patches of a mask or of positions, each for its first reason only."""
        chosen = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        chosen = chosen[self.kept[chosen]]
        self.reason[chosen] = reason
        self.part[chosen] = ""


def list_starts(size_px: int, patch_px: int, step_px: int, first: int) -> np.ndarray:
    """The first pixels of the patches along a side of an image."""
    return np.arange(first, size_px - patch_px + 1, step_px)


def deal_blocks(
    table: PatchTable, grids: Sequence[Grid], patch_px: int, validation_share: float, test_share: float, seed: int
) -> None:
    """Deal blocks of ground over the parts, so that each part has about its share of every class.

    Images of the same ground are dealt alike. A class in one block only stays in training.
    """
    kept = np.flatnonzero(table.kept)
    side = max(1, math.isqrt(len(kept) // _BLOCKS)) * patch_px
    middles = np.stack([table.column, table.row], axis=1)[kept] + patch_px / 2
    keys = np.zeros((len(kept), 3), np.int64)
    for number in range(len(grids)):
        own = table.image[kept] == number
        anchor, to_anchor = _find_anchor(grids, number)
        keys[own] = np.column_stack([np.full(own.sum(), anchor), to_anchor(middles[own]) // side])
    _, block = np.unique(keys, axis=0, return_inverse=True)
    block = block.ravel()
    counts = np.zeros((block.max(initial=-1) + 1, table.counts.shape[1]))
    np.add.at(counts, block, table.counts[kept])
    rng = np.random.default_rng(seed)
    dealt = np.full(len(counts), _TRAINING, object)
    for part, share in ((_TEST, test_share), (_VALIDATION, validation_share / max(1e-9, 1 - test_share))):
        open_blocks = np.flatnonzero(dealt == _TRAINING)
        if share > 0 and len(open_blocks) > 1:
            chosen = hold_out(counts[open_blocks], share, rng)
            if not chosen.any():
                chosen[np.argmin(counts[open_blocks].sum(1))] = True
            dealt[open_blocks[chosen]] = part
    table.part[kept] = dealt[block]


def deal_chessboard(table: PatchTable, step_px: int, firsts: Sequence[tuple[int, int]]) -> None:
    """Deal patches as the fields of a chessboard; firsts: each image's first row and column of patches."""
    kept = np.flatnonzero(table.kept)
    first = np.array(firsts)[table.image[kept]]
    fields = (table.row[kept] - first[:, 0]) // step_px + (table.column[kept] - first[:, 1]) // step_px
    table.part[kept] = np.where(fields % 2 == 0, _TRAINING, _VALIDATION)


def keep_gap(table: PatchTable, grids: Sequence[Grid], patch_px: int, gap_px: int) -> None:
    """Leave out patches that overlap one of another part, or are nearer to it than the gap: those of training first.

    On the ground: patches of two images of one place count too.
    """
    for part, others in ((_VALIDATION, (_TEST,)), (_TRAINING, (_TEST, _VALIDATION))):
        fixed = np.flatnonzero(np.isin(table.part, others) & table.kept)
        if not len(fixed):
            continue
        for number, grid in enumerate(grids):
            mine = np.flatnonzero((table.part == part) & (table.image == number) & table.kept)
            footprints = np.concatenate(
                [_bring(list_footprints(table, fixed[table.image[fixed] == other], patch_px), grids[other], grid)
                 for other in np.unique(table.image[fixed])]
            )  # fmt: skip
            tree = shapely.STRtree(footprints)
            reach = gap_px - _SLACK_PX
            near, _ = tree.query(list_footprints(table, mine, patch_px, reach), predicate="intersects")
            table.leave_out(mine[np.unique(near)], "too near to a patch of another part")


def choose_patches(table: PatchTable, background: int | None, count: int | None, balanced: bool, seed: int) -> None:
    """Leave out patches by chance until `count` are left, shared by the parts as they are; balanced: evenly by class.

    A patch counts for the class that most of its pixels have, the background only where there is no other. Without a
    count, a balanced choice has as many patches of each class as its rarest one. The choice depends on nothing but the
    seed and the places: with a larger count, the former patches stay.
    """
    if count is None and not balanced:
        return
    dominant = find_dominant(table.counts, background)
    order = np.empty(len(table), np.uint64)
    for image in np.unique(table.image):
        own = table.image == image
        order[own] = hash_pixels(make_salt(seed, int(image)), table.row[own], table.column[own])
    sizes = np.array([np.sum(table.part == part) for part in PARTS])
    wanted = None if count is None else share_out(min(count, int(sizes.sum())), sizes)
    for number, part in enumerate(PARTS):
        groups = [np.flatnonzero(table.part == part)]
        if balanced:
            groups = [groups[0][dominant[groups[0]] == index] for index in np.unique(dominant[groups[0]])]
        available = np.array([len(group) for group in groups])
        if not available.sum():
            continue
        total = int(available.min() * len(available)) if wanted is None else int(wanted[number])
        for group, quota in zip(groups, share_equally(total, available), strict=True):
            surplus = group[np.argsort(order[group], kind="stable")][quota:]
            table.leave_out(surplus, "enough patches of its class" if balanced else "enough patches")


def find_dominant(counts: np.ndarray, background: int | None) -> np.ndarray:
    """The class index of each patch of counts (N, K): of most pixels, the background only where there is no other."""
    counts = counts.astype(np.int64)
    if background is not None:
        alone = counts.sum(1) == counts[:, background]
        counts[~alone, background] = 0
    return counts.argmax(1)


def list_footprints(table: PatchTable, chosen: np.ndarray, patch_px: int, margin_px: float = 0.0) -> np.ndarray:
    """The squares of patches, (N,) shapely, in px of their image."""
    row, column = table.row[chosen], table.column[chosen]
    low, high = -margin_px, patch_px + margin_px
    return shapely.box(column + low, row + low, column + high, row + high)


def check_shares(validation_share: float, test_share: float) -> None:
    """EoDeepError unless there is something left to train on."""
    if not 0 <= validation_share + test_share < 1:
        raise EoDeepError(
            f"Validation share and test share together must be below 1, got {validation_share:g} and {test_share:g}."
        )


def _find_anchor(grids: Sequence[Grid], number: int) -> tuple[int, Callable[[np.ndarray], np.ndarray]]:
    """The first image whose ground this one touches, and a function that brings points (N, 2) in px to it."""
    for other in range(number):
        extent = _bring(np.array([shapely.box(0, 0, grids[number].width, grids[number].height)]),
                        grids[number], grids[other])  # fmt: skip
        frame = shapely.box(0, 0, grids[other].width, grids[other].height)
        if len(extent) and shapely.intersects(extent[0], frame):
            first, onward = _find_anchor(grids, other)
            return first, partial(_move_on, grids[number], grids[other], onward)
    return number, lambda xy: xy


def _move_on(source: Grid, target: Grid, onward: Callable[[np.ndarray], np.ndarray], xy: np.ndarray) -> np.ndarray:
    return onward(_move(xy, source, target))


def _bring(footprints: np.ndarray, source: Grid, target: Grid) -> np.ndarray:
    """Polygons in px of one image in px of another; none where one has no CRS, or no place there."""
    if source is target:
        return footprints
    if source.crs is None or target.crs is None:
        return footprints[:0]
    moved = shapely.transform(footprints, lambda xy: _move(xy, source, target))
    return moved[np.isfinite(shapely.bounds(moved)).all(axis=1)]


def _move(xy: np.ndarray, source: Grid, target: Grid) -> np.ndarray:
    there = np.column_stack(source.transform * tuple(xy.T))
    if source.crs != target.crs:
        there = make_transform(to_crs(source.crs), to_crs(target.crs))(there)
    return np.column_stack(~target.transform * tuple(there.T))
