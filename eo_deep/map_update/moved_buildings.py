"""Objects of a map that were not found, and buildings that it seems to lack: alike in shape, they are the same."""

from __future__ import annotations

import numpy as np
import shapely

# Of an object and a building whose centres are laid onto each other; measured outlines are never quite alike.
_LEAST_IOU = 0.6


def pair_alike(lost: np.ndarray, buildings: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of a lost object and a building of its shape, no further than `reach` from centre to centre.

    lost (N,), buildings (M,): polygons in one plane; reach in its units. The most alike are paired first, each at most
    once. Returns their numbers (K,) and (K,), and the IoU (K,) with centres laid onto each other.
    """
    centres, places = (shapely.get_coordinates(shapely.centroid(each)) for each in (lost, buildings))
    if not len(centres) or not len(places):
        return np.zeros(0, int), np.zeros(0, int), np.zeros(0)
    i, j = shapely.STRtree(shapely.points(places)).query(shapely.points(centres), "dwithin", distance=reach)
    areas = shapely.area(lost)[i], shapely.area(buildings)[j]
    likely = np.minimum(*areas) >= _LEAST_IOU * np.maximum(*areas)
    i, j = i[likely], j[likely]
    offsets = places[j] - centres[i]
    xy, owner = shapely.get_coordinates(lost[i], return_index=True)
    moved = shapely.set_coordinates(lost[i].copy(), xy + offsets[owner])
    common = shapely.area(shapely.intersection(moved, buildings[j]))
    iou = common / np.maximum(shapely.area(moved) + shapely.area(buildings[j]) - common, 1e-9)
    order = [k for k in np.lexsort((j, i, -iou)) if iou[k] >= _LEAST_IOU]
    taken, used, chosen = set(), set(), []
    for k in order:
        if i[k] not in taken and j[k] not in used:
            taken.add(i[k])
            used.add(j[k])
            chosen.append(k)
    return i[chosen], j[chosen], iou[chosen]
