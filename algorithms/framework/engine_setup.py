"""Make the engine's Python environment: find a Python, make a venv, let pip fill it, and explain what goes wrong."""

from __future__ import annotations

import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...eo_deep.runtime.traces import lock_file
from .worker import MARKER, POLL_S, Cancelled, EngineError, clean_environment, end_process_group, find_interpreter

OLDEST, NEWEST = (3, 10), (3, 14)  # the Pythons that the pinned torch has builds for
NEEDED_GB = 3.0  # torch's smallest build and the rest; a CUDA build takes more, and then the disk's own error counts
EXPECTED_PACKAGES = 45  # of which torch's CUDA builds add some; only the progress bar depends on it

# What pip writes, and what a person should read instead. The first that matches counts: a lost network ends in
# "no matching distribution" too, and a full disk in anything.
FAILURES = (
    (
        r"No space left on device|Errno 28\b|not enough space on the disk|WinError 112\b|Disk quota exceeded",
        "The disk of '{folder}' or of the temporary folder is full; free about {needed:.0f} GB"
        " (10 GB for a CUDA build) and run this again.",
    ),
    (
        r"WinError (?:1260|4551|225)\b|blocked by group policy|Application Control policy|contains a virus",
        "A security policy of this computer stops programs in '{folder}'; ask your administrator to allow them.",
    ),
    (
        r"ensurepip is not available|No module named '?(?:venv|ensurepip|pip)\b",
        "The Python '{python}' cannot create environments (it has no module venv); on Debian and Ubuntu run"
        " 'sudo apt install python3-venv', elsewhere install Python from python.org, and run this again.",
    ),
    (
        r"407 Proxy Authentication|Proxy Authentication Required",
        "The network's proxy asks for a user name and password; enter them in Settings > Options > Network"
        " and run this again.",
    ),
    (
        r"ProxyError|Cannot connect to proxy|Missing dependencies for SOCKS support",
        "The proxy could not be used; check it in Settings > Options > Network (pip needs an HTTP proxy, not SOCKS).",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError|TLS CA certificate|\[SSL:",
        "{source} has a certificate that was not accepted, as happens behind a company's inspecting proxy;"
        " set the variable PIP_CERT to your organisation's certificate file, or use a wheelhouse folder.",
    ),
    (
        r"Read timed out|ReadTimeoutError|IncompleteRead|Connection reset|ConnectionResetError"
        r"|RemoteDisconnected|DO NOT MATCH THE HASHES",
        "The download was interrupted; run this again, packages that were already downloaded are kept.",
    ),
    (
        r"Temporary failure in name resolution|Name or service not known|getaddrinfo failed|nodename nor servname"
        r"|NewConnectionError|Failed to establish a new connection|ConnectTimeoutError|Network is unreachable"
        r"|No route to host|Connection refused",
        "{source} cannot be reached; check the network, or use a wheelhouse folder made on another computer.",
    ),
    (
        r"WinError 32\b|being used by another process|Text file busy",
        "Files in '{folder}' are in use; close other QGIS windows and run this again.",
    ),
    (
        r"Permission denied|WinError 5\b|Access is denied|Read-only file system",
        "'{folder}' cannot be written; check the folder's permissions.",
    ),
    (
        r"(?:No matching distribution found for|satisfies the requirement) (?P<package>[^\s(]+)",
        "{source} has no '{package}' for Python {version} on {platform}.",
    ),
    (
        r"MemoryError|\(-9\)|Killed",
        "The memory was full while packages were installed; close other programs and run this again.",
    ),
)

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
        self.source = "The package index"
        if wheelhouse:
            self.source = f"The wheelhouse '{wheelhouse}'"
        elif index_url:
            self.source = f"The package index '{re.sub(r'//[^/@]+@', '//***@', index_url)}'"  # a password is nobody's
        self.base = Path()  # the Python that the environment is made with, and its version
        self.version = ""
        self.collected = 0  # packages that pip has looked up so far

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
                self.make_venv()
                self.set_progress(0.1)
                self.install()
                self.mark_complete()
                self.switch()
            except BaseException:
                shutil.rmtree(self.growing, ignore_errors=True)
                if self.is_complete():
                    self.log("The previous environment is kept.")
                raise
        return self.interpreter()

    def take_complete(self) -> Path:
        self.log(f"The environment in '{self.folder}' is already complete.")
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
                f"The old environment in '{self.folder}' cannot be replaced ({error.strerror});"
                " close other QGIS windows and run this again."
            ) from error
        if old.exists():
            self.log("Removing the old environment.")
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
            raise EngineError(f"'{self.folder}' has no Python interpreter.")
        return python

    def is_complete(self) -> bool:
        """Whether a finished environment with these requirements is there and its Python starts."""
        if self.read_marker().get("requirements") != self.requirements.read_text(encoding="utf-8"):
            return False
        python = find_interpreter(self.folder)
        return python is not None and ask_version(python, self.environment) is not None

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
            raise EngineError(f"The folder '{self.folder.parent}' cannot be created: {error.strerror}.") from error

    def check_folder(self) -> None:
        """EngineError unless the environment's folder may be replaced and its disk has room."""
        if self.folder.exists() and any(self.folder.iterdir()) and not (self.folder / "pyvenv.cfg").exists():
            raise EngineError(f"'{self.folder}' exists and is no Python environment; move it to another place.")
        free_gb = shutil.disk_usage(self.folder.parent).free / 1e9
        if not self.wheelhouse and free_gb < NEEDED_GB:
            raise EngineError(
                f"The engine needs {NEEDED_GB:.0f} GB on the disk of '{self.folder.parent}',"
                f" where {free_gb:.1f} GB are free."
            )

    def make_venv(self) -> None:
        """Make an empty environment with the first suitable Python that manages to."""
        failures, suitable = [], 0
        for base in candidate_pythons():
            version = ask_version(base, self.environment)
            if version is None or not OLDEST <= version <= NEWEST:
                continue
            suitable += 1
            self.base, self.version = base, f"{version[0]}.{version[1]}"
            self.log(f"Creating an environment with {base} (Python {self.version}).")
            code, output = self.run([str(base), "-m", "venv", str(self.growing)])
            if code == 0:
                return
            failures.append(self.explain(output))
            shutil.rmtree(self.growing, ignore_errors=True)
        if not suitable:
            raise EngineError(
                f"No Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]} was found on this computer;"
                " install one from python.org or your distribution and run this again."
            )
        raise EngineError(failures[0])

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
        if self.wheelhouse:
            if not Path(self.wheelhouse).is_dir():
                raise EngineError(f"The wheelhouse folder '{self.wheelhouse}' does not exist.")
            pip += ["--no-index", f"--find-links={self.wheelhouse}"]
        elif self.index_url:
            pip.append(f"--index-url={self.index_url}")
        code, output = self.run(pip)
        lacking = re.search(r"No matching distribution found for (\S+)", output)
        if code and lacking and pip[-1].startswith("--index-url") and "Retrying" not in output:  # the network works
            if not self.offers_any(python):
                raise EngineError(f"{self.source} has none of the packages that the engine needs; check its address.")
            # A mirror has everything, an index of PyTorch's builds only these: it is asked beside pip's own.
            self.log(f"{self.source} has no {lacking[1]}; missing packages are taken from the standard index.")
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
                raise Cancelled("Cancelled. The unfinished environment was removed.")
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
        if line.startswith("Collecting"):
            self.collected += 1
            # pip does not say how many packages are to come: near the end the bar only creeps.
            self.set_progress(0.1 + 0.6 * self.collected / max(self.collected + 5, EXPECTED_PACKAGES))
        elif line.startswith("Installing collected"):
            self.set_progress(0.75)

    def explain(self, output: str) -> str:
        """Put a failed program's last lines into one sentence that names the remedy."""
        for pattern, sentence in FAILURES:
            found = re.search(pattern, output, re.IGNORECASE)
            if found:
                return sentence.format(
                    folder=self.folder, needed=NEEDED_GB, python=self.base, version=self.version, source=self.source,
                    platform=describe_platform(), package=found.groupdict().get("package", ""),
                )  # fmt: skip
        lines = output.splitlines() or ["no message"]
        errors = [line for line in lines if "error" in line.lower()] or lines
        return f"Setting up the engine failed: {errors[-1].strip()[:300]}"


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the lock file; EngineError where another process, or another set-up of this one, does."""
    try:
        file = open(path, "a")  # noqa: SIM115
    except OSError as error:
        raise EngineError(f"'{path}' cannot be written: {error.strerror}.") from error
    with file:
        if lock_file(file.fileno()) is False:  # None: a file system without locks
            raise EngineError("Another QGIS window is setting up the engine; wait until it is done.")
        yield


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


def describe_platform() -> str:
    return f"{sys.platform} {os.uname().machine}" if hasattr(os, "uname") else sys.platform
