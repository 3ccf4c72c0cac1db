"""Samples come in the classes asked for, move to what the model thinks likely, and are measured beside controls."""

import numpy as np
import pytest
from PIL import Image

from eo_deep.errors import EoDeepError
from eo_deep.image_generation.generate import generate_scenes
from eo_deep.models import networks as models
from eo_deep.models.model_file import read_card


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
    with pytest.raises(EoDeepError, match="The model's output is not finite for 3 of 3 patches: the model file is "):
        generate_scenes(str(tmp_path / "s"), path, count=3, steps=1)
    assert [entry.name for entry in tmp_path.iterdir()] == ["models"]
