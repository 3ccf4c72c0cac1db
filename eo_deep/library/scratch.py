"""Folders of temporary files that live as long as the objects that hold them."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path


class Scratch:
    """A folder among the system's temporary files; it goes with this object, at the latest with the process.

    The environment variable TMPDIR says where; large results want a disk there rather than memory.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="eo_deep_"))
        self.remove = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
