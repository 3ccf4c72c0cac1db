"""How many threads a process takes, and work spread over them, its results in order."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from itertools import chain, islice
from typing import Any

from .memory import release_freed_memory

_RELEASE_S = 5.0


def count_cores() -> int:
    """The cores this process may use; the variable EO_DEEP_THREADS sets fewer.

    Processes that train one network share those of their machine; LOCAL_WORLD_SIZE is how many they are.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limit, processes = (os.environ.get(name, "") for name in ("EO_DEEP_THREADS", "LOCAL_WORLD_SIZE"))
    if limit.isdigit() and int(limit):
        cores = min(cores, int(limit))
    return max(1, cores // int(processes)) if processes.isdigit() and int(processes) else cores


def map_in_order(function: Callable, items: Iterable) -> Iterator:
    """function(item) for each item, in order, computed by as many threads as there are cores, few ahead.

    Now and then freed memory is given back: threads do not use each other's, and hold the more the longer they run.
    """
    released_at = time.monotonic()
    with closing(_map(function, items)) as results:
        for result in results:
            yield result
            del result
            if time.monotonic() - released_at > _RELEASE_S:
                release_freed_memory()
                released_at = time.monotonic()


def _map(function: Callable, items: Iterable) -> Generator[Any, None, None]:
    workers, remaining = count_cores(), iter(items)
    first = list(islice(remaining, workers + 1))
    if workers == 1 or len(first) == 1:  # to start threads takes longer than many a small raster
        yield from map(function, chain(first, remaining))
        return
    with ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(function, item) for item in first]
        try:
            while waiting:
                yield waiting.pop(0).result()
                waiting.extend(pool.submit(function, item) for item in islice(remaining, 1))
        finally:
            for future in waiting:
                future.cancel()


def prefetch(make: Callable[[int], Any], count: int, threads: int, ahead: int) -> Generator[Any, None, None]:
    """make(0), make(1), ... make(count - 1) in order, made in ``threads`` at most ``ahead`` items before their use."""
    with ThreadPoolExecutor(threads, thread_name_prefix="samples") as pool:
        waiting: deque[Future] = deque()
        try:
            for index in range(count):
                while len(waiting) < ahead and index + len(waiting) < count:
                    waiting.append(pool.submit(make, index + len(waiting)))
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
