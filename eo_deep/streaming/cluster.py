"""The parts of a job on several processes, GPUs or machines: `io.parts` makes them, `runtime.cluster` has the workers.

A door that is `restartable` has an argument `cluster`, and opens it with `open_cluster`. A worker gets the name of the
door, its arguments and the number of a part, runs the door up to where this part stands, and keeps the model for the
next one. All workers see images, models and the folder of the parts at the same paths. Other processes too, of no
cluster, can make parts so (`run_parts`), at any time and in any order.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from .. import __version__
from ..errors import EoDeepError
from ..io.files import list_files
from ..io.job_record import describe_job, find_difference, find_models, is_remote
from ..io.layers import split_path
from ..io.part_folder import read_record
from ..io.parts import active_parts, distributed, only
from ..io.paths import Input, Output, find_paths, list_paths
from ..progress import Progress, silent
from ..runtime.cluster import GPUS, Workers, check_cluster, open_workers
from ..runtime.devices import choose_device, has_fast_bf16
from ..runtime.jobs import Call, current_call, find_function
from ..runtime.threads import count_cores

# A grid is cut into so many parts per worker at least, where its size allows, so that none is idle for long at the end.
PARTS_PER_WORKER = 4
_MAKING_SHARE = 0.97  # of a job's time; the rest puts the parts together

_NOT_THERE = "'{}' is not there; images, models and the output's folder must be at the same paths for all workers."


@contextmanager
def open_cluster(progress: Progress) -> Iterator[None]:
    """Have a cluster make the parts of the running door, if its argument "cluster" names one; a context manager.

    It is opened before what takes long, so that an address where nobody answers is said at once. Raises EoDeepError
    where nobody answers or works there.
    """
    call, name = current_call(), _find_name()
    if not call or not name:
        yield
        return
    if name == GPUS and not str(call.arguments.get("device", "auto")).startswith(("auto", "cuda")):
        raise EoDeepError(f"'device' must be auto or cuda where 'cluster' is gpus, got '{call.arguments['device']}'.")
    with open_workers(name) as workers:
        count = len(workers.addresses)
        progress.message(f"{count} workers of the cluster '{name}' make the parts." if count > 1 else
                         f"One worker of the cluster '{name}' makes the parts.")  # fmt: skip
        foreman = _Foreman(workers)
        with distributed(foreman.make, PARTS_PER_WORKER * count):
            yield
    if not foreman.parts:
        progress.message("The cluster had nothing to do: the image is one tile, or all parts were done already.")


def do_without_cluster(progress: Progress) -> None:
    """Say that what the running door is asked for is made by this process, if a cluster was named. EoDeepError for what
    is no cluster's name."""
    if name := _find_name():
        check_cluster(name)
        progress.warning(f"The cluster '{name}' is not used, because the result is not made in parts.")


def _find_name() -> str | None:
    call = current_call()
    return call.arguments.get("cluster") if call and call.restartable else None


class _Foreman:
    """Hands parts out to workers. parts: how many they have made."""

    def __init__(self, workers: Workers):
        self._workers, self.parts = workers, 0

    def make(self, call: Call, numbers: list[int], progress: Progress) -> None:
        """Have the parts with these numbers made."""
        parts = active_parts()
        assert parts is not None
        arguments = {**_make_absolute(call), "cluster": None}
        job = {"door": call.name, "arguments": arguments, "versions": find_versions()}
        _compare(self._workers.ask_all(look_around, {**job, "folder": str(parts.folder.path)}), progress)
        calls = [{**job, "number": number} for number in numbers]
        done = len(parts.numbers) - len(numbers)
        for _ in self._workers.run(make_part, calls, lambda call: parts.describe(call["number"]),
                                   progress.part(0, _MAKING_SHARE)):  # fmt: skip
            self.parts, done = self.parts + 1, done + 1
            parts.tell_kept(done)


def _make_absolute(call: Call) -> dict[str, Any]:
    """A door's arguments with paths that mean the same in every folder."""
    paths = {*find_paths(call.door), *find_models(call)}
    return {name: _to_absolute(value) if name in paths else value for name, value in call.arguments.items()}


def _to_absolute(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_to_absolute(part) for part in value]
    return os.path.abspath(value) if value and not is_remote(value) else value


def _compare(answers: Mapping[str, Mapping[str, str]], progress: Progress) -> None:
    """Warn where workers are of several kinds."""
    kinds = sorted({answer["processor"] for answer in answers.values()})
    if len(kinds) > 1:
        progress.warning(f"The workers have different processors ({', '.join(kinds)}): the last digits of values may "
                         "differ from part to part.")  # fmt: skip


def find_versions() -> dict[str, str]:
    """What must be the same in all processes."""
    return {"EO Deep": __version__, "torch": torch.__version__.partition("+")[0]}


# What runs on workers.


def make_part(call: Mapping[str, Any], progress: Progress) -> None:
    """Make a part of a job: "door", "arguments", "number", "versions"."""
    _check_versions(call["versions"])
    torch.set_num_threads(count_cores())  # Dask tells libraries to take one: it would run several calls at once
    run_parts(call["door"], call["arguments"], [call["number"]], progress)


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
    with only(numbers):
        find_function(door)(**arguments, progress=progress)


def look_around(call: Mapping[str, Any]) -> dict[str, str]:
    """What a worker's "processor" is, once all is there that a job needs; besides, the "folder" of its parts.

    Raises EoDeepError that names what is not there, or differs from what the job was begun with.
    """
    _check_versions(call["versions"])
    here = Call(find_function(call["door"]), dict(call["arguments"]))
    for path in _list_inputs(here):
        if not is_remote(path) and not os.path.exists(path):
            raise EoDeepError(_NOT_THERE.format(path))
    _check_folder(Path(call["folder"]), here)
    device = choose_device(here.arguments.get("device", "auto"))
    if device.type == "cuda":
        processor = torch.cuda.get_device_name(device)
    else:
        processor = f"{device.type} {torch.backends.cpu.get_cpu_capability()}"
    return {"processor": f"{processor}{', bf16' if has_fast_bf16(device) else ''}"}


def _list_inputs(call: Call) -> Iterator[str]:
    """The files that a door reads, of virtual rasters their sources too."""
    kinds = {**dict.fromkeys(find_models(call)), **find_paths(call.door)}
    for name, kind in kinds.items():
        for path in list_paths(call.arguments.get(name)) if not isinstance(kind, Output) else ():
            if isinstance(kind, Input) and not kind.raster:
                yield split_path(path)[0]
            else:
                yield from list_files(path) or [path]


def _check_versions(wanted: Mapping[str, str]) -> None:
    for name, version in find_versions().items():
        if version != wanted[name]:
            raise EoDeepError(f"It has {name} {version}, the job needs {wanted[name]}; install the same version there.")


def _check_folder(folder: Path, here: Call) -> None:
    """EoDeepError unless the folder of the parts is there, of this very job, and can be written."""
    record = read_record(folder)
    if record is None:
        raise EoDeepError(_NOT_THERE.format(folder))
    if difference := find_difference(record["job"], describe_job(here)):
        raise EoDeepError(f"It does not see the job's files: {difference}.")
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise EoDeepError(f"'{folder}' cannot be written ({error.strerror}).") from None
