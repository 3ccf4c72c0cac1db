"""A part of speed.py: what the streaming needs of rasterio, windows of an image, for machines that have no GDAL."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True)
class Window:
    """As rasterio.windows.Window."""

    col_off: int
    row_off: int
    width: int
    height: int

    def toslices(self) -> tuple[slice, slice]:
        """Rows and columns."""
        return (slice(self.row_off, self.row_off + self.height), slice(self.col_off, self.col_off + self.width))


def stand_in() -> None:
    """Let `rasterio.windows` be this module where rasterio is missing."""
    if sys.modules.get("rasterio", importlib.util) is not None and importlib.util.find_spec("rasterio"):
        return
    rasterio, windows = ModuleType("rasterio"), sys.modules[__name__]
    rasterio.windows = windows  # type: ignore[attr-defined]
    sys.modules.update({"rasterio": rasterio, "rasterio.windows": windows})
