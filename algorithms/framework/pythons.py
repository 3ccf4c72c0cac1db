"""The Pythons of this computer that the engine's environment can be made with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

OLDEST, NEWEST = (3, 10), (3, 14)  # the Pythons that the pinned torch has builds for

FETCHED = "3.12"  # where the computer has none of them


def candidate_pythons() -> Iterator[Path]:
    """The interpreters worth trying, best first; not `sys.executable`, which inside QGIS may be QGIS itself."""
    if sys.platform == "win32":
        yield Path(sys.prefix) / "python.exe"  # QGIS's own
        for variable, folder in (("LOCALAPPDATA", "Programs/Python"), ("PROGRAMFILES", ".")):  # python.org's
            yield from sorted(Path(os.environ.get(variable, "C:/"), folder).glob("Python3*/python.exe"), reverse=True)
    elif sys.platform == "darwin":
        yield from (Path(sys.prefix, "bin", "python3"), Path(sys.executable).parent / "bin" / "python3")  # QGIS's own
        # Programs started from the Dock don't have these in PATH.
        for folder in ("/opt/homebrew", "/usr/local", "/Library/Frameworks/Python.framework/Versions/Current"):
            yield Path(folder, "bin", "python3")
    else:
        yield Path("/usr/bin/python3")
    for name in ("python3", *(f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)), "python"):
        found = shutil.which(name)
        if found:
            yield Path(found)


def list_fetched(folder: Path) -> list[Path]:
    """The interpreters in a folder of Pythons that uv has fetched, the newest version first."""
    found = [*folder.glob("cpython-*/bin/python3"), *folder.glob("cpython-*/python.exe")]
    return sorted(found, key=lambda python: [int(part) for part in re.findall(r"\d+", str(python))], reverse=True)


def ask_version(python: Path, environment: Mapping[str, str]) -> tuple[int, int] | None:
    """The (major, minor) version that an interpreter names when it is run, or None when it is no Python."""
    if not python.is_file():
        return None
    question = "import sys; print('eo-deep', *sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [str(python), "-c", question], env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=60, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"eo-deep (\d+) (\d+)", answer.stdout)
    return (int(version[1]), int(version[2])) if version and answer.returncode == 0 else None
