"""Jobs that end early: cancelled, killed, orphaned; and two at once. Nothing half-written and no process stays."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
import venv
from pathlib import Path

import processing
import pytest
from eo_deep_plugin.algorithms.framework import settings, worker
from processing.core.ProcessingConfig import ProcessingConfig
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtCore import QCoreApplication

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for processes in /proc")
PATIENCE_S = 300  # the engine's first start compiles for a minute and more, on a busy machine
END_S = 60  # by then, what was to end has


class Job:
    """An algorithm running in QGIS's background, as the dialog starts it."""

    def __init__(self, algorithm: str, **values: object):
        self.feedback = QgsProcessingFeedback()
        self.context = QgsProcessingContext()
        self.outcome = []
        self.ended_at = None
        found = QgsApplication.processingRegistry().createAlgorithmById(algorithm)
        values = {name: str(value) for name, value in values.items()}
        self.task = QgsProcessingAlgRunnerTask(found, values, self.context, self.feedback)
        self.task.executed.connect(self.end)
        QgsApplication.taskManager().addTask(self.task)

    def end(self, successful: bool, results: dict) -> None:
        self.ended_at = time.monotonic()
        self.outcome = [successful, results]

    def wait(self, patience_s: float = PATIENCE_S) -> None:
        wait_until(lambda: self.outcome, patience_s)


@pytest.fixture
def start():
    """Start jobs, which end with the test, however that does: QGIS dies of one whose feedback is gone."""
    jobs = []

    def start_job(algorithm: str, **values: object) -> Job:
        jobs.append(Job(algorithm, **values))
        return jobs[-1]

    yield start_job
    for job in jobs:
        job.feedback.cancel()
    for job in jobs:
        job.wait()


def wait_until(condition, patience_s: float = PATIENCE_S) -> None:
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline, "nothing happened in time"
        QCoreApplication.processEvents()
        time.sleep(0.01)


def find_engines(of: int | None = None) -> list[int]:
    """Ids of the engine processes that a process (this one) started, and of those that have lost it."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue  # it has just ended
        if b"eo_deep" in words and parent == (of or os.getpid()):
            found.append(int(folder.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


@pytest.fixture
def long_job(start, large_image, model, tmp_path):
    """A segmentation in the middle of its work: the image has 40,000 x 40,000 px, and its output exists in part."""
    job = start("eodeep:segment", IMAGE=large_image, MODEL=model, OUTPUT=tmp_path / "map.tif", CORE_PX=512)
    wait_until(lambda: list(tmp_path.glob(".map.*.partial*")) and job.feedback.progress() > 0)
    return job


def test_cancel_ends_the_engine_at_once(long_job, tmp_path):
    (engine,) = find_engines()
    cancelled_at = time.monotonic()
    long_job.feedback.cancel()
    long_job.wait(END_S)
    duration_s = long_job.ended_at - cancelled_at
    print(f"Cancelled in {duration_s:.2f} s.")
    assert duration_s < 10  # the job would take many minutes
    assert not is_alive(engine)
    assert long_job.outcome[0] is False
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_training_says_what_is_kept(start, scene, tmp_path):
    values = {"EPOCHS": 1000, "SAMPLES_PER_EPOCH": 4, "BATCH_SIZE": 2, "CROP_PX": 32, "BASE_CHANNELS": 4}
    files = {"IMAGES": scene.image, "LABELS": scene.labels, "MODEL": (target := tmp_path / "new.safetensors")}
    job = start("eodeep:trainsegmentation", **files, **values, DEVICE="cpu")
    wait_until(lambda: "Epoch 2 of" in job.feedback.textLog())
    job.feedback.cancel()
    job.wait(END_S)
    said = r"Cancelled\. The training up to epoch (\d+) of 1000 is kept in '(.+)'; (.+)\."
    kept = re.search(said, job.feedback.textLog())
    assert int(kept[1]) >= 2
    assert kept[2] == f"{target}.checkpoint"
    assert kept[3] == "run it again with 'Resume' to continue from there"
    assert [path.name for path in tmp_path.iterdir()] == ["new.safetensors.checkpoint"]


def test_killed_engine_is_explained(long_job, tmp_path):
    (engine,) = find_engines()
    os.kill(engine, signal.SIGKILL)
    long_job.wait(END_S)
    assert long_job.outcome[0] is False
    assert "killed (signal 9), probably because the memory was full" in long_job.feedback.textLog()
    assert list(tmp_path.iterdir()) == []


def test_no_engine_outlives_qgis(large_image, model, tmp_path, profile, qgis_process_program):
    values = {"IMAGE": large_image, "MODEL": model, "OUTPUT": tmp_path / "map.tif", "CORE_PX": 512}
    words = [f"--{name}={value}" for name, value in values.items()]
    qgis = subprocess.Popen(
        [qgis_process_program, "run", "eodeep:segment", *words], env=profile, stdout=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: list(tmp_path.glob(".map.*.partial*")))
        (engine,) = find_engines(of=qgis.pid)
    finally:
        qgis.kill()
        qgis.wait()
    killed_at = time.monotonic()
    wait_until(lambda: not is_alive(engine), END_S)
    print(f"The engine ended {time.monotonic() - killed_at:.2f} s after QGIS.")
    assert list(tmp_path.iterdir()) == []


def test_two_jobs_at_once(start, scene, model, tmp_path):
    jobs = [
        start("eodeep:segment", IMAGE=scene.image, MODEL=model, OUTPUT=tmp_path / f"{number}.tif")
        for number in range(2)
    ]
    wait_until(lambda: len(find_engines()) == 2)
    for job in jobs:
        job.wait()
    assert [job.outcome[0] for job in jobs] == [True, True], jobs[0].feedback.textLog()
    assert (tmp_path / "0.tif").read_bytes() == (tmp_path / "1.tif").read_bytes()


def test_a_second_job_may_not_write_the_first_ones_layer(start, large_image, scene, model, tmp_path):
    values = {"MODEL": model, "OUTPUT": tmp_path / "buildings.gpkg"}
    first = start("eodeep:extractbuildings", IMAGE=large_image, **values)
    wait_until(lambda: (tmp_path / ".buildings.gpkg.eodeep-lock").exists())
    second = start("eodeep:extractbuildings", IMAGE=scene.image, **values)
    second.wait()
    first.feedback.cancel()
    first.wait(END_S)
    assert second.outcome[0] is False
    assert "'buildings.gpkg' is being written by another job; wait for it or choose another name." in (
        second.feedback.textLog()
    )
    assert list(tmp_path.iterdir()) == []


def test_cancelling_one_job_leaves_the_other(start, long_job, scene, model, tmp_path):
    other = start("eodeep:segment", IMAGE=scene.image, MODEL=model, OUTPUT=tmp_path / "other.tif")
    wait_until(lambda: len(find_engines()) == 2)
    long_job.feedback.cancel()
    other.wait()
    assert other.outcome[0] is True
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.qml", "other.tif"]


def test_errors_of_the_engine_are_one_sentence(model, tmp_path):
    broken = tmp_path / "broken.tif"
    broken.write_bytes(b"II*\0 no tiff")
    with pytest.raises(QgsProcessingException) as caught:
        processing.run("eodeep:segment", {"IMAGE": str(broken), "MODEL": str(model), "OUTPUT": str(tmp_path / "o.tif")})
    assert "Traceback" not in str(caught.value)


@pytest.fixture
def fake_engine(tmp_path, monkeypatch):
    """Put a script of the test's own in the engine's place."""

    def make(body: str) -> None:
        script = tmp_path / "engine"
        script.write_text(f"#!{sys.executable} -S\nimport json, subprocess, sys, time\nsys.stdin.readline()\n{body}\n")
        script.chmod(0o755)
        monkeypatch.setenv(settings.PYTHON, str(script))

    return make


def test_a_talkative_engine_is_read_to_the_end(fake_engine):
    """More than a pipe holds on both streams, lines that are no messages, and the result at last."""
    fake_engine("""for number in range(20000):
    print("x" * 100, file=sys.stderr)
    print("no message" if number % 100 == 0 else json.dumps({"progress": number / 20000, "remaining_s": 60}))
print(json.dumps({"result": {"output": 7}}))""")
    feedback = QgsProcessingFeedback()
    estimates = []
    feedback.setProgressText = estimates.append
    assert worker.Engine(worker.find_engine(), feedback).call("a.b", {}) == {"output": 7}
    assert feedback.textLog().count("no message") == 200
    assert estimates == ["About 60 s left."]  # QGIS logs each, so there are few


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"message": "Started."}, "Cancelled. Nothing was written."),
        ({"kept": "Epoch 3 is kept."}, "Cancelled. Epoch 3 is kept."),
    ],
)
def test_cancel_says_what_is_kept(fake_engine, line, said):
    fake_engine(f"""print(json.dumps({line}), flush=True)
print(json.dumps({{"message": "ready"}}), flush=True)
time.sleep(600)""")

    class Impatient(QgsProcessingFeedback):
        def pushInfo(self, text):
            if text == "ready":
                self.cancel()

    with pytest.raises(worker.Cancelled) as caught:
        worker.Engine(worker.find_engine(), Impatient()).call("a.b", {})
    assert str(caught.value) == said


def test_cancel_ends_what_the_engine_started(fake_engine):
    fake_engine("""child = subprocess.Popen(["sleep", "600"])
print(json.dumps({"message": f"child {child.pid}"}), flush=True)
time.sleep(600)""")
    feedback = QgsProcessingFeedback()
    threading.Timer(1, feedback.cancel).start()
    started_at = time.monotonic()
    with pytest.raises(worker.Cancelled):
        worker.Engine(worker.find_engine(), feedback).call("a.b", {})
    assert time.monotonic() - started_at < 60  # not the 600 s of what it started
    child = int(feedback.textLog().split("child ")[1].split()[0])
    wait_until(lambda: not is_alive(child), END_S)


@pytest.mark.parametrize(
    ("code", "said"),
    [(-9, "killed (signal 9), probably because the memory was full"), (-11, "SIGSEGV"), (3, "exit code 3")],
)
def test_deaths_are_explained(code, said):
    engine = worker.Engine.__new__(worker.Engine)
    engine.child = subprocess.Popen([sys.executable, "-c", f"import os; os._exit({max(code, 0)})"])
    engine.child.wait()
    engine.child.returncode = code
    engine.last_errors, engine.kept = ["CUDA error: an illegal memory access"], "Epoch 3 is kept."
    assert engine.explain_death().endswith("kept. Last message of the engine: CUDA error: an illegal memory access")
    assert said in engine.explain_death()


def test_an_incomplete_environment_is_named(tmp_path, monkeypatch, scene):
    """An environment without packages, as an interrupted set-up leaves it."""
    venv.create(tmp_path, with_pip=False)
    monkeypatch.setenv(settings.PYTHON, str(tmp_path))
    with pytest.raises(QgsProcessingException, match=r"it lacks '\w+'\. Run 'Set up the engine'"):
        processing.run("eodeep:polygonize", {"INPUT": str(scene.classes), "OUTPUT": "memory:"})


def test_the_engine_gets_a_clean_environment(monkeypatch):
    for name in ("PYTHONHOME", "PYTHONPATH", "GDAL_DATA", "PROJ_LIB", "QT_PLUGIN_PATH", "LD_LIBRARY_PATH"):
        monkeypatch.setenv(name, "/of/qgis")
    assert "/of/qgis" not in worker.clean_environment().values()


def test_the_engine_is_looked_for_in_order(monkeypatch, tmp_path):
    def make_environment(name: str) -> Path:
        python = tmp_path / name / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text("#!/bin/sh\n")
        python.chmod(0o755)
        return python

    chosen = {name: make_environment(name) for name in ("variable", "setting", "profile")}
    (tmp_path / "profile" / worker.MARKER).touch()
    beside = make_environment("plugin/.venv")
    monkeypatch.setattr(worker, "ROOT", tmp_path / "plugin")
    monkeypatch.setattr(worker, "profile_engine", lambda: tmp_path / "profile")
    monkeypatch.setattr(settings, "read_option", lambda name: str(tmp_path / "setting"))
    monkeypatch.setenv(settings.PYTHON, str(chosen["variable"]))
    assert worker.find_engine() == chosen["variable"]
    monkeypatch.delenv(settings.PYTHON)
    assert worker.find_engine() == chosen["setting"]
    monkeypatch.setattr(settings, "read_option", lambda name: "")
    assert worker.find_engine() == chosen["profile"]
    chosen["profile"].unlink()
    assert worker.find_engine() == beside
    beside.unlink()
    with pytest.raises(worker.EngineError, match="Run 'Set up the engine'"):
        worker.find_engine()
    monkeypatch.setenv(settings.PYTHON, "/nowhere")
    with pytest.raises(worker.EngineError, match="variable EO_DEEP_PYTHON names '/nowhere'"):
        worker.find_engine()


def test_the_setting_is_read(tmp_path):
    assert settings.read_option(settings.PYTHON) == ""
    ProcessingConfig.setSettingValue(settings.PYTHON, str(tmp_path))
    assert settings.read_option(settings.PYTHON) == str(tmp_path)
    ProcessingConfig.setSettingValue(settings.PYTHON, "")


def test_a_variable_goes_before_its_setting(monkeypatch):
    options = {settings.DEVICE: "mps", settings.THREADS: "3"}
    monkeypatch.setattr(settings, "read_option", lambda name: options.get(name, ""))
    monkeypatch.delenv(settings.DEVICE, raising=False)
    monkeypatch.delenv(settings.THREADS, raising=False)
    assert (settings.choose_device("auto"), settings.choose_device("cpu")) == ("mps", "cpu")
    assert settings.list_variables()["OMP_NUM_THREADS"] == "3"
    monkeypatch.setenv(settings.DEVICE, "cuda:1")
    monkeypatch.setenv(settings.THREADS, "0")
    assert settings.choose_device("auto") == "cuda:1"
    assert "OMP_NUM_THREADS" not in settings.list_variables()


def test_the_folder_of_models_is_in_the_profile_unless_chosen(monkeypatch, tmp_path):
    monkeypatch.delenv(settings.MODELS, raising=False)
    assert settings.find_models_folder() == Path(QgsApplication.qgisSettingsDirPath()) / "eo_deep" / "models"
    monkeypatch.setenv(settings.MODELS, str(tmp_path))
    assert settings.find_models_folder() == tmp_path


def test_without_engine_the_algorithms_stay_listed(monkeypatch, provider):
    monkeypatch.setenv(settings.PYTHON, "/nowhere")
    assert provider.algorithm("segment").canExecute() == (False, worker_sentence())
    assert provider.algorithm("setupengine").canExecute()[0] is True
    assert provider.algorithm("checkengine").canExecute()[0] is True
    # Shown by the dialogs of all algorithms, of 'Set up the engine' too; canExecute tells it where it matters.
    assert provider.warningMessage() == ""


def worker_sentence() -> str:
    return "The variable EO_DEEP_PYTHON names '/nowhere', where there is no Python interpreter."
