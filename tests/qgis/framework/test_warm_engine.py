"""An engine that stays: one process for many jobs, and a new one when it has ended, however it did."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest
from eo_deep_plugin.algorithms.framework import settings, worker
from eo_deep_plugin.algorithms.framework.warm_engine import WarmEngine
from qgis.core import QgsApplication, QgsProcessingFeedback

# Answers each job with its process, refuses jobs called "wrong", and takes long for those called "long".
ENGINE = """#!{python} -S
import json, os, sys, time
for line in sys.stdin:
    job = json.loads(line)
    assert job["stay"] is True
    if job["function"] == "long":
        print(json.dumps({{"message": "ready"}}), flush=True)
        time.sleep(600)
    told = {{"error": "Wrong."}} if job["function"] == "wrong" else {{"result": {{"pid": os.getpid()}}}}
    print(json.dumps(told), flush=True)
"""


@pytest.fixture
def engine(tmp_path, monkeypatch):
    script = tmp_path / "engine"
    script.write_text(ENGINE.format(python=sys.executable))
    script.chmod(0o755)
    monkeypatch.setenv(settings.PYTHON, str(script))
    made = WarmEngine()
    yield made
    made.end()


def run(engine, function="any"):
    return engine.call(QgsProcessingFeedback(), function, {})["pid"]


def wait_until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        QgsApplication.processEvents()
        time.sleep(0.01)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_jobs_share_a_process_which_an_error_does_not_end(engine):
    first = run(engine)
    with pytest.raises(worker.EngineError, match=r"^Wrong\.$"):
        run(engine, "wrong")
    assert run(engine) == first
    engine.end()
    assert not is_alive(first)


def test_an_engine_that_died_is_told_of_once_and_started_anew(engine):
    told = []
    engine.died.connect(told.append)
    first = run(engine)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: told)
    assert told == ["The engine has ended unexpectedly; the next click starts it again."]
    assert run(engine) != first


def test_an_engine_may_go_while_it_is_looked_after(engine):
    """A job's thread drops an engine that died, and only then frees the lock."""
    told = []
    engine.died.connect(told.append)
    run(engine)
    process, free = engine.engine, engine.lock

    class Freed:
        def acquire(self, blocking):
            engine.engine = None
            return True

        def release(self):
            pass

    engine.lock = Freed()
    engine.look()
    engine.lock = free
    process.end()
    assert told == []


def test_cancel_ends_the_process(engine):
    first = run(engine)

    class Impatient(QgsProcessingFeedback):
        def pushInfo(self, text):
            self.cancel()

    with pytest.raises(worker.Cancelled):
        engine.call(Impatient(), "long", {})
    assert not is_alive(first)
    assert run(engine) != first


def test_an_idle_engine_ends_in_silence(engine, monkeypatch):
    told = []
    engine.died.connect(told.append)
    first = run(engine)
    engine.look()
    assert is_alive(first)
    monkeypatch.setenv(settings.IDLE, "0")
    wait_until(lambda: not is_alive(first))
    assert told == []


def test_other_settings_start_another_process(engine, monkeypatch):
    first = run(engine)
    monkeypatch.setenv(settings.THREADS, "3")
    assert run(engine) != first
    assert not is_alive(first)
