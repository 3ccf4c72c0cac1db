import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from eo_deep import train_segmentation
from eo_deep.errors import EoDeepError
from eo_deep.runtime import data_parallel
from eo_deep.runtime.data_parallel import check_alone
from eo_deep.runtime.devices import choose_device
from eo_deep.runtime.threads import count_cores
from eo_deep.synthetic_scenes.scene import make_scene
from tests.engine.notes import Notes

ROOT = Path(__file__).parents[3]
RESULT = {"result": {"model": "m"}}


@pytest.fixture
def play(monkeypatch):
    """Runs two processes that do what they are told; what comes of it, with the notes."""
    monkeypatch.setattr(data_parallel, "_PACKAGE", "tests.engine.runtime.rank_worker")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(data_parallel, "_GRACE_S", 2.0)

    def run(*steps):
        notes = Notes()
        started = time.monotonic()
        try:
            found = data_parallel._run("f", {str(rank): each for rank, each in enumerate(steps)}, len(steps), notes)
        except EoDeepError as error:
            found = str(error)
        assert time.monotonic() - started < 60  # nobody waits for one that waits for ever
        return found, notes

    return run


def test_the_first_process_alone_reports(play):
    found, notes = play([{"message": "one"}, {"kept": "k"}, {"warning": "w"}, RESULT], [{"message": "two"}, RESULT])
    assert found == RESULT["result"]
    assert notes.messages == ["Training in 2 processes.", "one"]
    assert (notes.warnings, notes.kept) == (["w"], ["k"])


@pytest.mark.parametrize(("steps", "sentence"), [
    ((["wait"], [{"error": "The disk is full."}, 1]), "The disk is full."),
    (([1], ["wait"]), "The processes of the training lost each other."),
    (([1], [{"error": "Too late."}, 1]), "Too late."),
    ((["wait"], ["die"]),
     "Process 2 of 2 of the training was killed, probably because the memory was full."),
    (([3], ["wait"]), "Process 1 of 2 of the training ended without a result (exit code 3)."),
    (([143], ["wait"]), "Process 1 of 2 of the training was ended by signal 15."),
    (([RESULT, 0], [1]), "The processes of the training lost each other."),
])  # fmt: skip
def test_one_sentence_says_why_a_training_ended(play, steps, sentence):
    assert play(*steps)[0] == sentence


@pytest.mark.parametrize("name", ["cpu:0", "cpu:999", "cpu:two", "cpu:-1"])
def test_a_number_of_processes_must_fit_the_machine(name):
    with pytest.raises(EoDeepError, match=f"Device cpu:N must have a number of processes from 1 to .*, got '{name}'"):
        data_parallel._plan(name, Notes())


def test_gpus_are_counted(monkeypatch):
    notes = Notes()
    for count, processes in ((0, 1), (1, 1), (4, 4)):
        monkeypatch.setattr(torch.cuda, "is_available", lambda count=count: count > 0)
        monkeypatch.setattr(torch.cuda, "device_count", lambda count=count: count)
        monkeypatch.setattr(torch.distributed, "is_nccl_available", lambda: True)
        assert data_parallel._plan("gpus", notes) == (processes, "auto")
    assert notes.messages == [
        "There is no NVIDIA GPU that torch can use, so the device 'gpus' is the same as 'auto'.",
        "There is one NVIDIA GPU, so the device 'gpus' is the same as 'auto'.",
    ]
    monkeypatch.setattr(torch.distributed, "is_nccl_available", lambda: False)
    with pytest.raises(EoDeepError, match="needs NCCL"):
        data_parallel._plan("gpus", notes)
    assert data_parallel._plan("cuda:1", notes) == (1, "cuda:1")


def test_each_process_takes_a_gpu_of_its_own(monkeypatch):
    monkeypatch.setenv("WORLD_SIZE", "8")
    monkeypatch.setenv("LOCAL_RANK", "3")
    assert data_parallel._choose_device("gpus") == ("cuda:3" if torch.cuda.device_count() > 3 else "cpu")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 4)
    assert data_parallel._choose_device("auto") == "cuda:3"
    assert data_parallel._choose_device("cpu:2") == "cpu"
    with pytest.raises(EoDeepError, match="'cuda:1' is one device, and 8 processes were started"):
        data_parallel._choose_device("cuda:1")
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    with pytest.raises(EoDeepError, match="4 processes or more were started on a machine where torch sees 2 GPUs"):
        data_parallel._choose_device("gpus")


@pytest.mark.parametrize("name", ["gpus", "cpu:2"])
def test_only_trainings_have_several_processes(name, monkeypatch):
    with pytest.raises(EoDeepError, match=f"Device '{name}' is for trainings of networks"):
        choose_device(name)
    monkeypatch.setenv("WORLD_SIZE", "2")
    check_alone("train_segmentation")
    with pytest.raises(EoDeepError, match="'segment' runs in one process, and 2 were started"):
        check_alone("segment")


def test_processes_share_the_cores(monkeypatch):
    monkeypatch.delenv("LOCAL_WORLD_SIZE", raising=False)
    cores = count_cores()
    monkeypatch.setenv("LOCAL_WORLD_SIZE", "2")
    assert count_cores() == max(1, cores // 2)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    make_scene(seed=7, size_px=256, resolution_m=0.3, image=str(folder / "t.tif"), buildings=str(folder / "t.gpkg"))
    return folder


def describe_training(town, model, epochs, **more):
    return {"images": str(town / "t.tif"), "labels": str(town / "t.gpkg"), "epochs": epochs, "samples_per_epoch": 4,
            "batch_size": 2, "crop_px": 32, "base_channels": 4, "model": str(model), **more}  # fmt: skip


def start(arguments, *before, **how):
    words = [f"{name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in arguments.items()]
    command = [sys.executable, *before, "-m", "eo_deep", "train_segmentation", *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **how)


def find_children(pid):
    """The processes that a process has started (Linux)."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(condition, seconds=120):
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return found


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_killed_process_ends_the_training_which_one_process_resumes(town, tmp_path):
    arguments = describe_training(town, tmp_path / "m.safetensors", 400, device="cpu:2")
    parent = start(arguments)
    wait_for((tmp_path / "m.safetensors.checkpoint").exists)
    children = find_children(parent.pid)
    assert len(children) == 2
    os.kill(children[1], signal.SIGKILL)
    _, said = parent.communicate(timeout=60)
    assert parent.returncode == 1
    assert "Process 2 of 2 of the training was killed, probably because the memory was full." in said
    assert "is kept in" in said and "please report" not in said
    assert not any(map(is_running, children))
    assert [path.name for path in tmp_path.iterdir()] == ["m.safetensors.checkpoint"]
    record = json.loads(_read_record(tmp_path / "m.safetensors.checkpoint"))
    done = len(record["training"]["losses"])
    with pytest.raises(EoDeepError, match="comes from other data or settings"):  # it is read by all processes
        train_segmentation(**describe_training(town, tmp_path / "m.safetensors", 401, device="cpu:2", resume=True))
    stop = _StopAfter(done + 1)
    with pytest.raises(InterruptedError):
        train_segmentation(**{**arguments, "device": "cpu", "resume": True}, progress=stop)
    assert stop.messages[1] == f"Resumed after epoch {done} of 400."


class _StopAfter(Notes):
    """Cancels a training, as a program may, when an epoch has ended."""

    def __init__(self, epoch):
        super().__init__()
        self._epoch = epoch

    def message(self, text):
        super().message(text)
        if text.startswith(f"Epoch {self._epoch} of"):
            raise InterruptedError


def _read_record(path):
    from eo_deep.models.model_file import read_tensors

    return read_tensors(str(path))[1]["eo_deep_training"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("group", [True, False])
def test_no_process_outlives_the_one_that_started_it(town, tmp_path, group):
    arguments = describe_training(town, tmp_path / "m.safetensors", 400, device="cpu:2")
    parent = start(arguments, start_new_session=True)
    children = wait_for(lambda: len(find_children(parent.pid)) == 2 and find_children(parent.pid))
    if group:  # as Cancel does, in the middle of an epoch
        wait_for((tmp_path / "m.safetensors.checkpoint").exists)
    (os.killpg if group else os.kill)(parent.pid, signal.SIGKILL)
    parent.communicate()
    wait_for(lambda: not any(map(is_running, children)), 30)


def test_a_program_cancels_all_processes(town, tmp_path):
    stop = _StopAfter(1)
    with pytest.raises(InterruptedError):
        train_segmentation(**describe_training(town, tmp_path / "m.safetensors", 400, device="cpu:2"), progress=stop)
    assert stop.messages[0] == "Training in 2 processes."
    assert any(point.curve == "training loss" for point in stop.points)


def test_torchrun_starts_a_training_from_outside(town, tmp_path):
    arguments = describe_training(town, tmp_path / "m.safetensors", 1, device="cpu", report=str(tmp_path / "r.html"))
    parent = start(arguments, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
    printed, said = parent.communicate(timeout=300)
    assert parent.returncode == 0, said
    assert json.loads(printed)["model"] == arguments["model"]  # one process alone prints
    assert said.count("Epoch 1 of 1") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.safetensors", "r.html"]
