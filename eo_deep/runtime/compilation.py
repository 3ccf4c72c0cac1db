"""numba's compiler, whose work is kept on disk for the next process wherever a folder can be written.

numba itself looks for one beside the code and in the user's folder of caches, and fails where it may write neither, as
on servers and in containers.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import numba


def njit(**options: Any) -> Callable[[Callable], Callable]:
    """`numba.njit` with these options; without `cache` where nothing can be kept.

    What is kept is compiled anew after a change of any file that has compiled functions. By itself numba looks at the
    function's own file only, and would go on with the former code of functions that it calls from other files.
    """
    kept = options.get("cache", False) and _CACHED
    compiled = numba.njit(**{**options, "cache": kept})

    def compile_function(function: Callable) -> Callable:
        dispatcher = compiled(function)
        if kept:
            dispatcher._cache._cache_file._source_stamp = _STAMP
        return dispatcher

    return compile_function


def _stamp_sources() -> str:
    """A digest of all source files with compiled functions."""
    digest = sha256()
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        source = path.read_bytes()
        if b"njit" in source:
            digest.update(source)
    return digest.hexdigest()


def _find_cache() -> bool:
    """Have numba keep its work in a temporary folder if it finds none by itself; whether it can keep any."""
    if _accepts_cache():
        return True
    folder = _make_own_folder()
    if folder is None:
        return False
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    numba.config.reload_config()
    return _accepts_cache()


def _accepts_cache() -> bool:
    try:
        numba.njit(cache=True)(_probe)
    except RuntimeError:  # "no locator available"
        return False
    return True


def _probe() -> None:
    """A function of this package's, whose cache folder numba reports."""


def _make_own_folder() -> Path | None:
    """A temporary folder that every process of this user shares and nobody else may write: numba runs what lies there.

    None where there is no such folder.
    """
    user = os.getuid() if hasattr(os, "getuid") else 0  # on Windows, temporary folders are a user's own
    try:
        folder = Path(tempfile.gettempdir()) / f"eo_deep_{user}"
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    own = stat.S_ISDIR(found.st_mode) and found.st_uid == user and (os.name == "nt" or not found.st_mode & 0o077)
    return folder if own else None


_STAMP = _stamp_sources()
_CACHED = _find_cache()
