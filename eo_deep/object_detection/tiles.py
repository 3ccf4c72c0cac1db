"""A detector over an image of any size: tiles that overlap, and the boxes that it gives in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
import torch
from rasterio.windows import Window

from ..models.image_input import ModelImage
from ..models.model_file import Model
from ..models.scaling import fit_scaling
from ..progress import Progress
from ..runtime.devices import choose_device
from .boxes import Boxes, join, suppress

_STEP_PX = 32  # detectors look at an image in cells of so many pixels
_MIN_SIDE_PX = 1.0
_VALID_SHARE = 0.5  # of the pixels in a box
_DEEP = 1e9  # px: of a tile that ends with the image
# How much deeper another tile must have a box to be the one that decides on it, as a share of the box: tiles see the
# sides of an object at places that differ a little.
_SLACK_PX, _SLACK_SHARE = 4.0, 0.1


@dataclass(frozen=True)
class Layout:
    """Where tiles of a side lie: every step_px px from the image's corner on."""

    width: int
    height: int
    side_px: int
    step_px: int

    def tiles(self) -> list[tuple[int, int]]:
        """Column and row of each tile's corner; the last ones reach beyond the image."""
        starts = [range(0, max(1, length - self.side_px + self.step_px), self.step_px)
                  for length in (self.width, self.height)]  # fmt: skip
        return [(column, row) for row in starts[1] for column in starts[0]]

    def find_depth(self, corners: np.ndarray) -> np.ndarray:
        """How far boxes (N, 4) in px of the image lie inside the tile that has them deepest (N,), at most _DEEP;
        below 0 by how much they stick out of it."""
        depth = np.full(len(corners), _DEEP)
        for axis, length in enumerate((self.width, self.height)):
            last = max(0, -(-(length - self.side_px) // self.step_px))
            first, end = corners[:, axis], corners[:, 2 + axis]
            middle = np.round(((first + end) / 2 - self.side_px / 2) / self.step_px).astype(int)
            best = np.full(len(corners), -_DEEP)
            for number in (np.clip(middle + each, 0, last) for each in (-1, 0, 1)):
                before = np.where(number == 0, _DEEP, first - number * self.step_px)
                after = np.where(number == last, _DEEP, number * self.step_px + self.side_px - end)
                best = np.maximum(best, np.minimum(before, after))
            depth = np.minimum(depth, best)
        return depth


def lay_out(width: int, height: int, side_px: int, overlap_px: int) -> Layout:
    """Tiles that share at least overlap_px px, at steps that are multiples of a detector's cells if they may be."""
    step_px = side_px - overlap_px
    return Layout(width, height, side_px, max(step_px // _STEP_PX * _STEP_PX, min(step_px, _STEP_PX), 1))


def detect_in_tiles(image: ModelImage, model: Model, layout: Layout, threshold: float, iou: float,
                    area: shapely.Geometry | None, progress: Progress) -> Boxes:
    """The boxes that a detector gives in each tile, in px of the working grid, those of one tile with each other
    suppressed, each of the tile that has it deepest inside. area: in px, tiles that do not touch it are left out."""
    device, network = choose_device(image.settings.device), model.network
    network.to(device)
    scaling = fit_scaling(model.card["inputs"][0]["scaling"], image.source)
    tiles, side = layout.tiles(), layout.side_px
    found = []
    for number, (column, row) in enumerate(tiles):
        tile = shapely.box(column, row, column + side, row + side)
        if area is None or area.intersects(tile):
            pixels, valid = image.reader.read(Window(column, row, side, side))
            if valid.any():
                scaled = np.where(valid, scaling(pixels, valid), 0).astype(np.float32)
                with torch.inference_mode():
                    boxes, scores = network(torch.from_numpy(scaled)[None].to(device))
                places, shares = boxes[0].double().cpu().numpy(), scores[0].double().cpu().numpy()
                found += [_read(places, shares, valid, number, (column, row), layout, threshold, iou)]
        progress((number + 1) / len(tiles))
    return join(found)


def _read(corners: np.ndarray, scores: np.ndarray, valid: np.ndarray, number: int, start: tuple[int, int],
          layout: Layout, threshold: float, iou: float) -> Boxes:  # fmt: skip
    """The boxes of one tile that stay, of all that its network gives with the scores (N, K) of its classes."""
    label = scores.argmax(axis=1)
    place = np.flatnonzero((scores.max(axis=1) >= threshold) & np.isfinite(corners).all(axis=1))
    label = label[place]
    limits = [min(layout.side_px, length - first) for length, first in zip((layout.width, layout.height), start)]
    inside = np.clip(corners[place], 0, [*limits, *limits])
    large = (inside[:, 2:] - inside[:, :2] >= _MIN_SIDE_PX).all(axis=1)
    large[large] = _count_valid(valid, inside[large]) >= _VALID_SHARE
    place, label, inside = place[large], label[large], inside[large]
    margin = np.concatenate([inside[:, :2], layout.side_px - inside[:, 2:]], axis=1)
    for axis, (first, length) in enumerate(zip(start, (layout.width, layout.height))):
        margin[:, axis] = margin[:, axis] if first > 0 else np.inf
        margin[:, 2 + axis] = margin[:, 2 + axis] if first + layout.side_px < length else np.inf
    windows = np.full(len(place), number)
    found = Boxes(inside + [*start, *start], scores[place, label], label, windows, margin)
    return keep_own(found.select(suppress(found, iou)), layout)


def keep_own(boxes: Boxes, layout: Layout) -> Boxes:
    """The boxes that no other tile has deeper inside: whether there is an object is decided in one tile, and not in
    each that sees it, or doubtful ones would be found the more often the more tiles overlap."""
    slack = np.maximum(_SLACK_PX, _SLACK_SHARE * (boxes.corners[:, 2:] - boxes.corners[:, :2]).max(axis=1, initial=0))
    own = np.minimum(boxes.margin.min(axis=1, initial=_DEEP), _DEEP)
    return boxes.select(own >= layout.find_depth(boxes.corners) - slack)


def _count_valid(valid: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """The share of valid pixels in each box (N, 4) of a tile."""
    sums = np.pad(np.cumsum(np.cumsum(valid, axis=0, dtype=np.int64), axis=1), ((1, 0), (1, 0)))
    left, top = np.floor(corners[:, :2]).astype(int).T
    right, bottom = np.ceil(corners[:, 2:]).astype(int).T
    inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return inside / ((right - left) * (bottom - top))


def place_boxes(corners: np.ndarray) -> Iterator[np.ndarray]:
    """The corners (N, 2) px of boxes (N, 4), clockwise on the screen from the upper left."""
    left, top, right, bottom = corners.T
    yield from (np.stack(pair, axis=1) for pair in ((left, top), (right, top), (right, bottom), (left, bottom)))
