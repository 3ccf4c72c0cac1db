"""One job writes a file at a time, and what killed jobs left is removed by the next."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eo_deep.errors import EoDeepError
from eo_deep.io.files import check_folder_writable, check_writable
from eo_deep.io.staging import scratch_folder, stage
from eo_deep.runtime import traces

ROOT = Path(__file__).resolve().parents[3]
REFUSED = re.escape("'map.tif' is being written by another job; wait for it or choose another name.")

WRITER = """
import sys, time
from pathlib import Path
from eo_deep.io.staging import stage
with stage(sys.argv[1]) as prepared:
    prepared.mkdir() if sys.argv[1].endswith("folder") else prepared.write_text("half")
    (prepared.parent / "new.gpkg-journal").write_text("of SQLite")
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def start_writer():
    """Start a process that holds an output, half-written, until it is killed."""
    running = []

    def start(target: Path) -> subprocess.Popen:
        words = [sys.executable, "-c", WRITER, str(target)]
        process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


def write(target: Path, text: str = "new") -> None:
    with stage(target) as prepared:
        prepared.write_text(text)


def test_a_second_job_is_refused_while_the_first_lives(tmp_path, start_writer):
    target = tmp_path / "map.tif"
    first = start_writer(target)
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(EoDeepError, match=REFUSED), traces.job():
        check_writable(target)
    with pytest.raises(EoDeepError, match=REFUSED):
        write(target)
    assert sorted(os.listdir(tmp_path)) == before
    write(tmp_path / "other.tif")
    first.kill()
    first.wait()
    write(target)
    assert sorted(os.listdir(tmp_path)) == ["map.tif", "other.tif"]


def test_a_second_job_is_refused_through_a_link(tmp_path, start_writer):
    (tmp_path / "real").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    start_writer(tmp_path / "real" / "map.tif")
    with pytest.raises(EoDeepError, match=REFUSED):
        write(tmp_path / "linked" / "map.tif")


def test_a_second_job_on_a_folder_is_refused(tmp_path, start_writer):
    start_writer(tmp_path / "folder")
    with pytest.raises(EoDeepError, match="'folder' is being written by another job"), traces.job():
        check_folder_writable(tmp_path / "folder")


@pytest.mark.parametrize("name", ["map.tif", "folder", "x" * 240 + ".tif", "ж" * 120 + ".tif"])
def test_the_next_job_in_the_folder_removes_what_a_killed_one_left(tmp_path, start_writer, name):
    dead = start_writer(tmp_path / name)
    dead.kill()
    dead.wait()
    assert len(os.listdir(tmp_path)) == 2, "a lock and a hidden folder"
    write(tmp_path / "other.tif")
    assert os.listdir(tmp_path) == ["other.tif"]


def test_what_living_jobs_are_at_stays(tmp_path, start_writer):
    living = start_writer(tmp_path / "map.tif")
    before = set(os.listdir(tmp_path))
    write(tmp_path / "other.tif")
    assert set(os.listdir(tmp_path)) == before | {"other.tif"}
    assert living.poll() is None


def test_files_of_other_programs_stay(tmp_path):
    strangers = {".map.tif.lock", ".map.tif.abcd01234567.partial", ".other.partial", ".hidden", ".~lock.map.tif#"}
    for name in strangers:
        (tmp_path / name).write_text("precious")
    write(tmp_path / "map.tif")
    assert set(os.listdir(tmp_path)) == strangers | {"map.tif"}


@pytest.mark.parametrize(("age_s", "stays"), [(0, True), (2 * 86400, False)])
def test_what_another_machine_may_be_at_stays_for_a_day(tmp_path, age_s, stays):
    """Some network disks keep locks from other machines; a lock that seems free tells nothing then."""
    folder = tmp_path / ".map.tif.zzzzabcdefgh.partial".replace("zzzz", "0000" if traces._MACHINE != "0000" else "1111")
    folder.mkdir()
    (tmp_path / ".map.tif.eodeep-lock").touch()
    then = time.time() - age_s
    os.utime(folder, (then, then))
    write(tmp_path / "other.tif")
    assert folder.exists() is stays
    write(tmp_path / "map.tif")
    assert folder.exists() is stays


def test_a_job_holds_its_outputs_to_the_end(tmp_path):
    target = tmp_path / "map.tif"
    with traces.job():
        check_writable(target)
        assert os.listdir(tmp_path) == [".map.tif.eodeep-lock"]
        write(target)
        with traces.job():  # one algorithm in another
            check_writable(target)
        assert sorted(os.listdir(tmp_path)) == [".map.tif.eodeep-lock", "map.tif"]
    assert os.listdir(tmp_path) == ["map.tif"]
    check_writable(target)
    assert os.listdir(tmp_path) == ["map.tif"]


def test_a_planted_lock_is_neither_followed_nor_changed(tmp_path):
    (tmp_path / "victim").write_text("precious")
    (tmp_path / ".a.tif.eodeep-lock").symlink_to(tmp_path / "victim")
    os.link(tmp_path / "victim", tmp_path / ".b.tif.eodeep-lock")
    for name in ("a.tif", "b.tif"):
        write(tmp_path / name)
    assert (tmp_path / "victim").read_text() == "precious"
    assert (tmp_path / "a.tif").read_text() == (tmp_path / "b.tif").read_text() == "new"


def test_jobs_within_jobs_hold_to_their_own_ends(tmp_path):
    with traces.job():
        with traces.job():
            with traces.job():
                pass
            traces.hold_for_job(tmp_path / "map.tif")
            assert os.listdir(tmp_path) == [".map.tif.eodeep-lock"]
        assert os.listdir(tmp_path) == []


def test_disks_without_locks_are_written(tmp_path, monkeypatch):
    monkeypatch.setattr(traces, "lock_file", lambda descriptor: None)
    write(tmp_path / "map.tif")
    assert os.listdir(tmp_path) == ["map.tif"]


def test_hidden_folders_cannot_be_foreseen(tmp_path):
    names = set()
    for _ in range(3):
        with scratch_folder(tmp_path / "map.tif") as folder:
            names.add(folder.name)
            assert folder.stat().st_mode & 0o777 == 0o700
            assert re.fullmatch(r"\.map\.tif\.[0-9a-f]{4}[a-z0-9_]{8}\.partial", folder.name)
    assert len(names) == 3
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="these signals are POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("by", ["people", "QGIS"])
def test_a_signal_leaves_nothing(tmp_path, number, by):
    """Even while C code runs, which Python's own handlers wait for."""
    lines = [
        "import signal, sys, hashlib, eo_deep.__main__ as worker",
        f"signal.signal({int(number)}, signal.SIG_DFL)",  # the tests may run under nohup
        "from eo_deep.io.staging import stage",
        "def algorithm(output: str, progress):",
        "    with stage(output) as prepared:",
        "        prepared.mkdir()",
        "        (prepared / 'a').write_text('half')",
        "        print('ready', file=sys.stderr, flush=True)",
        "        hashlib.pbkdf2_hmac('sha256', b'', b'', 10**9)",
        "worker.find_function = lambda name: algorithm",
        "sys.exit(worker.main())",
    ]
    words = [sys.executable, "-c", "\n".join(lines)]
    if by == "people":
        words += ["family.algorithm", f"output={tmp_path / 'made'}"]
    process = subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # under nohup it would be ignored
    )  # fmt: skip
    try:
        if by == "QGIS":
            process.stdin.write('{"function": "f.f", "arguments": {"output": "%s"}}\n' % (tmp_path / "made"))
            process.stdin.flush()
        assert process.stderr.readline() == "ready\n"
        assert len(os.listdir(tmp_path)) == 2
        process.send_signal(number)
        assert process.wait(timeout=20) == 128 + number
        assert process.stderr.read().strip() == f"Ended by {number.name}."
        process.stdin.close()
        assert os.listdir(tmp_path) == []
    finally:
        process.kill()
