"""A part of several programs: a job of the engine in a process of its own, its time and the most memory it held."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


def run_engine(
    job: Sequence[str], memory: str = "VmHWM", minutes: float = 1e9, variables: Mapping[str, str] | None = None
) -> tuple[int, float, bool]:
    """Run `python -m eo_deep` with the words of `job`: peak memory in bytes, seconds, and whether it succeeded.

    memory: what Linux counts, "VmHWM" (resident) or "RssAnon" (what the process holds for itself: pages of mapped
    files, which the system takes back at will, are not in it). minutes: after which it is stopped.
    """
    start, peak = time.perf_counter(), 0
    with subprocess.Popen([sys.executable, "-m", "eo_deep", *job], stderr=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, env={**os.environ, **(variables or {})}) as child:
        while child.poll() is None:
            try:
                status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
                peak = max(peak, int(status.split(f"{memory}:")[1].split()[0]) * 1024)
            except (OSError, IndexError):
                pass
            if time.perf_counter() - start > 60 * minutes:
                child.kill()
            time.sleep(0.1)
    return peak, time.perf_counter() - start, child.returncode == 0
