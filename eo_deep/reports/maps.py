"""Polygons and lines drawn into a report's figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.path import Path


def fill_polygons(axes: Axes, geometries: np.ndarray, color: Any, opacity: float) -> None:
    """Draw filled polygons with their holes. color: one for all, or a list with one for each geometry."""
    paths, owners = [], []
    parts, part_owner = shapely.get_parts(shapely.normalize(geometries), return_index=True)
    for part, owner in zip(parts, part_owner):  # normalized: holes turn the other way round than shells
        rings = [Path(shapely.get_coordinates(ring), closed=True) for ring in shapely.get_rings(part)]
        if rings:
            paths.append(Path.make_compound_path(*rings))
            owners.append(owner)
    colors = color if isinstance(color, str) else np.asarray(color)[owners]
    axes.add_collection(PathCollection(paths, facecolors=colors, edgecolors=colors, linewidths=0.3, alpha=opacity))


def draw_outlines(axes: Axes, geometries: np.ndarray, color: Any, width_pt: float = 1.5) -> None:
    """Draw the rings of polygons, and lines. color: one for all, or a list with one for each geometry."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    areal = shapely.get_dimensions(parts) == 2
    rings, ring_part = shapely.get_rings(parts[areal], return_index=True)
    paths = [shapely.get_coordinates(line) for line in (*rings, *parts[~areal])]
    owners = np.concatenate([owner[areal][ring_part], owner[~areal]])
    colors = color if isinstance(color, str) else np.asarray(color)[owners]
    axes.add_collection(LineCollection(paths, colors=colors, linewidths=width_pt))


def frame_axes(axes: Axes, bounds: tuple[float, float, float, float]) -> None:
    """Show the extent (left, bottom, right, top) and a little around it, to scale and without numbers."""
    left, bottom, right, top = bounds
    margin = 0.03 * max(right - left, top - bottom, 1e-9)
    axes.set_xlim(left - margin, right + margin)
    axes.set_ylim(bottom - margin, top + margin)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
