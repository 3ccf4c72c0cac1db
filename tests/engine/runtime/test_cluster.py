"""Calls on several processes: each is answered once, whatever ends meanwhile."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
import torch

pytest.importorskip("distributed", reason="the extra 'cluster' (requirements-cluster.txt) is not installed")

from eo_deep.errors import EoDeepError
from eo_deep.runtime import cluster
from eo_deep.runtime.cluster import check_cluster, open_workers
from tests.engine.clusters import ENVIRONMENT, ROOT, Cluster, wait_until
from tests.engine.notes import Notes
from tests.engine.runtime import cluster_calls


def name_call(call):
    return f"Call {call['x']}"


@pytest.fixture(scope="module")
def workers():
    """Two processes of this computer."""
    with open_workers("local:2") as opened:
        yield opened


def test_each_call_is_answered_once(workers):
    notes = Notes()
    answers = workers.run(cluster_calls.square, [{"x": x} for x in range(20)], name_call, notes)
    assert sorted(answers) == [x * x for x in range(20)]
    assert notes.messages == []  # which the process that began the job has said
    assert sorted(notes.warnings) == sorted(f"{x} is odd." for x in range(1, 20, 2))
    assert notes.fractions[-1] == 1
    assert notes.fractions == sorted(notes.fractions)


def test_more_calls_than_the_scheduler_knows_at_a_time(workers, monkeypatch):
    monkeypatch.setattr(cluster, "_MOST_SUBMITTED", 4)
    answers = workers.run(cluster_calls.square, [{"x": x} for x in range(30)], name_call, Notes())
    assert sorted(answers) == [x * x for x in range(30)]


def test_a_question_is_answered_by_all_workers(workers):
    answers = workers.ask_all(cluster_calls.tell, {"image": "a.tif"})
    assert sorted(answers) == sorted(workers.addresses)
    assert len({answer.pop("pid") for answer in answers.values()} - {os.getpid()}) == 2
    threads = str(max(1, cluster.count_cores() // 2))
    for answer in answers.values():
        assert answer == {"PROJ_NETWORK": "OFF", "http_proxy": "closed://no-path-of-the-job-names-a-server",
                          "EO_DEEP_THREADS": threads, "OMP_NUM_THREADS": threads}  # fmt: skip


def test_a_worker_that_refuses_is_named(workers):
    with pytest.raises(EoDeepError, match=r"^The worker tls://127\.0\.0\.1:\d+: There is no image here\.$"):
        workers.ask_all(cluster_calls.refuse, {})


def test_the_call_that_fails_twice_is_named(workers):
    with pytest.raises(EoDeepError, match=r"^Call 3 failed twice: Three is refused\. \(on tls://127\.0\.0\.1:\d+\)$"):
        list(workers.run(cluster_calls.fail, [{"x": x} for x in range(6)], name_call, Notes()))
    with pytest.raises(EoDeepError, match=r"^Call 0 failed twice: EO Deep failed unexpectedly \(KeyError: 'nothing'\)"):
        list(workers.run(cluster_calls.stumble, [{"x": 0}], name_call, Notes()))


def test_what_a_lost_process_was_doing_is_done_by_another(workers, tmp_path):
    calls = [{"x": x, "folder": str(tmp_path), "times": 1} for x in range(6)]
    assert sorted(workers.run(cluster_calls.die, calls, name_call, Notes())) == [*range(6)]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_call_that_ends_its_processes_ends_the_job(workers, tmp_path):
    calls = [{"x": x, "folder": str(tmp_path), "times": 9} for x in range(6)]
    with pytest.raises(EoDeepError, match="^Call 3 failed: the processes that worked at it ended, probably"):
        list(workers.run(cluster_calls.die, calls, name_call, Notes()))
    assert len(list(tmp_path.iterdir())) == cluster.MOST_TRIES


def test_progress_moves_while_a_call_runs(workers, tmp_path):
    notes, calls = Notes(), [{"x": 0, "seconds": 5, "folder": str(tmp_path)}]
    assert len(list(workers.run(cluster_calls.work, calls, name_call, notes))) == 1
    assert any(0 < fraction < 1 for fraction in notes.fractions)


RUN = """
import sys
from eo_deep.progress import silent
from eo_deep.runtime.cluster import open_workers
from tests.engine.runtime import cluster_calls
if __name__ == "__main__":
    with open_workers("local:2") as workers:
        print(*[answer["pid"] for answer in workers.ask_all(cluster_calls.tell, {}).values()], flush=True)
        list(workers.run(cluster_calls.work, [{"x": x, "seconds": 600, "folder": sys.argv[1]} for x in range(2)], str,
                         silent))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_the_processes_end_with_the_one_that_started_them(tmp_path, end):
    """However it ends; Cancel, which ends the whole group, is the easy case."""
    script = tmp_path / "run.py"
    script.write_text(RUN)
    job = subprocess.Popen([sys.executable, str(script), str(tmp_path)], stdout=subprocess.PIPE, text=True,
                           env=ENVIRONMENT, start_new_session=True)  # fmt: skip
    pids = [int(word) for word in job.stdout.readline().split()]
    wait_until(lambda: (tmp_path / "begun1").exists())
    assert {os.getpgid(pid) for pid in pids} == {job.pid}  # so Cancel ends them at once
    job.send_signal(end)
    job.wait()
    job.stdout.close()
    wait_until(lambda: not any(is_alive(pid) for pid in pids))


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"  # of which only the name is left
    except OSError:
        return False


# A cluster that the user has started


@pytest.fixture
def started(tmp_path):
    with Cluster(tmp_path) as running:
        yield running


def test_two_jobs_at_once(started, tmp_path):
    started.add_worker()
    started.add_worker()
    answers = {}

    def run(first):
        with open_workers(started.file) as opened:
            calls = [{"x": first + x, "seconds": 0.2, "folder": str(tmp_path)} for x in range(6)]
            answers[first] = sorted(x for x, _ in opened.run(cluster_calls.work, calls, name_call, Notes()))

    threads = [threading.Thread(target=run, args=(first,)) for first in (0, 100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {0: [*range(6)], 100: [*range(100, 106)]}


def test_a_lost_worker_is_replaced_by_another(started, tmp_path):
    lost, _ = started.add_worker(), started.add_worker()
    with open_workers(started.file) as opened:
        wait_until(lambda: len(opened.addresses) == 2)
        calls = [{"x": x, "seconds": 1, "folder": str(tmp_path)} for x in range(6)]
        threading.Timer(1.5, lost.kill).start()
        answers = list(opened.run(cluster_calls.work, calls, name_call, Notes()))
    assert sorted(x for x, _ in answers) == [*range(6)]


def test_the_scheduler_is_lost(started, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER_S", 5)
    started.add_worker()
    with open_workers(started.file) as opened:
        threading.Timer(1.5, started.scheduler.kill).start()
        calls = [{"x": x, "seconds": 1, "folder": str(tmp_path)} for x in range(6)]
        with pytest.raises(EoDeepError, match="^The scheduler of the cluster '.*' does not answer any more"):
            list(opened.run(cluster_calls.work, calls, name_call, Notes()))


def test_all_workers_are_lost(started, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER_S", 5)
    lost = started.add_worker()
    with open_workers(started.file) as opened:
        threading.Timer(1.5, lost.kill).start()
        calls = [{"x": x, "seconds": 1, "folder": str(tmp_path)} for x in range(6)]
        with pytest.raises(EoDeepError, match="^The cluster '.*' has no workers any more"):
            list(opened.run(cluster_calls.work, calls, name_call, Notes()))


def test_a_job_that_ends_leaves_nothing_to_do(started, tmp_path):
    """What it asked for and was not begun is forgotten, so that the next job has the workers."""
    started.add_worker()
    with open_workers(started.file) as opened:
        calls = [{"x": x, "seconds": 1, "folder": str(tmp_path)} for x in range(50)]
        next(opened.run(cluster_calls.work, calls, name_call, Notes()))
    begun = time.monotonic()
    with open_workers(started.file) as opened:
        assert list(opened.run(cluster_calls.square, [{"x": 2}], name_call, Notes())) == [4]
    assert time.monotonic() - begun < 30  # 50 s where they are done
    assert len(list(tmp_path.glob("begun*"))) < 10


def test_a_worker_without_eo_deep(started, tmp_path):
    started.add_worker(PYTHONPATH=str(make_broken_engine(tmp_path)))
    with open_workers(started.file) as opened:
        with pytest.raises(EoDeepError, match="^The worker tcp://.* lacks a part of EO Deep .*install the same"):
            opened.ask_all(cluster_calls.tell, {})


def make_broken_engine(folder):
    """A package of the engine's name that has nothing in it, to stand before the real one."""
    package = folder / "other" / "eo_deep"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    return package.parent


def test_no_workers(started, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER_S", 2)
    with pytest.raises(EoDeepError, match="^The cluster '.*' has no workers; start some with 'dask worker'"):
        with open_workers(started.file):
            pass


# Bad input


@pytest.mark.parametrize("name", ["tcp://127.0.0.1:9", "tcp://nobody.invalid:8786"])
def test_nobody_answers(name, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER_S", 2)
    with pytest.raises(EoDeepError, match=f"^No Dask scheduler answers at '{name}'; check the address"):
        with open_workers(name):
            pass


def test_an_address_that_asks_for_certificates():
    with pytest.raises(EoDeepError, match="^The cluster 'tls://127.0.0.1:9' needs certificates; state them in Dask's"):
        with open_workers("tls://127.0.0.1:9"):
            pass


@pytest.mark.parametrize(
    ("name", "said"),
    [("local", "'cluster' must be local:N, gpus, the address of a Dask scheduler .* got 'local'"),
     ("http://host:80", "'cluster' must be local:N, gpus, .* got 'http://host:80'"),
     ("tcp://host", "'cluster' must be local:N, gpus, .* got 'tcp://host'"),
     ("no/such/file.json", "'cluster' must be local:N, gpus, .* or a scheduler file, got 'no/such/file.json'"),
     ("local:0", "The number of processes in 'cluster' must be 1 to .*, as many as there are cores, got 'local:0'"),
     ("local:9999", "The number of processes in 'cluster' must be 1 to .* got 'local:9999'")],
)  # fmt: skip
def test_a_name_of_no_cluster(name, said):
    with pytest.raises(EoDeepError, match=f"^{said}"):
        check_cluster(name)


def test_a_file_that_is_no_scheduler_file(tmp_path):
    file = tmp_path / "scheduler.json"
    for text in ("", "[]", '{"address"', "{}"):
        file.write_text(text)
        with pytest.raises(EoDeepError, match="^'.*scheduler.json' is no scheduler file"), open_workers(str(file)):
            pass


@pytest.mark.parametrize("package", ["dask", "distributed", "cryptography"])
def test_without_its_packages_it_says_what_is_missing(package, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(EoDeepError, match=f"^The parameter 'cluster' needs the package '{package}' in the engine's"):
        check_cluster("local:2")
    check_cluster(None)
    check_cluster("")


def test_each_gpu_has_a_process(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 3)
    monkeypatch.setattr(cluster, "count_cores", lambda: 12)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    found = cluster._list_environments("gpus")
    assert [each["CUDA_VISIBLE_DEVICES"] for each in found] == ["0", "1", "2"]
    assert {each["EO_DEEP_THREADS"] for each in found} == {"4"}
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "5,GPU-1a,7")
    assert [each["CUDA_VISIBLE_DEVICES"] for each in cluster._list_environments("gpus")] == ["5", "GPU-1a", "7"]


def test_no_gpu(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(EoDeepError, match="^The cluster 'gpus' needs an NVIDIA GPU, and torch sees none"):
        with open_workers("gpus"):
            pass


def test_importing_the_engine_loads_no_dask():
    """It is loaded, and a port opened, only where a cluster is asked for."""
    code = "import sys, eo_deep.__main__, eo_deep.runtime.cluster; sys.exit('distributed' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
