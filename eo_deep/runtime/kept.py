"""What a process keeps from one job for the next: loaded models, and what networks saw on images.

Nothing, unless `keep_between_jobs` says how much: whoever calls one function finds memory and disk as they were.
"""

from __future__ import annotations

import os
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

Value = TypeVar("Value")

_most = 0
_kept: OrderedDict[Hashable, tuple[Any, ExitStack]] = OrderedDict()  # what was used last stands last


def keep_between_jobs(most: int) -> None:
    """Keep so many things from now on, those that were used last; 0: nothing."""
    global _most
    _most = most
    _shrink()


def keeps() -> bool:
    """Whether this process keeps anything."""
    return _most > 0


@contextmanager
def kept(key: Hashable | None, make: Callable[[], AbstractContextManager[Value]]) -> Iterator[Value]:
    """What `make` opens, or what it opened for an earlier job with the same key; a context manager.

    key: all that the value depends on, files by `io.files.identify_content`; None: the value is not kept. It is closed
    at the end of the block, or when more than the most things were used since.
    """
    if not _most or key is None:
        with make() as value:
            yield value
        return
    if key not in _kept:
        with ExitStack() as stack:
            value = stack.enter_context(make())
            _kept[key] = value, stack.pop_all()
    _kept.move_to_end(key)
    _shrink()
    yield _kept[key][0]


def find_place(target: str | os.PathLike) -> Path:
    """Beside what to put temporary files of a kept value: an output may lie in a folder that goes with its job."""
    return Path(tempfile.gettempdir(), f"eo_deep_kept_{os.getpid()}") if _most else Path(target)


def _shrink() -> None:
    while len(_kept) > _most:
        _, (_, stack) = _kept.popitem(last=False)
        stack.close()
