"""Files and folders that appear under their name when complete, or not at all.

Each is prepared in a hidden folder of its own beside its place, with all that drivers put beside it, and takes its name
when it is whole and on the disk. The folder's name cannot be foreseen, so that nobody can put a link in the way.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ..runtime.traces import find_target, hold, make_folder, uninterrupted
from .files import write_error


class Staged:
    """A file or folder in preparation at `path`; no other job may write its `target` meanwhile.

    A target that is a link stays one: what it points to is replaced. Raises EoDeepError if another job is writing it,
    or its folder cannot be written.
    """

    def __init__(self, target: str | os.PathLike):
        self.target = Path(os.path.realpath(target))
        self._named = str(target)
        self._resources = ExitStack()
        self._hidden = find_target(self.target) is not None  # part of something in preparation
        self.path = self.target
        if not self._hidden:
            self._resources.enter_context(hold(self.target))
            try:
                self.path = self._resources.enter_context(make_folder(self.target)) / f"new{self.target.suffix}"
            except OSError as error:
                self._resources.close()
                raise write_error(self._named, error) from None

    def finish(self) -> None:
        """Give the target its name. Raises OSError if it cannot be written."""
        if not self._hidden:
            self.put(self.path, self.target)

    def put(self, path: Path, target: Path) -> None:
        """Move a file or folder, which lies beside `path`, to where it belongs. Raises OSError."""
        sync(path)
        with uninterrupted():
            if path.is_dir() and target.is_dir():
                target.rmdir()  # Windows moves no folder onto an empty one
            os.replace(path, target)
        sync_names(target.parent)

    def close(self) -> None:
        """Remove what is still in preparation."""
        self._resources.close()


@contextmanager
def stage(target: str | os.PathLike) -> Iterator[Path]:
    """Where to prepare a file or folder that takes its name if the block ends well. Raises EoDeepError if it cannot."""
    staged = Staged(target)
    try:
        yield staged.path
        staged.finish()
    except OSError as error:
        raise write_error(str(target), error) from None
    finally:
        staged.close()


@contextmanager
def scratch_folder(target: str | os.PathLike) -> Iterator[Path]:
    """A hidden folder beside a target for files that are needed on the way to it; gone at the end.

    Raises EoDeepError if it cannot be made.
    """
    place = Path(os.path.realpath(target))
    with ExitStack() as resources:
        try:
            resources.enter_context(hold(place))
            folder = resources.enter_context(make_folder(place))
        except OSError as error:
            raise write_error(str(target), error) from None
        yield folder


def sync(path: Path) -> None:
    """Have a file, or a folder with all that it holds, written to the disk itself. Raises OSError if it cannot."""
    if not path.is_dir():
        _sync_file(path)
        return
    for folder, _, names in os.walk(path):
        for name in names:
            _sync_file(Path(folder, name))
        sync_names(Path(folder))


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        _flush(descriptor)
    finally:
        os.close(descriptor)


def sync_names(path: Path) -> None:
    """Make the names stay that files of a folder have just been given; not on Windows, which does so by itself. Raises
    OSError if it cannot."""
    if os.name == "nt":
        return
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except PermissionError:
        return  # it may be written, not read
    try:
        _flush(descriptor)
    finally:
        os.close(descriptor)


def _flush(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):  # disks that cannot, as some of networks
            raise
