"""Samples come in the classes asked for, move to what the model thinks likely, and are measured beside controls."""

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Generator

from eo_deep.energy_models.jem import GaussianInit
from eo_deep.energy_models.langevin import initialize_chains, read_sampler, run_sampler, to_picture, to_raw
from eo_deep.errors import EoDeepError
from eo_deep.image_generation.generate import choose_classes, generate_scenes, score_with_controls
from eo_deep.image_generation.quality import extract_texture, measure_kid, score_samples, trace_spectrum
from eo_deep.models import networks as models
from eo_deep.models.model_file import load_model, read_card, read_extras
from eo_deep.models.scaling import fit_range


def textures(count, seed, sharpness=1.0, size=32):
    """Random images (count, 3, size, size) with structure at every scale."""
    noise = np.random.default_rng(seed).normal(size=(count, 3, size, size))
    frequency = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.fftfreq(size)[None]) + 1 / size
    shaped = np.fft.ifft2(np.fft.fft2(noise) * frequency**-sharpness).real
    return (0.1 * shaped).clip(-1, 1).astype(np.float32)


def test_samples_sheet_and_report_are_written(tmp_path, make_scene_model):
    model, real = make_scene_model(), tmp_path / "real"
    real.mkdir()
    for number in range(24):
        pixels = np.random.default_rng(number).integers(0, 255, (16, 16, 3)).astype(np.uint8)
        Image.fromarray(pixels).save(real / f"{number}.png")
    out, report = tmp_path / "samples", tmp_path / "report.html"
    result = generate_scenes(str(out), model, count=12, steps=15, reference=str(real), report=str(report))
    names = sorted(path.name for path in out.iterdir())
    assert len(names) == 13 and names[0] == "contact_sheet.png" and names[1] == "dark_00001.png"
    assert result["rarest_share"] == pytest.approx(1 / 3) and result["kid"] > 0 and result["discriminator_auc"] > 0.9
    assert np.asarray(Image.open(out / "red_00005.png")).mean((0, 1)) == pytest.approx([204, 51, 51], abs=12)
    text = report.read_text(encoding="utf-8")
    assert "start fields" in text and "uniform noise" in text and "real images" in text
    sheet = np.asarray(Image.open(out / "contact_sheet.png"))
    assert sheet.shape == (3 * (98 + 14), 4 * 98 + 2, 3)
    again = tmp_path / "again"
    generate_scenes(str(again), model, count=12, steps=15)
    assert (again / names[5]).read_bytes() == (out / names[5]).read_bytes()


def test_one_class_and_other_units(tmp_path, make_scene_model):
    raw = {"bands": ["b1", "b2", "b3"], "resolution_m": None, "dtype": "uint16",
           "scaling": {"kind": "range", "low": [0] * 3, "high": [4000] * 3}}
    result = generate_scenes(str(tmp_path / "s"), make_scene_model(inputs=[raw]), " Green", 3, 5,
                             start="training's chains", by_class=False)
    assert result["rarest_share"] == 1 and result["kid"] is None
    assert sorted(path.name for path in (tmp_path / "s").iterdir())[1:] == [f"green_0000{n}.tif" for n in (1, 2, 3)]


def test_chains_climb_and_start_from_the_bank(make_scene_model):
    path = make_scene_model()
    model, extras = load_model(path), read_extras(path)
    start, generator = GaussianInit.from_tensors(extras), Generator().manual_seed(0)
    classes = choose_classes(model.card, "red", 6)
    first = initialize_chains(extras, start, classes, generator)
    bank = extras["sampler/bank"][4:8].float() / 127.5 - 1
    assert sorted(first[:4, 0, 0, 0].tolist()) == pytest.approx(sorted(bank[:, 0, 0, 0].tolist()))
    dark = torch.full((2, 3, 16, 16), -0.3)
    settings = read_sampler(model.card, 200)
    assert settings.noise == 0.01 and settings.steps == 200
    images, course = run_sampler(model.network, dark, settings, generator, torch.tensor([1, 2]))
    assert len(course) == 21 and course[-1] > course[0] + 1
    assert images.mean((2, 3)).numpy() == pytest.approx(np.array([[0.6, -0.6, -0.6], [-0.6, 0.6, -0.6]]), abs=0.05)
    assert torch.equal(dark, torch.full((2, 3, 16, 16), -0.3))


def test_values_go_back_to_where_they_came_from():
    scaling = fit_range([0, 100], [255, 1100])
    raw = np.stack([np.arange(256), np.linspace(100, 1100, 256).round()])[:, None].astype(np.uint16)
    scaled = scaling(raw, np.ones((1, 256), bool))
    np.testing.assert_array_equal(to_raw(scaled, scaling, "uint16"), raw)
    blue_first = np.stack([np.full((4, 4), v, np.float32) for v in (-1, 0, 1)])
    assert to_picture(blue_first, ["Blue", "green", "RED"])[0, 0].tolist() == [255, 128, 0]
    assert to_picture(blue_first[:1], ["gray"])[0, 0].tolist() == [0, 0, 0]


def test_measures_order_images_by_how_real_they_are():
    """Real ones at best values; sharper ones are off in all measures; noise is farthest."""
    real, same, sharp = textures(200, 0), textures(200, 1), textures(200, 2, sharpness=0.7)
    noise = np.random.default_rng(3).uniform(-1, 1, real.shape).astype(np.float32)
    scores = [score_samples(images, real) for images in (same, sharp, noise)]
    assert abs(scores[0].kid) < 0.1 and scores[0].kid < scores[1].kid < scores[2].kid
    assert scores[0].spectrum_distance_db < 0.7 < scores[1].spectrum_distance_db < scores[2].spectrum_distance_db
    assert abs(scores[0].discriminator_auc - 0.5) < 0.1 and scores[1].discriminator_auc > 0.9
    assert extract_texture(real).shape == (200, 2 * 32 * 3)
    slope = np.polyfit(np.log10(np.arange(2, 16)), trace_spectrum(real)[0, 1:15], 1)[0]
    assert -20 < slope < -10  # power falls with frequency squared, but for the offset
    assert measure_kid(extract_texture(real[:50]), extract_texture(real[50:100])) == pytest.approx(0, abs=0.5)
    assert score_with_controls(real[:5], real, real) == {}


def test_what_cannot_be_sampled_is_refused(out, tmp_path, make_scene_model, check_refusal):
    model, new = make_scene_model(), str(out / "new")
    refuse = lambda expected, *arguments, **named: check_refusal(  # noqa: E731
        expected, out, generate_scenes, *arguments, **named)
    refuse("plain classifier and has no density to sample from", new, make_scene_model(kind="classifier"))
    refuse("must be one of dark, red, green, got 'water'", new, model, "water")
    refuse("must be a new or an empty folder", str(out), model)
    refuse("number of images must be at least 1, got 0", new, model, count=0)
    refuse("Start must be one of fields, training's chains, got 'noise'", new, model, start="noise")
    refuse("Steps must be at least 0, got -1", new, model, steps=-1)
    refuse("does not exist", str(out / "no" / "folder"), model)
    assert read_card(model)["kind"] == "jem"


def test_a_model_without_finite_answers_makes_no_images(tmp_path, make_scene_model, monkeypatch):
    path = make_scene_model()
    monkeypatch.setattr(models.NETWORKS["palette"], "forward", lambda self, x: self.features(x) / 0)
    with pytest.raises(EoDeepError, match="The model's answer is not finite for 3 of 3 patches: the model's file is "):
        generate_scenes(str(tmp_path / "s"), path, count=3, steps=1)
    assert [entry.name for entry in tmp_path.iterdir()] == ["models"]
