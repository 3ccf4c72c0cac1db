"""Training on a machine that has no GDAL: packs of any training, and the same losses from them as from files."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
import torch
from torch import nn

from benchmarks.device.pack import load_pack, save_pack
from benchmarks.device.taught import LABELS_WEIGHT, TEACHER_WEIGHT, TaughtHeads
from benchmarks.device.train import train_from_pack
from eo_deep.alignment.training.random_displacements import DisplacementSettings
from eo_deep.alignment.training.task import AUGMENTATION, AlignmentTask
from eo_deep.energy_models.jem import SamplerSettings
from eo_deep.energy_models.objective import JemSettings
from eo_deep.errors import EoDeepError
from eo_deep.io.card_schema import UNKNOWN
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.model_file import load_model, read_card
from eo_deep.polygon_extraction.task import HeadsTask
from eo_deep.progress import silent
from eo_deep.sampling.augmentation import get_augmentation
from eo_deep.sampling.dataset import DataSettings, open_data
from eo_deep.sampling.multisource import OtherImages
from eo_deep.sampling.scene_set import SceneSet
from eo_deep.sampling.training_data import ClassLabel
from eo_deep.sampling.windows import Sampler, choose_factors, list_validation_windows
from eo_deep.scene_classification.scene_data import SceneData
from eo_deep.scene_classification.task import Phases, SceneTask
from eo_deep.segmentation.task import SegmentationTask
from eo_deep.synthetic_scenes.scene import make_scene
from eo_deep.training.losses import compute_cross_entropy
from eo_deep.training.session import TrainingSession
from eo_deep.training.settings import TrainSettings

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = TrainSettings(epochs=2, samples_per_epoch=6, batch_size=3, learning_rate=1e-3, seed=3)
LOSS = "cross-entropy + soft IoU"
UNET = {"name": "unet", "arguments": {"base_channels": 4}}
SCENES = {
    "name": "wideresnet",
    "arguments": {"depth": 10, "width": 1, "normalization": "batch", "stem_stride": 2},
}
# What the device lacks is made unimportable, then the program runs as a user would start it.
WITHOUT_GDAL = """
import runpy, sys
for name in ("rasterio", "shapely", "pyogrio", "pyproj", "numba", "matplotlib", "osgeo"):
    sys.modules[name] = None
runpy.run_module("benchmarks.device.train", run_name="__main__", alter_sys=True)
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A small town with its buildings, a part of it for validation."""
    folder = tmp_path_factory.mktemp("town")
    image, buildings = str(folder / "town.tif"), str(folder / "town.gpkg")
    make_scene(seed=3, size_px=256, resolution_m=0.4, image=image, buildings=buildings)
    return open_data(DataSettings([image], [buildings], None, [1, 2, 3], None, None, 0.3, None, 64, 0), None, silent)


def make_scenes():
    """Dark and bright patches of noise, some for validation."""
    rng = np.random.default_rng(0)
    labels = np.arange(24) % 2
    images = (60 + 120 * labels[:, None, None, None] + rng.normal(0, 9, (24, 3, 16, 16))).astype(np.uint8)
    scenes = SceneSet(images, labels, ["dark", "bright"], [str(n) for n in range(24)], ["red", "green", "blue"])
    described = {"bands": ["red", "green", "blue"], "resolution_m": 10.0, "dtype": "uint8", "nodata": None}
    described["scaling"] = {"kind": "range", "low": [0, 0, 0], "high": [255, 255, 255]}
    classes = [ClassLabel(0, "dark", "#000000"), ClassLabel(1, "bright", "#ffffff")]
    outliers = torch.from_numpy(rng.integers(0, 256, (4, 3, 16, 16))).float() / 127.5 - 1
    part = np.arange(24) < 16
    return SceneData(scenes.select(part), scenes.select(~part), described, classes, {"split": "none"}, outliers)


@pytest.fixture(scope="module")
def pair(town, tmp_path_factory):
    """The same town in grey, its colours four times coarser beside it."""
    folder = tmp_path_factory.mktemp("pair")
    fine, coarse = str(folder / "fine.tif"), str(folder / "coarse.tif")
    with rasterio.open(town.images[0].path) as file:
        pixels, profile = file.read(), file.profile
    colours = pixels.reshape(3, 64, 4, 64, 4).mean((2, 4)).astype(np.uint8)
    place = {"transform": profile["transform"] * rasterio.Affine.scale(4), "crs": profile["crs"], "dtype": "uint8"}
    with rasterio.open(fine, "w", **{**profile, "count": 1, "photometric": "minisblack"}) as file:
        file.write(pixels.mean(0).astype(np.uint8)[None])
    with rasterio.open(coarse, "w", driver="GTiff", width=64, height=64, count=3, **place) as file:
        file.write(colours)
    others = [OtherImages([coarse], None)]
    labels = [town.images[0].labels_path]
    settings = DataSettings([fine], labels, None, None, None, None, 0.3, None, 64, 0)
    settings = replace(settings, others=others, optional_sources=True)
    return open_data(settings, None, silent)


@pytest.fixture(scope="module")
def imprecise(town, tmp_path_factory):
    """The town with an imprecise map, of which its western half is clean."""
    area = str(tmp_path_factory.mktemp("clean") / "area.gpkg")
    left, bottom, right, top = town.images[0].grid.bounds
    half = shapely.box(left, bottom, (left + right) / 2, top)
    write_vectors(area, VectorLayer(np.array([half], object), {}, town.images[0].grid.crs))
    labels = [town.images[0].labels_path]
    settings = DataSettings([town.images[0].path], labels, None, [1, 2, 3], None, None, 0.3, None, 64, 0, labels, area)
    return open_data(replace(settings, label_error_m=0.8), None, silent)


def make_task(kind, town):
    """A tiny training of each kind, its network, and the grids that its crops are cut from."""
    if kind in ("segmentation", "sources", "imprecise"):
        task = SegmentationTask(town, SETTINGS, 64, LOSS, "strong")
        return task, UNET, choose_factors(get_augmentation("strong"))
    if kind == "polygons":
        return HeadsTask(town, SETTINGS, 64, LOSS, "flips and rotations", True, False), UNET, (1.0,)
    if kind == "alignment":
        displacements = DisplacementSettings(smooth_m=4.0, block_m=2.0, object_m=1.0)
        return AlignmentTask(town, SETTINGS, displacements, 64), UNET, choose_factors(AUGMENTATION)
    jem = JemSettings(SamplerSettings(steps=2), chains=4, buffer=8)
    return SceneTask(make_scenes(), Phases(SETTINGS, SETTINGS, jem)), SCENES, ()


@pytest.mark.parametrize("kind", ["segmentation", "sources", "imprecise", "polygons", "alignment", "scenes"])
def test_losses_are_those_of_the_ordinary_training(kind, town, pair, imprecise, tmp_path):
    town = {"sources": pair, "imprecise": imprecise}.get(kind, town)
    task, network, factors = make_task(kind, town)
    pack, ordinary = str(tmp_path / "pack.npz"), str(tmp_path / "ordinary.safetensors")
    save_pack(pack, task, network, factors)
    TrainingSession(task, network, torch.device("cpu"), SETTINGS.seed).run(ordinary)
    train_from_pack(pack, tmp_path / "out", lambda settings: settings, device="cpu")
    cards = [read_card(path) for path in (ordinary, str(tmp_path / "out" / "model.safetensors"))]
    for stage in ("classifier", "jem") if kind == "scenes" else (None,):
        first, second = (card["training"][stage] if stage else card["training"] for card in cards)
        if kind == "alignment":  # its packed outlines are simpler by half a pixel
            assert second["losses"] == pytest.approx(first["losses"], rel=0.05)
        else:
            assert second["losses"] == first["losses"]
    if kind == "imprecise":
        first, second = ([step["losses"] for step in card["training"]["steps"].values()] for card in cards)
        assert second == first
        second = cards[1]["training"]["steps"]["clean only"]
    assert cards[1]["classes"] == cards[0]["classes"]
    assert cards[1]["inputs"] == cards[0]["inputs"]
    log = json.loads((tmp_path / "out" / "log.json").read_text())
    assert [entry["loss"] for entry in log[-2:]] == pytest.approx(second["losses"], abs=1e-5)


@pytest.mark.parametrize("kind", ["segmentation", "polygons", "scenes"])
def test_training_needs_no_gdal_and_gives_a_small_model(kind, town, tmp_path):
    task, network, factors = make_task(kind, town)
    save_pack(str(tmp_path / "pack.npz"), task, network, factors, quality=90)
    options = ["--pack", str(tmp_path / "pack.npz"), "--output", str(tmp_path / "out"), "--epochs", "1", "--epoch", "4"]
    command = [sys.executable, "-c", WITHOUT_GDAL, *options, "--batch", "2", "--workers", "2", "--device", "cpu"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    model = load_model(str(tmp_path / "out" / "model.safetensors"), task.name)
    training = model.card["training"]["jem"] if kind == "scenes" else model.card["training"]
    assert (training["samples_per_epoch"], training["batch_size"]) == (4, 2)
    weights = tmp_path / "out" / "weights.safetensors"
    assert weights.stat().st_size < 3 * sum(each.numel() for each in model.network.state_dict().values())


def test_a_pack_gives_back_what_was_put_in(town, tmp_path):
    task, network, factors = make_task("segmentation", town)
    save_pack(str(tmp_path / "pack.npz"), task, network, factors, quality=90)
    loaded, described = load_pack(str(tmp_path / "pack.npz"))
    assert described == network
    assert (loaded.crop_px, loaded.loss, loaded.settings) == (64, LOSS, SETTINGS)
    assert loaded.data.origin == town.origin
    assert loaded.data.inputs == town.inputs
    augmentation = get_augmentation("strong")
    samplers = [Sampler(each.images, 2, 64, augmentation, 0) for each in (town, loaded.data)]
    np.testing.assert_array_equal(*(sampler.counts for sampler in samplers))
    for seed in range(5):
        (x, y), (packed_x, packed_y) = (sampler.draw(np.random.default_rng(seed)) for sampler in samplers)
        assert torch.equal(y, packed_y)
        assert (x - packed_x).abs().median() < 0.2  # JPEG


def test_what_is_held_out_validates_and_is_never_drawn(town, tmp_path):
    task, network, factors = make_task("polygons", town)
    save_pack(str(tmp_path / "pack.npz"), task, network, factors)
    image = load_pack(str(tmp_path / "pack.npz"))[0].data.images[0]
    packed, whole = (list_validation_windows([each], 64) for each in (image, town.images[0]))
    assert len(packed) == len(whole) > 0
    assert all(torch.equal(packed.read(i)[1], whole.read(i)[1]) for i in range(len(whole)))
    held_out = whole.read(0)[1] != UNKNOWN
    assert held_out.any()
    row, column = whole.items[0][2:]
    classes, _ = image.levels[0].read_labels(row, column, 64)
    assert (classes[held_out.numpy()] == UNKNOWN).all()


def test_polygons_cannot_be_learned_from_a_pack_of_rasters(town, tmp_path):
    task, network, factors = make_task("segmentation", town)
    save_pack(str(tmp_path / "pack.npz"), task, network, factors)
    loaded, _ = load_pack(str(tmp_path / "pack.npz"))
    level = replace(loaded.data.images[0].levels[0], outlines=None)
    with pytest.raises(EoDeepError, match="needs polygons"):
        level.find_rings(0, 0, 64)


WORKERS = """
import sys
import numpy as np, torch
from benchmarks.device.pack import load_pack
from benchmarks.device.workers import Workers
from eo_deep.polygon_extraction.samples import PolygonSampler
from eo_deep.sampling.augmentation import get_augmentation
from eo_deep.training.batch import map_tensors
torch.set_num_threads(1)
sampler = PolygonSampler(load_pack(sys.argv[1])[0].data.images, 2, 64, get_augmentation("flips and rotations"), 0)
workers = Workers(sampler.draw, 2)
same = []
for seed in range(6):
    mine, theirs = sampler.draw(np.random.default_rng(seed)), workers.draw(np.random.default_rng(seed))
    map_tensors(lambda a, b: same.append(torch.equal(a, b)), mine, theirs)
workers.stop()
print(len(same), all(same))
"""


def test_workers_draw_the_same_samples(town, tmp_path):
    task, network, factors = make_task("polygons", town)
    save_pack(str(tmp_path / "pack.npz"), task, network, factors)
    command = [sys.executable, "-c", WORKERS, str(tmp_path / "pack.npz")]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.stdout.strip() == "36 True", run.stderr


class Constant(nn.Module):
    """Gives the same logits for every image."""

    def __init__(self, logits):
        super().__init__()
        self.logits = nn.Parameter(logits)

    def forward(self, x):
        return self.logits


def test_a_teacher_adds_its_divergence_on_all_pixels_also_without_a_label():
    objective = TaughtHeads(2, compute_cross_entropy, Constant(torch.zeros(1, 2, 1, 2)), (1, 1, 1, 1))
    classes = torch.tensor([[[1, UNKNOWN]]])  # a labelled pixel and one without
    logits = torch.tensor([0.25, 0.75]).log()[None, :, None, None].expand(1, 2, 1, 2)
    divergence = 0.5 * np.log(0.5 / 0.25) + 0.5 * np.log(0.5 / 0.75)  # of halves from these, on both pixels
    loss = objective.compare_classes(torch.zeros(1, 3, 1, 2), logits, classes)
    assert loss.item() == pytest.approx(LABELS_WEIGHT * -np.log(0.75) + TEACHER_WEIGHT * divergence, rel=1e-5)
    agreed = objective.compare_classes(torch.zeros(1, 3, 1, 2), torch.zeros(1, 2, 1, 2), classes)
    assert agreed.item() == pytest.approx(LABELS_WEIGHT * np.log(2), rel=1e-5)


def test_a_network_learns_from_its_teacher_which_stays_as_it_is():
    teacher = Constant(torch.tensor([[[[0.0]], [[4.0]]]]))
    objective = TaughtHeads(2, compute_cross_entropy, teacher, (1, 1, 1, 1))
    logits = nn.Parameter(torch.zeros(1, 2, 1, 1))
    objective.compare_classes(torch.zeros(1, 3, 1, 1), logits, torch.full((1, 1, 1), UNKNOWN)).backward()
    assert logits.grad[0, 0, 0, 0] > 0 > logits.grad[0, 1, 0, 0]
    assert teacher.logits.grad is None and not teacher.logits.requires_grad and not teacher.training


def test_a_teacher_is_for_polygons_alone(town, tmp_path):
    packs, models = {}, {}
    for kind in ("polygons", "segmentation"):
        task, network, factors = make_task(kind, town)
        packs[kind], out = str(tmp_path / f"{kind}.npz"), tmp_path / kind
        save_pack(packs[kind], task, network, factors)
        models[kind] = train_from_pack(packs[kind], out, lambda settings: settings, device="cpu")["model"]
    with pytest.raises(SystemExit, match="--teacher is for a pack of polygons"):
        train_from_pack(packs["segmentation"], tmp_path / "no", lambda settings: settings,
                        teacher=models["segmentation"])  # fmt: skip
    taught = train_from_pack(packs["polygons"], tmp_path / "taught", lambda settings: settings, device="cpu",
                             teacher=models["segmentation"])  # fmt: skip
    alone, with_teacher = (read_card(path)["training"]["losses"] for path in (models["polygons"], taught["model"]))
    assert len(with_teacher) == len(alone)
    assert with_teacher != alone
