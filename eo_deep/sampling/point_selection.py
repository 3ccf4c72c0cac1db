"""Which pixels of a class become samples: at random by hash, or regularly; the answer depends on no tile or thread.

Random is bottom-k sampling (Cohen and Kaplan 2007): the pixels with the smallest values of a hash of seed, image, row
and column. It takes one pass and keeps no more than it may need; with a larger k, the former samples stay.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

RECORD = np.dtype([("hash", "u8"), ("row", "i8"), ("column", "i8"), ("key", "i8")])
NO_LIMIT = 2**64 - 1
_SLACK = 1024


def make_records(hashes: np.ndarray, rows: np.ndarray, columns: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """(N,) of `RECORD`."""
    records = np.empty(len(hashes), RECORD)
    records["hash"], records["row"], records["column"], records["key"] = hashes, rows, columns, keys
    return records


class LowestHashes:
    """The records of each group with the smallest hashes, at least `count` of them where there are as many.

    What is added may come in any order and in any parts. counts: of groups that need another number.
    """

    def __init__(self, count: int, counts: Mapping[Any, int] | None = None) -> None:
        self._count, self._counts = count, counts or {}
        self._parts: dict[Hashable, list[np.ndarray]] = {}
        self._held: dict[Hashable, int] = {}
        self._limits: dict[Hashable, int] = {}

    def list_limits(self, groups: Sequence[Hashable]) -> np.ndarray:
        """(N,) uint64: no record of a group with a larger hash is needed."""
        limits = np.full(len(groups), NO_LIMIT, np.uint64)
        for group, limit in self._limits.items():  # few of a class raster's values
            if group in groups:
                limits[groups.index(group)] = limit
        return limits

    def add(self, group: Hashable, records: np.ndarray) -> None:
        """Take further records of a group."""
        self._parts.setdefault(group, []).append(records)
        self._held[group] = self._held.get(group, 0) + len(records)
        count = self._counts.get(group, self._count)
        if self._held[group] > 2 * count + _SLACK:
            found = np.concatenate(self._parts[group])
            limit = np.partition(found["hash"], count)[count]
            found = found[found["hash"] <= limit]
            self._parts[group], self._held[group], self._limits[group] = [found], len(found), int(limit)

    def take(self, group: Hashable, count: int) -> np.ndarray:
        """The `count` records of a group with the smallest hashes, in that order."""
        parts = self._parts.get(group)
        if not parts:
            return np.empty(0, RECORD)
        found = np.concatenate(parts)
        if 0 < count < len(found):  # few of many: not all of them need an order
            found = found[found["hash"] <= np.partition(found["hash"], count - 1)[count - 1]]
        return found[np.lexsort((found["key"], found["hash"]))][:count]


def take_every(ranks: np.ndarray, count: int, total: int) -> np.ndarray:
    """Which of the ranks 0 .. total - 1 belong to `count` ones at equal distances, (N,) bool."""
    ranks = np.asarray(ranks, np.int64)
    half = total // 2
    return ((ranks + 1) * count + half) // total > (ranks * count + half) // total
