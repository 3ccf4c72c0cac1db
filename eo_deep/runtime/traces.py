"""What jobs have beside their outputs while they run: locks, so that one at a time writes a file, and hidden folders.

A lock is an empty hidden file, `.<name>.eodeep-lock`, which the process that holds it removes at the end. The system
opens it when a process ends, however it ends: one that nobody holds is what a killed process left, and tells what else
of it may be removed. Where a disk has no locks, jobs do without.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from ..errors import EoDeepError

SUFFIX = ".eodeep-lock"
PARTIAL = ".partial"  # hidden folders are `.<name>.<machine, 4 signs><8 random signs>.partial`

_MOST_NAME_BYTES = 100  # no more of a file's name is put into others: names end at 255 bytes
_TRIES, _PAUSE_S = 10, 0.02  # whoever looks whether a lock is held holds it for a moment; threads make new files
_DEAD_AFTER_S = 86400
_MACHINE = hashlib.sha256(platform.node().encode()).hexdigest()[:4]
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

_guard = threading.RLock()
_held: dict[Path, tuple[int | None, int]] = {}  # lock -> descriptor (None: no locks there), how often it is held
_folders: dict[Path, Path] = {}  # hidden folder -> the file that it is for
_jobs: list[list[Path]] = []
_listeners: list[Callable[[Path], None]] = []
_borrows: ContextVar[bool] = ContextVar("borrows", default=False)


def name_lock(target: Path) -> Path:
    """The lock of a file; names of any length have one."""
    return target.with_name(f".{shorten_name(target.name)}{SUFFIX}")


def shorten_name(name: str) -> str:
    """A file's name, or if that is long its start and a number that stands for the rest."""
    name = os.path.normcase(name)
    if len(os.fsencode(name)) <= _MOST_NAME_BYTES:
        return name
    return f"{name[:16]}.{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}"


@contextmanager
def job() -> Iterator[None]:
    """What `hold_for_job` locks in here stays locked to the end."""
    locks: list[Path] = []
    with _guard:
        _jobs.append(locks)
    try:
        yield
    finally:
        with _guard:
            _jobs[:] = [other for other in _jobs if other is not locks]  # lists without locks are all equal
            for lock in locks:
                _release(lock)


def hold_for_job(target: Path) -> None:
    """Lock a file until the job ends that is running; without one, nothing is locked.

    Raises EoDeepError if another process holds it.
    """
    with _guard:
        if _jobs and name_lock(target) not in _jobs[-1] and not find_target(target) and not _borrows.get():
            _jobs[-1].append(_acquire(target))


@contextmanager
def hold(target: Path) -> Iterator[None]:
    """Lock a file; once more if this process has done so. Raises EoDeepError if another process holds it."""
    if _borrows.get():
        yield
        return
    with _guard:
        lock = _acquire(target)
    try:
        yield
    finally:
        with _guard:
            _release(lock)


@contextmanager
def borrow() -> Iterator[None]:
    """Lock nothing in here, because another process holds the locks for the job that both work at."""
    token = _borrows.set(True)
    try:
        yield
    finally:
        _borrows.reset(token)


@contextmanager
def make_folder(target: Path) -> Iterator[Path]:
    """A hidden folder beside a file for what a job needs on the way to it; gone at the end. Raises OSError."""
    with _guard:
        before = f".{shorten_name(target.name)}.{_MACHINE}"
        folder = Path(tempfile.mkdtemp(PARTIAL, before, target.absolute().parent))  # nobody can foresee its name
        _folders[folder] = target
    announce(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with _guard:
            del _folders[folder]


def find_target(path: Path) -> Path | None:
    """What a file is made for that lies in a hidden folder of this process, where nobody else writes; else None."""
    return next((_folders[folder] for folder in path.absolute().parents if folder in _folders), None)


def remove_all() -> None:
    """Remove what this process, which is about to end, has made, while its threads may still write; they make no more.
    """
    _guard.acquire()
    for folder in _folders:
        for _ in range(_TRIES):
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(_PAUSE_S)
    for lock, (descriptor, _) in _held.items():
        _remove(lock, descriptor)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """What is done in here is done before `remove_all` begins, or not at all."""
    with _guard:
        yield


def listen(tell: Callable[[Path], None]) -> None:
    """Have `tell` called with every file and folder that would stay behind if this process were killed."""
    _listeners.append(tell)


def announce(path: Path) -> None:
    """Tell those who listen of something that would stay behind."""
    for tell in _listeners:
        tell(path)


def _acquire(target: Path) -> Path:
    lock = name_lock(target)
    if lock in _held:
        descriptor, times = _held[lock]
        _held[lock] = descriptor, times + 1
        return lock
    _remove_leftovers(target.parent)
    _held[lock] = _make(lock, target), 1
    announce(lock)
    return lock


def _release(lock: Path) -> None:
    descriptor, times = _held.pop(lock)
    if times > 1:
        _held[lock] = descriptor, times - 1
    else:
        _remove(lock, descriptor)


def _make(lock: Path, target: Path) -> int | None:
    """Lock a lock's file, made for it if need be; its descriptor, None where there can be no locks."""
    for _ in range(_TRIES):
        try:
            descriptor = _open(lock)
        except OSError:
            return None  # whoever writes there will say why it cannot be done
        locked = lock_file(descriptor)
        if locked is None:
            _remove(lock, descriptor)
            return None
        if locked and _is_same(lock, descriptor):
            _remove_partial(lock)
            return descriptor
        os.close(descriptor)
        time.sleep(_PAUSE_S)
    raise EoDeepError(f"'{target.name}' is being written by another job; wait for it or choose another name.")


def _remove_leftovers(folder: Path) -> None:
    """Remove what killed processes left in a folder: locks that nobody holds, and what was prepared under them."""
    for name in _list(folder):
        if name.startswith(".") and name.endswith(SUFFIX) and folder / name not in _held:
            remove_abandoned(folder / name)


def remove_abandoned(lock: Path) -> None:
    """Remove a lock that a killed process left, and what was prepared under it; leave one that is held."""
    try:
        descriptor = _open(lock)
    except OSError:
        return
    if lock_file(descriptor) and _is_same(lock, descriptor) and _remove_partial(lock):
        _remove(lock, descriptor)
    else:
        os.close(descriptor)


def _remove_partial(lock: Path) -> bool:
    """Remove what was prepared under a lock that is ours now; whether all is gone.

    Some network disks keep locks from other machines: what one of them made must have been left alone for a day.
    """
    name = re.escape(lock.name[: -len(SUFFIX)])
    known = re.compile(rf"{name}\.([0-9a-f]{{4}})[a-z0-9_]{{8}}{re.escape(PARTIAL)}")
    gone = True
    for found in filter(None, map(known.fullmatch, _list(lock.parent))):
        folder = lock.parent / found[0]
        if found[1] == _MACHINE or time.time() - _last_change(folder) > _DEAD_AFTER_S:
            shutil.rmtree(folder, ignore_errors=True)  # which follows no links
        gone = gone and not folder.exists()
    return gone


def _last_change(folder: Path) -> float:
    return max(os.lstat(path).st_mtime for path in (folder, *(folder / name for name in _list(folder))))


def _list(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []  # it may not be read, or has just gone


def _open(lock: Path) -> int:
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT | _CAREFULLY, 0o666)
    except PermissionError:
        return os.open(lock, os.O_RDONLY | _CAREFULLY)  # another user's


def _is_same(lock: Path, descriptor: int) -> bool:
    """Whether a lock's file is still the one that was opened."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(lock))
    except OSError:
        return False


def _remove(lock: Path, descriptor: int | None) -> None:
    """Remove a lock's file and then open the lock."""
    if descriptor is None:
        return
    own = _is_same(lock, descriptor)
    if os.name == "nt":  # which removes no file that is open
        os.close(descriptor)
    try:
        if own:
            lock.unlink(missing_ok=True)
    except OSError:
        pass  # it is in nobody's way
    if os.name != "nt":
        os.close(descriptor)


def lock_file(descriptor: int) -> bool | None:
    """Lock an open file until it is closed or the process ends, however it does.

    False if another process, or another opening in this one, has locked it; None where files cannot be locked.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return None
    return True
