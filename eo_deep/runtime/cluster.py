"""Several processes at one job, through Dask (an extra): of this computer, one per GPU, or of the user's own cluster.

What travels is the name of a function of this package with plain values, and small answers. A worker does one thing at
a time, with all cores that it has. What a worker was doing when it was lost is done by another; what fails twice ends
the job. Nothing stays on a cluster when a job ends: its scheduler forgets what a client that is gone has asked for.
"""

from __future__ import annotations

import importlib
import json
import os
import tempfile
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import EoDeepError
from ..progress import Progress
from .cluster_names import GPUS, count_processes, find_wrong_cluster, is_address, is_local
from .failures import explain_failures
from .gdal_settings import settle_gdal
from .jobs import current_call
from .kept import keep_between_jobs
from .memory import keep_freed_memory
from .threads import count_cores
from .traces import make_folder

ANSWER_S = 20.0  # an address that says nothing for so long, and a cluster that has no workers, is given up
MOST_TRIES = 2  # of a call that fails

_PACKAGES = ("dask", "distributed", "cryptography")
_MOST_SUBMITTED = 5000  # calls that the scheduler knows at a time: memory stays flat, however many there are
_POLL_S = 0.05
_LOOK_S = 1.0  # whether there still are a scheduler and workers
_NEWS_S = 2.0  # a worker tells how far it is so often
_TOPIC = "eo_deep"
_MOST_KEPT = 4  # models and the like, by each worker

# Of Dask in processes of this computer: no messages, no pages for browsers, and no profiler that looks at them a
# hundred times a second.
_QUIET = {"DASK_LOGGING__DISTRIBUTED": "critical", "DASK_DISTRIBUTED__WORKER__HTTP__ROUTES": "[]",
          "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False"}  # fmt: skip

_one_at_a_time = threading.Lock()

Call = Mapping[str, Any]  # the arguments of a call, plain values


def check_cluster(name: str | None) -> None:
    """EoDeepError unless a cluster may be called so (see `cluster_names`), and the packages for it are there."""
    if wrong := find_wrong_cluster(name):
        raise EoDeepError(wrong)
    if name:
        for package in _PACKAGES if is_local(name) else _PACKAGES[:2]:
            _require(package)


def _require(package: str) -> Any:
    try:
        return importlib.import_module(package)
    except ImportError:
        raise EoDeepError(f"The parameter 'cluster' needs the package '{package}' in the engine's environment; add it "
                          "with 'Set up the engine' in QGIS, or with 'python -m pip install dask distributed "
                          "cryptography'.") from None  # fmt: skip


@contextmanager
def open_workers(name: str) -> Iterator[Workers]:
    """The workers that a name stands for, see `check_cluster`; those of this computer end with the block.

    Raises EoDeepError where nobody answers, and where nobody works.
    """
    check_cluster(name)
    distributed = _require("distributed")
    with ExitStack() as resources:
        target = resources.enter_context(_start_local(name)) if is_local(name) else _find_address(name)
        try:
            client = distributed.Client(target, timeout=ANSWER_S, set_as_default=False, name=_TOPIC)
        except TypeError as error:  # Dask's way to say that an address asks for certificates
            raise EoDeepError(f"The cluster '{name}' needs certificates; state them in Dask's configuration "
                              "(distributed.comm.tls).") from error  # fmt: skip
        except (OSError, ValueError):  # a timeout, too
            raise EoDeepError(f"No Dask scheduler answers at '{name}'; check the address, and that it is "
                              "running.") from None  # fmt: skip
        resources.enter_context(client)
        try:
            client.wait_for_workers(1, timeout=ANSWER_S)
        except TimeoutError:
            raise EoDeepError(f"The cluster '{name}' has no workers; start some with 'dask worker'.") from None
        yield Workers(client, name)


def _find_address(name: str) -> str:
    """The address of a scheduler, which may stand in the file that it wrote."""
    if is_address(name):
        return name
    try:
        return str(json.loads(Path(name).read_text(encoding="utf-8"))["address"])
    except (ValueError, KeyError, TypeError):
        raise EoDeepError(f"'{name}' is no scheduler file, as 'dask scheduler --scheduler-file' writes it.") from None


@contextmanager
def _start_local(name: str) -> Iterator[Any]:
    """Processes of this computer, and a scheduler in this one; they end when it does, however it ends."""
    import dask
    from distributed import Nanny, Scheduler, Security, SpecCluster

    environments = _list_environments(name)
    # The port is this computer's alone, and certificates that only these processes have keep its other users out.
    options = {"host": "127.0.0.1", "protocol": "tls://", "security": Security.temporary()}
    quiet = 50  # messages of Dask's own; what fails is said by us
    with ExitStack() as resources:
        folder = resources.enter_context(make_folder(Path(tempfile.gettempdir(), "eo_deep_workers")))
        # A process is given one call at a time: those that wait would count as what it died of.
        resources.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": MOST_TRIES - 1,
                                                 "distributed.scheduler.worker-saturation": 1.0,
                                                 "distributed.scheduler.http.routes": []}))  # fmt: skip
        workers = {
            number: {"cls": Nanny, "options": {
                **options, "nthreads": 1, "memory_limit": None, "dashboard": False, "silence_logs": quiet,
                "local_directory": str(folder), "env": {**environment, **_QUIET}}}
            for number, environment in enumerate(environments)}  # fmt: skip
        scheduler = {"cls": Scheduler, "options": {**options, "port": 0, "dashboard": False,
                                                   "dashboard_address": "127.0.0.1:0"}}  # fmt: skip
        yield resources.enter_context(
            SpecCluster(workers, scheduler, security=options["security"], silence_logs=quiet))


def _list_environments(name: str) -> list[dict[str, str]]:
    """The variables of each process of this computer: the cores are divided among them, and each GPU has one."""
    gpus = _list_gpus() if name == GPUS else []
    count = count_processes(name) or len(gpus)
    threads = str(max(1, count_cores() // count))
    shared = {"EO_DEEP_THREADS": threads, "OMP_NUM_THREADS": threads, "MKL_NUM_THREADS": threads}
    return [{**shared, **({"CUDA_VISIBLE_DEVICES": gpus[number]} if gpus else {})} for number in range(count)]


def _list_gpus() -> list[str]:
    """The GPUs that this process may use, as CUDA_VISIBLE_DEVICES names them. EoDeepError if there is none."""
    import torch

    count = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if not count:
        raise EoDeepError("The cluster 'gpus' needs an NVIDIA GPU, and torch sees none on this computer.")
    visible = [part.strip() for part in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",") if part.strip()]
    return visible[:count] or [str(number) for number in range(count)]


class Workers:
    """The workers of a cluster, which do what a job calls for."""

    def __init__(self, client: Any, name: str):
        self._client, self._name = client, name

    @property
    def addresses(self) -> list[str]:
        """Where the workers are, at this moment."""
        return list(self._client.scheduler_info(n_workers=-1)["workers"])

    def ask_all(self, function: Callable[..., Any], call: Call) -> dict[str, Any]:
        """What a function of this package answers to call, on each worker at once, even one that is at work.

        Raises EoDeepError of the first that fails, with its worker's address.
        """
        answers = self._client.run(_answer, _name_function(function), dict(call), on_error="return")
        for address, answer in answers.items():
            if isinstance(answer, Exception) and "No module named" in str(answer):
                raise EoDeepError(f"The worker {address} lacks a part of EO Deep ({answer}); install the same version "
                                  "there.") from None  # fmt: skip
            if isinstance(answer, Exception):
                raise EoDeepError(f"The worker {address}: {_describe(answer)}")
        return answers

    def run(self, function: Callable[[Call, Progress], Any], calls: Sequence[Call], name_call: Callable[[Call], str],
            progress: Progress) -> Iterator[Any]:
        """What function(call, progress) answers on some worker, for each call, in the order in which they end.

        Parameters
        ----------
        function : callable
            Of this package; it can be called again for what it has done already.
        calls : sequence of mappings
            Plain values each.
        name_call : callable
            What a call is about, for the error of one that failed twice.
        progress : Progress
            Receives the share that is done, and warnings of workers, the same ones once.

        Raises
        ------
        EoDeepError
            For a call that failed twice, and where the scheduler or all workers are lost.
        """
        from distributed import as_completed

        job = uuid.uuid4().hex[:12]
        told = _Told(progress, job, len(calls))
        self._client.subscribe_topic(_TOPIC, told.hear)
        waiting = iter(enumerate(calls))
        running: dict[Any, Call] = {}
        ended = as_completed(loop=self._client.loop)
        looked_at = well_at = time.monotonic()
        try:
            while True:
                if len(running) <= _MOST_SUBMITTED // 2:
                    more = self._submit(function, job, list(islice(waiting, _MOST_SUBMITTED - len(running))))
                    running.update(more)
                    ended.update(list(more))
                if not running:
                    return
                batch = ended.next_batch(block=False)
                for number, result, warnings in self._gather({future: name_call(running[future]) for future in batch}):
                    told.finish(number, warnings)
                    yield result
                for future in batch:
                    del running[future]
                now = time.monotonic()
                if batch:
                    well_at = now
                    continue
                if now - looked_at > _LOOK_S:
                    looked_at, trouble = now, self._find_trouble()
                    well_at = well_at if trouble else now
                    if trouble and now - well_at > ANSWER_S:
                        raise EoDeepError(trouble)
                time.sleep(_POLL_S)
        finally:
            if running and self._client.status == "running":
                self._client.cancel(list(running), force=True)

    def _submit(self, function: Callable, job: str, calls: list[tuple[int, Call]]) -> dict[Any, Call]:
        if not calls:
            return {}
        named = _name_function(function)
        futures = self._client.map(
            _do, [(named, job, number, dict(call)) for number, call in calls], pure=False, retries=MOST_TRIES - 1,
            key=[f"{function.__name__}-{job}-{number}" for number, _ in calls])  # fmt: skip
        return {future: call for future, (_, call) in zip(futures, calls, strict=True)}

    def _gather(self, ended: Mapping[Any, str]) -> list[tuple[int, Any, list[str]]]:
        """The answers of calls that have ended, and what each is about; or the reason why one has none."""
        from distributed import KilledWorker

        for future, about in ended.items():
            if future.status == "error":
                error = future.exception()
                if isinstance(error, KilledWorker):
                    raise EoDeepError(f"{about} failed: the processes that worked at it ended, probably because the "
                                      "memory was full.")  # fmt: skip
                raise EoDeepError(f"{about} failed twice: {_describe(error)}")
        try:
            return self._client.gather(list(ended))
        except (OSError, CancelledError):
            raise EoDeepError(self._describe_loss()) from None

    def _find_trouble(self) -> str | None:
        """Why nothing can come, should that last."""
        if self._client.status != "running":
            return self._describe_loss()
        if not self._client.scheduler_info(n_workers=1)["workers"]:
            return f"The cluster '{self._name}' has no workers any more."
        return None

    def _describe_loss(self) -> str:
        return f"The scheduler of the cluster '{self._name}' does not answer any more."


def _describe(error: BaseException) -> str:
    return str(error) if isinstance(error, EoDeepError) else f"{type(error).__name__}: {error}"


class _Told:
    """What workers say of a job: how far each call is, and warnings, each once and none that the running door has
    given."""

    def __init__(self, progress: Progress, job: str, count: int):
        self._progress, self._job, self._count = progress, job, count
        self._shares: dict[int, float] = {}
        self._finished: set[int] = set()
        call = current_call()
        self._warnings = call.warnings if call else set()
        self._lock = threading.Lock()

    def hear(self, event: tuple[float, Any]) -> None:
        """News of a worker, of whatever job."""
        _, news = event
        if isinstance(news, dict) and news.get("job") == self._job:
            with self._lock:
                if news["number"] not in self._finished:
                    self._shares[news["number"]] = news["share"]
            self._show()

    def finish(self, number: int, warnings: list[str]) -> None:
        """A call has ended."""
        with self._lock:
            self._shares.pop(number, None)
            self._finished.add(number)
        for text in warnings:
            if text not in self._warnings:
                self._warnings.add(text)
                self._progress.warning(text)
        self._show()

    def _show(self) -> None:
        with self._lock:
            share = (len(self._finished) + sum(self._shares.values())) / self._count
        self._progress(share)


# What runs on workers.


class _News(Progress):
    """Gathers the warnings of a call, and now and then tells the client how far it is.

    Messages stay behind: the process that began the job says the same ones.
    """

    def __init__(self, job: str, number: int):
        self.warnings: list[str] = []
        self._job, self._number, self._told_at = job, number, time.monotonic()

    def __call__(self, fraction: float) -> None:
        from distributed import get_worker

        if time.monotonic() - self._told_at > _NEWS_S:
            self._told_at = time.monotonic()
            get_worker().log_event(_TOPIC, {"job": self._job, "number": self._number, "share": float(fraction)})

    def warning(self, text: str) -> None:
        self.warnings.append(text)


def _do(task: tuple[str, str, int, dict[str, Any]]) -> tuple[int, Any, list[str]]:
    """On a worker: the answer to a call, and what it warns of."""
    from distributed import get_worker

    named, job, number, call = task
    news = _News(job, number)
    with _one_at_a_time:
        try:
            with explain_failures():
                return number, _settle(named, call)(call, news), news.warnings
        except EoDeepError as error:
            failure = f"{error} (on {get_worker().address})"
        except Exception as error:  # a mistake of ours
            traceback.print_exc()
            failure = f"EO Deep failed unexpectedly ({type(error).__name__}: {error})."
    raise EoDeepError(failure)  # without what it came of: the errors of other libraries may not travel


def _answer(named: str, call: dict[str, Any]) -> Any:
    """On a worker: a question, whatever it is doing."""
    with explain_failures():
        return _settle(named, call)(call)


def _settle(named: str, call: dict[str, Any]) -> Callable:
    """Make a worker's process what the engine's is, before a module is imported that loads GDAL; find the function."""
    settle_gdal(call)
    os.environ["MPLBACKEND"] = "Agg"
    keep_freed_memory()
    keep_between_jobs(_MOST_KEPT)
    module, _, name = named.partition(":")
    return getattr(importlib.import_module(module), name)


def _name_function(function: Callable) -> str:
    return f"{function.__module__}:{function.__name__}"
