"""Dask clusters of a test's own, as a user starts them: a scheduler and workers, each a process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "EO_DEEP_THREADS": "1"}


@contextmanager
def started(folder, *words, hidden=None, **more):
    """A process of Dask's command line, in a folder, that ends with the block; it does not see what is in `hidden`."""
    command = [sys.executable, "-m", "distributed.cli." + words[0], *map(str, words[1:])]
    if hidden:
        command = ["unshare", "--mount", "sh", "-c", f'mount -t tmpfs none "{hidden}" && exec "$@"', "sh", *command]
        if not sys.platform.startswith("linux") or os.geteuid() or subprocess.run([*command[:5], "true"]).returncode:
            pytest.skip("a mount that one process sees needs Linux and root")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
                               env={**ENVIRONMENT, **more})  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class Cluster:
    """A scheduler, whose file is at `file`, and workers of one thread, none at first."""

    def __init__(self, folder):
        self.file = str(folder / "scheduler.json")
        self._folder, self._resources = folder, ExitStack()
        self.scheduler = self._resources.enter_context(
            started(folder, "dask_scheduler", "--host", "127.0.0.1", "--port", 0, "--no-dashboard", "--scheduler-file",
                    self.file))  # fmt: skip
        self.workers = []
        wait_until(lambda: os.path.exists(self.file))

    def add_worker(self, hidden=None, preload=None, **more):
        """Start a worker that does not see what is in the folder `hidden`.

        preload: a module that it imports first. more: variables of its environment.
        """
        number = len(self.workers)
        options = ["--nthreads", 1, "--no-nanny", "--no-dashboard", "--memory-limit", 0,
                   "--local-directory", self._folder / f"worker{number}"]  # fmt: skip
        options += ["--preload", preload] if preload else []
        process = started(self._folder, "dask_worker", "--scheduler-file", self.file, *options, hidden=hidden, **more)
        self.workers.append(self._resources.enter_context(process))
        return self.workers[-1]

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self._resources.close()


def wait_until(happens, seconds=600.0):
    """Wait for something to happen; fails when it does not."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
