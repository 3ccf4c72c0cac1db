"""Right angles: a penalty of corners, or of walls' directions? One optimiser, the same polygons, several terms.

    python -m benchmarks.polygonization.angle_terms [--count 150]

Synthetic buildings with known outlines, one per tile, are drawn by EO Deep's mesh without any regularity and at half
the usual penalty of a vertex. From there one optimiser lowers

    L1 distance to the probabilities + penalty * vertices + weight * term

by moves of vertices, of walls and of the whole, and by collapses of walls, all judged by exact integrals. The terms:

- corners, smooth: sum over corners of sin^2(2 turn), 0 where straight and where right;
- corners, clipped: sum over corners of 4 min(degrees off straight, degrees off right, 16)^2 in radians, the same for
  small angles;
- walls: sum over walls of L min(sin^2(2 (phi - phi0)), 0.28), the bound reached at 16 degrees. phi0 is the building's,
  at first that of most of its walls, and may turn with them.

Diagonals are walls that cut a corner off, 30 to 60 degrees off the other walls; lost: off by more than 10 degrees.
"""

from __future__ import annotations

import argparse
import math
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from shapely.affinity import rotate, translate

from benchmarks.polygonization.curves import score_buildings
from benchmarks.polygonization.ring_optimizer import CLIPPED, NONE, SMOOTH, WALLS, optimize
from benchmarks.polygonization.simplifiers import DEFAULT_PENALTY_PX2, Drawing, Map, draw_mesh, write_map
from benchmarks.polygonization.synthetic_outlines import TILE_PX, cover, make_buildings, observe
from eo_deep.evaluation.polygons.object_scores import count_vertices
from eo_deep.evaluation.polygons.outline_scores import collect_edges, compare_axes

MIN_PX2, DIAGONALS, LOST_DEG = 64, 40, 10.0
TERMS = {"none": (NONE, (0.0,)), "corners, smooth": (SMOOTH, (2.0, 8.0, 32.0, 128.0)),
         "corners, clipped": (CLIPPED, (8.0, 32.0, 64.0, 128.0)), "walls": (WALLS, (1.0, 2.0, 4.0, 8.0))}


@dataclass
class Scene:
    """A map and its truth. diagonals: (N, 2, 2) ends of each building's diagonal, or none."""

    source: Map
    probabilities: np.ndarray
    reference: np.ndarray
    diagonals: np.ndarray


def make_scene(path: Path, reference: np.ndarray, shape_px: tuple[int, int], diagonals: np.ndarray,
               noise: int) -> Scene:
    observed = observe(cover(reference, shape_px), noise, noise)
    source = write_map(str(path), observed, min_px2=MIN_PX2)
    return Scene(source, np.stack([1 - observed, observed]).astype(np.float32), reference, diagonals)


def make_cut_houses(count: int) -> tuple[np.ndarray, np.ndarray, tuple[int, int]]:
    """Rectangles with a corner cut off: outlines, ends of the cuts, and the map's shape."""
    rng = np.random.default_rng(5)
    columns = math.ceil(math.sqrt(count))
    outlines, cuts = [], []
    for number in range(count):
        w, h, length, angle = *rng.uniform(32, 56, 2), rng.uniform(16, 28), math.radians(rng.uniform(30, 60))
        cut = np.array([[w - length * math.cos(angle), h], [w, h - length * math.sin(angle)]])
        row, column = divmod(number, columns)
        centre, turn = (np.array([column, row]) + 0.5) * TILE_PX, rng.uniform(0, 90)
        shapes = [shapely.Polygon([(0, 0), (w, 0), cut[1], cut[0], (0, h)]), shapely.LineString(cut)]
        house, wall = (translate(rotate(translate(shape, -w / 2, -h / 2), turn, origin=(0, 0)), *centre)
                       for shape in shapes)
        outlines.append(house)
        cuts.append(shapely.get_coordinates(wall))
    return np.array(outlines, dtype=object), np.array(cuts), (math.ceil(count / columns) * TILE_PX, columns * TILE_PX)


def measure_diagonals(polygons: np.ndarray, diagonals: np.ndarray) -> np.ndarray:
    """How far (degrees) the drawn wall nearest to each diagonal's middle is off its direction."""
    edges = collect_edges(polygons)
    nearest, _ = edges.find_nearest(diagonals.mean(axis=1))
    reference = np.degrees(np.arctan2(*(diagonals[:, 1] - diagonals[:, 0]).T[::-1]))
    return np.abs((edges.direction_deg[nearest] - reference + 90) % 180 - 90)


def draw(scene: Scene, start: np.ndarray, kind: int, weight: float) -> np.ndarray:
    labels = np.zeros(scene.probabilities.shape[1:], np.int32)  # only their shape matters beside probabilities
    rings = [shapely.get_coordinates(ring)[:-1] for ring in start]
    drawn = (optimize(scene.probabilities, labels, ring, kind, weight, DEFAULT_PENALTY_PX2) for ring in rings)
    return np.array([shapely.Polygon(ring) for ring in drawn], dtype=object)


def choose(polygons: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Outer rings, as polygons, of those that cover most of each reference polygon."""
    common = [shapely.area(shapely.intersection(polygons, each)).argmax() for each in reference]
    rings = shapely.polygons(shapely.get_exterior_ring(polygons[common]))
    return np.array([shapely.geometry.polygon.orient(each) for each in rings], dtype=object)


def print_pairs(drawn: dict[tuple[str, float], np.ndarray], reference: np.ndarray) -> None:
    """What the penalty for walls gains on that of clipped corners, building by building, with standard errors."""
    def score(polygons: np.ndarray) -> np.ndarray:
        iou = shapely.area(shapely.intersection(polygons, reference)) / shapely.area(shapely.union(polygons, reference))
        corners = count_vertices(polygons) / count_vertices(reference)
        return np.array([100 * iou, corners, compare_axes(polygons, reference).mean_per_object_deg(len(reference))])

    print("\n| walls, weight | against corners, clipped, weight | IoU, % | vertices / reference | "
          "direction error, deg |\n"
          "| ---: | ---: | ---: | ---: | ---: |")
    for pair in zip(TERMS["walls"][1], TERMS["corners, clipped"][1], strict=True):
        gain = score(drawn["walls", pair[0]]) - score(drawn["corners, clipped", pair[1]])
        error = gain.std(axis=1) / math.sqrt(len(reference))
        cells = (f"{mean:+.2f} ± {each:.2f}" for mean, each in zip(gain.mean(axis=1), error, strict=True))
        print(f"| {pair[0]:g} | {pair[1]:g} | {' | '.join(cells)} |", flush=True)


def print_row(name: str, weight: str, scenes: list[Scene], drawn: list[np.ndarray], seconds: str = "") -> None:
    row = score_buildings(Drawing(drawn[0], np.ones(len(drawn[0]))), scenes[0].reference)
    vertices = row.vertices / count_vertices(scenes[0].reference).sum()
    off = measure_diagonals(drawn[1], scenes[1].diagonals)
    print(f"| {name} | {weight} | {100 * row.iou:.2f} | {vertices:.2f} | {row.error_deg:.2f} | "
          f"{row.worst_error_deg:.1f} | {np.median(off):.1f} | {(off > LOST_DEG).sum()} | {row.invalid} | {seconds} |",
          flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=150, help="buildings per strength of noise (default: 150)")
    buildings, (houses, cuts, houses_px) = make_buildings(parser.parse_args().count), make_cut_houses(DIAGONALS)
    print(f"A vertex costs {DEFAULT_PENALTY_PX2:g} px2.")
    for noise in (1, 2):
        print(f"\n## Noise {noise}: {len(buildings.outlines)} buildings, {DIAGONALS} houses with a diagonal wall\n\n"
              "| term | weight | IoU, % | vertices / reference | direction error, deg | largest, median, deg "
              f"| diagonal's error, median, deg | diagonals lost of {DIAGONALS} | invalid | CPU, s |\n"
              "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
        with tempfile.TemporaryDirectory() as name:
            none = np.empty((0, 2, 2))
            scenes = [make_scene(Path(name, "a.tif"), buildings.outlines, buildings.shape_px, none, noise),
                      make_scene(Path(name, "b.tif"), houses, houses_px, cuts, noise)]
            plain, ours, far = ([draw_mesh(replace(scene.source, regular=regular), penalty, **more).polygons
                                 for scene in scenes] for regular, penalty, more in
                                (((), DEFAULT_PENALTY_PX2 / 2, {}), ((1,), DEFAULT_PENALTY_PX2, {}),
                                 ((1,), DEFAULT_PENALTY_PX2, {"max_distance_m": TILE_PX})))
        starts = [choose(polygons, scene.reference) for polygons, scene in zip(plain, scenes, strict=True)]
        print_row("start", "", scenes, starts)
        drawn_buildings = {}
        for term, (kind, weights) in TERMS.items():
            for weight in weights:
                begin = time.process_time()
                drawn = [draw(scene, start, kind, weight) for scene, start in zip(scenes, starts, strict=True)]
                drawn_buildings[term, weight] = drawn[0]
                print_row(term, f"{weight:g}", scenes, drawn, f"{time.process_time() - begin:.0f}")
        print_row("EO Deep's mesh: walls, then snapped", "2", scenes, ours)
        print_row("the same, however far from the pixels' outline", "2", scenes, far)
        print_pairs(drawn_buildings, scenes[0].reference)


if __name__ == "__main__":
    main()
