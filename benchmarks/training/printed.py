"""A part of every program that trains: prints what a job reports."""

from __future__ import annotations

import time

from eo_deep.progress import Progress


class Printed(Progress):
    """Prints messages and warnings with the seconds since its start."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def message(self, text: str) -> None:
        print(f"{time.monotonic() - self._start:6.1f} s  {text}", flush=True)

    def warning(self, text: str) -> None:
        self.message(f"Warning: {text}")
