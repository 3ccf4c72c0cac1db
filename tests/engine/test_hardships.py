"""What jobs go through: kills at any moment, resumed trainings, many jobs in one process, odd environments."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from eo_deep.errors import EoDeepError
from eo_deep.models.model_file import load_model, read_card

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}

# Loads the engine once; `start` runs a job in a fork of it, which costs the job's own work only. The process itself
# must run none before: the threads of torch and GDAL would be missing in the forks.
FORKS = """
import hashlib, json, os, random, shutil, signal, sys, time
from pathlib import Path
import numpy as np, rasterio, torch
from safetensors import safe_open
from eo_deep.segmentation import segment, train_segmentation
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build
from eo_deep.geo.grid import Grid
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.models.footprint import measure_footprint

torch.set_num_threads(1)
root = Path(sys.argv[1])
image, labels, model = (str(root / name) for name in ("image.tif", "labels.tif", "model.safetensors"))

def start(job, *arguments, **named):
    child = os.fork()
    if child:
        return child
    try:
        job(*arguments, **named)
    finally:
        os._exit(0)

def prepare():
    pixels = np.random.default_rng(0).integers(0, 255, (3, 160, 160), dtype=np.uint8)
    for path, bands in ((image, pixels), (labels, (pixels[:1] > 127).astype(np.uint8))):
        with RasterWriter(path, Grid(rasterio.CRS.from_epsg(32633), rasterio.Affine(1, 0, 0, 0, -1, 0), 160, 160),
                          len(bands)) as writer:
            writer.write(bands, rasterio.windows.Window(0, 0, 160, 160))
    torch.manual_seed(0)
    arguments = {"in_channels": 3, "out_channels": 2, "base_channels": 4, "blocks": [1, 1]}
    network = build("resunet", **arguments).eval()
    found = measure_footprint(network)
    save_model(model, network, {
        "task": "segmentation", "network": {"name": "resunet", "arguments": arguments},
        "inputs": [{"bands": ["red", "green", "blue"], "resolution_m": None, "dtype": "uint8", "nodata": None,
                    "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3}}],
        "classes": [{"value": 0, "name": "a", "color": "#000000"}, {"value": 1, "name": "b", "color": "#ffffff"}],
        "stride_px": found.stride_px, "halo_px": [found.before_px, found.after_px], "exact": found.exact,
        "training": {}})

os.waitpid(start(prepare), 0)

def digest(path):
    if path.suffix == ".tif":
        with rasterio.open(path) as source:
            return hashlib.sha1(source.read().tobytes()).hexdigest()
    if path.suffix == ".safetensors":
        with safe_open(path, "np") as file:
            tensors = {name: file.get_tensor(name).tobytes() for name in sorted(file.keys())}
        return hashlib.sha1(repr(tensors).encode()).hexdigest()
    return hashlib.sha1(path.read_bytes()).hexdigest()

def read(folder):
    return {path.name: digest(path) for path in sorted(folder.iterdir()) if not path.name.startswith(".")}
"""

KILLS = """
def job(folder):
    segment(image, model, output=str(folder / "o.tif"), probabilities=str(folder / "p.tif"), core_px=16)

(root / "whole").mkdir()
for _ in range(2):
    started = time.monotonic()
    os.waitpid(start(job, root / "whole"), 0)
    duration_s = time.monotonic() - started
whole, chance, damaged, left, killed = read(root / "whole"), random.Random(0), [], [], 0
for number in range(10):
    folder = root / "folder"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    old = {}
    if number % 2:
        for name in ("o.tif", "p.tif"):
            shutil.copy(labels, folder / name)
        old = read(folder)
    child = start(job, folder)
    time.sleep(duration_s * chance.uniform(0, 1.1))
    killed += os.waitpid(child, os.WNOHANG)[0] == 0
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
    after = read(folder)
    damaged += [name for name in {**old, **after} if after.get(name) not in (old.get(name), whole.get(name))]
    os.waitpid(start(job, folder), 0)
    left += set(os.listdir(folder)) ^ set(whole)
    damaged += [name for name, value in read(folder).items() if whole[name] != value]
print(json.dumps({"damaged": damaged, "left": left, "killed": killed}))
"""

RESUMED = """
def job(folder, resume):
    train_segmentation([image], [labels], epochs=3, samples_per_epoch=8, batch_size=4, crop_px=64, base_channels=4,
                       validation_share=0.3, seed=1, resume=resume, model=str(folder / "m.safetensors"))

results, kills = [], 0
for disturbed in (False, True):
    folder = root / f"{disturbed}"
    folder.mkdir()
    checkpoint = folder / "m.safetensors.checkpoint"
    waits = [lambda: checkpoint.exists(), lambda: any(".checkpoint." in path.name for path in folder.glob("*.partial")),
             lambda: checkpoint.exists() and checkpoint.stat().st_mtime_ns != before] if disturbed else []
    for attempt in range(len(waits) + 1):
        before = checkpoint.stat().st_mtime_ns if checkpoint.exists() else 0
        child = start(job, folder, attempt > 0)
        while attempt < len(waits) and not waits[attempt]() and os.waitpid(child, os.WNOHANG)[0] == 0:
            time.sleep(0.0005)
        try:
            if attempt < len(waits):
                os.kill(child, signal.SIGKILL)
            kills += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -9
        except (ProcessLookupError, ChildProcessError):
            pass
    results.append(read(folder))
print(json.dumps({"results": results, "kills": kills, "left": os.listdir(folder)}))
"""

MANY = """
import gc, threading
rows = []
for number in range(24):
    segment(image, model, output=str(root / "o.tif"), probabilities=str(root / "p.tif"), core_px=64)
    if number in (7, 23):
        gc.collect()
        resident_mb = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
        rows.append([len(os.listdir("/proc/self/fd")), threading.active_count(), resident_mb])
print(json.dumps(rows))
"""

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, and reads /proc")


def run_forks(tmp_path, script):
    words = [sys.executable, "-c", FORKS + script, str(tmp_path)]
    done = subprocess.run(words, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@linux
def test_kills_leave_old_or_new_files_and_the_next_run_leaves_nothing_else(tmp_path):
    found = run_forks(tmp_path, KILLS)
    assert (found["damaged"], found["left"]) == ([], [])
    assert found["killed"] >= 5


@linux
def test_a_training_killed_and_resumed_ends_with_the_same_bits(tmp_path):
    """Killed after a checkpoint, while one is written, and at the next."""
    found = run_forks(tmp_path, RESUMED)
    whole, resumed = found["results"]
    assert found["kills"] >= 2
    assert resumed == whole
    assert found["left"] == ["m.safetensors"]


@linux
def test_many_jobs_in_one_process_take_no_more_than_one(tmp_path):
    (files, threads, early_mb), (files_later, threads_later, late_mb) = run_forks(tmp_path, MANY)
    assert (files_later, threads_later) == (files, threads)
    assert late_mb < early_mb + 20


@pytest.mark.skipif(sys.platform == "win32", reason="locales have other names there")
@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "de_DE.ISO-8859-1", "PYTHONUTF8": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "LC_NUMERIC": "de_DE.UTF-8", "TZ": "XXX-25:99",
         "MPLBACKEND": "nonsense", "PYTHONWARNINGS": "error",
         "PROJ_LIB": "/nonexistent", "PROJ_DATA": "/nonexistent", "GDAL_DATA": "/nonexistent"},
    ],
    ids=["C", "Latin", "odd"],
)  # fmt: skip
def test_odd_environments_change_nothing(tmp_path, variables):
    outputs = {"image": tmp_path / "städt.tif", "buildings": tmp_path / "häuser.gpkg"}
    report = tmp_path / "häuser.html"
    environment = {"PATH": os.defpath, "HOME": str(tmp_path / "home"), **variables}
    for words in (
        ["synthetic_scenes.make_scene", "seed=2", "size_px=64", "resolution_m=0.3",
         *(f"{name}={path}" for name, path in outputs.items())],
        ["evaluation.compare_polygons", f"prediction={outputs['buildings']}",
         f"reference={outputs['buildings']}", f"report={report}"],
    ):  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "eo_deep", *words], cwd=ROOT, env=environment, capture_output=True, errors="replace"
        )
        assert done.returncode == 0, done.stderr
    assert {path for path in tmp_path.iterdir() if path.is_file()} == {*outputs.values(), report}


class Bomb:
    def __init__(self, place):
        self.place = place

    def __reduce__(self):
        return os.mkdir, (self.place,)


@pytest.mark.parametrize("read", [load_model, read_card])
@pytest.mark.parametrize("header", [b"", b"\x08\0\0\0\0\0\0\0{}      "])
def test_no_code_of_a_model_is_run(tmp_path, read, header):
    path, place = tmp_path / "m.safetensors", tmp_path / "exploded"
    path.write_bytes(header + pickle.dumps(Bomb(str(place))))
    with pytest.raises(EoDeepError, match="m.safetensors"):
        read(str(path))
    assert not place.exists()
