"""What maps of directions and corners do for outlines: synthetic quadrilaterals with and without each term.

    python -m benchmarks.polygonization.evidence_terms [--count 600] [--noise 1.5]

One quadrilateral in each tile of 64 px: half with any angles (like PolyCNN's generator: vertices on a circle, angles
and radii jittered by a half), half nearly rectangles. Probabilities: the true shares, a third with a tree bitten out of
a wall, as a network with noise may see them (`synthetic_outlines.observe`). Maps, true or degraded: directions blurred,
noisy and with gaps; corners displaced by 0.7 px, blurred, faint (0.4 to 1), one of ten missing, a false one on every
second object.

A term is left out by a map that says nothing: directions of length 0; corners of 0.8 everywhere, where a vertex costs
its usual penalty.
"""

from __future__ import annotations

import argparse
import math
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely
from scipy.ndimage import gaussian_filter
from shapely.affinity import rotate, translate

from benchmarks.polygonization.simplifiers import write_map
from benchmarks.polygonization.synthetic_outlines import cover, observe
from eo_deep.io.raster import open_raster
from eo_deep.polygonization.approximation import Tolerances, approximate_map
from eo_deep.polygonization.mesh.approximate import AT_CORNER, AWAY_FROM_CORNER

QUAD_TILE_PX = 64
DIRECTIONS, CORNERS = (1, 2), (3, 4)
# A value of the maps of corners at which a vertex costs its usual penalty.
_USUAL = (AWAY_FROM_CORNER - 1) / (AWAY_FROM_CORNER - AT_CORNER)


def make_quadrilaterals(count: int, seed: int = 0) -> tuple[np.ndarray, tuple[int, int]]:
    """One in each tile of QUAD_TILE_PX: half with any angles (the generator of PolyCNN), half nearly rectangles."""
    rng = np.random.default_rng(seed)
    columns = math.ceil(math.sqrt(count))
    outlines = []
    for number in range(count):
        while True:
            if number % 2:
                angles = (np.arange(4) + rng.uniform(-0.5, 0.5, 4)) * math.pi / 2 + rng.uniform(0, 2 * math.pi)
                radii = 0.225 * QUAD_TILE_PX * (1 + rng.uniform(-0.5, 0.5, 4))
                shape = shapely.Polygon(np.column_stack([radii * np.cos(angles), radii * np.sin(angles)]))
            else:
                w, h = rng.uniform(10, 34), rng.uniform(10, 34)
                corners = np.array([(-w, -h), (w, -h), (w, h), (-w, h)]) / 2 + rng.normal(0, 0.8, (4, 2))
                shape = rotate(shapely.Polygon(corners), rng.uniform(0, 90), origin=(0, 0))
            turns = measure_turns(shape)
            if shape.is_valid and shape.area > 60 and abs(turns).min() > 20 and abs(turns).max() < 150:
                break
        row, column = divmod(number, columns)
        centre = (np.array([column, row]) + 0.5) * QUAD_TILE_PX + rng.uniform(-4, 4, 2)
        outlines.append(translate(shape, *centre))
    return np.array(outlines, dtype=object), (math.ceil(count / columns) * QUAD_TILE_PX, columns * QUAD_TILE_PX)


def measure_turns(shape: shapely.Polygon) -> np.ndarray:
    """Degrees by which the ring turns at each vertex, positive at convex ones."""
    xy = shapely.get_coordinates(shapely.orient_polygons(shape))[:-1]
    out = np.roll(xy, -1, axis=0) - xy
    into = np.roll(out, 1, axis=0)
    return np.degrees(np.arctan2(into[:, 0] * out[:, 1] - into[:, 1] * out[:, 0], (into * out).sum(axis=1)))


def draw_maps(outlines: np.ndarray, shape_px: tuple[int, int]) -> np.ndarray:
    """(5, h, w) float32, the true maps: border 0; direction within 4 px of walls; Gaussians of 1.2 px at corners."""
    maps = np.zeros((5, *shape_px), np.float32)
    ys, xs = np.mgrid[:shape_px[0], :shape_px[1]] + 0.5
    for shape in outlines:
        left, top, right, bottom = shape.bounds
        box = slice(max(0, int(top) - 8), int(bottom) + 9), slice(max(0, int(left) - 8), int(right) + 9)
        x, y = xs[box], ys[box]
        ring = shapely.get_coordinates(shapely.orient_polygons(shape))
        nearest = np.full(x.shape, np.inf)
        for (ax, ay), (bx, by) in zip(ring[:-1], ring[1:], strict=True):
            dx, dy = bx - ax, by - ay
            t = np.clip(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0, 1)
            distance = np.hypot(x - ax - t * dx, y - ay - t * dy)
            mine = (distance < nearest) & (distance <= 4)
            nearest = np.minimum(nearest, distance)
            maps[1][box][mine] = math.cos(4 * math.atan2(dy, dx))
            maps[2][box][mine] = math.sin(4 * math.atan2(dy, dx))
        for (vx, vy), turn in zip(ring[:-1], measure_turns(shape), strict=True):
            peak = np.exp(-((x - vx) ** 2 + (y - vy) ** 2) / (2 * 1.2**2))
            np.maximum(maps[3 if turn > 0 else 4][box], peak, out=maps[3 if turn > 0 else 4][box])
    return maps


def degrade_maps(maps: np.ndarray, outlines: np.ndarray, seed: int = 0, missing: float = 0.1, false: float = 0.5,
                 noise: float = 0.25) -> np.ndarray:
    """As a network may see them: blurred, noisy directions with gaps, corners that are displaced, faint, missing (a
    share) or false (so many an object, on its walls)."""
    rng = np.random.default_rng(seed)
    result = np.zeros_like(maps)
    gaps = (gaussian_filter(rng.standard_normal(maps.shape[1:], dtype=np.float32), 5) * 2 * math.sqrt(math.pi) * 5)
    sure = np.clip(0.75 + 0.5 * gaps, 0, 1)
    for k in (1, 2):
        smooth = gaussian_filter(rng.standard_normal(maps.shape[1:], dtype=np.float32), 2) * 2 * math.sqrt(math.pi) * 2
        result[k] = sure * (gaussian_filter(maps[k], 1.0) + noise * smooth * (np.hypot(maps[1], maps[2]) > 0))
    length = np.maximum(1, np.hypot(result[1], result[2]))
    result[1:3] /= length
    height, width = maps.shape[1:]
    for shape in outlines:
        ring = shapely.get_coordinates(shapely.orient_polygons(shape))[:-1]
        turns = measure_turns(shape)
        spots = [(*(at + rng.normal(0, 0.7, 2)), rng.uniform(0.4, 1), 3 if turn > 0 else 4)
                 for at, turn in zip(ring, turns, strict=True) if rng.random() >= missing]
        for _ in range(rng.poisson(false)):
            at = shape.exterior.interpolate(rng.uniform(0, shape.exterior.length))
            spots.append((at.x + rng.normal(0, 1), at.y + rng.normal(0, 1), rng.uniform(0.2, 0.7), rng.choice([3, 4])))
        for vx, vy, peak, kind in spots:
            top, left = max(0, int(vy) - 7), max(0, int(vx) - 7)
            ys, xs = np.mgrid[top : min(height, top + 15), left : min(width, left + 15)] + 0.5
            value = peak * np.exp(-((xs - vx) ** 2 + (ys - vy) ** 2) / (2 * 1.6**2))
            box = slice(top, top + 15), slice(left, left + 15)
            np.maximum(result[kind][box], value, out=result[kind][box])
    return result


def occlude(shares: np.ndarray, outlines: np.ndarray, seed: int = 0, share: float = 0.3) -> np.ndarray:
    """Shares with discs (trees) bitten out of the walls of some outlines."""
    rng = np.random.default_rng(seed)
    trees = []
    for shape in outlines:
        if rng.random() < share:
            at = shape.exterior.interpolate(rng.uniform(0, shape.exterior.length))
            trees.append(at.buffer(rng.uniform(2, 4.5)))
    seen = shares.copy()
    covered = cover(np.array(trees, dtype=object), shares.shape)
    return seen * (1 - 0.8 * covered)


def match(polygons: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """The polygon that covers most of each reference polygon; an empty one where none does."""
    found = np.full(len(reference), shapely.Polygon(), dtype=object)
    tree = shapely.STRtree(polygons)
    for number, shape in enumerate(reference):
        near = tree.query(shape, predicate="intersects")
        if len(near):
            found[number] = polygons[near[shapely.area(shapely.intersection(polygons[near], shape)).argmax()]]
    return found


def score(found: np.ndarray, reference: np.ndarray) -> dict[str, float]:
    iou = shapely.area(shapely.intersection(found, reference)) / shapely.area(shapely.union(found, reference))
    rings = shapely.get_exterior_ring(found)
    counts = np.maximum(shapely.get_num_coordinates(rings) - 1, 0)
    distances = []
    for shape, ring in zip(reference, rings, strict=True):
        own, theirs = shapely.get_coordinates(shape)[:-1], shapely.get_coordinates(ring)
        distances += [np.hypot(*(theirs - at).T).min() if len(theirs) else np.inf for at in own]
    distances = np.array(distances)
    return {"iou": 100 * iou.mean(), "four": 100 * (counts == 4).mean(), "vertices": counts.mean(),
            "within_1px": 100 * (distances <= 1).mean(), "median_px": float(np.median(distances))}


def polygonize_scene(path: str, maps: Callable | None, regular: str | None, tolerances: Tolerances) \
        -> tuple[np.ndarray, float]:
    """Polygons in pixels and the CPU seconds that they took."""
    with open_raster(path, [1]) as source:
        start = time.process_time()
        layer = approximate_map(source, 0.5, None, regular, tolerances, maps=maps)
        seconds = time.process_time() - start
        a, b, c, d, e, f = (~source.grid.transform)[:6]
    return shapely.transform(layer.geometries, lambda xy: np.column_stack(
        [a * xy[:, 0] + b * xy[:, 1] + c, d * xy[:, 0] + e * xy[:, 1] + f])), seconds


def window_of(maps: np.ndarray) -> Callable:
    def read(window):
        return maps[:, int(window.row_off) : int(window.row_off + window.height),
                    int(window.col_off) : int(window.col_off + window.width)]
    return read


def leave_out(maps: np.ndarray, channels: tuple[int, ...]) -> np.ndarray:
    maps = maps.copy()
    for k in channels:
        maps[k] = 0 if k < 3 else _USUAL
    return maps


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=600, help="quadrilaterals (default: 600)")
    parser.add_argument("--noise", type=float, default=1.5, help="of the probabilities (default: 1.5)")
    parser.add_argument("--seed", type=int, default=0, help="of shapes and noise (default: 0)")
    arguments = parser.parse_args()
    outlines, shape_px = make_quadrilaterals(arguments.count, arguments.seed)
    truth = draw_maps(outlines, shape_px)
    seen = degrade_maps(truth, outlines, arguments.seed)
    terms = [("none", None), ("directions, degraded", leave_out(seen, CORNERS)),
             ("corners, degraded", leave_out(seen, DIRECTIONS)), ("both, degraded", seen),
             ("directions, true", leave_out(truth, CORNERS)), ("corners, true", leave_out(truth, DIRECTIONS)),
             ("both, true", truth)]
    print("| maps | right angles | corners asked for | IoU, % | with 4 corners, % | vertices | corners within 1 px, % "
          "| corner distance, median, px | CPU, s |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        path = str(Path(name, "p.tif"))
        shares = occlude(cover(outlines, shape_px), outlines, arguments.seed)
        write_map(path, observe(shares, arguments.noise, arguments.seed))
        polygonize_scene(path, window_of(seen), "1", Tolerances(corners=4))  # compiles
        for regular, corners in ((None, 0), ("1", 0), (None, 4)):
            for label, maps in terms:
                reader = None if maps is None else window_of(maps)
                polygons, seconds = polygonize_scene(path, reader, regular, Tolerances(corners=corners))
                r = score(match(polygons, outlines), outlines)
                print(f"| {label} | {'yes' if regular else 'no'} | {corners or 'any'} | {r['iou']:.2f} | "
                      f"{r['four']:.1f} | {r['vertices']:.2f} | {r['within_1px']:.1f} | {r['median_px']:.2f} | "
                      f"{seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
