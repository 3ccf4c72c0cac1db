import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from eo_deep.energy_models.jem import GaussianInit, compute_logits
from eo_deep.energy_models.objective import JemObjective
from eo_deep.errors import EoDeepError
from eo_deep.models.model_file import load_model, read_extras
from eo_deep.models.scaling import fit_range
from eo_deep.sampling.patch_dataset import read_class_folder
from eo_deep.sampling.patch_sampler import HalfVaried, PatchSampler, Variation, _move, scale_images, turn
from eo_deep.sampling.scene_set import SceneSet
from eo_deep.scene_classification.train import train_scenes
from eo_deep.scene_classification.training_data import open_data
from eo_deep.training import loop as train
from eo_deep.training.objectives import Objective
from eo_deep.training.settings import TrainSettings
from tests.engine.notes import Killed, KilledAfter

TINY = dict(depth=10, width=1, classifier_epochs=2, jem_epochs=2, batch_size=8, sampler_steps=2, buffer=24,
            validation_share=0.25, device="cpu", seed=1)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    """Three classes of 16 px: dark, bright, striped; 12 patches each."""
    folder = tmp_path_factory.mktemp("data")
    rng = np.random.default_rng(0)
    for name, level in (("bright", 170), ("dark", 30), ("striped", 80)):
        (folder / name).mkdir()
        for number in range(12):
            pixels = rng.integers(0, 40, (16, 16, 3)) + level
            if name == "striped":
                pixels[::4] += 100
            Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / name / f"{number}.png")
    return str(folder)


def weights_of(path):
    return torch.cat([value.flatten().double() for value in load_model(path, "scenes").network.state_dict().values()])


@pytest.fixture(scope="module")
def trained(dataset, tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    model, report = str(folder / "jem.safetensors"), str(folder / "jem.html")
    return train_scenes(dataset, **TINY, model=model, report=report), model, report


def test_a_jem_s_card_holds_what_it_takes_to_use_it(trained, dataset):
    result, path, _ = trained
    model = load_model(path, "scenes")
    card = model.card
    assert (card["kind"], card["patch_px"], card["sampler"]["steps"]) == ("jem", 16, 2)
    assert [c["name"] for c in card["classes"]] == result["classes"] == ["bright", "dark", "striped"]
    assert card["inputs"][0]["bands"] == ["red", "green", "blue"]
    assert card["training"]["classifier"]["epochs"] == card["training"]["jem"]["epochs"] == 2
    assert result["patches"] == 27
    assert 0 <= result["accuracy"] <= 1
    scenes = read_class_folder(dataset)
    density = compute_logits(model.network, scale_images(scenes.images, fit_range([0] * 3, [255] * 3))).logsumexp(1)
    quantiles = card["log_density"]["quantiles"]
    assert len(quantiles) == 101
    assert np.all(np.diff(quantiles) >= 0)
    assert np.median(density) == pytest.approx(quantiles[50], abs=0.3)
    extras = read_extras(path)
    assert GaussianInit.from_tensors(extras).draw(torch.tensor([0, 2]), torch.Generator()).shape == (2, 3, 16, 16)
    assert extras["sampler/bank"].shape[1:] == (3, 16, 16)
    assert extras["sampler/bank_classes"].bincount().tolist() == [8, 8, 8]


def test_the_report_tells_the_course(trained):
    text = Path(trained[2]).read_text(encoding="utf-8")
    for heading in ("Training as a classifier", "Training as an energy-based model", "Confusion matrix", "Samples",
                    "Starts of the sampling", "calibration error"):
        assert heading in text
    assert text.count("<img") >= 8


@pytest.mark.parametrize("epochs_done", [1, 3])
def test_a_killed_training_resumes_with_the_same_weights(trained, dataset, tmp_path, epochs_done):
    path = str(tmp_path / "jem.safetensors")
    with pytest.raises(Killed):
        train_scenes(dataset, **TINY, model=path, progress=KilledAfter(epochs_done))
    assert [p.suffix for p in tmp_path.iterdir()] == [".checkpoint"] * (1 + (epochs_done > 2))
    torch.manual_seed(99)  # a global state must not matter
    train_scenes(dataset, **TINY, model=path, resume=True)
    assert torch.equal(weights_of(path), weights_of(trained[1]))
    ours, theirs = read_extras(path), read_extras(trained[1])
    assert all(torch.equal(ours[name], theirs[name]) for name in theirs)
    assert [p.name for p in tmp_path.iterdir()] == ["jem.safetensors"]


def test_a_classifier_learns_the_classes(dataset, tmp_path):
    path = str(tmp_path / "classifier.safetensors")
    settings = {**TINY, "kind": "classifier", "classifier_epochs": 12, "learning_rate": 1e-2}
    result = train_scenes(dataset, **settings, model=path)
    assert result["accuracy"] > 0.8
    assert load_model(path).card["kind"] == "classifier"
    assert read_extras(path) == {}


def test_a_jem_goes_on_from_a_classifier(trained, dataset, tmp_path):
    path = str(tmp_path / "further.safetensors")
    train_scenes(dataset, **{**TINY, "classifier_epochs": 0, "jem_epochs": 1}, initial_model=trained[1], model=path)
    assert "classifier" not in load_model(path).card["training"]
    assert 0 < (weights_of(path) - weights_of(trained[1])).abs().max() < 0.1


def test_other_data_is_not_resumed(dataset, tmp_path):
    path = str(tmp_path / "jem.safetensors")
    with pytest.raises(Killed):
        train_scenes(dataset, **TINY, model=path, progress=KilledAfter(1))
    with pytest.raises(EoDeepError, match="comes from other data or settings"):
        train_scenes(dataset, **{**TINY, "learning_rate": 1e-4}, model=path, resume=True)


def test_a_training_that_diverges_goes_back_and_says_so(dataset, tmp_path, notes, monkeypatch):
    compute, broken = JemObjective.compute, []

    def break_once(self, network, batch, step, done):
        loss = compute(self, network, batch, step, done)
        if step == 5 and not broken:
            broken.append(step)
            return loss * float("nan")
        return loss

    monkeypatch.setattr(JemObjective, "compute", break_once)
    path = str(tmp_path / "jem.safetensors")
    train_scenes(dataset, **TINY, model=path, progress=notes)
    card = load_model(path).card
    assert torch.isfinite(weights_of(path)).all()
    assert len(card["training"]["events"]) == 1
    told = "epoch 2: the loss became infinite or NaN; it resumes from . steps before, with half the learning"
    assert re.search(told, notes.warnings[-1])


class NeverWell(Objective):
    """Finds a fault at every look."""

    restarts = 2

    def compute(self, network, batch, step, done):
        return network(batch[0]).square().mean()

    def find_divergence(self):
        return "nothing is well"


def test_a_training_that_keeps_diverging_gives_up(notes):
    settings = TrainSettings(epochs=1, samples_per_epoch=120, batch_size=2, learning_rate=1e-2)

    def draw(rng):
        return torch.from_numpy(rng.standard_normal((1, 2, 2), dtype=np.float32)), torch.tensor(0)

    with pytest.raises(EoDeepError, match="nothing is well; choose a learning rate below 0.0025"):
        train.train(torch.nn.Conv2d(1, 1, 1), draw, NeverWell(), settings, torch.device("cpu"), progress=notes)
    assert len(notes.warnings) == 2


def test_samples_are_balanced_and_turned():
    scenes = dataclasses.replace(make_scenes(), labels=np.array([0, 0, 0, 0, 0, 0, 0, 1]))
    sampler = PatchSampler(scenes, fit_range([0], [255]), Variation())
    drawn = [sampler.draw(np.random.default_rng([0, i])) for i in range(400)]
    assert 150 < sum(int(label) for _, label in drawn) < 250
    rare = {tuple(((x[0] + 1) * 127.5).round().int().flatten().tolist()) for x, label in drawn if label == 1}
    assert rare == {tuple(turn(scenes.images[7, 0], k).ravel().tolist()) for k in range(8)}


def make_scenes():
    images = np.random.default_rng(0).integers(0, 255, (8, 1, 4, 4), dtype=np.uint8)
    return SceneSet(images, np.zeros(8, int), ["a", "b"], [""] * 8, ["gray"])


@pytest.mark.parametrize("rows", [-2, 0, 1])
def test_moved_patches_are_mirrored_at_the_rim(rows):
    pixels = np.arange(5)[None, :, None] * np.ones((2, 5, 3), int)
    expected = {-2: [2, 3, 4, 3, 2], 0: [0, 1, 2, 3, 4], 1: [1, 0, 1, 2, 3]}[rows]
    assert _move(pixels, rows)[1, :, 2].tolist() == expected


def test_varied_samples_stay_near_their_patch():
    scenes = make_scenes()
    sampler = PatchSampler(scenes, fit_range([0], [255]), Variation(shift_px=1, light=0.05, noise=0.02))
    x, _ = sampler.draw(np.random.default_rng(1))
    assert x.shape == (1, 4, 4)
    again, _ = sampler.draw(np.random.default_rng(1))
    assert torch.equal(x, again)


def test_half_of_the_samples_are_varied():
    black, white = (SceneSet(np.full((2, 1, 4, 4), value, np.uint8), np.zeros(2, int), ["a"], [""] * 2, ["gray"])
                    for value in (0, 255))  # fmt: skip
    sampler = HalfVaried(*(PatchSampler(scenes, fit_range([0], [255]), Variation()) for scenes in (black, white)))
    drawn = [sampler.draw(np.random.default_rng([0, i])) for i in range(200)]
    assert all((x == (-1 if plain else 1)).all() for x, _, plain in drawn)
    assert 70 < sum(bool(plain) for *_, plain in drawn) < 130


@pytest.mark.parametrize(("changes", "expected"), [
    ({"kind": "gan"}, "Kind must be one of jem, classifier, got gan"),
    ({"validation_share": 1.0}, "Validation share must be at least 0 and below 1, got 1.0"),
    ({"kind": "classifier", "classifier_epochs": 0}, "There is nothing to train"),
    ({"jem_epochs": 0}, "For a JEM, 'Epochs as a JEM' must be at least 1, got 0"),
    ({"depth": 11}, "depth must be 10, 16, 22"),
    ({"buffer": 1}, "The number of stored samples must be at least 2, those of one step, got 1"),
    ({"images": ["a.tif"]}, "Give either a data set folder with a subfolder per class, or images with labels"),
    ({"bands": [1]}, "Bands are chosen from images"),
    ({"model": "x.txt"}, "must end in .safetensors"),
    ({"outliers": "nowhere"}, "'nowhere' is not a folder"),
    ({"initial_model": "nowhere.safetensors"}, "does not exist"),
])
def test_refuses_impossible_settings(dataset, out, check_refusal, changes, expected):
    arguments = {"dataset": dataset, **TINY, "model": str(out / "m.safetensors"), **changes}
    check_refusal(expected, out, train_scenes, **arguments)


def test_refuses_what_no_model_may_hold(tmp_path, out, check_refusal):
    arguments = {**TINY, "model": str(out / "m.safetensors")}
    for name, size_px, class_count, expected in (
        ("tiny", 4, 2, "Patches must be 8 to 4096 px wide, got 4 px"),
        ("many", 8, 256, "The patches have 256 classes; a map can show at most 255"),
    ):
        for label in range(class_count):
            (tmp_path / name / f"{label:03}").mkdir(parents=True)
            for number in (1, 2):
                image = Image.fromarray(np.full((size_px, size_px, 3), number, np.uint8))
                image.save(tmp_path / name / f"{label:03}" / f"{number}.png")
        check_refusal(expected, out, train_scenes, str(tmp_path / name), **arguments)


def test_refuses_outliers_of_another_size(dataset, out, tmp_path, check_refusal):
    (tmp_path / "outliers").mkdir()
    Image.fromarray(np.zeros((8, 8, 3), np.uint8)).save(tmp_path / "outliers" / "1.png")
    arguments = {**TINY, "model": str(out / "m.safetensors"), "outliers": str(tmp_path / "outliers")}
    check_refusal("Outliers must be like the patches, 16 x 16 px", out, train_scenes, dataset, **arguments)


def test_georeferenced_patches_are_held_back_by_blocks_of_ground():
    rng = np.random.default_rng(0)
    places, labels = rng.uniform(0, 3200, (600, 2)), rng.integers(0, 2, 600)
    scenes = dataclasses.replace(
        make_scenes(), images=np.zeros((600, 1, 4, 4), np.uint8), labels=labels, names=[""] * 600, places=places,
        resolution_m=10.0
    )
    data = open_data(scenes, 0.2, 0, None, None)
    assert data.sources == {"split": "in blocks of 320 m"}
    blocks = [{tuple(block) for block in np.floor(part.places / 320)} for part in (data.training, data.validation)]
    assert not blocks[0] & blocks[1]
    assert 0.1 < len(data.validation) / 600 < 0.35


def test_classes_have_the_names_and_colours_of_a_legend():
    scenes = dataclasses.replace(make_scenes(), class_names=["class 3", "meadow"])
    classes = open_data(scenes, 0.0, 0, None, None, legend=["3 = lake #0000ff", "meadow = #00ff00"]).classes
    assert [(each.name, each.color) for each in classes] == [("lake", "#0000ff"), ("meadow", "#00ff00")]


def test_values_of_more_than_8_bits_are_scaled_by_their_percentiles():
    images = np.random.default_rng(0).integers(100, 3000, (50, 2, 8, 8), dtype=np.uint16)
    images[0, 0, 0, 0] = 60000
    scenes = dataclasses.replace(make_scenes(), images=images, labels=np.arange(50) % 2, names=[""] * 50)
    scaling = open_data(scenes, 0.0, 0, None, None).input["scaling"]
    assert scaling["low"] == pytest.approx([115, 115], abs=15)
    assert scaling["high"] == pytest.approx([2985, 2985], abs=15)
