"""Doors whose parts are made by several processes, at any time and in any order: what is handed out is numbers.

A process that makes parts runs the door as it is, up to where they stand. It needs the door's name and its arguments,
which are plain values, so nothing but these travels. The parts lie in the job's folder, see `io.parts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..io.parts import only
from ..progress import Progress, silent
from ..runtime.jobs import find_function, list_outputs
from ..runtime.traces import borrow


def run_parts(door: str, arguments: Mapping[str, Any], numbers: Sequence[int], progress: Progress = silent) -> None:
    """Make parts of a job that another process began, see `io.parts.distributed`; then their files stand.

    Parameters
    ----------
    door : str
        Its name, "segmentation.segment".
    arguments : mapping
        All of the door's, as the job was begun with. The process that began it holds its outputs' locks.
    numbers : sequence of int
        Of parts. Those that stand are left as they are.
    progress : Progress

    Raises
    ------
    EoDeepError
        As the door does, and where the folder holds the parts of another job.
    """
    targets = [Path(arguments[name]).resolve() for name in list_outputs(find_function(door)) if arguments.get(name)]
    with borrow(targets), only(numbers):
        find_function(door)(**arguments, progress=progress)


def assemble(door: str, arguments: Mapping[str, Any], progress: Progress = silent) -> dict[str, Any]:
    """Make what lacks of a job, and its outputs of the parts; returns what the door does."""
    return find_function(door)(**{**arguments, "resume": True}, progress=progress)
