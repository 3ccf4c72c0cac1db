"""The process's memory: what was freed is kept for the next tile, and what waits between threads lies apart.

glibc gives each large block back to the system as soon as it is freed, and the system clears every page of the next
one: a network on tiles of two thousand pixels then spends as long on that as on its arithmetic. Other C libraries
(Windows, macOS, musl) have ways of their own, and are left alone.

What is kept stays small where all is freed soon, as in a network. Large arrays that one thread makes and another one
frees would leave holes in it, and add to what each thread keeps for itself: they lie apart, see `make_array`.
"""

from __future__ import annotations

import ctypes
import math
import mmap
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the worker starts, and says what is wrong, where no package is installed
    import numpy as np

# From malloc.h.
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_MAX = -1, -2, -4
_MOST_KEPT_BYTES = 2**31 - 1
_GROWTH_BYTES = 1 << 26
_APART_BYTES = 1 << 22


def keep_freed_memory() -> bool:
    """Let this process keep the memory it frees, for all that is allocated later.

    Returns whether the C library can; where it cannot, nothing changes.
    """
    library = _find_glibc()
    if library is None:
        return False
    options = ((_M_MMAP_MAX, 0), (_M_TRIM_THRESHOLD, _MOST_KEPT_BYTES), (_M_TOP_PAD, _GROWTH_BYTES))
    accepted = [library.mallopt(option, value) for option, value in options]
    return all(accepted)


def make_array(shape: tuple[int, ...], dtype: np.typing.DTypeLike) -> np.ndarray:
    """An array like `numpy.empty`. A large one is the system's memory again as soon as it is freed, in any thread."""
    import numpy as np

    count = math.prod(shape)
    size = count * np.dtype(dtype).itemsize
    if size < _APART_BYTES or not hasattr(mmap, "MAP_PRIVATE"):  # Windows: its C library does so by itself
        return np.empty(shape, dtype)
    block = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if hasattr(mmap, "MADV_HUGEPAGE"):  # cleared in pages of 2 MB
        block.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(block, dtype, count).reshape(shape)


def release_freed_memory() -> None:
    """Give back what was freed and kept, where work of another kind follows; nothing where the C library cannot."""
    library = _find_glibc()
    if library is not None:
        library.malloc_trim(0)


def _find_glibc() -> ctypes.CDLL | None:
    try:
        library = ctypes.CDLL(None)
    except (TypeError, OSError):
        return None  # Windows
    names = ("gnu_get_libc_version", "mallopt", "malloc_trim")
    return library if all(hasattr(library, name) for name in names) else None
