"""Freed memory is kept where the C library lets us, and nothing happens elsewhere."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
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


@pytest.mark.parametrize("shape", [(0,), (3, 4), (3, 2048, 1500)])
def test_arrays_apart(shape):
    array = memory.make_array(shape, "float32")
    array[...] = 1
    assert array.shape == shape and array.dtype == np.float32 and array.sum(dtype=float) == array.size


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="only Linux tells")
def test_large_arrays_are_given_back_when_they_are_freed():
    def count_pages():
        return int(Path("/proc/self/statm").read_text().split()[1])

    array = memory.make_array((1 << 26,), "uint8")
    array[:] = 1
    filled = count_pages()
    del array
    assert filled - count_pages() > 0.9 * (1 << 26) / os.sysconf("SC_PAGE_SIZE")


_HELD = """
from eo_deep.runtime.memory import keep_freed_memory, release_freed_memory
assert keep_freed_memory()
import numpy as np
def hold():
    return int(open("/proc/self/status").read().split("RssAnon:")[1].split()[0]) // 1024
np.ones(40_000_000).sum()
kept = hold()
release_freed_memory()
print(kept - hold())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux") or platform.libc_ver()[0] != "glibc", reason="as above")
def test_freed_memory_goes_back_when_asked():
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run([sys.executable, "-c", _HELD], cwd=root, capture_output=True, text=True, check=True)
    assert int(done.stdout) > 250  # of 305 MB
