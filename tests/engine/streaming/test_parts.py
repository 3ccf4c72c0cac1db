"""Rasters in parts: the same files as written at once, whatever happens meanwhile, and never of two jobs."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import rasterio

from eo_deep.errors import EoDeepError
from eo_deep.io.parts import distributed
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.progress import Progress
from eo_deep.segmentation import segment
from eo_deep.streaming.cluster import run_parts
from eo_deep.streaming.image_job import ImageJob

from .source_models import make_source_model, write_source

ROOT = Path(__file__).resolve().parents[3]
PART_PX = 128


class News(Progress):
    """Keeps what is said."""

    def __init__(self):
        self.messages, self.kept = [], ""

    def __call__(self, fraction):
        pass

    def message(self, text):
        self.messages.append(text)

    def warning(self, text):
        self.messages.append(text)

    def keep(self, text):
        self.kept = text


@pytest.fixture
def in_parts(monkeypatch):
    """Parts of 128 px from here on."""
    monkeypatch.setenv("EO_DEEP_PART_PX", str(PART_PX))


@pytest.fixture
def job(write_raster, make_brightness_model):
    """The arguments of a segmentation of 6 parts of 128 px at most, the last ones smaller; a corner is nodata."""
    pixels = np.random.default_rng(0).integers(1, 255, (3, 200, 300)).astype(np.uint8)
    pixels[:, :140, :130] = 0
    return {"image": write_raster(pixels, nodata=0), "model": make_brightness_model(), "core_px": 64, "device": "cpu"}


def name_outputs(folder, name):
    return {"output": str(folder / f"{name}.tif"), "probabilities": str(folder / f"{name}_probabilities.tif")}


def read_all(path):
    """All that a raster says, and its pixels at full size and reduced."""
    with rasterio.open(path) as file:
        tags = [file.tags(), *(file.tags(band) for band in file.indexes)]
        small = file.read(out_shape=(file.count, file.height // 2, file.width // 2))
        colours = file.colormap(1) if file.colorinterp[0].name == "palette" else None
        stated = {key: value for key, value in file.profile.items() if key != "nodata"}
        return file.read(), small, (tags, colours, stated, file.descriptions, file.overviews(1), repr(file.nodata))


def check_equal(made, wanted):
    for path, other in zip(made.values(), wanted.values(), strict=True):
        (pixels, small, said), (pixels_too, small_too, said_too) = read_all(path), read_all(other)
        np.testing.assert_array_equal(pixels, pixels_too)
        np.testing.assert_array_equal(small, small_too)
        assert said == said_too


@pytest.fixture
def direct(job, tmp_path):
    """What a job writes at once."""
    outputs = name_outputs(tmp_path, "direct")
    segment(**job, **outputs, overviews=True)
    assert not (tmp_path / "direct.tif.parts").exists()
    return outputs


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own")
def test_files_that_other_processes_rename_meanwhile_are_left_to_them(job, direct, in_parts, tmp_path):
    """Seen as a name behind which there is no file any more."""
    outputs = name_outputs(tmp_path, "parts")
    folder = tmp_path / "parts.tif.parts"
    folder.mkdir()
    (folder / ".part-000009.json.1").symlink_to(tmp_path / "gone")
    segment(**job, **outputs, overviews=True)
    check_equal(outputs, direct)


def test_images_of_any_shape_below_the_size_of_a_part_are_written_at_once(job, tmp_path, monkeypatch):
    with stopped_after(12, monkeypatch):
        segment(**job, **name_outputs(tmp_path, "whole"))
    assert not list(tmp_path.glob("*.parts"))


@contextmanager
def stopped_after(count, monkeypatch):
    """Have a job end with an error once so many units have been read."""
    read, done = ImageJob.read, []

    def read_some(self, unit):
        done.append(unit)
        if len(done) > count:
            raise EoDeepError("stopped")
        return read(self, unit)

    with monkeypatch.context() as patch:
        patch.setattr(ImageJob, "read", read_some)
        with pytest.raises(EoDeepError, match="stopped"):
            yield


def list_hidden(folder):
    return [path.name for path in folder.rglob(".*")]


def test_parts_become_the_file_that_is_written_at_once(job, direct, in_parts, tmp_path):
    outputs, news = name_outputs(tmp_path, "parts"), News()
    segment(**job, **outputs, overviews=True, progress=news)
    assert any("Putting 6 parts together" in text for text in news.messages)
    check_equal(outputs, direct)
    assert Path(outputs["output"]).stat().st_size == Path(direct["output"]).stat().st_size
    assert Path(outputs["output"]).with_suffix(".qml").exists()
    assert not (tmp_path / "parts.tif.parts").exists() and not list_hidden(tmp_path)


def test_parts_are_kept_as_a_virtual_raster(job, direct, in_parts, tmp_path):
    outputs = {"output": str(tmp_path / "kept.vrt"), "probabilities": str(tmp_path / "kept_probabilities.vrt")}
    segment(**job, **outputs, keep_parts=True, overviews=True)
    for path, wanted in zip(outputs.values(), direct.values()):
        (pixels, small, said), (pixels_too, small_too, said_too) = read_all(path), read_all(wanted)
        np.testing.assert_array_equal(pixels, pixels_too)
        np.testing.assert_array_equal(small, small_too)
        assert said[3:] == said_too[3:] and said[1] == said_too[1] and said[0][1:] == said_too[0][1:]
    parts = tmp_path / "kept.vrt.parts"
    with rasterio.open(parts / "part-000005-output.tif") as part, rasterio.open(direct["output"]) as whole:
        np.testing.assert_array_equal(part.read(), whole.read()[:, 128:, 256:])
        assert part.transform == whole.window_transform(rasterio.windows.Window(256, 128, 44, 72))
    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("kept.vrt", "kept.vrt.parts"):
        (tmp_path / name).rename(moved / name)
    np.testing.assert_array_equal(read_all(moved / "kept.vrt")[0], read_all(direct["output"])[0])


def test_a_job_that_keeps_its_parts_writes_no_tif(job, in_parts, tmp_path, check_refusal):
    check_refusal("'.*map.tif' must end in .vrt, because its parts are kept.", tmp_path, segment, **job,
                  output=str(tmp_path / "map.tif"), keep_parts=True)  # fmt: skip


@pytest.mark.parametrize("count", [0, 3, 9, 14])
def test_an_interrupted_job_goes_on(job, direct, in_parts, tmp_path, monkeypatch, count):
    outputs, news = name_outputs(tmp_path, "parts"), News()
    with stopped_after(count, monkeypatch):
        segment(**job, **outputs, overviews=True, progress=news)
    assert not Path(outputs["output"]).exists() and not list_hidden(tmp_path)
    done = len(list((tmp_path / "parts.tif.parts").glob("part-*.json")))
    assert news.kept.startswith(f"{done} of 6 parts are kept in") if done else not news.kept
    again = News()
    segment(**job, **outputs, overviews=True, resume=True, progress=again)
    assert any(f"{done} of 6 parts in" in text for text in again.messages) == bool(done)
    check_equal(outputs, direct)


def test_what_was_counted_in_finished_parts_is_reported(write_raster, make_brightness_model, in_parts, tmp_path,
                                                        monkeypatch):
    """The warning that nothing was classified counts parts of before, too."""
    pixels = np.zeros((3, 200, 300), np.uint8)
    pixels[:, :64, :64] = 200
    job = {"image": write_raster(pixels, nodata=0), "model": make_brightness_model(), "core_px": 64, "device": "cpu",
           "output": str(tmp_path / "map.tif")}  # fmt: skip
    with stopped_after(8, monkeypatch):
        segment(**job)
    news = News()
    segment(**job, resume=True, progress=news)
    assert not any("Nothing was classified" in text for text in news.messages)


def test_parts_without_resume_are_not_touched(job, in_parts, tmp_path, monkeypatch):
    outputs = name_outputs(tmp_path, "parts")
    with stopped_after(10, monkeypatch):
        segment(**job, **outputs)
    before = sorted((path.name, path.stat().st_mtime_ns) for path in (tmp_path / "parts.tif.parts").iterdir())
    with pytest.raises(EoDeepError, match=r"parts' holds \d finished parts of an earlier run; run it again with "):
        segment(**job, **outputs)
    assert before == sorted((path.name, path.stat().st_mtime_ns) for path in (tmp_path / "parts.tif.parts").iterdir())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"test_time_augmentation": True}, "'test_time_augmentation' was False, not True"),
        ({"core_px": 32}, "'core_px' was 64, not 32"),
        ({"model": None}, "'model' was another model"),
        ({"image": None}, "'image.tif' has changed since"),
        ({"probabilities": None}, "it writes output, probabilities, not output"),
    ],
)
def test_parts_of_another_job_are_refused(job, in_parts, tmp_path, monkeypatch, make_brightness_model, change,
                                          sentence):
    outputs = name_outputs(tmp_path, "parts")
    with stopped_after(10, monkeypatch):
        segment(**job, **outputs)
    if "image" in change:
        os.utime(job["image"], (0, 0))
        change = {}
    elif "model" in change:
        change = {"model": make_brightness_model(name="another")}
    before = sorted(path.name for path in (tmp_path / "parts.tif.parts").iterdir())
    with pytest.raises(EoDeepError, match=f"are of another job: {sentence}; choose another output, or remove"):
        segment(**{**job, **outputs, **change}, resume=True)
    assert before == sorted(path.name for path in (tmp_path / "parts.tif.parts").iterdir())


def test_parts_of_another_version_are_refused(job, in_parts, tmp_path, monkeypatch):
    outputs = name_outputs(tmp_path, "parts")
    with stopped_after(10, monkeypatch):
        segment(**job, **outputs)
    monkeypatch.setattr("eo_deep.__version__", "99.0")
    with pytest.raises(EoDeepError, match="began it, this is 99.0"):
        segment(**job, **outputs, resume=True)


def test_a_part_that_is_not_whole_is_made_anew(job, direct, in_parts, tmp_path, monkeypatch):
    outputs = name_outputs(tmp_path, "parts")
    with stopped_after(12, monkeypatch):
        segment(**job, **outputs, overviews=True)
    folder = tmp_path / "parts.tif.parts"
    os.truncate(folder / "part-000001-output.tif", 300)
    (folder / "part-000000-probabilities.tif").unlink()
    segment(**job, **outputs, overviews=True, resume=True)
    check_equal(outputs, direct)


def test_the_tile_size_of_the_first_run_holds(job, in_parts, tmp_path, monkeypatch):
    """It is chosen from the free memory, which is another one later."""
    job, outputs = {**job, "core_px": None}, name_outputs(tmp_path, "parts")
    monkeypatch.setattr("eo_deep.streaming.image_job.default_core_px", lambda *arguments: 64)
    with stopped_after(10, monkeypatch):
        segment(**job, **outputs)
    monkeypatch.setattr("eo_deep.streaming.image_job.default_core_px", lambda *arguments: 128)
    assert segment(**job, **outputs, resume=True)["units"] == 20


def test_an_assembly_that_ends_at_any_moment_goes_on(job, direct, in_parts, tmp_path, monkeypatch):
    """After each write into the journal, before the part is cut or goes; and before the outputs get their names."""
    from eo_deep.io.part_assembly import Assembly

    outputs = name_outputs(tmp_path, "parts")
    note, put, left = Assembly._note, Assembly.finish, [0]

    def fail(function):
        def call(self, *arguments, **named):
            function(self, *arguments, **named)
            left[0] -= 1
            if left[0] == 0:
                raise OSError("stopped")

        return call

    monkeypatch.setattr(Assembly, "_note", fail(note))
    monkeypatch.setattr(Assembly, "finish", fail(put))
    failures = 0
    for _ in range(60):
        left[0] = 3
        try:
            segment(**job, **outputs, overviews=True, resume=True)
            break
        except EoDeepError as error:
            failures += "stopped" in str(error)
    assert failures > 6
    check_equal(outputs, direct)


def test_no_more_than_a_piece_lies_on_the_disk_twice(job, in_parts, tmp_path, monkeypatch):
    from eo_deep.io.part_assembly import Assembly

    folder, peaks, note = tmp_path / "parts.tif.parts", [], Assembly._note

    def measure(self, *arguments, **named):
        note(self, *arguments, **named)
        peaks.append(sum(path.stat().st_size for path in folder.glob("*.tif")))

    monkeypatch.setattr(Assembly, "_note", measure)
    monkeypatch.setattr("eo_deep.io.part_assembly._LEAST_BYTES", 0)
    outputs = name_outputs(tmp_path, "parts")
    segment(**job, **outputs)
    assert max(peaks) < 1.3 * peaks[0]  # blocks are large beside these small parts


def test_two_jobs_do_not_write_one_target(job, in_parts, tmp_path):
    outputs = name_outputs(tmp_path, "parts")
    script = "import sys, time; from pathlib import Path; from eo_deep.runtime.traces import hold\n" \
             "with hold(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"  # fmt: skip
    with subprocess.Popen([sys.executable, "-c", script, outputs["output"]], cwd=ROOT, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        with pytest.raises(EoDeepError, match="is being written by another job"):
            segment(**job, **outputs)
        other.kill()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_cannot_be_written_is_named(job, in_parts, tmp_path):
    outputs = name_outputs(tmp_path, "parts")
    (tmp_path / "parts.tif.parts").mkdir(mode=0o500)
    with pytest.raises(EoDeepError, match="parts', where the parts of 'parts.tif' go, is not a writable folder"):
        segment(**job, **outputs)


def test_a_file_in_the_folders_place_is_named(job, in_parts, tmp_path):
    (tmp_path / "parts.tif.parts").write_text("")
    with pytest.raises(EoDeepError, match="where the parts of 'parts.tif' go, is not a writable"):
        segment(**job, **name_outputs(tmp_path, "parts"))
    assert not list_hidden(tmp_path)


def test_others_make_the_parts(job, direct, in_parts, tmp_path):
    """As processes of a cluster do: the door's name, plain values and numbers."""
    outputs, asked = name_outputs(tmp_path, "parts"), []

    def make(call, numbers, progress):
        door, arguments = call.name, json.loads(json.dumps(call.arguments))
        asked.append(numbers)
        for number in reversed(numbers):
            run_parts(door, arguments, [number])
        run_parts(door, arguments, numbers[:2])  # again

    with distributed(make):
        segment(**job, **outputs, overviews=True)
    assert asked == [[0, 1, 2, 3, 4, 5]]
    check_equal(outputs, direct)
    assert not list_hidden(tmp_path)


def test_a_worker_makes_no_part_of_another_job(job, in_parts, tmp_path):
    outputs = name_outputs(tmp_path, "parts")

    def make(call, numbers, progress):
        os.utime(job["image"], (0, 0))
        run_parts(call.name, call.arguments, numbers)

    with pytest.raises(EoDeepError, match="are of another job: 'image.tif' has changed since"), distributed(make):
        segment(**job, **outputs)


def test_parts_that_nobody_made_end_the_job(job, in_parts, tmp_path):
    with pytest.raises(EoDeepError, match="6 of 6 parts were not made"), distributed(lambda *_: None):
        segment(**job, **name_outputs(tmp_path, "parts"))


def test_parts_are_assembled_later(job, direct, in_parts, tmp_path):
    outputs = name_outputs(tmp_path, "parts")

    def make_some(call, numbers, progress):
        run_parts(call.name, call.arguments, numbers[:5])

    with pytest.raises(EoDeepError, match="1 of 6 parts were not made"), distributed(make_some):
        segment(**job, **outputs, overviews=True)
    segment(**job, **outputs, overviews=True, resume=True)
    check_equal(outputs, direct)


def test_a_killed_job_goes_on(tmp_path):
    """By kill -9 in the middle of it, and again; nothing hidden stays."""
    model = make_source_model(tmp_path / "model.safetensors", [1, 2], [1, 2])
    image, other = write_source(tmp_path, "PAN", 1, 400, 500), write_source(tmp_path, "MS", 2, 200, 250, 2.0)
    words = [f"image={image}", f"other_images={other}", f"model={model}", "core_px=64", "device=cpu"]
    environment = {**os.environ, "EO_DEEP_PART_PX": "128", "OMP_NUM_THREADS": "1"}

    def start(*more):
        return subprocess.Popen([sys.executable, "-m", "eo_deep", "segment", *words, *more], cwd=ROOT, env=environment,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)  # fmt: skip

    whole = start(f"output={tmp_path / 'whole.tif'}", f"probabilities={tmp_path / 'whole_p.tif'}")
    assert whole.wait() == 0, whole.stderr.read()
    outputs = [f"output={tmp_path / 'map.tif'}", f"probabilities={tmp_path / 'map_p.tif'}", "resume=true"]
    folder = tmp_path / "map.tif.parts"
    for wanted in (3, 9):
        killed = start(*outputs)
        while killed.poll() is None and len(list(folder.glob("part-*.json"))) < wanted:
            time.sleep(0.01)
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
    assert len(list(folder.glob("part-*.json"))) >= 9 and not (tmp_path / "map.tif").exists()
    last = start(*outputs)
    assert last.wait() == 0, last.stderr.read()
    for name in ("{}.tif", "{}_p.tif"):
        np.testing.assert_array_equal(read_all(tmp_path / name.format("map"))[0],
                                      read_all(tmp_path / name.format("whole"))[0])  # fmt: skip
    assert not list_hidden(tmp_path) and not folder.exists()


@pytest.mark.parametrize("keep_parts", [False, True])
def test_a_mask_goes_with_the_blocks_and_parts_without_units_need_no_file(keep_parts, tmp_path, in_parts):
    """A raster without a nodata value, with valid pixels on the right."""
    from eo_deep.geo.grid import Grid
    from eo_deep.io.parts import making, open_parts
    from eo_deep.runtime.jobs import algorithm

    grid = Grid(None, rasterio.Affine(1, 0, 0, 0, -1, 0), 300, 200)
    pixels = np.random.default_rng(1).integers(0, 255, (2, 200, 300)).astype(np.uint8)
    valid = np.ones((200, 300), bool)
    valid[:, :140] = False

    @algorithm("output", restartable=True)
    def write(output: str, keep_parts: bool, resume: bool = False, progress: object = None) -> dict:
        with open_parts(grid, 64, Progress()), RasterWriter(output, grid, 2, block_px=32, masked=True) as raster:
            planned = [unit for unit in grid.blocks(64) if valid[unit.toslices()].any()]
            with making(planned, lambda unit: unit) as (units, settle):
                for unit in units:
                    place = unit.toslices()
                    raster.write(pixels[:, place[0], place[1]], unit, valid[place])
                    settle(unit)
        return {}

    path = tmp_path / ("map.vrt" if keep_parts else "map.tif")
    write(str(path), keep_parts)
    with rasterio.open(path) as file:
        np.testing.assert_array_equal(file.dataset_mask() > 0, valid)
        np.testing.assert_array_equal(file.read()[:, valid], pixels[:, valid])
    assert len(list((tmp_path / f"{path.name}.parts").glob("part-*.tif"))) == (4 if keep_parts else 0)
