"""Where the compressed blocks of a TIFF lie in its file, so that they can be copied as they are.

TIFF 6.0 (Adobe 1992) and BigTIFF: a directory per image lists its tags, among them the offset and the size of each
block, band by band where bands lie apart. GDAL writes little-endian files here, with both lists at full length from
the beginning.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

_TILE_OFFSETS, _TILE_SIZES = 324, 325
_KINDS: dict[int, np.dtype] = {3: np.dtype("<u2"), 4: np.dtype("<u4"), 16: np.dtype("<u8")}  # SHORT, LONG, LONG8
_CLASSIC, _BIG = b"II*\0", b"II+\0"


@dataclass(frozen=True)
class _List:
    """A tag's list of numbers: where it lies in the file, of what kind, how many."""

    position: int
    kind: np.dtype
    count: int

    def read(self, file: BinaryIO) -> np.ndarray:
        file.seek(self.position)
        return np.frombuffer(file.read(self.count * self.kind.itemsize), self.kind).astype(np.int64)

    def write(self, file: BinaryIO, values: np.ndarray) -> None:
        if len(values) and int(values.max()) > np.iinfo(self.kind).max:
            raise OverflowError(f"a block at {values.max()} does not fit a TIFF with {8 * self.kind.itemsize} bits")
        file.seek(self.position)
        file.write(values.astype(self.kind).tobytes())


@dataclass(frozen=True)
class BlockList:
    """The blocks of one image of a TIFF: (n,) int64 offsets and sizes in bytes, both 0 where a block is empty."""

    offsets: np.ndarray
    sizes: np.ndarray


def read_blocks(file: BinaryIO) -> list[BlockList]:
    """The blocks of the images of a TIFF in their order: the raster itself, and its mask if it has one.

    Raises ValueError for another file, or one that is cut off.
    """
    return [BlockList(offsets.read(file), sizes.read(file)) for offsets, sizes in _find_lists(file)]


def write_blocks(file: BinaryIO, blocks: list[BlockList]) -> None:
    """Have a TIFF state that its blocks lie elsewhere; as many images and blocks as it has."""
    for (offsets, sizes), stated in zip(_find_lists(file), blocks, strict=True):
        offsets.write(file, stated.offsets)
        sizes.write(file, stated.sizes)


def _find_lists(file: BinaryIO) -> list[tuple[_List, _List]]:
    file.seek(0)
    head = file.read(16)
    if head[:4] not in (_CLASSIC, _BIG):
        raise ValueError("it is no little-endian TIFF")
    big = head[:4] == _BIG
    place = struct.unpack_from("<Q", head, 8)[0] if big else struct.unpack_from("<I", head, 4)[0]
    found = []
    while place:
        tags, place = _read_directory(file, place, big)
        found.append((tags[_TILE_OFFSETS], tags[_TILE_SIZES]))
    return found


def _read_directory(file: BinaryIO, place: int, big: bool) -> tuple[dict[int, _List], int]:
    """The lists of a directory by their tags, and where the next directory lies, 0 behind the last."""
    counter, entry, pointer = ("<Q", "<HHQ", "<Q") if big else ("<H", "<HHI", "<I")
    try:
        file.seek(place)
        (count,) = struct.unpack(counter, file.read(struct.calcsize(counter)))
        first, size = file.tell(), struct.calcsize(entry) + struct.calcsize(pointer)
        entries, (following,) = file.read(count * size), struct.unpack(pointer, file.read(struct.calcsize(pointer)))
        tags = {}
        for number in range(count):
            tag, kind, length = struct.unpack_from(entry, entries, number * size)
            if kind not in _KINDS:
                continue
            position = first + number * size + struct.calcsize(entry)
            if length * _KINDS[kind].itemsize > struct.calcsize(pointer):  # the list lies elsewhere
                (position,) = struct.unpack_from(pointer, entries, number * size + struct.calcsize(entry))
            tags[tag] = _List(position, _KINDS[kind], length)
    except struct.error:
        raise ValueError("it is cut off") from None
    return tags, following
