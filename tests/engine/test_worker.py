"""The worker's protocol: one job in, JSON lines out, whatever the algorithm does."""

import errno
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import eo_deep
from eo_deep.__main__ import JsonReporter
from eo_deep.runtime.failures import explain_os_error

ROOT = Path(__file__).resolve().parents[2]

# Runs the worker with `algorithm` in place of the families' functions.
FAKE = """
import os, subprocess, sys, time
import eo_deep.__main__ as worker
from eo_deep.errors import EoDeepError

def algorithm(progress, **arguments):
{body}

worker.find_function = lambda name: algorithm
sys.exit(worker.main())
"""


def start(body: str) -> subprocess.Popen:
    script = FAKE.format(body="".join(f"    {line}\n" for line in body.splitlines()))
    words = [sys.executable, "-c", script]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(words, cwd=ROOT, text=True, start_new_session=True, **pipes)


def serve(body: str, names: dict | None = None, **arguments: object) -> list[dict]:
    """Run one job in a worker of its own and return its messages."""
    worker = start(body)
    job = {"function": "family.algorithm", "arguments": arguments, "names": names or {}}
    worker.stdin.write(json.dumps(job) + "\n")
    worker.stdin.flush()
    lines = worker.stdout.read().splitlines()
    worker.wait()
    worker.stdin.close()
    return [json.loads(line) for line in lines]


def test_a_job_from_start_to_end():
    messages = serve(
        'progress(0.5)\nprogress.message("read")\nprogress.warning("odd")\nreturn {"output": arguments["x"]}', x=1
    )
    assert messages[0]["progress"] == 0.5
    assert {"message": "read"} in messages
    assert {"warning": "odd"} in messages
    assert messages[-1] == {"result": {"output": 1}}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_many_files_may_be_open():
    lines = [
        "import resource, eo_deep.__main__ as worker",
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))",
        "worker.find_function = lambda name: lambda progress: {'limit': resource.getrlimit(resource.RLIMIT_NOFILE)[0]}",
        "worker.main()",
    ]
    words = [sys.executable, "-c", "\n".join(lines), "family.algorithm"]
    done = subprocess.run(words, cwd=ROOT, text=True, capture_output=True, check=True)
    assert json.loads(done.stdout)["limit"] > 1000


def test_what_libraries_print_stays_out_of_the_protocol():
    body = 'print("hello")\nos.write(1, b"from C")\nsubprocess.run(["echo", "child"])\nreturn {}'
    assert [set(message) for message in serve(body)] == [{"progress", "remaining_s"}, {"result"}]


def test_errors_for_the_user_are_one_sentence():
    assert serve('raise EoDeepError("Tile size must be even.")')[-1] == {"error": "Tile size must be even."}
    assert serve("raise MemoryError")[-1] == {"error": "The memory is full."}
    for said in ("DefaultCPUAllocator: can't allocate memory", "could not create a primitive"):
        assert serve(f"raise RuntimeError({said!r})")[-1] == {"error": "The memory is full."}
    assert "GPU's memory is full" in serve('raise RuntimeError("CUDA out of memory. Tried to allocate")')[-1]["error"]
    full = serve('raise OSError(28, "No space left on device", "/x/a.tif")')[-1]
    assert full == {"error": "The disk of /x is full."}


def test_a_mistake_of_the_code_is_a_sentence_and_a_traceback_on_stderr():
    worker = start("return 1 / 0")
    worker.stdin.write(json.dumps({"function": "f.f", "arguments": {}}) + "\n")
    worker.stdin.flush()
    told = json.loads(worker.stdout.read().splitlines()[-1])["error"]
    assert told == "EO Deep failed unexpectedly (ZeroDivisionError: division by zero); please report it."
    assert "Traceback" in worker.stderr.read()
    assert worker.wait() == 1


def test_what_is_told_fits_on_a_line():
    told = serve('progress.warning("a\\nb\\x07c")\nraise EoDeepError("No \'" + 5000 * "x" + "\'.")')
    assert {"warning": "a b c"} in told
    assert re.fullmatch(r"No 'x+…x+'\.", told[-1]["error"])
    assert len(told[-1]["error"]) < 250


def test_files_are_named_as_the_user_calls_them():
    body = 'progress.message("Wrote " + arguments["x"] + ".")\nraise EoDeepError("No \'" + arguments["x"] + "\'.")'
    told = serve(body, names={"/tmp/1/x.gpkg": "Old map"}, x="/tmp/1/x.gpkg")
    assert {"message": "Wrote Old map."} in told
    assert told[-1] == {"error": "No 'Old map'."}


def test_what_is_kept_is_told_at_once_and_with_the_error():
    told = serve('progress.part(0, 1).keep("Epoch 1 is kept.")\nraise EoDeepError("It diverged.")')
    assert {"kept": "Epoch 1 is kept."} in told
    assert told[-1] == {"error": "It diverged. Epoch 1 is kept."}


def test_points_of_curves_are_sent():
    told = serve('from eo_deep.progress import CurvePoint\nprogress.plot(CurvePoint("loss", 0.5, 2.0, 3))\nreturn {}')
    assert {"point": {"curve": "loss", "epoch": 0.5, "value": 2.0, "epochs": 3, "stage": ""}} in told


def test_the_remaining_time_is_told_while_the_speed_is_steady(monkeypatch):
    clock = iter(range(100, 200))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with open(os.devnull, "w") as nothing:
        reporter = JsonReporter(nothing)
        told = []
        monkeypatch.setattr(reporter, "send", lambda **news: told.append(news))
        for percent in range(20):
            reporter(percent / 100)
    assert told[0] == {"progress": 0.0, "remaining_s": None}
    assert told[-1] == {"progress": 0.19, "remaining_s": pytest.approx(81)}


def test_a_job_that_is_no_job():
    worker = start("return {}")
    out, _ = worker.communicate("nonsense\n", timeout=60)
    assert json.loads(out.splitlines()[-1]) == {"error": "The engine did not receive a job that it can read."}


@pytest.mark.parametrize(
    "line", ["", "5", "[]", "null", '{"function": "f.f"}', '{"function": "f.f", "arguments": 5}', "[" * 100_000]
)
def test_lines_that_are_no_job(line):
    worker = start("return {}")
    out, said = worker.communicate(line + "\n", timeout=60)
    assert json.loads(out.splitlines()[-1]) == {"error": "The engine did not receive a job that it can read."}
    assert "Traceback" not in said


def exchange(worker: subprocess.Popen, **job: object) -> list[dict]:
    """Send a job to a worker that stays, and read until its result or error."""
    worker.stdin.write(json.dumps({"function": "f.f", "arguments": {}, "stay": True, **job}) + "\n")
    worker.stdin.flush()
    told = [json.loads(worker.stdout.readline())]
    while not {"result", "error"} & {*told[-1]}:
        told.append(json.loads(worker.stdout.readline()))
    return told


def test_a_process_that_stays_does_one_job_after_the_other():
    """Each with names and a progress of its own; an error ends a job, not the process."""
    worker = start(
        'from eo_deep.runtime import kept\nprogress(0.1)\nif arguments["x"] == "b": raise EoDeepError("No b.")\n'
        'return {"pid": os.getpid(), "x": arguments["x"], "keeps": kept._most > 0}'
    )
    first = exchange(worker, arguments={"x": "a"}, names={"b": "Wrong"})
    assert first[0]["progress"] == 0.1
    assert first[-1] == {"result": {"pid": worker.pid, "x": "a", "keeps": True}}
    assert exchange(worker, arguments={"x": "b"})[-1] == {"error": "No b."}
    last = exchange(worker, arguments={"x": "c"}, stay=False)
    assert last[0]["progress"] == 0.1
    assert last[-1] == {"result": {"pid": worker.pid, "x": "c", "keeps": True}}
    assert worker.wait(timeout=60) == 0


def test_a_process_that_waits_for_a_job_ends_with_qgis():
    worker = start("return {}")
    assert exchange(worker)[-1] == {"result": {}}
    worker.stdin.close()
    worker.wait(timeout=60)


def test_a_later_line_that_is_no_job_ends_the_process():
    worker = start("return {}")
    exchange(worker)
    worker.stdin.write("nonsense\n")
    worker.stdin.flush()
    assert json.loads(worker.stdout.readline()) == {"error": "The engine did not receive a job that it can read."}
    assert worker.wait(timeout=60) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX")
def test_the_end_of_stdin_ends_the_whole_group(tmp_path):
    """QGIS is gone, however it went: the engine, its children and its unfinished files go too."""
    target = tmp_path / "map.tif"
    body = """child = subprocess.Popen(["sleep", "600"])
from eo_deep.io.staging import stage
staged = stage(arguments["output"])
staged.__enter__().write_text("half")
progress.message(str(child.pid))
while True: pass"""
    worker = start(body)
    worker.stdin.write(json.dumps({"function": "f.f", "arguments": {"output": str(target)}}) + "\n")
    worker.stdin.flush()
    lines = [json.loads(worker.stdout.readline()) for _ in range(3)]
    assert [line["trace"] for line in lines[:2]] == [str(path) for path in sorted(tmp_path.iterdir(), reverse=True)]
    child = int(lines[2]["message"])
    worker.stdin.close()
    worker.wait(timeout=60)
    deadline = time.monotonic() + 60
    while is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_alive(child)
    assert list(tmp_path.iterdir()) == []


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def test_from_a_shell(tmp_path):
    words = [sys.executable, "-m", "eo_deep", "polygonization.polygonize", f"input={tmp_path}/none.tif"]
    words += ["threshold=0.5", f"output={tmp_path}/out.gpkg"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "none.tif" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_system_errors_in_words():
    assert (
        explain_os_error(OSError(errno.ENOSPC, "No space left on device")) == "The disk is full."
    )
    assert explain_os_error(PermissionError(13, "Permission denied", "/x")) == "'/x': Permission denied."


def run_command_line(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "eo_deep", *words], cwd=ROOT, text=True, capture_output=True)


def test_the_command_line_lists_algorithms_and_describes_each():
    assert "\n  segment " in run_command_line("--help").stdout
    described = run_command_line("make_scene", "--help").stdout
    assert "Usage: python -m eo_deep make_scene [...]" in described
    assert "size_px: a whole number, at least 64, at most 32768; default: 1024" in described
    assert run_command_line("synthetic_scenes.make_scene", "-h").stdout == described
    refused = run_command_line("make_scenes", "--help")
    assert (refused.returncode, refused.stderr) == (1, "The engine has no algorithm 'make_scenes'.\n")


def test_arguments_have_names_on_the_command_line():
    refused = run_command_line("segment", "image=a.tif", "--output")
    assert refused.returncode == 2
    assert refused.stderr.strip() == "'--output' must be ARGUMENT=VALUE; 'segment --help' lists the arguments."


def test_the_command_line_says_its_version():
    assert run_command_line("--version").stdout == f"{eo_deep.__version__}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_terminal_that_is_given_nothing_gets_the_list():
    import pty

    ours, theirs = pty.openpty()
    try:
        words = [sys.executable, "-m", "eo_deep"]
        done = subprocess.run(words, cwd=ROOT, stdin=theirs, text=True, capture_output=True, timeout=60)
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 0
    assert "\n  segment " in done.stdout


@pytest.mark.parametrize("words", [["--help"], ["segment", "--help"], ["--version"]])
def test_a_reader_that_leaves_is_no_error(words):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        command = [sys.executable, "-m", "eo_deep", *words]
        done = subprocess.run(command, cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (1, "")
