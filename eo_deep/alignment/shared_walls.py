"""Neighbours that share a wall and have similar shifts get one and the same shift, so that the wall stays shared."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.cluster.hierarchy import DisjointSet

# Objects closer together than this, in the units of the geometries (pixels of 0.6 m), touch.
_TOUCHING = 0.05


def join_shifts(
    geometries: np.ndarray, shifts_m: np.ndarray, weights: np.ndarray, movable: np.ndarray, max_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """Give touching objects one common shift where that takes none of them farther than `max_m` from its own.

    geometries: (N,) polygons or lines, valid. shifts_m: (N, 2). weights: (N,) above 0, of each in the common mean.
    movable: (N,) bool; the others are left out. Returns shifts (N, 2), bitwise the same within a group, and which are
    in a group of one, (N,) bool. Greedy: the touching pair with the most similar shifts is joined first.
    """
    pairs = _find_touching(geometries, movable)
    differences = np.hypot(*(shifts_m[pairs[:, 0]] - shifts_m[pairs[:, 1]]).T)
    groups = DisjointSet(np.unique(pairs).tolist())
    sums = np.column_stack([shifts_m * weights[:, None], weights])
    low, high = shifts_m.copy(), shifts_m.copy()
    for first, second in pairs[np.argsort(differences, kind="stable")].tolist():
        a, b = groups[first], groups[second]
        if a == b:
            continue
        total = sums[a] + sums[b]
        mean = total[:2] / total[2]
        lowest, highest = np.minimum(low[a], low[b]), np.maximum(high[a], high[b])
        if np.hypot(*np.maximum(mean - lowest, highest - mean)) <= max_m:
            groups.merge(a, b)
            root = groups[a]
            sums[root], low[root], high[root] = total, lowest, highest
    roots = np.arange(len(shifts_m))
    for number in groups:
        roots[number] = groups[number]
    joined = sums[roots, :2] / sums[roots, 2:]
    alone = np.bincount(roots, minlength=len(roots))[roots] == 1
    return np.where(alone[:, None], shifts_m, joined), alone


def join_followers(
    geometries: np.ndarray, shifts_m: np.ndarray, found: np.ndarray, followers: np.ndarray, max_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """Give followers that touch, and what they touch, one common shift, so that their walls stay shared.

    geometries: (N,) polygons or lines, valid. shifts_m: (N, 2). found, followers: (N,) bool. Followers that touch each
    other take the shift of the found object that they touch and that is nearest to their mean, or else their mean, if
    it is no farther than `max_m` from their own. Returns shifts (N, 2); those of found objects stay as they are. And
    which found objects a follower touches, (N,) bool.
    """
    pairs = _find_touching(geometries, found | followers)
    pairs = np.concatenate([pairs, pairs[:, ::-1]])
    pairs = pairs[followers[pairs[:, 0]]]
    groups = DisjointSet(np.flatnonzero(followers).tolist())
    for first, second in pairs[followers[pairs[:, 1]]].tolist():
        groups.merge(first, second)
    touched = pairs[found[pairs[:, 1]]]
    joined, is_touched = shifts_m.copy(), np.zeros(len(found), bool)
    is_touched[touched[:, 1]] = True
    for group in groups.subsets():
        members = np.array(sorted(group))
        common = shifts_m[members].mean(axis=0)
        beside = shifts_m[touched[np.isin(touched[:, 0], members), 1]]
        if len(beside):
            common = beside[np.hypot(*(beside - common).T).argmin()]
        alike = members[np.hypot(*(shifts_m[members] - common).T) <= max_m]
        joined[alike] = common
    return joined, is_touched


def _find_touching(geometries: np.ndarray, movable: np.ndarray) -> np.ndarray:
    numbers = np.flatnonzero(movable)
    chosen = geometries[numbers]
    pairs = shapely.STRtree(chosen).query(chosen, predicate="dwithin", distance=_TOUCHING).T
    return numbers[pairs[pairs[:, 0] < pairs[:, 1]]].reshape(-1, 2)
