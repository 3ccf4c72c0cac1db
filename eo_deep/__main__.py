"""The worker: run one public function of a family of algorithms in this process.

`python -m eo_deep` is what QGIS starts. One JSON line comes in: {"function": "segmentation.segment", "arguments": {}}.
JSON lines go out: {"pid"}, {"progress", "remaining_s"}, {"message"}, {"warning"}, at last {"result"} or {"error"}.

`python -m eo_deep segmentation.segment image=a.tif model=m.safetensors output=b.tif` is for people: the same with a
progress bar. Values are read as JSON where they are JSON ("bands=[1,2,3]", "area=null"), else as text.
"""

from __future__ import annotations

import errno
import importlib
import inspect
import json
import os
import signal
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TextIO

from .errors import EoDeepError
from .memory import keep_freed_memory
from .progress import Progress

SECONDS_BETWEEN_REPORTS = 0.2
MOST_OPEN_FILES = 10_000  # macOS takes no more than 10240


class Reporter(Progress, ABC):
    """Tells the job's news; estimates the remaining time from the speed so far."""

    def __init__(self) -> None:
        self._started_at: float | None = None  # of the first report: loading torch says nothing about the speed
        self._started_from = 0.0  # a resumed training starts in the middle
        self._told_at = 0.0
        self._fraction = 0.0
        self._lock = threading.RLock()  # reader and writer threads report too

    def __call__(self, fraction: float) -> None:
        now = time.monotonic()
        with self._lock:
            if self._started_at is None:
                self._started_at, self._started_from = now, float(fraction)
            self._fraction = max(self._fraction, min(float(fraction), 1.0))
            if now - self._told_at < SECONDS_BETWEEN_REPORTS:
                return
            self._told_at = now
            self.tell_progress(self._fraction, self.estimate_remaining_s(now))

    def estimate_remaining_s(self, now: float) -> float | None:
        """Seconds left at the mean speed so far; None while that says little."""
        elapsed_s, done = now - (self._started_at or now), self._fraction - self._started_from
        return elapsed_s / done * (1 - self._fraction) if elapsed_s >= 2 and done >= 0.01 else None

    @abstractmethod
    def tell_progress(self, fraction: float, remaining_s: float | None) -> None:
        """Show the finished fraction, 0..1, and the seconds left, None while they cannot be told."""


class JsonReporter(Reporter):
    """Writes JSON lines for QGIS."""

    def __init__(self, stream: TextIO):
        super().__init__()
        self._stream = stream

    def tell(self, **news: Any) -> None:
        line = json.dumps(news, default=_plain)
        with self._lock:
            self._stream.write(line + "\n")
            self._stream.flush()

    def tell_progress(self, fraction: float, remaining_s: float | None) -> None:
        self.tell(progress=round(fraction, 4), remaining_s=None if remaining_s is None else round(remaining_s, 1))

    def message(self, text: str) -> None:
        self.tell(message=text)

    def warning(self, text: str) -> None:
        self.tell(warning=text)


class BarReporter(Reporter):
    """Draws a progress bar on stderr for people."""

    def tell_progress(self, fraction: float, remaining_s: float | None) -> None:
        done = round(40 * fraction)
        left = "" if remaining_s is None else f" {remaining_s:.0f} s left"
        sys.stderr.write(f"\r[{'#' * done}{'.' * (40 - done)}] {100 * fraction:3.0f} %{left:<16}")
        sys.stderr.flush()

    def message(self, text: str) -> None:
        sys.stderr.write(f"\r{text:<72}\n")

    def warning(self, text: str) -> None:
        self.message(f"Warning: {text}")


def find_function(name: str) -> Callable[..., dict]:
    """The function "module.function" of a family: public, defined there, with a `progress` argument.

    Raises EoDeepError for every other name.
    """
    module_name, _, function_name = name.partition(".")
    allowed = module_name.isidentifier() and function_name.isidentifier() and "_" not in (name[:1], function_name[:1])
    if allowed and (Path(__file__).parent / f"{module_name}.py").is_file():
        module = importlib.import_module(f".{module_name}", __package__)
        function = vars(module).get(function_name)
        if inspect.isfunction(function) and function.__module__ == module.__name__ and takes_progress(function):
            return function
    raise EoDeepError(f"The engine has no algorithm '{name}'.")


def takes_progress(function: Callable) -> bool:
    return "progress" in inspect.signature(function).parameters


def run(name: str, arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Call an algorithm. Raises EoDeepError for everything that a user can understand and act on."""
    try:
        function = find_function(name)
        try:
            inspect.signature(function).bind(**arguments, progress=progress)
        except TypeError as error:
            raise EoDeepError(f"Algorithm '{name}': {error}.") from None
        return function(**arguments, progress=progress)
    except MemoryError as error:
        raise EoDeepError("The memory is full; nothing was written.") from error
    except OSError as error:
        raise EoDeepError(explain_os_error(error)) from error
    except RuntimeError as error:
        if "DefaultCPUAllocator" in str(error):
            raise EoDeepError("The memory is full; nothing was written.") from error
        if "out of memory" in str(error):  # CUDA's and Apple's
            raise EoDeepError("The GPU's memory is full; close other programs that use it, or choose CPU.") from error
        raise


def explain_os_error(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        where = f" of {Path(error.filename).parent}" if error.filename else ""
        return f"The disk{where} is full; nothing was written."
    if error.filename:
        return f"'{error.filename}': {error.strerror}."
    return f"{error.strerror or error}."


def serve_qgis() -> int:
    """Run the job that comes in on stdin and report in JSON lines; returns the exit code."""
    # Anything that a library prints to stdout would break the protocol: it goes to stderr, the protocol to a copy.
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    reporter = JsonReporter(stream)
    reporter.tell(pid=os.getpid())
    try:
        job = json.loads(sys.stdin.readline())
        name, arguments = job["function"], job["arguments"]
    except (ValueError, KeyError, TypeError):
        reporter.tell(error="The engine got no job it could read.")
        return 2
    threading.Thread(target=end_with_qgis, args=(move_stdin(), arguments), daemon=True).start()
    try:
        result = run(name, arguments, reporter)
    except EoDeepError as error:
        reporter.tell(error=str(error))
        return 1
    reporter.tell(progress=1.0, remaining_s=0.0)
    reporter.tell(result=result)
    return 0


def move_stdin() -> int:
    """Put nothing in stdin's place and return its new descriptor.

    On Windows, libraries that look at stdin while they load would wait for the thread that reads it.
    """
    stdin, nothing = os.dup(0), os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return stdin


def end_with_qgis(stdin: int, arguments: dict[str, Any]) -> None:
    """Wait for the end of stdin, which comes when QGIS is gone however it went, and end the whole process group."""
    try:
        while os.read(stdin, 1024):
            pass
    except OSError:
        pass  # a broken pipe means the same
    remove_partial_files(arguments)
    end_process_group()


def remove_partial_files(arguments: dict[str, Any]) -> None:
    """Remove the unfinished files of this process beside its targets; see files.temporary_path."""
    for value in arguments.values():
        if isinstance(value, str) and os.path.isabs(value):
            for left in Path(value).parent.glob(f".*.{os.getpid()}.partial*"):
                try:
                    left.unlink()
                except OSError:
                    pass  # Windows: still open; hidden, and never under the target's name


def end_process_group() -> NoReturn:
    """Kill this process and what it started, at once, whatever its threads do."""
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(3)


def serve_people(words: list[str]) -> int:
    """Run `module.function name=value ...`; returns the exit code."""
    name, *pairs = words
    arguments = {key: _read_value(text) for key, _, text in (pair.partition("=") for pair in pairs)}
    reporter = BarReporter()
    try:
        result = run(name, arguments, reporter)
    except EoDeepError as error:
        sys.stderr.write(f"\n{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nCancelled.\n")
        return 130
    reporter.tell_progress(1.0, 0.0)
    sys.stderr.write("\n")
    print(json.dumps(result, indent=2, default=_plain))
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


def main() -> int:
    allow_many_files()
    keep_freed_memory()
    return serve_people(sys.argv[1:]) if len(sys.argv) > 1 else serve_qgis()


if __name__ == "__main__":
    sys.exit(main())
