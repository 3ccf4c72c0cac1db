"""A part of scale.py: what its workers do besides parts of maps. They import it by name."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from typing import Any

from eo_deep.progress import Progress
from eo_deep.streaming.cluster import make_part


def do_nothing(call: Mapping[str, Any], progress: Progress) -> None:
    """An empty part."""


def time_part(call: Mapping[str, Any], progress: Progress) -> float:
    """Make a part of a map; how long that took, in seconds."""
    start = time.perf_counter()
    make_part(call, progress)
    return time.perf_counter() - start


def tell_cpu_s(call: Mapping[str, Any]) -> float:
    """The processor time of a worker's process so far, in seconds."""
    return time.process_time()


def tell_process(call: Mapping[str, Any]) -> int:
    """The number of a worker's process."""
    return os.getpid()
