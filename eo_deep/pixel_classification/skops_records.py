"""What a skops file states, as names, numbers and arrays: nothing that it names is imported, built or called.

skops itself builds the objects of a file whose types are trusted, and some of scikit-learn's types believe what they
are given: a tree whose nodes point beyond their array ends the process. So objects are records here, whose numbers
`classifier_file` checks before it builds the classifier itself.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np

# Of a file of any size; a zip archive can promise more than it holds.
_MAX_BYTES = 1 << 31
_MAX_DIMENSIONS = 4


class RecordError(ValueError):
    """What is wrong with a skops file, as a part of a sentence."""


@dataclass(frozen=True)
class Record:
    """An object of a skops file: the name of its type, and the node of its attributes, read when they are asked for."""

    type_name: str
    _archive: zipfile.ZipFile
    _attributes: dict
    _arguments: dict | None = None

    def get(self, name: str) -> Any:
        """One attribute: a number, text, None, list, tuple, array or record. Raises RecordError without it."""
        entries = _content(self._attributes, dict)
        if name not in entries:
            raise RecordError(f"{self.type_name} lacks {name}")
        return _read(entries[name], self._archive)

    def items(self) -> list[str]:
        """The names of its attributes."""
        return list(_content(self._attributes, dict))

    @property
    def arguments(self) -> Any:
        """What its constructor was given, of types that are made by one."""
        return None if self._arguments is None else _read(self._arguments, self._archive)


def open_records(data: bytes) -> Record:
    """The object that a skops file holds. Raises RecordError for anything else."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        if sum(entry.file_size for entry in archive.infolist()) > _MAX_BYTES:
            raise RecordError("it is larger than 2 GB")
        schema = json.loads(archive.read("schema.json"))
        root = _read(schema, archive)
    except RecordError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, RecursionError, NotImplementedError, RuntimeError, OSError,
            EOFError, MemoryError) as error:
        raise RecordError("it is no skops file") from error
    if not isinstance(root, Record):
        raise RecordError("it holds no object")
    return root


def _read(node: Any, archive: zipfile.ZipFile) -> Any:
    """The value of one node of a schema."""
    if not isinstance(node, dict):
        raise RecordError("a node is no object")
    loader = node.get("__loader__")
    name = f"{node.get('__module__')}.{node.get('__class__')}"
    try:
        if loader == "JsonNode":
            return json.loads(_content(node, str))
        if loader in ("ListNode", "TupleNode"):
            values = [_read(each, archive) for each in _content(node, list)]
            return tuple(values) if loader == "TupleNode" else values
        if loader == "DictNode":
            return Record(name, archive, node)
        if loader == "NdArrayNode":
            return _read_array(node, name, archive)
        if loader == "ObjectNode":
            return Record(name, archive, _content(node, dict))
        if "__reduce__" in node:
            return Record(name, archive, node["content"], node["__reduce__"]["args"])
    except RecordError:
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, RecursionError, NotImplementedError, RuntimeError,
            OSError, EOFError, MemoryError, OverflowError, AttributeError) as error:
        raise RecordError(f"{name} cannot be read") from error
    raise RecordError(f"{name} is no part of such a file")


def _content(node: Any, kind: type) -> Any:
    content = node.get("content") if isinstance(node, dict) else None
    if not isinstance(content, kind):
        raise RecordError("a node has other content than its kind")
    return content


def _read_array(node: dict, name: str, archive: zipfile.ZipFile) -> Any:
    """An array, or a single number of one of numpy's types as Python's. Arrays of objects are lists of their values."""
    if node.get("type") == "json":
        return [_read(each, archive) for each in _content(node, list)]
    stored = archive.read(node["file"])
    array = np.load(io.BytesIO(stored), allow_pickle=False)
    if not isinstance(array, np.ndarray) or array.ndim > _MAX_DIMENSIONS or array.dtype.hasobject:
        raise RecordError(f"{name} is no array of numbers")
    return array if name == "numpy.ndarray" else array.item()
