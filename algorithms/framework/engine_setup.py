"""Make the engine's Python environment: find a Python or fetch one, make a venv, let pip fill it; and remove it."""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...eo_deep.runtime.traces import lock_file
from .pythons import FETCHED, NEWEST, OLDEST, ask_version, candidate_pythons, list_fetched
from .setup_failures import explain_failure
from .translation import tr
from .worker import MARKER, POLL_S, Cancelled, EngineError, clean_environment, end_process_group, find_interpreter

NEEDED_GB = 3.0  # torch's smallest build and the rest; a CUDA build takes more, and then the disk's own error counts
EXPECTED_PACKAGES = 45  # of which torch's CUDA builds add some; only the progress bar depends on it

Log = Callable[[str], None]


class Setup:
    """One run of setting up: where, with what, and who hears of it.

    folder: the environment; requirements: a pip requirements file; index_url: a package index, "" for pip's own;
    wheelhouse: a folder of wheels that replaces every index, "" for none; proxy: the variables that make pip use
    QGIS's proxy; log, set_progress (0..1), is_cancelled: the user's end.
    """

    def __init__(
        self,
        folder: Path,
        requirements: Path,
        index_url: str = "",
        wheelhouse: str = "",
        proxy: Mapping[str, str] | None = None,
        log: Log = print,
        set_progress: Callable[[float], None] = lambda fraction: None,
        is_cancelled: Callable[[], bool] = lambda: False,
    ):
        self.folder, self.requirements = folder, requirements
        self.index_url, self.wheelhouse = index_url, wheelhouse
        self.environment = {**clean_environment(), **(proxy or {}), "PIP_NO_INPUT": "1"}
        self.environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        self.log, self.set_progress, self.is_cancelled = log, set_progress, is_cancelled
        self.growing = folder.with_name(f"{folder.name}_new_{os.getpid()}")  # it takes its place when it is complete
        self.source = tr("The package index")
        if wheelhouse:
            self.source = tr("The wheelhouse '{folder}'").format(folder=wheelhouse)
        elif index_url:
            shown = re.sub(r"//[^/@]+@", "//***@", index_url)  # a password is nobody's
            self.source = tr("The package index '{url}'").format(url=shown)
        self.base = Path()  # the Python that the environment is made with, and its version
        self.version = ""
        self.collected = 0  # packages that pip has looked up so far
        self.fetched_mb = 0.0  # by pip, as far as it says
        self.pythons = folder.parent / "pythons"  # that set-up fetched itself

    def make(self, recreate: bool = False) -> Path:
        """Make the environment unless a complete one is there, and return its interpreter.

        Raises EngineError with one sentence on what failed and what helps, and Cancelled. The new environment grows
        beside the old one and takes its place when it is complete: whatever fails or is killed, an environment that was
        complete before stays or comes back with the next set-up, and no unfinished one is ever used.
        """
        if not recreate and self.is_complete() and not self.list_remains():
            return self.take_complete()
        self.make_parent()
        with lock(self.folder.with_name(f"{self.folder.name}.lock")):
            self.clear_remains()
            if not recreate and self.is_complete():
                return self.take_complete()
            self.check_folder()
            try:
                with self.stage(tr("Python environment")):
                    self.make_venv()
                self.set_progress(0.1)
                with self.stage(tr("Packages")):
                    self.install()
                self.mark_complete()
                self.switch()
            except BaseException:
                shutil.rmtree(self.growing, ignore_errors=True)
                if self.is_complete():
                    self.log(tr("The previous environment is kept."))
                raise
        return self.interpreter()

    @contextmanager
    def stage(self, title: str) -> Iterator[None]:
        """Tell when a stage begins, and how long it took and how much it fetched."""
        start, fetched_mb = time.monotonic(), self.fetched_mb
        self.log(tr("{stage}: started.").format(stage=title))
        yield
        fetched_mb = self.fetched_mb - fetched_mb
        done = tr("{stage}: done in {seconds:.0f} s.")
        if fetched_mb:
            done = tr("{stage}: done in {seconds:.0f} s, {fetched_mb:.0f} MB downloaded.")
        self.log(done.format(stage=title, seconds=time.monotonic() - start, fetched_mb=fetched_mb))

    def take_complete(self) -> Path:
        self.log(tr("The environment in '{folder}' is already complete.").format(folder=self.folder))
        return self.interpreter()

    def switch(self) -> None:
        """Put the new environment in the old one's place."""
        old = self.folder.with_name(f"{self.folder.name}_old_{os.getpid()}")
        try:
            if self.folder.exists():
                self.folder.rename(old)
            try:
                self.growing.rename(self.folder)
            except OSError:
                if old.exists():
                    old.rename(self.folder)
                raise
        except OSError as error:
            raise EngineError(
                tr(
                    "The old environment in '{folder}' cannot be replaced ({reason}); close other QGIS windows and run "
                    "this again."
                ).format(folder=self.folder, reason=error.strerror)
            ) from error
        if old.exists():
            self.log(tr("Removing the old environment."))
            shutil.rmtree(old, ignore_errors=True)

    def list_remains(self) -> list[Path]:
        """The environments beside ours that set-ups are making or have put aside; of dead ones if we hold the lock."""
        return [path for kind in ("new", "old") for path in self.folder.parent.glob(f"{self.folder.name}_{kind}_*")]

    def clear_remains(self) -> None:
        """Remove what killed set-ups left; a complete environment that one had just put aside gets its place back."""
        for left in self.list_remains():
            if (left / MARKER).exists() and not self.folder.exists():
                left.rename(self.folder)
            else:
                shutil.rmtree(left, ignore_errors=True)

    def interpreter(self) -> Path:
        python = find_interpreter(self.folder)
        if python is None:
            raise EngineError(tr("'{folder}' has no Python interpreter.").format(folder=self.folder))
        return python

    def is_complete(self) -> bool:
        """Whether a finished environment with these requirements is there and its Python starts."""
        if self.read_marker().get("requirements") != self.requirements.read_text(encoding="utf-8"):
            return False
        python = find_interpreter(self.folder)
        return python is not None and ask_version(python, self.environment) is not None

    def is_outdated(self) -> bool:
        """Whether a finished environment is there, but of other requirements, as after an update of the plugin."""
        marker = self.read_marker()
        return bool(marker) and marker.get("requirements") != self.requirements.read_text(encoding="utf-8")

    def read_marker(self) -> dict[str, Any]:
        """What the environment was made of; empty where it is not complete."""
        try:
            marker = json.loads((self.folder / MARKER).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return marker if isinstance(marker, dict) else {}

    def mark_complete(self) -> None:
        requirements = self.requirements.read_text(encoding="utf-8")
        marker = {"requirements": requirements, "base": str(self.base), "python": self.version}
        (self.growing / MARKER).write_text(json.dumps(marker, indent=1), encoding="utf-8")

    def make_parent(self) -> None:
        """Make the folder that the environment and its lock come into."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EngineError(
                tr("The folder '{folder}' cannot be created: {reason}.").format(
                    folder=self.folder.parent, reason=error.strerror
                )
            ) from error

    def check_folder(self) -> None:
        """EngineError unless the environment's folder may be replaced and its disk has room."""
        if self.folder.exists() and any(self.folder.iterdir()) and not (self.folder / "pyvenv.cfg").exists():
            raise EngineError(
                tr("'{folder}' exists and is no Python environment; move it to another place.").format(
                    folder=self.folder
                )
            )
        free_gb = shutil.disk_usage(self.folder.parent).free / 1e9
        if not self.wheelhouse and free_gb < NEEDED_GB:
            raise EngineError(
                tr("The engine needs {needed:.0f} GB on the disk of '{folder}', where {free:.1f} GB are free.").format(
                    needed=NEEDED_GB, folder=self.folder.parent, free=free_gb
                )
            )

    def make_venv(self) -> None:
        """Make an empty environment with a Python of this computer, or one that is fetched."""
        others = self.try_pythons((*candidate_pythons(), *list_fetched(self.pythons)))
        if others is None:
            return
        facts = {"oldest": f"{OLDEST[0]}.{OLDEST[1]}", "newest": f"{NEWEST[0]}.{NEWEST[1]}", "fetched": FETCHED}
        if not others:
            raise EngineError(
                tr(
                    "No Python {oldest} to {newest} was found on this computer; install one from python.org or your "
                    "distribution and run this again."
                ).format(**facts)
            )
        fetching = tr("No Python {oldest} to {newest} was found on this computer; Python {fetched} is fetched.")
        self.log(fetching.format(**facts))
        failure = self.fetch_python(others[0])
        if failure or self.try_pythons(list_fetched(self.pythons)) is not None:
            raise EngineError(
                tr(
                    "No Python {oldest} to {newest} was found on this computer, and none could be fetched ({reason}); "
                    "install one from python.org or your distribution and run this again."
                ).format(reason=failure.rstrip("."), **facts)
            )

    def try_pythons(self, pythons: Iterable[Path]) -> list[Path] | None:
        """Make the environment with the first suitable one that manages to; where none is suitable, return the others.

        Raises EngineError where a suitable one fails.
        """
        failures, others = [], []
        for base in pythons:
            version = ask_version(base, self.environment)
            if version is None or not OLDEST <= version <= NEWEST:
                others += [] if version is None else [base]
                continue
            self.base, self.version = base, f"{version[0]}.{version[1]}"
            creating = tr("Creating an environment with {path} (Python {version}).")
            self.log(creating.format(path=base, version=self.version))
            code, output = self.run([str(base), "-m", "venv", str(self.growing)])
            if code == 0:
                return None
            failures.append(self.explain(output))
            shutil.rmtree(self.growing, ignore_errors=True)
        if failures:
            raise EngineError(failures[0])
        return others

    def fetch_python(self, helper: Path) -> str:
        """Fetch a Python by uv, which a Python of any version can install; return why that failed, or ''."""
        with tempfile.TemporaryDirectory(dir=self.folder.parent, prefix="uv_") as folder:
            self.base = helper
            code, output = self.run([str(helper), "-m", "venv", folder])
            python = str(find_interpreter(Path(folder)) or folder)
            if not code:
                code, output = self.run([python, "-m", "pip", "install", *self.list_sources(), "uv"])
            if not code:
                # No link in the user's folder of programs, and no cache that stays.
                self.environment.update(UV_PYTHON_INSTALL_BIN="0", UV_NO_CACHE="1")
                fetch = [python, "-m", "uv", "python", "install", FETCHED, "--install-dir", str(self.pythons)]
                code, output = self.run(fetch)
            return self.explain(output) if code else ""

    def list_sources(self) -> list[str]:
        """Options of pip: where packages come from."""
        if self.wheelhouse:
            return ["--no-index", f"--find-links={self.wheelhouse}"]
        return [f"--index-url={self.index_url}"] if self.index_url else []

    def has(self, extra: Path) -> bool:
        """Whether further packages, of a requirements file, have been added to the environment."""
        return extra.name in self.read_marker().get("extras", [])

    def add(self, extra: Path) -> None:
        """Add further packages to the complete environment, within the bounds of the requirements.

        Raises EngineError with one sentence on what failed; the environment works as before then.
        """
        with lock(self.folder.with_name(f"{self.folder.name}.lock")):
            self.install(self.folder, extra)
            marker = self.read_marker()
            marker["extras"] = sorted({*marker.get("extras", []), extra.name})
            (self.folder / MARKER).write_text(json.dumps(marker, indent=1), encoding="utf-8")

    def install(self, folder: Path | None = None, *extras: Path) -> None:
        """Let pip install the requirements, and those of extras, into an environment; None: into the growing one."""
        python = find_interpreter(folder or self.growing) or self.growing
        pip = [str(python), "-m", "pip", "install", "--progress-bar=off", "-r", str(self.requirements)]
        pip += [word for extra in extras for word in ("-r", str(extra))]
        if self.wheelhouse and not Path(self.wheelhouse).is_dir():
            missing = tr("The wheelhouse folder '{folder}' does not exist.")
            raise EngineError(missing.format(folder=self.wheelhouse))
        pip += self.list_sources()
        code, output = self.run(pip)
        lacking = re.search(r"No matching distribution found for (\S+)", output)
        if code and lacking and pip[-1].startswith("--index-url") and "Retrying" not in output:  # the network works
            if not self.offers_any(python):
                wrong = tr("{source} has none of the packages that the engine needs; check its address.")
                raise EngineError(wrong.format(source=self.source))
            # A mirror has everything, an index of PyTorch's builds only these: it is asked beside pip's own.
            replacing = tr("{source} has no {package}; missing packages are taken from the standard index.")
            self.log(replacing.format(source=self.source, package=lacking[1]))
            code, output = self.run([*pip[:-1], f"--extra-index-url={self.index_url}"])
        if code:
            raise EngineError(self.explain(output))

    def offers_any(self, python: Path) -> bool:
        """Whether the index has any of the required packages: a wrong address has none, without any other sign."""
        names = re.findall(r"^[A-Za-z0-9][\w.-]*", self.requirements.read_text(encoding="utf-8"), re.MULTILINE)
        ask = [str(python), "-m", "pip", "index", "versions", "-qqq", f"--index-url={self.index_url}"]
        return any(self.run([*ask, name])[0] == 0 for name in reversed(names))

    def run(self, command: list[str]) -> tuple[int, str]:
        """Run a program to its end, pass on its lines, return its exit status and last lines. Cancel kills it."""
        new_group: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            new_group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
        try:
            child = subprocess.Popen(
                command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", **new_group,
            )  # fmt: skip
        except OSError as error:
            return 1, str(error)
        last: deque[str] = deque(maxlen=60)
        try:
            for line in self.follow(child):
                last.append(line)
                self.pass_on(line)
        finally:
            end_process_group(child)
            child.wait()
            child.stdout.close()
        if child.returncode < 0:
            last.append(f"({child.returncode})")
        return child.returncode, "\n".join(last)

    def follow(self, child: subprocess.Popen) -> Iterator[str]:
        """The lines of a running program as they come; a thread reads, so that Cancel is seen while nothing comes."""
        lines: queue.Queue[str | None] = queue.Queue()

        def read() -> None:
            for line in child.stdout:
                lines.put(line.rstrip())
            lines.put(None)

        threading.Thread(target=read, daemon=True).start()
        while True:
            if self.is_cancelled():
                raise Cancelled(tr("Cancelled. The unfinished environment was removed."))
            try:
                line = lines.get(timeout=POLL_S)
            except queue.Empty:
                continue
            if line is None:
                return
            yield line

    def pass_on(self, line: str) -> None:
        """Log a line of pip's that means something to people, and move the progress bar."""
        if re.match(r"\s*(Collecting|Downloading|Installing|Successfully|WARNING|ERROR|Building)", line):
            self.log(line.strip()[:300])
        size = re.match(r"\s*Downloading .*\((?P<size>[\d.]+) (?P<unit>[kMG])B\)", line)
        if size:
            self.fetched_mb += float(size["size"]) * {"k": 0.001, "M": 1.0, "G": 1000.0}[size["unit"]]
        if line.startswith("Collecting"):
            self.collected += 1
            # pip does not say how many packages are to come: near the end the bar only creeps.
            self.set_progress(0.1 + 0.6 * self.collected / max(self.collected + 5, EXPECTED_PACKAGES))
        elif line.startswith("Installing collected"):
            self.set_progress(0.75)

    def explain(self, output: str) -> str:
        """Put a failed program's last lines into one sentence that names the remedy."""
        return explain_failure(
            output, folder=self.folder, needed=NEEDED_GB, python=self.base, version=self.version, source=self.source,
            platform=describe_platform(),
        )  # fmt: skip


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the lock file; EngineError where another process, or another set-up of this one, does."""
    try:
        file = open(path, "a")  # noqa: SIM115
    except OSError as error:
        raise EngineError(
            tr("'{path}' cannot be written: {reason}.").format(path=path, reason=error.strerror)
        ) from error
    with file:
        if lock_file(file.fileno()) is False:  # None: a file system without locks
            raise EngineError(tr("Another QGIS window is setting up the engine; wait until it is done."))
        yield


def describe_platform() -> str:
    return f"{sys.platform} {os.uname().machine}" if hasattr(os, "uname") else sys.platform


def remove_environment(folder: Path) -> int:
    """Remove the environment, what set-ups have left beside it and the Pythons they fetched; the freed bytes.

    Raises EngineError where a set-up is running, or files are in use.
    """
    if not folder.parent.is_dir():
        return 0
    setup = Setup(folder, Path(), log=lambda text: None)
    with lock(folder.with_name(f"{folder.name}.lock")):
        places = [place for place in (folder, *setup.list_remains(), setup.pythons) if place.exists()]
        if folder in places and not (folder / "pyvenv.cfg").exists():
            raise EngineError(tr("'{folder}' is no Python environment; it is not removed.").format(folder=folder))
        freed = sum(file.lstat().st_size for place in places for file in place.rglob("*") if not file.is_dir())
        for place in places:
            try:
                shutil.rmtree(place)
            except OSError as error:
                raise EngineError(
                    tr("'{path}' cannot be removed ({reason}); close other QGIS windows and run this again.").format(
                        path=place, reason=error.strerror
                    )
                ) from error
    return freed
