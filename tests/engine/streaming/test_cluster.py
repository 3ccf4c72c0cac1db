"""Maps that several processes make: the pixels of one, whatever ends meanwhile."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import rasterio

pytest.importorskip("distributed", reason="the extra 'cluster' (requirements-cluster.txt) is not installed")

from benchmarks.streaming.small_model import write_random_model
from eo_deep.errors import EoDeepError
from eo_deep.io.part_folder import PartFolder
from eo_deep.io.parts import distributed
from eo_deep.models import model_file
from eo_deep.runtime import cluster as runtime_cluster
from eo_deep.runtime.jobs import Call
from eo_deep.runtime.kept import keep_between_jobs
from eo_deep.segmentation import segment
from eo_deep.streaming import cluster, pipeline
from tests.engine.clusters import ENVIRONMENT, ROOT, Cluster, wait_until
from tests.engine.notes import Notes


@pytest.fixture(autouse=True)
def in_parts(monkeypatch):
    """Parts of 128 px at most, and one thread, as the workers have."""
    monkeypatch.setenv("EO_DEEP_PART_PX", "128")
    monkeypatch.setenv("EO_DEEP_THREADS", "1")


@pytest.fixture
def model(tmp_path):
    """One of a network that the workers know."""
    write_random_model(str(tmp_path / "model.safetensors"), "unet", bf16=False, base_channels=2)
    return str(tmp_path / "model.safetensors")


@pytest.fixture
def job(write_raster, model):
    """The arguments of a segmentation of 6 parts of 128 px at most, a corner of which is nodata."""
    pixels = np.random.default_rng(0).integers(1, 255, (3, 200, 300)).astype(np.uint8)
    pixels[:, :140, :130] = 0
    return {"image": write_raster(pixels, nodata=0), "model": model, "core_px": 64, "device": "cpu"}


@pytest.fixture
def slow_job(write_raster, model):
    """The same of 30 parts, which take their time."""
    pixels = np.random.default_rng(0).integers(1, 255, (3, 768, 640)).astype(np.uint8)
    return {"image": write_raster(pixels), "model": model, "core_px": 64, "device": "cpu"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A cluster of the user's own with two workers, for jobs that do it no harm."""
    with Cluster(tmp_path_factory.mktemp("cluster")) as running:
        running.add_worker()
        running.add_worker()
        yield running


@pytest.fixture
def started(tmp_path):
    """One that may be lost."""
    with Cluster(tmp_path) as running:
        running.add_worker()
        running.add_worker()
        yield running


def name_outputs(folder, name):
    return {"output": str(folder / f"{name}.tif"), "probabilities": str(folder / f"{name}_probabilities.tif")}


def check_equal(made, wanted):
    """Pixels and all that stands beside them are equal."""
    for path, other in zip(made.values(), wanted.values(), strict=True):
        with rasterio.open(path) as file, rasterio.open(other) as file_too:
            np.testing.assert_array_equal(file.read(), file_too.read())
            assert {**file.profile, "nodata": repr(file.nodata)} == {**file_too.profile, "nodata": repr(file.nodata)}
            assert file.tags(1) == file_too.tags(1)


@pytest.fixture
def direct(tmp_path, monkeypatch):
    """What a process makes at once, of the arguments of a job."""

    def make(job):
        outputs = name_outputs(tmp_path, "direct")
        with monkeypatch.context() as large:
            large.setenv("EO_DEEP_PART_PX", "100000")
            segment(**job, **outputs)
        return outputs

    return make


def test_processes_of_this_computer(job, direct, tmp_path):
    wanted, outputs, notes = direct(job), name_outputs(tmp_path, "made"), Notes()
    result = segment(**job, **outputs, cluster="local:2", progress=notes)
    check_equal(outputs, wanted)
    assert result["output"] == outputs["output"]
    assert "2 workers of the cluster 'local:2' make the parts." in notes.messages
    assert "20 of 20 parts are kept" in notes.kept[-1]  # smaller ones, four for each worker at least
    assert notes.fractions == sorted(notes.fractions)
    assert not Path(f"{outputs['output']}.parts").exists()


def test_a_cluster_of_the_users_own(job, direct, tmp_path, shared, monkeypatch):
    wanted, outputs = direct(job), name_outputs(tmp_path, "made")
    monkeypatch.chdir(tmp_path)  # where the workers are not
    paths = {name: os.path.relpath(path) for name, path in outputs.items()}
    segment(**{**job, "image": os.path.relpath(job["image"])}, **paths, cluster=os.path.relpath(shared.file))
    check_equal(outputs, wanted)


def test_a_small_image_has_one_part(job, tmp_path, shared, monkeypatch):
    notes = Notes()
    segment(**{**job, "core_px": 512}, output=str(tmp_path / "map.tif"), cluster=shared.file, progress=notes)
    assert "The cluster had nothing to do: the image is one tile, or all parts were done already." in notes.messages


def test_a_worker_is_lost_half_way(slow_job, direct, tmp_path, started):
    wanted, outputs = direct(slow_job), name_outputs(tmp_path, "made")
    folder = Path(f"{outputs['output']}.parts")

    def lose():
        wait_until(lambda: len([*folder.glob("part-*.json")]) > 5)
        started.workers[0].kill()

    losing = threading.Thread(target=lose)
    losing.start()
    segment(**slow_job, **outputs, cluster=started.file)
    losing.join()
    assert started.workers[0].poll() is not None
    check_equal(outputs, wanted)


def test_the_scheduler_is_lost_and_the_job_resumed(slow_job, direct, tmp_path, started, monkeypatch):
    monkeypatch.setattr(runtime_cluster, "ANSWER_S", 3)
    wanted, outputs = direct(slow_job), name_outputs(tmp_path, "made")
    folder = Path(f"{outputs['output']}.parts")

    def lose():
        wait_until(lambda: len([*folder.glob("part-*.json")]) > 5)
        started.scheduler.kill()

    losing = threading.Thread(target=lose)
    losing.start()
    with pytest.raises(EoDeepError, match="^The scheduler of the cluster '.*' does not answer any more"):
        segment(**slow_job, **outputs, cluster=started.file)
    losing.join()
    assert not Path(outputs["output"]).exists()
    for worker in started.workers:  # which finish what they have begun
        worker.kill()
        worker.wait()
    notes = Notes()
    segment(**slow_job, **outputs, resume=True, progress=notes)
    assert any(" parts in '" in text and "are done already" in text for text in notes.messages)
    check_equal(outputs, wanted)


def test_two_jobs_at_once(job, direct, tmp_path, shared):
    wanted = direct(job)
    outputs = [name_outputs(tmp_path, name) for name in ("one", "two")]
    jobs = [threading.Thread(target=segment, kwargs={**job, **each, "cluster": shared.file}) for each in outputs]
    for each in jobs:
        each.start()
    for each in jobs:
        each.join()
    for each in outputs:
        check_equal(each, wanted)


def test_two_jobs_with_one_target(slow_job, tmp_path, shared):
    """The second one, of another process, is refused; the first one goes on."""
    outputs = name_outputs(tmp_path, "made")
    words = [f"{name}={value}" for name, value in {**slow_job, **outputs, "cluster": shared.file}.items()]
    first = subprocess.Popen([sys.executable, "-m", "eo_deep", "segment", *words], cwd=ROOT,
                             env={**ENVIRONMENT, "EO_DEEP_PART_PX": "128"})  # fmt: skip
    wait_until(lambda: [*tmp_path.glob("made.tif.parts/part-*.json")])
    with pytest.raises(EoDeepError, match="'made.tif' is being written by another job"):
        segment(**slow_job, **outputs, cluster=shared.file)
    assert first.wait() == 0


# What does not fit


def test_a_worker_of_another_version(job, tmp_path, shared, monkeypatch):
    monkeypatch.setattr(cluster, "find_versions", lambda: {"EO Deep": "99.0", "torch": "1.0"})
    with pytest.raises(EoDeepError, match=r"^The worker tcp://.*: It has EO Deep .*, the job needs 99\.0; install the"):
        segment(**job, output=str(tmp_path / "map.tif"), cluster=shared.file)


def test_a_full_disk(small_disk, write_raster, model, shared):
    pixels = np.random.default_rng(0).integers(0, 255, (3, 600, 800)).astype(np.uint8)
    with pytest.raises(EoDeepError, match=r"^Part \d+ \(128 x 128 px from column \d+, row \d+\) failed twice: The disk "
                                          r"of '.*small_disk.*' is full; .* \(on tcp://.*\)$"):  # fmt: skip
        segment(write_raster(pixels), model, core_px=64, device="cpu", cluster=shared.file,
                probabilities=str(small_disk / "map.tif"))  # fmt: skip


def test_a_worker_beside_which_the_image_is_not(job, tmp_path):
    """On a machine of its own, which is played by a mount that it alone sees."""
    hidden = Path(job["image"]).parent / "images"
    hidden.mkdir()
    image = Path(job["image"]).rename(hidden / "image.tif")
    with Cluster(tmp_path) as running:
        running.add_worker(hidden=hidden)
        with pytest.raises(EoDeepError, match=f"^The worker tcp://.*: '{image}' is not there; images, models and the"):
            segment(**{**job, "image": str(image)}, output=str(tmp_path / "map.tif"), cluster=running.file)


def test_a_worker_that_sees_another_folder(job, tmp_path):
    hidden = tmp_path / "maps"
    hidden.mkdir()
    with Cluster(tmp_path) as running:
        running.add_worker(hidden=hidden)
        with pytest.raises(EoDeepError, match=f"^The worker tcp://.*: '{hidden}/map.tif.parts' is not there; images"):
            segment(**job, output=str(hidden / "map.tif"), cluster=running.file)


def test_a_worker_that_sees_another_model(job, tmp_path):
    """A model that changed after the job began is another one, and so is an image."""
    call = Call(segment, {**job, "output": str(tmp_path / "map.tif"), "resume": False, "keep_parts": False}, True)
    folder = PartFolder(call)
    folder.begin()
    seen = {"door": call.name, "arguments": call.arguments, "versions": cluster.find_versions(),
            "folder": str(folder.path)}  # fmt: skip
    assert "processor" in cluster.look_around(seen)
    os.utime(job["image"], (1, 1))
    with pytest.raises(EoDeepError, match="^It does not see the job's files: 'image.tif' has changed since"):
        cluster.look_around(seen)


def test_a_worker_loads_the_model_once(job, direct, tmp_path, monkeypatch):
    """Model and the network that is made ready of it stay for the next part, and change nothing in it."""
    loads, makes = [], []
    fill, prepare = model_file.fill_network, pipeline.prepare_network
    monkeypatch.setattr(model_file, "fill_network", lambda *words: loads.append(words) or fill(*words))
    monkeypatch.setattr(pipeline, "prepare_network", lambda *words: makes.append(words) or prepare(*words))
    wanted, outputs = direct(job), name_outputs(tmp_path, "made")
    before = len(loads), len(makes)

    def make(call, numbers, progress):
        for number in numbers:
            cluster.make_part({"door": call.name, "arguments": call.arguments, "number": number,
                               "versions": cluster.find_versions()}, progress)  # fmt: skip

    keep_between_jobs(4)
    try:
        with distributed(make):
            segment(**job, **outputs)
    finally:
        keep_between_jobs(0)
    assert (len(loads) - before[0], len(makes) - before[1]) == (1, 1)
    check_equal(outputs, wanted)


def test_gpus_run_on_gpus(job, tmp_path):
    with pytest.raises(EoDeepError, match="^'device' must be auto or cuda where 'cluster' is gpus, got 'cpu'"):
        segment(**job, output=str(tmp_path / "map.tif"), cluster="gpus")


def test_workers_of_several_kinds_are_told():
    notes = Notes()
    cluster._compare({"a": {"processor": "cpu AVX2"}, "b": {"processor": "NVIDIA H100, bf16"}}, notes)
    assert notes.warnings == ["The workers have different processors (NVIDIA H100, bf16, cpu AVX2): the last digits of "
                              "values may differ from part to part."]  # fmt: skip
    cluster._compare({"a": {"processor": "cpu AVX2"}, "b": {"processor": "cpu AVX2"}}, notes)
    assert len(notes.warnings) == 1
