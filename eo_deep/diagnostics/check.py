"""The engine's self-test: versions, processors, and the outcome of every stage."""

from __future__ import annotations

import importlib
import importlib.metadata
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Nothing that could be broken is imported up here: what fails to load must become a line of the report, not its end.
from ..errors import EoDeepError
from ..io.paths import NewReport
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .stages import COMPILING, STAGES

PACKAGES = (
    "torch", "rasterio", "pyogrio", "pyproj", "shapely", "numpy", "scipy", "scikit-learn", "numba", "skops",
    "safetensors", "matplotlib", "pillow",
)  # fmt: skip


@algorithm()
def check_engine(output_html: NewReport | None = None, progress: Progress = silent) -> dict[str, Any]:
    """Describe the engine and try each of its stages on a small synthetic image.

    Parameters
    ----------
    output_html : str, optional
        HTML report to write. Default: no report.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        `output_html`; `python`, the interpreter; `torch_version`, "" where PyTorch does not load; `device`, the one
        that "auto" chooses; `ok`, whether every stage passed; `tables`, the report as (title, header, rows) of plain
        text. A stage that fails is reported as a warning and does not raise.

    Raises
    ------
    EoDeepError
        Where the report cannot be written.
    """
    environment = describe_environment()
    devices, device = describe_processors()
    stages = []
    with tempfile.TemporaryDirectory(prefix="eo_deep_check_") as folder:
        for number, (title, stage) in enumerate(STAGES, 1):
            if title in COMPILING:  # silence of minutes would look like an end
                progress.message(f"{title}: the first time, code is compiled for this computer; this takes minutes.")
            row = run_stage(title, stage, Path(folder))
            stages.append(row)
            if row[1] == "OK":
                progress.message(f"{title}: OK in {int(row[2]) / 1000:.1f} s ({row[3]})")
            else:
                progress.warning(f"{title}: {row[3]}")
            progress(number / len(STAGES))
    unused = describe_unused_gpu(device)
    if unused:
        progress.warning(unused)
        devices.append(("unused", unused, ""))
    tables = [
        ("Self-test", ("Stage", "Result", "Time (ms)", "Finding"), stages),
        ("Processors", ("Device", "Name", "Memory (GB)"), devices),
        ("Engine", ("Property", "Value"), environment),
    ]
    if output_html:
        write_report(output_html, tables)
    return {
        "output_html": output_html,
        "python": sys.executable,
        "torch_version": find_version("torch") if device else "",
        "device": device,
        "ok": bool(device) and all(verdict == "OK" for _, verdict, _, _ in stages),
        "tables": tables,
    }


def describe_environment() -> list[tuple[str, str]]:
    """Rows (property, value): interpreter, system, versions, folders, disk."""
    rows = [
        ("Interpreter", sys.executable),
        ("Python", platform.python_version()),
        ("System", platform.platform()),
        *((package, find_version(package) or "missing") for package in PACKAGES),
        ("CUDA of torch", find_attribute("torch.version", "cuda")),
        ("GDAL of rasterio", find_attribute("rasterio", "__gdal_version__")),
        ("GDAL of pyogrio", find_attribute("pyogrio", "__gdal_version_string__")),
        ("PROJ of pyproj", find_attribute("pyproj", "proj_version_str")),
    ]
    temporary = tempfile.gettempdir()
    writable = "writable" if os.access(temporary, os.W_OK) else "not writable"
    rows.append(("Temporary folder", f"{temporary} ({writable}, {describe_free_disk(temporary)})"))
    return rows


def describe_processors() -> tuple[list[tuple[str, str, str]], str]:
    """Rows (device, name, memory), and the device that "auto" chooses; no rows and "" when torch does not load."""
    try:
        from ..runtime.devices import choose_device, describe_devices

        rows = []
        for found in describe_devices():
            memory = f"{found['memory_bytes'] / 1e9:.1f}" if found["memory_bytes"] else "unknown"
            rows.append((found["name"], found["title"], memory))
        return rows, str(choose_device("auto"))
    except Exception as error:  # a driver or DLL that does not fit raises anything; the report must say so and go on
        return [("none", f"torch does not load: {describe_error(error)}", "")], ""


def describe_unused_gpu(device: str) -> str:
    """Why an NVIDIA GPU is not used though the computer has one, "" otherwise."""
    if device != "cpu" or shutil.which("nvidia-smi") is None:
        return ""
    if find_attribute("torch.version", "cuda") == "None":
        return "An NVIDIA GPU was found, but this PyTorch is a CPU build; set up the engine with a CUDA build."
    return "An NVIDIA GPU was found, but PyTorch cannot use it; its driver may be too old for this PyTorch."


def find_version(package: str) -> str:
    """The installed version of a package, "" when it is missing; the package is not imported."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def find_attribute(module: str, name: str) -> str:
    """An attribute of a module as text, or why the module does not load."""
    try:
        return str(getattr(importlib.import_module(module), name))
    except Exception as error:  # see describe_processors
        return f"does not load: {describe_error(error)}"


def describe_free_disk(folder: str) -> str:
    """Free space (GB) on the disk of a folder."""
    return f"{shutil.disk_usage(folder).free / 1e9:.1f} GB free"


def describe_error(error: Exception) -> str:
    """One line on an error; the kind is named unless the sentence was written for users."""
    text = " ".join(str(error).split())
    return text if isinstance(error, EoDeepError) else f"{type(error).__name__}: {text}"


def run_stage(title: str, stage: Callable[[Path], str], folder: Path) -> tuple[str, str, str, str]:
    """Run one stage in `folder` and return its row: title, "OK" or "failed", milliseconds, finding."""
    start = time.perf_counter()
    try:
        verdict, finding = "OK", stage(folder)
    except Exception as error:  # whatever goes wrong is the finding
        verdict, finding = "failed", describe_error(error)
    return title, verdict, f"{1000 * (time.perf_counter() - start):.0f}", finding


def write_report(path: str, tables: list[tuple[str, Any, Any]]) -> None:
    """Write the tables (title, header, rows) as one HTML page."""
    from ..reports.html import Report

    report = Report("EO Deep: check of the engine")
    for title, header, rows in tables:
        report.heading(title)
        report.table(header, rows)
    report.write(path)
