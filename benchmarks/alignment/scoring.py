"""A part of `compare`: its scores, distances collected over towns and draws, and their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from matplotlib.figure import Figure

from benchmarks.alignment.methods import Moved
from eo_deep.alignment.training.random_displacements import DisplacedMap
from eo_deep.evaluation.alignment.scores import (
    calibrate_confidence,
    measure_area_under_curve,
    measure_object_distances,
    measure_shape_change,
    measure_vertex_distances,
    share_within,
)

THRESHOLDS_PX = (1, 2, 4, 8, 16)
CURVE_PX = np.arange(0, 16.01, 0.25)
RIGHT_PX = 2.0  # 0.6 m, which confidence speaks of


@dataclass
class Errors:
    """Distances in px of 0.3 m from the true places, of all maps of one method, set and group of towns.

    vertices, objects: one array per map. lengths, angles: change of sides, px, and corners, degrees, against the wrong
    map. confidence: one array per map, of the objects; empty where a method tells none. walls: (2,) pairs of objects
    that share a piece of wall, before and still after.
    """

    vertices: list[np.ndarray] = field(default_factory=list)
    objects: list[np.ndarray] = field(default_factory=list)
    lengths: list[np.ndarray] = field(default_factory=list)
    angles: list[np.ndarray] = field(default_factory=list)
    confidence: list[np.ndarray] = field(default_factory=list)
    walls: np.ndarray = field(default_factory=lambda: np.zeros(2, int))

    def add(self, moved: Moved, wrong: DisplacedMap, true: np.ndarray) -> None:
        """Count one map in: objects that do exist, against their true places."""
        real = wrong.source >= 0
        now, goal = moved.geometries[real], true[wrong.source[real]]
        self.vertices.append(measure_vertex_distances(now, goal).distance)
        self.objects.append(measure_object_distances(now, goal))
        change = measure_shape_change(moved.geometries, wrong.geometries)
        self.lengths.append(np.abs(change.length))
        self.angles.append(change.angle_deg)
        self.walls += count_walls(wrong.geometries, moved.geometries)
        if moved.confidence is not None:
            self.confidence.append(moved.confidence[real])

    def summarize(self) -> dict:
        """Numbers and curves, for the tables and for machines."""
        vertices, objects = np.concatenate(self.vertices), np.concatenate(self.objects)
        numbers: dict = {"maps": len(self.vertices)}
        for name, distances in (("vertices", vertices), ("objects", objects)):
            numbers[name] = {
                "count": len(distances),
                "within_px": dict(zip(map(str, THRESHOLDS_PX), share_within(distances, THRESHOLDS_PX).tolist())),
                "curve": share_within(distances, CURVE_PX).round(5).tolist(),
                "area_16_px": measure_area_under_curve(distances, 16.0),
                "mean_px": float(distances.mean()),
                "median_px": float(np.median(distances)),
                "p95_px": float(np.percentile(distances, 95)),
                "max_px": float(distances.max()),
            }
        numbers["shapes"] = {
            "length_max_px": float(np.concatenate(self.lengths).max()),
            "angle_max_deg": float(np.concatenate(self.angles).max()),
            "shared_walls": int(self.walls[0]),
            "still_shared": int(self.walls[1]),
        }
        if self.confidence:
            found = calibrate_confidence(np.concatenate(self.confidence), objects, RIGHT_PX)
            numbers["confidence"] = {
                "median_top_px": found.median_top,
                "median_rest_px": found.median_rest,
                "calibration_error": found.error,
            }
        return numbers


def print_accuracy(title: str, results: dict[str, dict], what: str) -> None:
    """One table: methods as rows, shares of `what` (vertices, objects) within the thresholds."""
    first = next(iter(results.values()))
    print(f"### {title}\n\n{first[what]['count']} {what} on {first['maps']} maps.\n")
    print_table(
        ("method", *(f"≤ {t} px" for t in THRESHOLDS_PX), "area to 16 px", "median, px", "95 %, px"),
        [
            (
                name,
                *(f"{100 * numbers[what]['within_px'][str(t)]:.1f} %" for t in THRESHOLDS_PX),
                f"{numbers[what]['area_16_px']:.3f}",
                f"{numbers[what]['median_px']:.2f}",
                f"{numbers[what]['p95_px']:.1f}",
            )
            for name, numbers in results.items()
        ],
    )


def draw_curves(path: Path, results: dict[str, dict[str, dict[str, dict]]]) -> None:
    """Share of vertices within each distance: a column per set (title -> group of towns -> method), a row per group."""
    groups = list(next(iter(results.values())))
    figure = Figure(figsize=(10, 4 * len(groups)), layout="constrained")
    panels = figure.subplots(len(groups), len(results), squeeze=False, sharex=True, sharey=True)
    for column, (title, reached) in enumerate(results.items()):
        for row, group in enumerate(groups):
            panel = panels[row, column]
            for number, (name, numbers) in enumerate(reached[group].items()):
                style = f"C{number}{'-' if number % 2 == 0 else '--'}"  # methods that lie upon each other show both
                panel.plot(CURVE_PX, 100 * np.array(numbers["vertices"]["curve"]), style, label=name)
            panel.set_title(f"{title.split(',')[0]}: {group}", fontsize=10)
            panel.grid(alpha=0.3)
            panel.set(xlim=(0, 16), ylim=(0, 100))
    for panel in panels[-1]:
        panel.set_xlabel("distance, px of 0.3 m")
    for panel in panels[:, 0]:
        panel.set_ylabel("vertices within it, %")
    panels[0, 0].legend(fontsize=8)
    figure.savefig(path, dpi=80)


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A Markdown table, numbers to the right."""
    print(f"| {' | '.join(head)} |\n| --- | {' | '.join(['---:'] * (len(head) - 1))} |")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print(flush=True)


def count_walls(wrong: np.ndarray, moved: np.ndarray) -> tuple[int, int]:
    """How many pairs share a piece of wall on the wrong map, and how many of them still do."""
    pairs = shapely.STRtree(wrong).query(wrong, predicate="intersects").T
    pairs = pairs[pairs[:, 0] < pairs[:, 1]]
    for geometries in (wrong, moved):
        walls = shapely.boundary(geometries)
        shared = shapely.length(shapely.intersection(walls[pairs[:, 0]], walls[pairs[:, 1]])) > 1
        if geometries is wrong:
            pairs = pairs[shared]
    return len(pairs), int(shared.sum())
