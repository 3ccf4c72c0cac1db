"""Trainings in several processes: started here for one machine, or by torchrun for any number of them.

Both tell a process by the variables RANK, LOCAL_RANK, WORLD_SIZE, LOCAL_WORLD_SIZE, MASTER_ADDR and MASTER_PORT which
one it is, and the processes then find each other. Every one of them runs the whole training, with a share of each
batch (`training/split`); the first one alone reports and writes the model, the others write to a folder that they
remove.

torchrun's own processes lead sessions of their own, which would outlive a Cancel. So on one machine, the processes are
started here: workers as QGIS starts them (`python -m eo_deep`), in this one's process group, which end with it.
"""

from __future__ import annotations

import inspect
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

from ..errors import EoDeepError
from ..progress import CurvePoint, Progress, silent
from .threads import count_cores
from .traces import announce

Arguments = ParamSpec("Arguments")

_PACKAGE = __package__.partition(".")[0]
_GRACE_S = 5.0  # for what the others have to say after one has ended
_HERE = "127.0.0.1"
_LOOPBACK = {"linux": "lo", "darwin": "lo0"}

_doors: set[str] = set()


class LostProcess(EoDeepError):
    """Another process of a training has ended; it has said why, or was killed."""


def data_parallel(function: Callable[Arguments, dict[str, Any]]) -> Callable[Arguments, dict[str, Any]]:
    """Let a training with the arguments ``device`` and ``model`` run in several processes.

    Its device may then be "gpus", one process for each GPU of the machine, or "cpu:2", that number of them on the CPU.
    """
    _doors.add(function.__name__)
    signature = inspect.signature(function)

    @wraps(function)
    def run(*given: Arguments.args, **named: Arguments.kwargs) -> dict[str, Any]:
        bound = signature.bind(*given, **named)
        bound.apply_defaults()
        arguments, progress = bound.arguments, bound.arguments["progress"]
        name = str(arguments["device"] or "auto").strip().lower()
        if count_started() > 1:
            with _join(name) as device, _redirect(arguments):
                arguments["device"] = device
                return function(*bound.args, **bound.kwargs)
        processes, arguments["device"] = _plan(name, progress)
        if processes > 1:
            job = {key: value for key, value in arguments.items() if key != "progress"}
            return _run(function.__name__, job, processes, progress)
        return function(*bound.args, **bound.kwargs)

    return run


def count_started() -> int:
    """How many processes this one was started with, itself among them."""
    return int(os.environ.get("WORLD_SIZE") or 1)


def is_first_started() -> bool:
    """Whether this process is the one that reports."""
    return count_started() == 1 or os.environ.get("RANK", "0") == "0"


def check_alone(name: str) -> None:
    """EoDeepError if several processes would run an algorithm that is no training of a network."""
    if count_started() > 1 and name not in _doors:
        raise EoDeepError(
            f"'{name}' runs in one process, and {count_started()} were started; start it without torchrun."
        )


def _plan(name: str, progress: Progress) -> tuple[int, str]:
    """How many processes a device's name asks for, and the name of the device of one."""
    kind, _, number = name.partition(":")
    if kind == "cpu" and number:
        most = max(2, count_cores())
        if not number.isdigit() or not 1 <= int(number) <= most:
            raise EoDeepError(f"Device cpu:N must have a number of processes from 1 to {most}, got '{name}'.")
        return int(number), "cpu"
    if name != "gpus":
        return 1, name
    import torch

    gpus = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if gpus > 1 and not torch.distributed.is_nccl_available():
        raise EoDeepError("Device 'gpus' needs NCCL, which this build of torch lacks; choose one GPU, such as cuda:1.")
    if gpus < 2:
        progress.message("There is one NVIDIA GPU, so the device 'gpus' is the same as 'auto'." if gpus else
                         "There is no NVIDIA GPU that torch can use, so the device 'gpus' is the same as 'auto'.")
    return max(1, gpus), "auto"


@contextmanager
def _join(name: str) -> Iterator[str]:
    """Find the other processes; the name of this one's device."""
    import torch
    import torch.distributed as dist

    device = _choose_device(name)
    if dist.is_initialized():
        yield device
        return
    on_gpu = device != "cpu"
    if on_gpu:
        torch.cuda.set_device(device)
    try:
        dist.init_process_group("nccl" if on_gpu else "gloo")
    except (RuntimeError, ValueError) as error:
        place = f"{os.environ.get('MASTER_ADDR', '?')}:{os.environ.get('MASTER_PORT', '?')}"
        reason = str(error).partition("\n")[0].rstrip(".")
        raise EoDeepError(
            f"The {count_started()} processes of the training did not meet at {place}: {reason}."
        ) from error
    yield device
    dist.destroy_process_group()  # after an error the process ends, and the others with it


def _choose_device(name: str) -> str:
    import torch

    if name.partition(":")[0] == "cpu" or (name in ("auto", "gpus") and not torch.cuda.is_available()):
        return "cpu"
    if name not in ("auto", "gpus", "cuda"):
        raise EoDeepError(
            f"Device '{name}' is one device, and {count_started()} processes were started; choose gpus or cpu."
        )
    local, gpus = int(os.environ.get("LOCAL_RANK", "0")), torch.cuda.device_count() if torch.cuda.is_available() else 0
    if local >= gpus:
        raise EoDeepError(
            f"{local + 1} processes or more were started on a machine where torch sees {gpus} GPUs; start one for each "
            "GPU."
        )
    return f"cuda:{local}"


@contextmanager
def _redirect(arguments: dict[str, Any]) -> Iterator[None]:
    """Let all processes but the first be silent, and write to a folder that is removed."""
    with ExitStack() as folders:
        if not is_first_started():
            folder = folders.enter_context(tempfile.TemporaryDirectory())
            arguments["progress"] = silent
            if arguments.get("model"):
                arguments["model"] = str(Path(folder) / Path(arguments["model"]).name)
            arguments["report"] = None
        yield


def _run(name: str, arguments: Mapping[str, Any], count: int, progress: Progress) -> dict[str, Any]:
    """Run a training in so many processes of this machine. EoDeepError with the sentence of the one that failed."""
    progress.message(f"Training in {count} processes.")
    started = _Processes(name, arguments, count)
    try:
        return started.follow(progress)
    finally:
        started.end()


class _Processes:
    """Workers that run one training, and what they say."""

    def __init__(self, name: str, arguments: Mapping[str, Any], count: int) -> None:
        from torch.distributed import TCPStore

        # As torchrun does: they meet at a store of this process, which nobody reaches from another machine.
        place = socket.create_server((_HERE, 0))
        self._port = place.getsockname()[1]
        self._store = TCPStore(_HERE, self._port, is_master=True, wait_for_workers=False,
                               master_listen_fd=place.detach())  # fmt: skip
        self._lines: queue.SimpleQueue[tuple[int, bytes]] = queue.SimpleQueue()
        self._children: list[subprocess.Popen] = []
        job = json.dumps({"function": name, "arguments": arguments}, default=str).encode() + b"\n"
        try:
            for rank in range(count):
                child = subprocess.Popen([sys.executable, "-m", _PACKAGE], env=self._describe(rank, count),
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
                self._children.append(child)
                threading.Thread(target=self._read, args=(rank, child), daemon=True).start()
                assert child.stdin
                child.stdin.write(job)  # and it stays open: its end would tell the child that this process is gone
                child.stdin.flush()
        except BrokenPipeError:
            pass  # it died at once: `follow` says how
        except BaseException:
            self.end()
            raise

    def follow(self, progress: Progress) -> dict[str, Any]:
        """Pass on what the first process reports until its result comes and all have ended."""
        result: dict[str, Any] | None = None
        ended: dict[int, int] = {}
        until: float | None = None
        while len(ended) < len(self._children):
            try:
                rank, line = self._lines.get(timeout=None if until is None else max(0.0, until - time.monotonic()))
            except queue.Empty:
                break
            if not line:
                ended[rank] = self._children[rank].wait()
                if ended[rank] not in (0, 1):  # 1: it has said why, or was left alone
                    break
                until = until if ended[rank] == 0 or until else time.monotonic() + _GRACE_S
                continue
            news = json.loads(line)
            if "error" in news:
                raise EoDeepError(news["error"])
            if rank == 0:
                result = news.get("result", result)
                _pass_on(news, progress)
        if result is not None and not any(ended.values()) and len(ended) == len(self._children):
            return result
        died = [(rank, code) for rank, code in ended.items() if code not in (0, 1)]
        raise EoDeepError(_explain(*died[0], len(self._children)) if died else
                          "The processes of the training lost each other.")  # fmt: skip

    def end(self) -> None:
        """End all processes, which remove what they have not finished, and wait for them."""
        for child in self._children:
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + _GRACE_S
        for child in self._children:
            try:
                child.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            for stream in (child.stdin, child.stdout):
                try:
                    if stream:
                        stream.close()
                except OSError:
                    pass  # unsent bytes for a dead child

    def _describe(self, rank: int, count: int) -> dict[str, str]:
        """The variables of a process."""
        threads = str(max(1, count_cores() // count))
        paths = [str(Path(__file__).parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
        loopback = _LOOPBACK.get(sys.platform)
        return {
            **(dict.fromkeys(("GLOO_SOCKET_IFNAME", "NCCL_SOCKET_IFNAME"), loopback) if loopback else {}),
            "OMP_NUM_THREADS": threads,
            "NUMBA_NUM_THREADS": threads,
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "TORCHELASTIC_USE_AGENT_STORE": "True",
            "MASTER_ADDR": _HERE,
            "MASTER_PORT": str(self._port),
            "RANK": str(rank),
            "LOCAL_RANK": str(rank),
            "WORLD_SIZE": str(count),
            "LOCAL_WORLD_SIZE": str(count),
        }

    def _read(self, rank: int, child: subprocess.Popen) -> None:
        assert child.stdout
        for line in child.stdout:
            self._lines.put((rank, line))
        self._lines.put((rank, b""))


def _pass_on(news: Mapping[str, Any], progress: Progress) -> None:
    if "progress" in news:
        progress(news["progress"])
    if "message" in news:
        progress.message(news["message"])
    if "warning" in news:
        progress.warning(news["warning"])
    if "kept" in news:
        progress.keep(news["kept"])
    if "point" in news:
        progress.plot(CurvePoint(**news["point"]))
    if "trace" in news:
        announce(Path(news["trace"]))


def _explain(rank: int, code: int, count: int) -> str:
    code = 128 - code if code > 128 else code  # it was asked to end, and did so itself
    if code == -getattr(signal, "SIGKILL", 9):
        return f"Process {rank + 1} of {count} of the training was killed, probably because the memory was full."
    if code < 0:
        return f"Process {rank + 1} of {count} of the training was ended by signal {-code}."
    return f"Process {rank + 1} of {count} of the training ended without a result (exit code {code})."
