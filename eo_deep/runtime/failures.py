"""Failures that users can understand and act on, as the sentences that they read."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import EoDeepError

# Messages of torch and of oneDNN in it; a "primitive descriptor" fails for other reasons.
_MEMORY_IS_FULL = re.compile(r"DefaultCPUAllocator|could not create a (?:primitive|memory)\b(?! descriptor)")


@contextmanager
def explain_failures() -> Iterator[None]:
    """Raise EoDeepError for full memory and disks, and for files that cannot be had; other errors pass as they are."""
    try:
        yield
    except MemoryError as error:
        raise EoDeepError("The memory is full.") from error
    except OSError as error:
        raise EoDeepError(explain_os_error(error)) from error
    except RuntimeError as error:
        if _MEMORY_IS_FULL.search(str(error)):
            raise EoDeepError("The memory is full.") from error
        if "out of memory" in str(error):  # CUDA's and Apple's
            raise EoDeepError("The GPU's memory is full; close other programs that use it, or choose CPU.") from error
        raise


def explain_os_error(error: OSError) -> str:
    """What the system refused, in a sentence."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        where = f" of {Path(error.filename).parent}" if error.filename else ""
        return f"The disk{where} is full."
    if error.filename:
        return f"'{error.filename}': {error.strerror}."
    return f"{error.strerror or error}."
