"""Diagnostics: check the engine, set it up, and remove it."""

from __future__ import annotations

import os
import platform
import shutil
from html import escape
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import Qgis, QgsApplication, QgsProjUtils
from qgis.PyQt.QtCore import PYQT_VERSION_STR, QT_VERSION_STR

from .framework.accelerator import describe_download, find_accelerator
from .framework.base import Algorithm
from .framework.engine_setup import Setup, remove_environment
from .framework.outputs import BoolOutput, HtmlOut, NumberOutput, TextOutput
from .framework.params import Bool, Folder, Text
from .framework.settings import find_proxy
from .framework.translation import tr
from .framework.worker import ROOT, SETUP_REMEDY, Cancelled, Engine, EngineError, Job, find_engine, profile_engine

EXTRAS = {"onnx": ROOT / "requirements-onnx.txt", "dask": ROOT / "requirements-cluster.txt"}  # by parameter


class CheckEngine(Algorithm):
    """Check whether the engine is complete and works on this computer.

    The engine is a separate Python environment in which EO Deep runs its networks. The report lists its interpreter,
    its packages and the available devices. Every stage is tested on a small synthetic image: reading and writing
    rasters and vectors, reprojection, the network on each device, tiling, the model file, polygons, accuracy, training.
    Attach the report when you ask for help.
    """

    title = "Check the engine"
    group = "Engine and demo data"
    tags = ("diagnostics", "gpu", "cuda", "torch", "version", "install", "test", "report")
    needs_engine = False

    output_html = HtmlOut(
        "Engine report", "An HTML page with the interpreter, versions, devices, folders and the result of every stage."
    )
    python = TextOutput("Interpreter", "The Python interpreter of the engine; empty if there is none.")
    torch_version = TextOutput("PyTorch version", "The version of PyTorch; empty if PyTorch cannot be loaded.")
    device = TextOutput("Device", "The device that 'auto' selects: cpu, cuda or mps.")
    ok = BoolOutput("The engine works", "True if every stage passed.")

    def run(self, arguments: dict[str, Any], job: Job) -> dict[str, Any]:
        result, remedy = {"python": "", "torch_version": "", "device": "", "ok": False, "tables": []}, ""
        try:
            result["python"] = str(find_engine())
            result = job.call(self.engine, {"output_html": None})
        except Cancelled:
            raise
        except EngineError as error:
            remedy = str(error) if tr(SETUP_REMEDY) in str(error) else f"{error} {tr(SETUP_REMEDY)}"
            job.feedback.pushWarning(remedy)
        works, fails = tr("The engine works: every stage passed."), tr("Not every stage passed.")
        verdict = works if result["ok"] else remedy or fails
        job.feedback.pushInfo(verdict)
        if arguments["output_html"]:
            tables = [*result["tables"], ("QGIS", (tr("Property"), tr("Value")), describe_qgis())]
            write_page(Path(arguments["output_html"]), tr("EO Deep: check of the engine"), verdict, tables)
        return {**{name: result[name] for name in ("python", "torch_version", "device", "ok")}, **arguments}


class SetupEngine(Algorithm):
    """Set up or repair the engine: the Python environment in which EO Deep runs its networks.

    Run it once. The environment is created in your QGIS profile; the Python of QGIS and other programs are not changed.
    The download from the Python package index is about 1 GB (several GB if PyTorch includes CUDA), and the environment
    needs 2 to 8 GB on the disk. A complete environment is only checked; an incomplete one is created again.
    """

    title = "Set up the engine"
    group = "Engine and demo data"
    tags = ("install", "torch", "pytorch", "dependencies", "environment", "venv", "cuda", "offline", "pip")
    needs_engine = False
    engine = ""  # it makes the engine, so it runs none

    index_url = Text(
        "Package index (URL)",
        "A package index to use first, for example a mirror of your organization, or PyTorch's index for a certain "
        "CUDA version. Packages that it does not have are taken from the standard index, and the log reports this. "
        "Default: only the standard index.",
        optional=True,
    )
    wheelhouse = Folder(
        "Wheelhouse (folder of packages)",
        "For computers without network: a folder with all packages as wheels. Create it on a computer with network, "
        "the same operating system and the same Python version: 'python3 -m pip download -r requirements.txt -d "
        "wheelhouse', with the requirements.txt of the plugin. Default: packages are downloaded.",
        optional=True,
    )
    recreate = Bool(
        "Create again even if it is complete",
        "Removes the environment and creates it again, for example to change from a CPU build of PyTorch to a CUDA "
        "build.",
        default=False,
    )
    onnx = Bool(
        "Packages for ONNX models",
        "Adds the packages that 'Import a model (ONNX)' and 'Export a model (ONNX)' need, about 40 MB; also to a "
        "complete environment. Once added, they stay. A wheelhouse needs them, too: '-r requirements-onnx.txt'.",
        default=False,
    )
    dask = Bool(
        "Packages for several GPUs and clusters",
        "Adds the packages that the parameter 'Cluster' of the algorithms needs, about 30 MB; also to a complete "
        "environment. Once added, they stay. A wheelhouse needs them, too: '-r requirements-cluster.txt'.",
        default=False,
    )
    python = TextOutput(CheckEngine.python.label, "The Python interpreter of the engine.")
    ok = BoolOutput(CheckEngine.ok.label, CheckEngine.ok.help)

    def run(self, arguments: dict[str, Any], job: Job) -> dict[str, Any]:
        index_url, wheelhouse = arguments["index_url"] or "", arguments["wheelhouse"] or ""
        setup = Setup(
            profile_engine(),
            ROOT / "requirements.txt",
            index_url=index_url,
            wheelhouse=wheelhouse,
            proxy=find_proxy(),
            log=job.feedback.pushInfo,
            set_progress=lambda fraction: job.feedback.setProgress(90 * fraction),
            is_cancelled=job.feedback.isCanceled,
        )
        wanted = [extra for name, extra in EXTRAS.items() if arguments[name] or setup.has(extra)]
        found_complete = not arguments["recreate"] and setup.is_complete()
        if not found_complete:
            job.feedback.pushInfo(describe_download(find_accelerator(), index_url, wheelhouse))
        python = setup.make(recreate=arguments["recreate"])
        ok = try_stages(python, job)
        if found_complete and not ok:
            job.feedback.pushInfo(tr("The environment is complete but does not work; it is created again."))
            python = setup.make(recreate=True)
            ok = try_stages(python, job)
        for extra in wanted if ok else ():
            if not setup.has(extra):
                setup.add(extra)
        warn_of_another_engine(python, job)
        return {"python": str(python), "ok": ok}


class RemoveEngine(Algorithm):
    """Remove the engine that 'Set up the engine' made in your QGIS profile, to free its space on the disk.

    Models, maps and settings stay. EO Deep can be used again after another set-up.
    """

    title = "Remove the engine"
    group = "Engine and demo data"
    tags = ("uninstall", "delete", "environment", "disk", "space")
    needs_engine = False
    engine = ""

    freed_gb = NumberOutput("Freed space (GB)", "What the engine's files took on the disk; 0 if there was no engine.")

    def run(self, arguments: dict[str, Any], job: Job) -> dict[str, Any]:
        freed = remove_environment(profile_engine())
        removed, absent = tr("The engine is removed: {gb:.1f} GB are free again."), tr("There was no engine.")
        job.feedback.pushInfo(removed.format(gb=freed / 1e9) if freed else absent)
        return {"freed_gb": freed / 1e9}


def try_stages(python: Path, job: Job) -> bool:
    """Run the self-test with `python`, which tells of every stage, and return whether all passed."""
    job.feedback.pushInfo(tr("Checking every stage of the engine."))
    try:
        return Engine(python, job.feedback).call("diagnostics.check_engine", {"output_html": None})["ok"]
    except Cancelled:
        raise
    except EngineError as error:  # it does not even start
        job.feedback.pushWarning(str(error))
        return False


def warn_of_another_engine(python: Path, job: Job) -> None:
    """The variable and the setting go before the profile: warn where they name something else than `python`."""
    try:
        used = find_engine()
    except EngineError as error:
        job.feedback.pushWarning(str(error))
        return
    if used != python:
        job.feedback.pushWarning(
            tr(
                "The variable or the setting EO_DEEP_PYTHON makes EO Deep use '{used}', not the environment '{made}'."
            ).format(used=used, made=python)
        )


def describe_qgis() -> list[tuple[str, str]]:
    """Rows (what, value) on the QGIS side of the process border."""
    profile = QgsApplication.qgisSettingsDirPath()
    return [
        ("QGIS", Qgis.version()),
        (tr("Python of QGIS"), platform.python_version()),
        ("Qt, PyQt", f"{QT_VERSION_STR}, {PYQT_VERSION_STR}"),
        (tr("GDAL of QGIS"), gdal.__version__),
        (tr("PROJ of QGIS"), f"{QgsProjUtils.projVersionMajor()}.{QgsProjUtils.projVersionMinor()}"),
        (tr("Profile folder"), describe_folder(profile)),
        (tr("Engine of this profile"), str(profile_engine())),
        (tr("Plugin folder"), describe_folder(str(ROOT))),
    ]


def describe_folder(path: str) -> str:
    """The folder, whether it can be written, and the free space of its disk."""
    if not os.path.isdir(path):
        return tr("{path} (does not exist)").format(path=path)
    is_writable = os.access(path, os.W_OK)
    state = tr("{path} (writable, {gb:.1f} GB free)") if is_writable else tr("{path} (not writable, {gb:.1f} GB free)")
    return state.format(path=path, gb=shutil.disk_usage(path).free / 1e9)


def write_page(path: Path, title: str, verdict: str, tables: list[tuple[str, Any, Any]]) -> None:
    """Write a plain HTML page. The engine's own reports cannot serve: they need the engine that may be broken."""
    lines = [f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(title)}</title></head><body>"]
    lines.append(f"<h1>{escape(title)}</h1><p><b>{escape(verdict)}</b></p>")
    for heading, header, rows in tables:
        lines.append(f"<h2>{escape(heading)}</h2><table border='1' cellspacing='0' cellpadding='4'>")
        for tag, cells in [("th", header), *(("td", row) for row in rows)]:
            texts = "".join(f"<{tag} align='left'>{escape(str(cell))}</{tag}>" for cell in cells)
            lines.append(f"<tr>{texts}</tr>")
        lines.append("</table>")
    lines.append("</body></html>\n")
    try:
        path.write_text("\n".join(lines), encoding="utf-8")
    except OSError as error:
        raise EngineError(
            tr("The report cannot be written to '{path}': {reason}.").format(path=path, reason=error.strerror)
        ) from error
