"""Objects of a map that were not found, re-associated with new buildings of the same shape nearby."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ..alignment import NOT_FOUND, Alignment
from ..geo.antimeridian import put_back
from ..geo.geometries import is_area, move_geometries
from ..geo.image_frame import ImageFrame
from ..io.vector_layer import VectorLayer

# Of an object and a building whose centres are laid onto each other; measured outlines are never quite alike.
_MIN_IOU = 0.6


# A new building that an object without a place covers by this share may be that object.
_UNSURE_SHARE = 0.25


@dataclass(frozen=True)
class Reassociation:
    """Objects of a map that are new buildings in another place.

    objects: (K,) positions in the map. geometries: (K,) where they are now. moved_m: (K, 2) east and north.
    confidence: (K,) 0..1, the IoU of object and building with their centres laid onto each other. is_new: (M,) bool,
    which of the new buildings are neither such an object nor may be an object that was not found.
    """

    objects: np.ndarray
    geometries: np.ndarray
    moved_m: np.ndarray
    confidence: np.ndarray
    is_new: np.ndarray


def reassociate(frame: ImageFrame, features: VectorLayer, found: Alignment, removed: np.ndarray, new: VectorLayer,
                max_distance_px: float) -> Reassociation:
    """Match objects that were not found, or are removed, with new buildings of their shape. Changes nothing itself.

    Parameters
    ----------
    frame : ImageFrame
        Of the map and a grid with square pixels.
    features : VectorLayer
        The map.
    found : Alignment
    removed : ndarray (N,)
        The probability that each object is removed.
    new : VectorLayer
        New buildings in the map's CRS.
    max_distance_px : float
        Between the centres of an object and a building.

    Returns
    -------
    Reassociation
    """
    is_lost = (removed > 0.5) | (found.status == NOT_FOUND)
    lost = np.flatnonzero(features.present & is_area(features.geometries) & is_lost)
    pixels, buildings = frame.to_pixels(features.geometries[lost]), frame.to_pixels(new.geometries)
    i, j, iou = match_by_shape(pixels, buildings, max_distance_px)
    before_px, after_px = (shapely.get_coordinates(shapely.centroid(each)) for each in (pixels[i], buildings[j]))
    offsets = frame.find_offsets(before_px, after_px)
    geometries = put_back(move_geometries(features.geometries[lost[i]], offsets), frame.crs)
    moved_m = frame.measure_offsets_m(frame.to_coordinates(before_px), offsets)
    is_unsure = removed[lost] <= 0.5
    is_unsure[i] = False
    covered = shapely.area(shapely.intersection(buildings, shapely.union_all(pixels[is_unsure])))
    is_new = covered < _UNSURE_SHARE * shapely.area(buildings)
    is_new[j] = False
    return Reassociation(lost[i], geometries, moved_m, iou, is_new)


def match_by_shape(lost: np.ndarray, buildings: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of a lost object and a building of its shape, no further than `reach` from centre to centre.

    lost (N,), buildings (M,): polygons in one plane; reach in its units. Greedy: the pair with the highest IoU first,
    each object and building once. Returns their positions (K,) and (K,), and the IoU (K,) with centres laid onto each
    other.
    """
    centres, places = (shapely.get_coordinates(shapely.centroid(each)) for each in (lost, buildings))
    if not len(centres) or not len(places):
        return np.zeros(0, int), np.zeros(0, int), np.zeros(0)
    i, j = shapely.STRtree(shapely.points(places)).query(shapely.points(centres), "dwithin", distance=reach)
    areas = shapely.area(lost)[i], shapely.area(buildings)[j]
    likely = np.minimum(*areas) >= _MIN_IOU * np.maximum(*areas)
    i, j = i[likely], j[likely]
    offsets = places[j] - centres[i]
    xy, owner = shapely.get_coordinates(lost[i], return_index=True)
    moved = shapely.set_coordinates(lost[i].copy(), xy + offsets[owner])
    common = shapely.area(shapely.intersection(moved, buildings[j]))
    iou = common / np.maximum(shapely.area(moved) + shapely.area(buildings[j]) - common, 1e-9)
    order = [k for k in np.lexsort((j, i, -iou)) if iou[k] >= _MIN_IOU]
    taken, used, chosen = set(), set(), []
    for k in order:
        if i[k] not in taken and j[k] not in used:
            taken.add(i[k])
            used.add(j[k])
            chosen.append(k)
    return i[chosen], j[chosen], iou[chosen]
