"""Freed memory is kept where the C library lets us, and nothing happens elsewhere."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from eo_deep.runtime import memory

_FAULTS = """
import resource
from eo_deep.runtime.memory import keep_freed_memory
assert not {keep} or keep_freed_memory()
import numpy as np
def fill():
    return sum(float(np.ones(20_000_000).sum()) for _ in range(10))
fill()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
fill()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def count_faults(keep: bool) -> int:
    """Pages that the system had to clear for ten arrays of 160 MB, one after the other, once some were freed."""
    script = _FAULTS.format(keep=keep)
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left alone")
def test_freed_memory_is_used_again():
    assert count_faults(keep=True) < 100 < count_faults(keep=False)


def test_other_libraries_are_left_alone(monkeypatch):
    monkeypatch.setattr(memory.ctypes, "CDLL", lambda name: object())
    assert memory.keep_freed_memory() is False

    def fail(name):
        raise TypeError("Windows")

    monkeypatch.setattr(memory.ctypes, "CDLL", fail)
    assert memory.keep_freed_memory() is False
