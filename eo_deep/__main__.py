"""The worker: run one public function of a family of algorithms in this process.

`python -m eo_deep` is what QGIS starts. One JSON line comes in: {"function": "segmentation.segment", "arguments": {}}.
JSON lines go out: {"progress", "remaining_s"}, {"message"}, {"warning"}, {"kept"}, {"point"} (on a training's curve),
{"trace"} (a path to remove should this process be killed), at last {"result"} or {"error"}. A job may bring "names",
{path: what the user calls the file}, and "targets", files that QGIS makes of the results. With "stay": true, the worker
waits for another job after this one, and keeps loaded models and what networks saw on images for it.

`python -m eo_deep segment image=a.tif model=m.safetensors output=b.tif` is for people: the same with a progress bar.
Values are read as JSON where they are JSON ("bands=[1,2,3]", "area=null"), else as text. `--help` lists the algorithms,
and behind the name of one its arguments; so does a terminal that is given nothing.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
import traceback
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TextIO

from . import __version__
from .errors import EoDeepError, to_line
from .io.names import put_names, set_names
from .progress import CurvePoint, Progress
from .runtime import traces
from .runtime.data_parallel import LostProcess, check_alone, is_first_started
from .runtime.failures import explain_failures
from .runtime.gdal_settings import names_server, settle_gdal
from .runtime.jobs import check_arguments, find_function
from .runtime.kept import keep_between_jobs
from .runtime.memory import keep_freed_memory
from .runtime.remaining_time import RemainingTime

SECONDS_BETWEEN_REPORTS = 0.2
MOST_KEPT = 8  # models, and what they saw of a view each
MOST_OPEN_FILES = 10_000  # macOS takes no more than 10240


class Reporter(Progress, ABC):
    """Shows a job's progress and messages; `kept` is what stays if the job ends before its time."""

    def __init__(self) -> None:
        self.kept = ""
        self._remaining = RemainingTime()
        self._shown_at = 0.0
        self._fraction = 0.0
        self._lock = threading.RLock()  # reader and writer threads report too

    def __call__(self, fraction: float) -> None:
        now = time.monotonic()
        with self._lock:
            self._fraction = max(self._fraction, min(float(fraction), 1.0))
            if now - self._shown_at < SECONDS_BETWEEN_REPORTS:
                return
            self._shown_at = now
            self.show_progress(self._fraction, self._remaining.update(now, self._fraction))

    def keep(self, text: str) -> None:
        self.kept = to_line(put_names(text))

    def message(self, text: str) -> None:
        self.show_text("message", to_line(put_names(text)))

    def warning(self, text: str) -> None:
        self.show_text("warning", to_line(put_names(text)))

    def error(self, text: str) -> None:
        """Why there is no result, and what is kept nevertheless."""
        self.show_text("error", f"{to_line(put_names(text))} {self.kept}".strip())

    @abstractmethod
    def show_progress(self, fraction: float, remaining_s: float | None) -> None:
        """Show the finished fraction, 0..1, and the seconds left, None while they are unknown."""

    @abstractmethod
    def show_text(self, kind: str, text: str) -> None:
        """Show a "message", "warning" or "error"."""


class JsonReporter(Reporter):
    """Writes JSON lines for QGIS."""

    def __init__(self, stream: TextIO):
        super().__init__()
        self._stream = stream

    def send(self, **news: Any) -> None:
        line = json.dumps(news, default=_plain)
        with self._lock:
            self._stream.write(line + "\n")
            self._stream.flush()

    def show_progress(self, fraction: float, remaining_s: float | None) -> None:
        self.send(progress=round(fraction, 4), remaining_s=None if remaining_s is None else round(remaining_s, 1))

    def show_text(self, kind: str, text: str) -> None:
        self.send(**{kind: text})

    def keep(self, text: str) -> None:
        super().keep(text)
        self.send(kept=self.kept)  # a cancelled engine has no time for it

    def plot(self, point: CurvePoint) -> None:
        self.send(point=asdict(point))


class BarReporter(Reporter):
    """Draws a progress bar on stderr for people."""

    def show_progress(self, fraction: float, remaining_s: float | None) -> None:
        done = round(40 * fraction)
        left = "" if remaining_s is None else f" {remaining_s:.0f} s left"
        sys.stderr.write(f"\r[{'#' * done}{'.' * (40 - done)}] {100 * fraction:3.0f} %{left:<16}")
        sys.stderr.flush()

    def show_text(self, kind: str, text: str) -> None:
        text = f"Warning: {text}" if kind == "warning" else text
        sys.stderr.write(f"\r{text:<72}\n")


def run(name: str, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Call an algorithm. Raises EoDeepError for everything that a user can understand and act on."""
    with explain_failures():
        function = find_function(name)
        check_alone(function.__name__)
        check_arguments(function, arguments)
        return function(**arguments, progress=progress)


def serve(
    name: str, arguments: dict[str, Any], reporter: Reporter, targets: Sequence[Path] = ()
) -> dict[str, Any] | None:
    """Run a job; None after the reporter has shown in a sentence why there is no result.

    targets: files that QGIS will make of the results, and that no other job may write meanwhile.
    """
    settle_gdal(arguments)
    try:
        with traces.job():
            for target in targets:
                traces.hold_for_job(target)
            return run(name, arguments, reporter)
    except LostProcess as error:  # whoever follows the processes has the other one's sentence
        sys.stderr.write(f"{error}\n")
    except EoDeepError as error:
        unasked = names_server(str(error)) and not names_server(arguments)
        reporter.error(f"{error} Servers are contacted only if an argument names them." if unasked else str(error))
    except ImportError:
        raise  # the environment is incomplete; QGIS shows what helps
    except Exception as error:  # a mistake of ours: a sentence for the user, the rest for who mends it
        traceback.print_exc()
        reporter.error(f"EO Deep failed unexpectedly ({type(error).__name__}: {error}); please report it.")
    return None


def serve_qgis() -> int:
    """Run the jobs that come in on stdin, one after the other, and report in JSON lines; returns the exit code."""
    # Anything that a library prints to stdout would break the protocol: it goes to stderr, the protocol to a copy.
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    stdin = os.fdopen(move_stdin(), "rb")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: it reaches who sends jobs, too
    reporter = JsonReporter(stream)
    traces.listen(lambda path: reporter.send(trace=str(path)))
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    job = read_job(stdin.readline(), reporter)
    threading.Thread(target=follow_qgis, args=(stdin, lines.put), daemon=True).start()
    while job is not None:
        if job["stay"]:
            keep_between_jobs(MOST_KEPT)
        result = serve(job["function"], job["arguments"], reporter, job["targets"])
        if result is not None:
            reporter.send(progress=1.0, remaining_s=0.0)
            reporter.send(result=result)
        if not job["stay"]:
            return 0 if result is not None else 1
        reporter = JsonReporter(stream)
        job = read_job(lines.get(), reporter)
    return 2


def read_job(line: bytes, reporter: Reporter) -> dict[str, Any] | None:
    """The job on a line, with all its parts; None after the reporter has told that it is none."""
    try:
        job = json.loads(line)
        name, arguments = job["function"], dict(job["arguments"])
        set_names(job.get("names", {}))
        targets = [Path(target) for target in job.get("targets", [])]
        return {"function": name, "arguments": arguments, "targets": targets, "stay": job.get("stay") is True}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        reporter.error("The engine did not receive a job that it can read.")
        return None


def move_stdin() -> int:
    """Put nothing in stdin's place and return its new descriptor.

    On Windows, libraries that look at stdin while they load would wait for the thread that reads it.
    """
    stdin, nothing = os.dup(0), os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return stdin


def follow_qgis(stdin: BinaryIO, hand_on: Callable[[bytes], None]) -> None:
    """Hand on stdin's lines to its end, which comes when QGIS is gone however it went; end the whole process group."""
    try:
        for line in stdin:
            hand_on(line)
    except OSError:
        pass  # a broken pipe means the same
    traces.remove_all()
    end_process_group()


def end_on_signals() -> None:
    """End this process at once on SIGTERM and SIGHUP, and leave nothing behind.

    A thread waits for them: Python's own handlers would wait for the end of whatever C code is running.
    """
    if sys.platform == "win32":
        return  # where nobody sends them
    numbers = (signal.SIGTERM, signal.SIGHUP)
    come, go = os.pipe()
    os.set_blocking(go, False)
    signal.set_wakeup_fd(go, warn_on_full_buffer=False)
    for number in numbers:
        if signal.getsignal(number) != signal.SIG_IGN:  # as nohup asks for
            signal.signal(number, lambda *_: None)

    def wait() -> None:
        while (number := os.read(come, 1)[0]) not in numbers:
            pass
        traces.remove_all()
        sys.stderr.write(f"\nEnded by {signal.Signals(number).name}.\n")
        os._exit(128 + number)

    threading.Thread(target=wait, daemon=True).start()


def end_process_group() -> NoReturn:
    """Kill this process and what it started, at once, whatever its threads do."""
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(3)


def serve_people(words: list[str]) -> int:
    """Run `algorithm name=value ...`, or answer `--help` and `--version`; returns the exit code."""
    name, *pairs = words
    if name == "--version":
        print(__version__)
        return 0
    if {"--help", "-h"} & {*words}:
        return show_help([word for word in words if word[:1] != "-"])
    arguments = {key: _read_value(text) for key, _, text in (pair.partition("=") for pair in pairs)}
    reporter = BarReporter()
    for pair in pairs:
        if "=" not in pair:
            reporter.error(f"'{pair}' must be ARGUMENT=VALUE; '{name} --help' lists the arguments.")
            return 2
    try:
        result = serve(name, arguments, reporter)
    except KeyboardInterrupt:
        reporter.error("Cancelled.")
        return 130
    if result is None:
        return 1
    if not is_first_started():
        return 0
    reporter.show_progress(1.0, 0.0)
    sys.stderr.write("\n")
    print(json.dumps(result, indent=2, default=_plain))
    return 0


def show_help(names: list[str]) -> int:
    """Describe the algorithm that is named first, without a name list them all; returns the exit code."""
    from .runtime.usage import describe_algorithm, list_algorithms

    try:
        print(describe_algorithm(names[0]) if names else list_algorithms())
    except EoDeepError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _read_value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _plain(value: Any) -> Any:
    """JSON for numpy's numbers and arrays, and paths."""
    return value.tolist() if hasattr(value, "tolist") else str(value)


def allow_many_files() -> None:
    """Raise this process's limit of open files, 256 on macOS: a training opens each of its images in every thread."""
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def read_names_as_utf8() -> None:
    """Begin anew in Python's UTF-8 mode where the locale names another encoding: files are UTF-8, and so is GDAL."""
    if sys.platform != "win32" and sys.getfilesystemencoding() != "utf-8":
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def settle_libraries() -> None:
    """Whatever the environment says, matplotlib needs no window and no library's warning ends a job."""
    os.environ["MPLBACKEND"] = "Agg"
    if any(option.startswith("error") for option in sys.warnoptions):
        warnings.simplefilter("default")


def main() -> int:
    """Run what the command line asks for, or without anything there the job of QGIS that comes in on stdin."""
    words = sys.argv[1:]
    if not words and sys.stdin and sys.stdin.isatty():
        words = ["--help"]
    read_names_as_utf8()
    settle_libraries()
    end_on_signals()
    allow_many_files()
    keep_freed_memory()
    if not words:
        return serve_qgis()
    try:
        status = serve_people(words)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
