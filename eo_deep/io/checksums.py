"""SHA-256 of files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

_PIECE_BYTES = 1 << 20


def hash_file(path: str) -> str:
    """The SHA-256 of a file, in hexadecimal digits. Raises OSError if it cannot be read."""
    digest = hashlib.sha256()
    for piece in read_pieces(path):
        digest.update(piece)
    return digest.hexdigest()


def read_pieces(path: str) -> Iterator[bytes]:
    """A file's bytes, a megabyte at a time."""
    with open(path, "rb") as file:
        while piece := file.read(_PIECE_BYTES):
            yield piece
