"""Virtual rasters (VRT) of parts that lie beside each other."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Sequence
from pathlib import Path

import rasterio
import rasterio.shutil
from rasterio.windows import Window

from .raster_view import quiet

_SOURCE = re.compile(r"<SimpleSource>.*?</SimpleSource>", re.DOTALL)
_BAND = re.compile(r"<SourceBand>[^<]+</SourceBand>")
_PART = re.compile(
    r'<SimpleSource><SourceFilename relativeToVRT="([01])">([^<]+)</SourceFilename>(?:<SourceBand>[^<]+</SourceBand>)?'
    r'<SrcRect xOff="0" yOff="0" xSize="(\d+)" ySize="(\d+)" /><DstRect xOff="(\d+)" yOff="(\d+)" '
    r'xSize="\3" ySize="\4" />'
)


def write_virtual(path: Path, head: Path, parts: Sequence[tuple[Path, Window]],
                  folder: Path | None = None) -> None:
    """Write a raster whose pixels are those of parts, at their windows; the rest is as in a GeoTIFF, `head`.

    folder: where the raster is going to be, to which the paths of parts are relative; None: they are absolute. Raises
    what GDAL raises.
    """
    with quiet():
        rasterio.shutil.copy(head, path, driver="VRT")
    text = _SOURCE.sub(lambda found: _list_sources(found[0], parts, folder), path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")


def list_parts(path: str) -> dict[str, Window]:
    """The parts of a raster as `write_virtual` makes it, with their windows; nothing of any other raster."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    found = _PART.findall(text)
    if len(found) != len(re.findall(r"<\w*Source[ >]", text)):
        return {}
    folder = os.path.dirname(path)
    return {
        os.path.join(folder if relative == "1" else "", html.unescape(name)): Window(*map(int, (x, y, width, height)))
        for relative, name, width, height, x, y in found
    }


def _list_sources(source: str, parts: Sequence[tuple[Path, Window]], folder: Path | None) -> str:
    found = _BAND.search(source)
    band = found[0] if found else ""
    texts = []
    for part, window in parts:
        left, top, width, height = (int(each) for each in window.flatten())
        name = html.escape(os.path.relpath(part, folder) if folder else str(part))
        texts.append(
            f'<SimpleSource><SourceFilename relativeToVRT="{int(folder is not None)}">{name}</SourceFilename>{band}'
            f'<SrcRect xOff="0" yOff="0" xSize="{width}" ySize="{height}" />'
            f'<DstRect xOff="{left}" yOff="{top}" xSize="{width}" ySize="{height}" /></SimpleSource>'
        )
    return "\n    ".join(texts)
