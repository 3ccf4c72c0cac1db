"""Work spread over threads, its results in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice


def map_in_order(function: Callable, items: Iterable) -> Iterator:
    """function(item) for each item, in order, computed by as many threads as there are cores, few ahead."""
    workers = os.cpu_count() or 1
    if workers == 1:
        yield from map(function, items)
        return
    remaining = iter(items)
    with ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(function, item) for item in islice(remaining, workers + 1)]
        try:
            while waiting:
                yield waiting.pop(0).result()
                waiting.extend(pool.submit(function, item) for item in islice(remaining, 1))
        finally:
            for future in waiting:
                future.cancel()
