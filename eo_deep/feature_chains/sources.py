"""The sources of a feature chain: several rasters, read on the first one's grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

import numpy as np
from rasterio.windows import Window

from ..errors import EoDeepError
from ..io.raster import RasterSource, open_image
from ..io.value_rules import tidy
from ..models.image_input import open_bands
from ..models.other_images import check_place
from ..progress import Progress, silent
from .settings import ChainSettings

_MOST_NAMED = 6  # bands of an image, in a sentence


class Sources:
    """Rasters opened on one grid.

    sources: each on its own grid. readers: the same on the grid of the first.
    """

    def __init__(self, sources: list[RasterSource], readers: list[RasterSource], names: list[list[str]]):
        self.sources, self.readers = sources, readers
        self.grid = sources[0].grid
        self.names_by_source = names

    @property
    def names(self) -> list[str]:
        """What the bands of all sources are called."""
        return [name for names in self.names_by_source for name in names]

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Bands (C, h, w) float32 of all sources, and where all are valid, (h, w) bool; beyond the grid nothing is.

        Where a pixel is not valid, its bands are 0.
        """
        shape = int(window.height), int(window.width)
        pixels, valid = np.empty((len(self.names), *shape), np.float32), np.ones(shape, bool)
        first = 0
        for reader in self.readers:
            read, known = reader.read(window)
            pixels[first : first + reader.count] = read
            valid &= known
            first += reader.count
        if not valid.all():
            pixels[:, ~valid] = 0
        return pixels, valid


@contextmanager
def open_sources(settings: ChainSettings, progress: Progress = silent) -> Iterator[Sources]:
    """Open the rasters of a feature chain; a context manager.

    A raster with another grid than the first one's is read through one warp of the whole grid, so that what is read
    does not depend on the window.
    Raises EoDeepError for a raster that cannot be read, lies elsewhere, or lacks a band.
    """
    wanted = settings.band_names
    if wanted and len(wanted) != len(settings.images):
        listed = "; ".join(", ".join(names[:_MOST_NAMED]) for names in wanted)
        raise EoDeepError(f"{settings.whose} needs {len(wanted)} images (bands {listed}), got {len(settings.images)}.")
    with ExitStack() as files:
        sources: list[RasterSource] = []
        for place, path in enumerate(settings.images):
            numbers = settings.bands[place] if settings.bands else None
            names = _find_own_names(settings.band_names, place) if settings.band_names else None
            opened = (open_bands(path, names, numbers, settings.whose, progress) if names else
                      open_image(path, numbers, progress=progress))
            sources.append(files.enter_context(opened))
        grid, readers = sources[0].grid, sources[:1]
        for source in sources[1:]:
            check_place(source, sources[0])
            if source.grid.matches(grid):
                readers.append(source)
            else:
                readers.append(files.enter_context(source.on(grid, settings.resampling)))
        yield Sources(sources, readers, _name_bands(sources, settings))


def _find_own_names(named: Sequence[Sequence[str]], place: int) -> list[str]:
    """The bands' names in the source itself: without its number, where `_name_bands` had to tell it from others."""
    earlier, number = {name.lower() for names in named[:place] for name in names}, f" ({place + 1})"
    bare = [name.removesuffix(number) for name in named[place]]
    return [own if own.lower() in earlier else name for own, name in zip(bare, named[place])]


def _name_bands(sources: list[RasterSource], settings: ChainSettings) -> list[list[str]]:
    """The bands' names, where a name that an earlier source has is followed by the source's number."""
    if settings.band_names:
        return [list(names) for names in settings.band_names]
    known: set[str] = set()
    named = []
    for number, source in enumerate(sources, 1):
        names = []
        for name in map(tidy, source.band_names):
            base, copy = name if name.lower() not in known else f"{name} ({number})", 2
            unique = base
            while unique.lower() in known:
                unique, copy = f"{base} {copy}", copy + 1
            known.add(unique.lower())
            names.append(unique)
        named.append(names)
    return named
