"""Given polygons, with their vertices moved to where they explain probabilities best."""

from __future__ import annotations

import numpy as np
import shapely

from .mesh.approximate import Outlines, Pixels, Settings, move_vertices


def fit_polygons(polygons: np.ndarray, probability: np.ndarray, maps: np.ndarray | None = None, *,
                 right_angles: bool = False, angle_weight: float = 2.0, vertex_penalty_px2: float = 8.0) -> np.ndarray:
    """Move the vertices of polygons by the mesh's energy on probabilities; their number stays.

    Each polygon is taken by itself, so they may overlap. No wall comes to cross another of its polygon.

    Parameters
    ----------
    polygons : (N,) array of shapely.Polygon
        In pixels, x to the right, y down, (0, 0) the upper left corner of the first pixel. Those that are empty or not
        valid stay as they are.
    probability : (h, w) float32
        Of the polygons' class, or of the object, 0..1; the polygon is where it is above 0.5.
    maps : (5, h, w) float32, optional
        What the image shows of walls: see `approximation.approximate_map`.
    right_angles : bool
        Bring walls to common directions and right angles where that fits.
    angle_weight : float
        Penalty (px2) for each px of wall in a direction other than the common ones.
    vertex_penalty_px2 : float
        Half of this is what bringing a wall onto a direction may cost; with maps, see also the penalty of corners.

    Returns
    -------
    (N,) array of shapely.Polygon
        With as many vertices; shells clockwise on the screen.
    """
    probability = np.asarray(probability, np.float32)
    pixels = Pixels(0, 0, np.zeros(probability.shape, np.int32), np.stack([1 - probability, probability]), maps)
    settings = Settings(vertex_penalty_px2, angle_weight, regular=(1,) if right_angles else ())
    fitted = np.array(polygons, dtype=object)
    for number, polygon in enumerate(fitted):
        if not shapely.is_empty(polygon) and shapely.is_valid(polygon):
            fitted[number] = _fit(polygon, pixels, settings)
    return fitted


def _fit(polygon: shapely.Polygon, pixels: Pixels, settings: Settings) -> shapely.Polygon:
    rings = shapely.get_rings(shapely.orient_polygons(polygon))  # y down: the inside lies left of x, y as numbers
    parts = [shapely.get_coordinates(ring)[:-1] for ring in rings]
    xy = np.concatenate(parts)
    starts = np.cumsum([0, *map(len, parts)])
    edges = np.concatenate([np.column_stack([np.arange(a, b), np.append(np.arange(a + 1, b), a)])
                            for a, b in zip(starts[:-1], starts[1:], strict=True)]).astype(np.int32)
    zeros = np.zeros(len(edges), np.int32)
    outlines = Outlines(xy, edges, zeros, zeros + 1, np.array([0, 1], np.int32), np.zeros(len(xy), bool),
                        np.zeros(len(xy), np.uint8))
    found = move_vertices(outlines, pixels, settings).outlines
    if len(found.xy) != len(xy):
        return polygon
    shell, *holes = np.split(found.xy, starts[1:-1])
    return shapely.Polygon(shell, holes)
