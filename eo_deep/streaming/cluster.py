"""The parts of a job on several processes, GPUs or machines: `io.parts` makes them, `runtime.cluster` has the workers.

A worker gets the name of a door, its arguments and the number of a part, runs the door up to where this part stands,
and keeps the model for the next one. All workers see images, models and the folder of the parts at the same paths.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch

from .. import __version__
from ..errors import EoDeepError
from ..io.job_record import describe_job, find_difference, find_models, is_remote
from ..io.part_folder import read_record
from ..io.parts import Distribute, active_parts, distributed
from ..io.paths import Input, find_paths, list_paths
from ..progress import Progress
from ..runtime.cluster import GPUS, Workers, open_workers
from ..runtime.devices import choose_device, has_fast_bf16
from ..runtime.jobs import Call, current_call, find_function
from ..runtime.threads import count_cores
from .parts import run_parts

# A grid is cut into so many parts per worker at least, where its size allows, so that none is idle for long at the end.
PARTS_PER_WORKER = 4
_MAKING_SHARE = 0.97  # of a job's time; the rest puts the parts together

_NOT_THERE = "'{}' is not there; images, models and the output's folder must be at the same paths for all workers."


@contextmanager
def open_cluster(progress: Progress) -> Iterator[int]:
    """Have a cluster make the parts of the running door, if its argument "cluster" names one.

    Yields how many parts there should be at least. Raises EoDeepError where nobody answers or works there.
    """
    call = current_call()
    name = call.arguments.get("cluster") if call and call.restartable else None
    if not call or not name:
        yield 1
        return
    if name == GPUS and not str(call.arguments.get("device", "auto")).startswith(("auto", "cuda")):
        raise EoDeepError(f"'device' must be auto or cuda where 'cluster' is gpus, got '{call.arguments['device']}'.")
    with open_workers(name) as workers:
        count = len(workers.addresses)
        progress.message(f"{count} workers of the cluster '{name}' make the parts." if count > 1 else
                         f"One worker of the cluster '{name}' makes the parts.")  # fmt: skip
        with distributed(_hand_out(workers)):
            yield PARTS_PER_WORKER * count


def tell_of_one_part(progress: Progress) -> None:
    """Say that a cluster has nothing to do, if one was asked for."""
    call = current_call()
    if call and call.restartable and call.arguments.get("cluster"):
        progress.message("The image is one part, which this process makes.")


def _hand_out(workers: Workers) -> Distribute:
    def make(call: Call, numbers: list[int], progress: Progress) -> None:
        parts = active_parts()
        assert parts is not None
        arguments = {**_make_absolute(call), "cluster": None}
        job = {"door": call.name, "arguments": arguments, "versions": find_versions()}
        _compare(workers.ask_all(look_around, {**job, "folder": str(parts.folder.path)}), progress)
        calls = [{**job, "number": number} for number in numbers]
        done = len(parts.numbers) - len(numbers)
        for _ in workers.run(make_part, calls, lambda call: parts.describe(call["number"]),
                             progress.part(0, _MAKING_SHARE)):  # fmt: skip
            done += 1
            parts.tell_kept(done)

    return make


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


def look_around(call: Mapping[str, Any]) -> dict[str, str]:
    """What a worker's "processor" is, once all is there that a job needs; besides, the "folder" of its parts.

    Raises EoDeepError that names what is not there, or differs from what the job was begun with.
    """
    _check_versions(call["versions"])
    here = Call(find_function(call["door"]), dict(call["arguments"]))
    paths = [name for name, kind in find_paths(here.door).items() if isinstance(kind, Input)]
    for name in (*paths, *find_models(here)):
        for path in list_paths(here.arguments.get(name)):
            if not is_remote(path) and not os.path.exists(path):
                raise EoDeepError(_NOT_THERE.format(path))
    _check_folder(Path(call["folder"]), here)
    device = choose_device(here.arguments.get("device", "auto"))
    if device.type == "cuda":
        processor = torch.cuda.get_device_name(device)
    else:
        processor = f"{device.type} {torch.backends.cpu.get_cpu_capability()}"
    return {"processor": f"{processor}{', bf16' if has_fast_bf16(device) else ''}"}


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
