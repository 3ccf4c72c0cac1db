"""Scores of polygon layers by area: IoU of what they cover and of their boundaries, gaps and overlaps.

Geometries are (N,) arrays of valid shapely Polygons and MultiPolygons, none of them empty, in one plane in metres.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ...errors import EoDeepError
from ...geo.repair import make_valid

# What is thinner than this comes from the rounding of coordinates, not from anybody's outline.
_ROUNDING_M = 1e-6
# Corners stay corners when outlines grow and shrink again, unless they are sharper than 23 degrees.
_MITRE_LIMIT = 5.0
_MANY_PARTNERS = 50


def measure_iou(predicted: np.ndarray, reference: np.ndarray) -> float:
    """Intersection over union of what the two layers cover, wherever in a layer polygons overlap counted once.

    1 if neither covers anything.
    """
    common_m2, union_m2 = measure_common_area(predicted, reference)
    return common_m2 / union_m2 if union_m2 else 1.0


def measure_common_area(
    predicted: np.ndarray, reference: np.ndarray, linked: Sequence[tuple[np.ndarray, np.ndarray]] | None = None
) -> tuple[float, float]:
    """Areas in m2 of the intersection and of the union of what the two layers cover.

    linked: for each layer, the pairs of its own polygons that may overlap, if known; see `find_meeting`.
    """
    first, second = (
        unite_overlapping(layer, *(linked[k] if linked else find_meeting(layer)))
        for k, layer in enumerate((predicted, reference))
    )
    total = float(shapely.area(first).sum() + shapely.area(second).sum())
    i, j = shapely.STRtree(second).query(first, predicate="intersects")
    common = 0.0
    # A large polygon is cut once with all its partners together: each overlay walks its whole outline.
    for _ in range(2):
        many = np.bincount(i, minlength=len(first)) > _MANY_PARTNERS
        for position in np.flatnonzero(many):
            partners = shapely.union_all(second[j[i == position]])
            common += float(shapely.area(shapely.intersection(first[position], partners)))
        first, second, i, j = second, first, j[~many[i]], i[~many[i]]
    common += float(shapely.area(shapely.intersection(first[i], second[j])).sum())
    return common, total - common


def cut_inner_bands(geometries: np.ndarray, width_m: float) -> np.ndarray:
    """What of each polygon lies within `width_m` of its own outline: (N,) geometries."""
    return shapely.difference(geometries, shapely.buffer(geometries, -width_m))


def measure_boundary_iou(predicted: np.ndarray, reference: np.ndarray, width_m: float = 1.0) -> float:
    """IoU of the polygons' inner bands of `width_m`: how well the outlines agree, whatever the polygons' size.

    Each polygon has a band of its own, so walls that neighbours share count. Source: Cheng et al. 2021, "Boundary
    IoU", equation 3.
    """
    if not width_m > 0:
        raise EoDeepError(f"The width of the boundary must be above 0 m, got {width_m:g} m.")
    return measure_iou(cut_inner_bands(predicted, width_m), cut_inner_bands(reference, width_m))


def find_overlaps(geometries: np.ndarray) -> np.ndarray:
    """What more than one polygon of a layer covers: (K,) polygons that do not overlap."""
    copies = shapely.to_wkb(shapely.normalize(geometries))
    _, first, count = np.unique(copies, return_index=True, return_counts=True)
    once = geometries[first]
    i, j = find_meeting(once)
    common = np.append(once[count > 1], shapely.intersection(once[i], once[j]))
    return _drop_rounding(shapely.union_all(common[shapely.area(common) > 0]))


def find_gaps(geometries: np.ndarray, width_m: float = 1.0, reference: np.ndarray | None = None) -> np.ndarray:
    """Gaps between the polygons of a layer: (K,) polygons that do not overlap.

    A gap is an area that no polygon covers, that touches at least two of them, and that is either enclosed by them or
    narrower than `width_m`. With `reference`, only what its polygons cover counts, and only farther than `width_m` from
    where they leave such an opening themselves: courtyards and alleys are no gaps, even if a little displaced.
    """
    openings = _find_openings(geometries, width_m)
    if reference is None or not len(openings):
        return openings
    i, j = shapely.STRtree(reference).query(openings, predicate="intersects")
    gaps = _drop_rounding(shapely.union_all(shapely.intersection(openings[i], reference[j])))
    reference_openings = _find_openings(reference, width_m)
    i, j = shapely.STRtree(reference_openings).query(gaps, predicate="dwithin", distance=width_m)
    near, first = np.unique(i, return_index=True)
    around = np.array([None, *(shapely.union_all(reference_openings[k]) for k in np.split(j, first)[1:])], object)[1:]
    left = shapely.difference(gaps[near], shapely.buffer(around, width_m))
    return _drop_rounding(np.concatenate([np.delete(gaps, near), left]))


def _find_openings(geometries: np.ndarray, width_m: float) -> np.ndarray:
    """What no polygon covers between two or more of them, enclosed or narrower than `width_m`: (K,) polygons."""
    i, j = shapely.STRtree(geometries).query(geometries, predicate="dwithin", distance=width_m)
    near = np.zeros(len(geometries), bool)
    near[i[i != j]] = True  # what has no neighbour has no gap
    if not near.any():
        return np.array([], object)
    number = np.cumsum(near) - 1
    covered = shapely.get_parts(unite_linked(geometries[near], number[i[i != j]], number[j[i != j]]))
    rings, part = shapely.get_rings(covered, return_index=True)
    holes = shapely.polygons(rings[1:][part[1:] == part[:-1]])  # the first ring of a part is its shell
    corners = {"join_style": "mitre", "mitre_limit": _MITRE_LIMIT}
    grown = shapely.buffer(shapely.multipolygons(covered), width_m / 2, **corners)
    closed = shapely.buffer(grown, -width_m / 2, **corners)
    covered = np.concatenate([covered, shapely.get_parts(geometries[~near])])
    # Mitred outlines that shrink can cross themselves by a rounding.
    filled = make_valid(np.append(holes, closed))
    empty = shapely.difference(shapely.union_all(filled), shapely.multipolygons(covered))
    empty = _drop_rounding(empty)
    between, _ = shapely.STRtree(geometries).query(empty, predicate="dwithin", distance=_ROUNDING_M)
    return empty[np.bincount(between, minlength=len(empty)) >= 2]


def find_meeting(geometries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (K,), (K,) of polygons of a layer that have points in common, each pair once; the first ascend."""
    i, j = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    return i[i < j], j[i < j]


def unite_overlapping(geometries: np.ndarray, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """The layer with all polygons united that cover common areas, directly or through others.

    i, j: (K,), the pairs that may overlap, as `find_meeting` orders them. Those that others link already are not looked
    at, so that a stack of polygons costs no more than its height.
    """
    linked_i, linked_j, tried = i[:0], j[:0], 1
    while len(i):
        now = np.arange(len(i)) - np.searchsorted(i, i) < tried  # each polygon's next pairs, twice as many each time
        # Neighbours that touch have only lines and points in common.
        real = shapely.area(shapely.intersection(geometries[i[now]], geometries[j[now]])) > 0
        linked_i, linked_j = np.append(linked_i, i[now][real]), np.append(linked_j, j[now][real])
        _, group = find_groups(len(geometries), linked_i, linked_j)
        left = ~now & (group[i] != group[j])
        i, j, tried = i[left], j[left], 2 * tried
    return unite_linked(geometries, linked_i, linked_j)


def unite_linked(geometries: np.ndarray, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """The layer with all polygons united that pairs i, j (K,) link, directly or through others."""
    count, group = find_groups(len(geometries), i, j)
    order = np.argsort(group, kind="stable")
    members = np.split(order, np.cumsum(np.bincount(group, minlength=count))[:-1])
    united = [shapely.union_all(geometries[m]) if len(m) > 1 else geometries[m[0]] for m in members if len(m)]
    return np.array([None, *united], object)[1:]


def find_groups(count: int, i: np.ndarray, j: np.ndarray) -> tuple[int, np.ndarray]:
    """How many groups pairs i, j (K,) make of `count` polygons, and the group (count,) of each."""
    links = coo_array((np.ones(len(i), bool), (i, j)), shape=(count, count))
    return connected_components(links, directed=False)


def _drop_rounding(geometries: shapely.Geometry | np.ndarray) -> np.ndarray:
    """The polygons of geometries without those as thin as the rounding of coordinates."""
    parts = shapely.get_parts(shapely.get_parts(geometries))
    parts = parts[shapely.get_dimensions(parts) == 2]
    return parts[shapely.area(parts) > _ROUNDING_M * np.maximum(shapely.length(parts), 1.0)]
