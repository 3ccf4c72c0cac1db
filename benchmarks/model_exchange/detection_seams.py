"""Objects at the ends of a detector's tiles: how many come out once, whole, by object and by overlap alone?

    python -m benchmarks.model_exchange.detection_seams [--count 3000] [--jitter 0.03] [--seed 0]

No network: a detector is played that sees in each tile what the tile has of an object, as a box whose sides differ by
a normal error from tile to tile, with a score that falls with what is cut, and none where less than a third is seen.
"by object" is `keep_own` and `choose_across` of `object_detection`; "by overlap" takes the boxes of all tiles by their
score and drops those that overlap one, as if they were of one tile.
"""

from __future__ import annotations

import argparse

import numpy as np
import shapely

from eo_deep.object_detection.boxes import Boxes, choose_across, join, suppress
from eo_deep.object_detection.tiles import keep_own, lay_out

_TILE_PX, _IOU, _EDGE_PX, _SEEN, _FOUND = 640, 0.45, 6.4, 1 / 3, 0.7
_SIZES = ((10, 60), (60, 180), (200, 440), (450, 1500))


def scatter(count: int, sides: tuple[int, int], width: int, rng: np.random.Generator) -> np.ndarray:
    """(N, 4) boxes in a square image that do not touch each other."""
    found: list[tuple] = []
    tree_of: list = []
    for _ in range(50 * count):
        size = rng.uniform(*sides, 2)
        corner = rng.uniform(0, width - size, 2)
        box = shapely.box(*corner - 4, *corner + size + 4)
        if not any(box.intersects(other) for other in tree_of[-4000:]):
            tree_of.append(box)
            found.append((*corner, *corner + size))
        if len(found) == count:
            break
    return np.array(found)


def see(objects: np.ndarray, width: int, overlap_px: int, jitter: float, seed: int, own: bool) -> Boxes:
    """What the detector gives in all tiles. own: of each tile, only what no other has deeper inside."""
    rng = np.random.default_rng(seed)
    layout = lay_out(width, width, _TILE_PX, overlap_px)
    parts = []
    for number, (column, row) in enumerate(layout.tiles()):
        low, high = np.array([column, row]), np.minimum([column + _TILE_PX, row + _TILE_PX], width)
        inside = np.concatenate([np.maximum(objects[:, :2], low), np.minimum(objects[:, 2:], high)], axis=1)
        sides = np.maximum(inside[:, 2:] - inside[:, :2], 0)
        share = sides.prod(1) / (objects[:, 2:] - objects[:, :2]).prod(1)
        seen = (share >= _SEEN) | (sides.prod(1) > _SEEN * _TILE_PX**2)
        boxes, share = inside[seen], share[seen]
        spread = jitter * np.tile(boxes[:, 2:] - boxes[:, :2], 2)
        boxes = boxes + rng.normal(0, 1, boxes.shape) * spread * ~_is_at(boxes, low, high)
        boxes = np.concatenate([np.maximum(boxes[:, :2], low), np.minimum(boxes[:, 2:], high)], axis=1)
        margin = np.concatenate([boxes[:, :2] - low, low + _TILE_PX - boxes[:, 2:]], axis=1)
        for axis in range(2):
            if low[axis] == 0:
                margin[:, axis] = np.inf
            if low[axis] + _TILE_PX >= width:
                margin[:, 2 + axis] = np.inf
        score = np.clip(0.5 + 0.4 * share + rng.normal(0, 0.1, len(share)), 0.05, 0.99)
        found = Boxes(boxes, score, np.zeros(len(boxes), int), np.full(len(boxes), number), margin)
        found = found.select(suppress(found, _IOU))
        parts.append(keep_own(found, layout) if own else found)
    return join(parts)


def _is_at(boxes: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Which sides are those of the tile, where the detector's boxes end with it."""
    return np.isclose(boxes, np.concatenate([low, high]))


def judge(found: np.ndarray, objects: np.ndarray) -> tuple[float, float, float]:
    """Share of objects with a box of IoU >= 0.7; further boxes on objects, per object; mean IoU of those found."""
    tree = shapely.STRtree(shapely.box(*found.T))
    first, second = tree.query(shapely.box(*objects.T))
    low, high = np.maximum(objects[first, :2], found[second, :2]), np.minimum(objects[first, 2:], found[second, 2:])
    common = np.maximum(high - low, 0).prod(1)
    areas = [(each[:, 2:] - each[:, :2]).prod(1) for each in (objects, found)]
    iou = common / (areas[0][first] + areas[1][second] - common)
    best = np.zeros(len(objects))
    np.maximum.at(best, first, iou)
    good = best >= _FOUND
    return good.mean(), (len(found) - good.sum()) / len(objects), best[good].mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=3000, help="objects of each size")
    parser.add_argument("--jitter", type=float, default=0.03, help="error of a box's sides, as a share of them")
    parser.add_argument("--seed", type=int, default=0, help="of the objects and the errors")
    chosen = parser.parse_args()
    print("| objects, px | overlap, px | way | found | further boxes per object | IoU |")
    print("| --- | ---: | --- | ---: | ---: | ---: |")
    for sides in _SIZES:
        rng = np.random.default_rng(chosen.seed)
        count = max(10, chosen.count * 60 // sides[1])
        width = int(1.6 * np.sqrt(count) * sides[1])
        objects = scatter(count, sides, width, rng)
        for overlap_px in (64, 192):
            given = objects, width, overlap_px, chosen.jitter, chosen.seed + 1
            every = see(*given, own=False)
            ways = {"by object": choose_across(see(*given, own=True), _IOU, _EDGE_PX)[0],
                    "by overlap": every.select(suppress(every, _IOU))}  # fmt: skip
            for way, kept in ways.items():
                found, further, iou = judge(kept.corners, objects)
                print(f"| {sides[0]} to {sides[1]} | {overlap_px} | {way} | {100 * found:.2f} % | {further:.4f} | "
                      f"{iou:.3f} |")  # fmt: skip


if __name__ == "__main__":
    main()
