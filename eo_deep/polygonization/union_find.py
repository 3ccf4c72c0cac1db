"""Disjoint sets of numbers, by union-find with path halving (Tarjan 1975); compiled.

`parents` (N,) of any integer dtype: parents[i] is another number of the set of i, or i itself at the set's root. It
starts as `np.arange(N)`.
"""

from __future__ import annotations

import numpy as np

from ..runtime.compilation import njit


@njit(cache=True, nogil=True, inline="always")
def find_root(parents, i):  # pragma: no cover - compiled
    """The number that stands for the set of i."""
    while parents[i] != i:
        parents[i] = parents[parents[i]]
        i = parents[i]
    return i


@njit(cache=True, nogil=True)
def unite(parents, one, other):  # pragma: no cover - compiled
    """Make the sets of two numbers one; the smaller root stays."""
    one, other = find_root(parents, one), find_root(parents, other)
    if one != other:
        parents[max(one, other)] = min(one, other)


@njit(cache=True, nogil=True)
def find_roots(parents):  # pragma: no cover - compiled
    """(N,) int64: the root of each number, where no parent is larger than its child, as `unite` leaves them."""
    roots = np.empty(len(parents), np.int64)
    for i in range(len(parents)):
        roots[i] = roots[parents[i]] if parents[i] < i else i
    return roots


@njit(cache=True, nogil=True)
def find_components(count, pairs):  # pragma: no cover - compiled
    """The connected components of a graph of `count` vertices and the edges `pairs`, (E, 2) integers.

    Returns the component of each vertex, (V,) int32, numbered from 0 by their first vertices.
    """
    parents = np.arange(count)
    for k in range(len(pairs)):
        unite(parents, pairs[k, 0], pairs[k, 1])
    component = np.empty(count, np.int32)
    found = 0
    for vertex in range(count):
        if parents[vertex] == vertex:
            component[vertex] = found
            found += 1
        else:
            component[vertex] = component[parents[vertex]]
    return component
