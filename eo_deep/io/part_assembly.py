"""One GeoTIFF of many: the blocks of parts are copied as they are, compressed, and each part goes as it is copied.

What has been copied is written down in a journal, after it has reached the disk and before it goes where it was. So an
assembly that ends at any moment goes on later, and no more than a piece lies on the disk twice.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import numpy as np

from .staging import sync
from .tiff_blocks import BlockList, read_blocks, write_blocks

# What lies on the disk twice at most: a share of the parts' bytes, within limits.
_PIECE_SHARE, _LEAST_BYTES, _MOST_BYTES = 0.1, 4 << 20, 64 << 20

# Of a part's blocks, as lists of numbers: where its images' blocks lie in the lists of the whole's images.
Places = Callable[[int, list[int]], list[np.ndarray]]


class Assembly:
    """A raster that is put together of parts of its own format, beside files of its own that say how far it is.

    path: of the raster to be. make_head: writes it, without any block, to a path.
    """

    def __init__(self, path: Path, make_head: Callable[[Path], None]):
        self.path = path
        self._head, self._journal = Path(f"{path}.head"), Path(f"{path}.journal")
        self._waiting: dict[int, np.ndarray] = {}  # of parts that were begun: number in the whole, offset, size
        self.finished_bytes: int | None = None
        if not self._head.exists():
            new = Path(f"{self._head}.new")
            make_head(new)
            sync(new)
            os.replace(new, self._head)
        with open(self._head, "rb") as head:
            self._counts = [len(each.offsets) for each in read_blocks(head)]
        self._offsets, self._sizes = np.zeros((2, sum(self._counts)), np.int64)
        self._end = self._head.stat().st_size
        if self._journal.exists():
            lines = self._journal.read_bytes()
            whole = lines[: lines.rfind(b"\n") + 1]
            os.truncate(self._journal, len(whole))  # the last line may be torn
            for line in whole.splitlines():
                self._take(json.loads(line))

    @staticmethod
    def is_begun(path: Path) -> bool:
        """Whether a raster is being put together."""
        return Path(f"{path}.head").exists()

    @property
    def begun(self) -> set[int]:
        """The numbers of the parts that are copied, at least to some extent."""
        return set(self._waiting)

    def copy(self, parts: Mapping[int, Path], places: Places) -> None:
        """Move the blocks of parts, by their numbers, to the raster; the parts are removed.

        places: for a part's number and the numbers of blocks of its images, where these blocks lie in those of the
        whole. Raises OSError.
        """
        sizes = {number: path.stat().st_size for number, path in parts.items() if path.exists()}
        piece = max(_LEAST_BYTES, min(_MOST_BYTES, int(_PIECE_SHARE * sum(sizes.values()))))
        if not self.path.exists() and self.finished_bytes is None:
            self.path.write_bytes(self._head.read_bytes())
        with open(self.path, "r+b") as whole, open(self._journal, "a", encoding="utf-8") as journal:
            whole.truncate(self._end)
            for number, path in parts.items():
                if number not in self._waiting:
                    self._note(journal, part=number, blocks=_list_blocks(path, number, places))
                while len(self._waiting[number]):
                    self._move_piece(number, path, whole, journal, piece)
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Have the raster, all of whose parts are copied, state where its blocks lie. Raises OSError."""
        borders = np.cumsum(self._counts)[:-1]
        lists = zip(np.split(self._offsets, borders), np.split(self._sizes, borders), strict=True)
        with open(self.path, "r+b") as whole:
            whole.truncate(self._end)  # overviews, which were being added when it ended
            whole.write(self._head.read_bytes())
            write_blocks(whole, [BlockList(*each) for each in lists])

    def finish(self) -> None:
        """Note that the raster is about to leave the folder, whole and with all that was added to it."""
        with open(self._journal, "a", encoding="utf-8") as journal:
            self._note(journal, finished=self.path.stat().st_size)

    def _move_piece(self, number: int, path: Path, whole: BinaryIO, journal: TextIO, piece_bytes: int) -> None:
        """Move the last blocks of a part, as many as a piece takes, to the end of the raster."""
        blocks = self._waiting[number]
        behind = np.cumsum(blocks[::-1, 2])
        count = max(1, int(np.searchsorted(behind, piece_bytes, "right")))
        whole.seek(self._end)
        with open(path, "rb") as part:
            for _, offset, size in blocks[-count:].tolist():
                part.seek(offset)
                data = part.read(size)
                if len(data) != size:
                    raise OSError(f"{path.name} is cut off")
                whole.write(data)
        whole.flush()
        os.fsync(whole.fileno())
        self._note(journal, part=number, moved=count, end=whole.tell())
        if count < len(blocks):
            os.truncate(path, int(blocks[-count, 1]))

    def _note(self, journal: TextIO, **news: Any) -> None:
        """Write a line into the journal, and go by it."""
        journal.write(json.dumps(news, separators=(",", ":")) + "\n")
        journal.flush()
        if "blocks" not in news:  # which a part tells again
            os.fsync(journal.fileno())
        self._take(news)

    def _take(self, news: dict[str, Any]) -> None:
        if "blocks" in news:
            self._waiting[news["part"]] = np.array(news["blocks"], np.int64).reshape(-1, 3)
        elif "moved" in news:
            blocks, count = self._waiting[news["part"]], news["moved"]
            numbers, _, sizes = blocks[-count:].T
            self._offsets[numbers] = news["end"] - sizes.sum() + np.cumsum(sizes) - sizes
            self._sizes[numbers] = sizes
            self._waiting[news["part"]], self._end = blocks[:-count], news["end"]
        else:
            self.finished_bytes = news["finished"]


def _list_blocks(path: Path, number: int, places: Places) -> list[list[int]]:
    """The blocks of a part that hold something, by their offset: number in the whole, offset, size."""
    with open(path, "rb") as part:
        images = read_blocks(part)
    numbers = places(number, [len(image.offsets) for image in images])
    found = np.concatenate([np.stack([*each], axis=1) for each in
                            zip(numbers, (image.offsets for image in images), (image.sizes for image in images))])
    found = found[found[:, 2] > 0]
    return found[np.argsort(found[:, 1])].tolist()
