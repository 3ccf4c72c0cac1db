"""Find the engine's interpreter and run one engine function in a process of its own."""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication

from ...eo_deep.runtime import traces
from . import settings
from .engine_sentences import translate_sentence
from .training_news import news
from .translation import mark, tr

ROOT = Path(__file__).resolve().parents[2]
SETUP_REMEDY = mark("Run 'Set up the engine' in the Toolbox (EO Deep > Engine and demo data).")
MARKER = "eo_deep_complete.json"  # 'Set up the engine' writes it last: an environment without it was never finished
POLL_S = 0.1

# Variables of QGIS's own Python, GDAL, PROJ and Qt would lead the engine to libraries that are not its own.
FOREIGN_PREFIXES = (
    "PYTHON", "VIRTUAL_ENV", "GDAL_", "OGR_", "CPL_", "PROJ_", "GEOTIFF_", "QT_", "QGIS_", "LD_", "DYLD_",
)  # fmt: skip
NETWORK_VARIABLES = ("GDAL_HTTP_PROXY", "GDAL_HTTP_USERPWD", "GDAL_PROXY_AUTH")


class EngineError(Exception):
    """The engine is missing, refused a job, or died; the text is meant for the user."""


class Cancelled(EngineError):
    """The user pressed Cancel."""


def find_engine() -> Path:
    """Return the engine's Python interpreter, without starting it.

    Searched in this order: the variable EO_DEEP_PYTHON, the provider's setting, the environment made by
    'Set up the engine' in the user's profile, `.venv` beside metadata.txt. `sys.executable` is never used: inside
    QGIS it names QGIS. Raises EngineError with the remedy.
    """
    variable = os.environ.get(settings.PYTHON)
    option = settings.read_option(settings.PYTHON)
    for chosen, wrong in (
        (variable, mark("The variable {name} names '{path}', where there is no Python interpreter.")),
        (option, mark("The setting of EO Deep names '{path}', where there is no Python interpreter.")),
    ):
        if chosen:
            python = find_interpreter(Path(chosen))
            if python is None:
                raise EngineError(tr(wrong).format(name=settings.PYTHON, path=chosen))
            return python
    places = [profile_engine()] if (profile_engine() / MARKER).is_file() else []
    for folder in (*places, ROOT / ".venv"):
        python = find_interpreter(folder)
        if python is not None:
            return python
    raise EngineError(f"{tr('The engine of EO Deep is not set up yet.')} {tr(SETUP_REMEDY)}")


def profile_engine() -> Path:
    """The folder of the environment that 'Set up the engine' makes in the user's QGIS profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "eo_deep" / "engine"


def find_interpreter(place: Path) -> Path | None:
    """Return the interpreter that `place`, an environment's folder or the interpreter itself, stands for."""
    for candidate in (place, place / "bin" / "python", place / "Scripts" / "python.exe", place / "python.exe"):
        if candidate.is_file() and os.access(candidate, os.X_OK):
            return candidate.absolute()  # not resolved: a link inside an environment must stay inside it
    return None


def clean_environment() -> dict[str, str]:
    """The variables of this process without those that belong to QGIS."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(FOREIGN_PREFIXES) or name in NETWORK_VARIABLES
    }
    if sys.platform == "win32":
        # QGIS puts its own DLLs first in PATH; the engine must load its own.
        home = os.path.normcase(QgsApplication.prefixPath()).split(os.path.normcase("/apps/"))[0]
        folders = environment.get("PATH", "").split(os.pathsep)
        environment["PATH"] = os.pathsep.join(
            folder for folder in folders if not os.path.normcase(folder).replace("\\", "/").startswith(home)
        )
    return {**environment, "PYTHONNOUSERSITE": "1", "PYTHONUTF8": "1", "MPLBACKEND": "Agg"}


class JobError(EngineError):
    """The engine said why a job has no result; it is well itself."""


class Job:
    """What a running algorithm may use: the feedback, and the engine."""

    def __init__(self, feedback: Any, folder: Path, names: dict[str, str], targets: list[str], engine: Any = None):
        self.feedback = feedback
        self.engine = engine  # a WarmEngine; None: one for this job
        self.folder = folder  # temporary, removed when the algorithm ends
        self.names = names  # of the files in `folder`, as the user knows them
        self.targets = targets  # files that are written afterwards, with what the engine writes to `folder`

    def call(self, function: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Run `function` ("module.name") of the engine and return its result.

        Raises EngineError, and Cancelled when the user pressed Cancel.
        """
        if "device" in arguments:
            arguments = {**arguments, "device": settings.choose_device(arguments["device"])}
        more = {"names": self.names, "targets": self.targets}
        if self.engine is not None:
            return self.engine.call(self.feedback, function, arguments, **more)
        return Engine(find_engine(), self.feedback).call(function, arguments, **more)

    def is_temporary(self, path: str) -> bool:
        """Whether QGIS removes `path` when it closes."""
        return self.folder.parent in Path(path).parents


class Engine:
    """One engine process: it takes one job and ends, or stays for the next one."""

    def __init__(self, python: Path, feedback: Any):
        self.feedback = feedback
        self.lines: queue.Queue[tuple[str, str]] = queue.Queue()
        self.last_errors: deque[str] = deque(maxlen=12)
        self.next_text_at = 0.0
        self.kept = ""  # what stays, in a sentence, should the job end now
        self.model, self.has_curves = "", False  # of a training
        new_group: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            new_group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
        try:
            self.child = subprocess.Popen(
                [str(python), "-s", "-m", "eo_deep"],
                cwd=ROOT,
                env={**clean_environment(), **settings.list_variables()},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                **new_group,
            )
        except OSError as error:
            raise EngineError(
                tr("The engine's interpreter '{path}' does not start: {reason}.").format(
                    path=python, reason=error.strerror
                )
            ) from error
        self.traces: list[Path] = []  # what the engine has made and removes itself, unless it is killed
        self.readers = [
            threading.Thread(target=self.read_lines, args=(stream, name), daemon=True)
            for name, stream in (("stdout", self.child.stdout), ("stderr", self.child.stderr))
        ]
        for reader in self.readers:
            reader.start()

    def call(self, function: str, arguments: dict[str, Any], stay: bool = False, **more: Any) -> dict[str, Any]:
        """Run a job and return its result; `more` is what a job may bring besides, see eo_deep/__main__.py.

        stay: the process then waits for another job, unless it was cancelled or died.
        """
        stays = False
        self.kept, self.model = "", str(arguments.get("model", ""))
        try:
            self.send({"function": function, "arguments": arguments, "stay": stay, **more})
            result = self.follow()
            stays = stay
            if not stay:
                self.let_exit()
            return result
        except JobError:
            stays = stay
            raise
        finally:
            if not stays:
                self.end()

    def is_alive(self) -> bool:
        return self.child.poll() is None

    def send(self, job: dict[str, Any]) -> None:
        """Write the job's line; stdin stays open, because its end tells the engine that QGIS is gone."""
        try:
            self.child.stdin.write(json.dumps(job) + "\n")
            self.child.stdin.flush()
        except OSError:
            pass  # it died at once: `follow` says why

    def read_lines(self, stream: Any, name: str) -> None:
        """Reader thread: a full pipe would block the engine, so both are emptied all the time."""
        for line in stream:
            self.lines.put((name, line.rstrip("\n")))

    def follow(self) -> dict[str, Any]:
        """Pass on the engine's messages until its result comes."""
        while True:
            if self.feedback.isCanceled():
                raise Cancelled(f"{tr('Cancelled.')} {self.kept or tr('Nothing was written.')}")
            try:
                name, line = self.lines.get(timeout=POLL_S)
            except queue.Empty:
                if not self.is_alive() and not any(reader.is_alive() for reader in self.readers):
                    raise EngineError(self.explain_death()) from None
                continue
            if name == "stderr":
                self.last_errors.append(line)
                self.feedback.pushDebugInfo(line)
                continue
            message = parse_line(line)
            if "error" in message:
                raise JobError(translate_sentence(message["error"]))
            if "result" in message:
                return message["result"]
            self.show(message)

    def show(self, message: dict[str, Any]) -> None:
        if "trace" in message:
            self.traces.append(Path(message["trace"]))
        if "progress" in message:
            self.feedback.setProgress(100 * message["progress"])
            self.show_remaining_time(message.get("remaining_s"))
        if "message" in message:
            self.feedback.pushInfo(translate_sentence(message["message"]))
        if "warning" in message:
            self.feedback.pushWarning(translate_sentence(message["warning"]))
        if "point" in message:
            if not self.has_curves:
                news.started.emit(self.model)
            self.has_curves = True
            news.point_came.emit(self.model, message["point"])
        self.kept = translate_sentence(message.get("kept", self.kept))

    def show_remaining_time(self, remaining_s: float | None) -> None:
        """Show it now and then: QGIS appends each text to the log."""
        now = time.monotonic()
        if remaining_s is not None and remaining_s > 5 and now >= self.next_text_at:
            self.next_text_at = now + max(10, remaining_s / 10)
            self.feedback.setProgressText(describe_remaining_time(remaining_s))

    def explain_death(self) -> str:
        """Explain why the engine ended without a result."""
        code = self.child.returncode
        if code is not None and code > 128:  # it was asked to end, and did so itself
            code = 128 - code
        missing = re.search(r"ModuleNotFoundError: No module named '([^']+)'", "\n".join(self.last_errors))
        if missing:
            lacking = tr("The engine's environment is incomplete: it lacks '{package}'.").format(package=missing[1])
            return f"{lacking} {tr(SETUP_REMEDY)}"
        if code == -getattr(signal, "SIGKILL", 9):
            reason = tr("The engine was killed (signal {number}), probably because the memory was full.")
        elif code is not None and code < 0:
            reason = tr("The engine was ended by signal {number} ({name}).")
        else:
            reason = tr("The engine ended without a result (exit code {code}).")
        sentences = [reason.format(code=code, number=-(code or 0), name=name_signal(-(code or 0)))]
        if self.kept:
            sentences.append(self.kept)
        words = [line.strip() for line in self.last_errors if line.strip()]
        if words:
            sentences.append(tr("Last message of the engine: {text}").format(text=words[-1]))
        return " ".join(sentences)

    def let_exit(self) -> None:
        """Give the engine a moment to leave by itself, as its libraries expect."""
        try:
            self.child.wait(timeout=3)
        except subprocess.TimeoutExpired:
            pass  # `end` kills it; the result is there

    def end(self) -> None:
        """End the engine and everything it started, wait for it, and remove what it left."""
        end_process_group(self.child)
        self.child.wait()
        for reader in self.readers:
            reader.join(timeout=1)
        for stream in (self.child.stdin, self.child.stdout, self.child.stderr):
            try:
                stream.close()
            except OSError:
                pass  # unsent bytes for a dead child
        self.remove_traces()

    def remove_traces(self) -> None:
        """Remove what the engine, which is gone, has left of its unfinished outputs."""
        while not self.lines.empty():  # it was killed while it spoke
            name, line = self.lines.get()
            if name == "stdout" and "trace" in (message := parse_line(line)):
                self.traces.append(Path(message["trace"]))
        for trace in self.traces:
            if trace.is_dir():
                shutil.rmtree(trace, ignore_errors=True)
            elif trace.exists():
                traces.remove_abandoned(trace)


def parse_line(line: str) -> dict[str, Any]:
    """Return the engine's message; a line that is none becomes a message as it is."""
    try:
        message = json.loads(line)
    except ValueError:
        message = None
    return message if isinstance(message, dict) else {"message": line}


def end_process_group(child: subprocess.Popen) -> None:
    """Kill a child that leads a process group, and the whole group, at once."""
    if sys.platform == "win32":
        if child.poll() is None:
            taskkill = os.path.join(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
            subprocess.run([taskkill, "/F", "/T", "/PID", str(child.pid)], capture_output=True, check=False)
        return
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass  # all gone already


def name_signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return tr("unknown")


def describe_remaining_time(seconds: float) -> str:
    """Put a duration into words that fit its size."""
    if seconds < 90:
        return tr("About {count} s left.").format(count=round(seconds))
    if seconds < 90 * 60:
        return tr("About {count} min left.").format(count=round(seconds / 60))
    return tr("About {count:.1f} h left.").format(count=seconds / 3600)
