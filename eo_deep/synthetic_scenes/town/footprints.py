"""The buildings of a window of a procedural town as objects: their polygons, and which pixels are whose.

Buildings that share walls are objects of their own. Windows are those of `render_window`.
"""

from __future__ import annotations

import numpy as np
import shapely

from .buildings import Building
from .frame import Frame
from .plan import OVERHANG_M, find_cells
from .styles import Style


def list_footprints(
    style: Style, resolution_m: float, row: int, column: int, height: int, width: int
) -> tuple[np.ndarray, np.ndarray]:
    """The footprints (N,) of a window as valid shapely Polygons in its pixels, and their numbers (N,) int32.

    x runs to the right and y down from the window's upper left corner, 1 is a pixel. Polygons are whole where the
    window cuts them; walls that neighbours share have the same corners. The numbers are those of `number_buildings`.
    """
    numbers, found = _find_buildings(style, resolution_m, row, column, height, width)
    polygons = np.array([None, *(building.footprint() for building in found)], object)[1:]
    corner = np.array([column, row])
    return shapely.transform(polygons, lambda xy: xy / resolution_m - corner), np.array(numbers, np.int32)


def number_buildings(style: Style, resolution_m: float, row: int, column: int, height: int, width: int) -> np.ndarray:
    """The building in whose footprint each pixel's centre lies: (H, W) int32 from 1, 0 where there is none."""
    result = np.zeros((height, width), np.int32)
    frame = Frame(resolution_m, row, column, height, width)
    for number, building in zip(*_find_buildings(style, resolution_m, row, column, height, width)):
        corners = building.outer_box()
        patch = frame.patch(*corners.min(axis=0), *corners.max(axis=0))
        if patch is None:
            continue
        u, v = frame.local(patch, building.x, building.y, building.angle)
        for wing in building.wings:
            result[patch][np.minimum(*building.measure_edge(wing, u, v)) >= 0] = number
    return result


def _find_buildings(
    style: Style, resolution_m: float, row: int, column: int, height: int, width: int
) -> tuple[list[int], list[Building]]:
    """The buildings that reach into a window, numbered from 1 in their order."""
    x0, y0 = column * resolution_m, row * resolution_m
    x1, y1 = x0 + width * resolution_m, y0 + height * resolution_m
    found = []
    for cell in find_cells(style, x0, y0, x1, y1, OVERHANG_M):
        for building in cell.buildings:
            (left, top), (right, bottom) = (f(building.outer_box(), axis=0) for f in (np.min, np.max))
            if not building.gone and left < x1 and right > x0 and top < y1 and bottom > y0:
                found.append(building)
    return list(range(1, len(found) + 1)), found
