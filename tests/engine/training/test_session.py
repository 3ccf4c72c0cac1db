"""A training session with a toy task of two stages."""

from dataclasses import dataclass

import numpy as np
import pytest
import torch

from eo_deep.errors import EoDeepError
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import Model, load_model, read_extras
from eo_deep.models.networks import build
from eo_deep.sampling.training_data import ClassLabel
from eo_deep.training.losses import compute_cross_entropy
from eo_deep.training.session import Outcome, Stage, TrainingSession, describe_stage, start_network
from eo_deep.training.settings import TrainSettings
from tests.engine.notes import Killed, KilledAfter, Notes

NETWORK = {"name": "resunet", "arguments": {"base_channels": 4, "blocks": [1, 1]}}
CPU = torch.device("cpu")
SECOND = {"name": "second", "bands": ["c"], "ratio": 2, "required": True}


@dataclass
class Data:
    origin: dict
    classes = [ClassLabel(0, "dark", "#000000"), ClassLabel(1, "bright", "#ffffff")]
    inputs = [{"bands": ["a", "b"], "resolution_m": None, "dtype": "float32", "nodata": None,
               "scaling": {"kind": "range", "low": [-1.0, -1.0], "high": [1.0, 1.0]}}]  # fmt: skip


class Bright:
    """Classes are where the first band is positive; learned coarsely, then finely."""

    name = "segmentation"
    output_count = 2
    measure_footprint = staticmethod(measure_footprint)

    def __init__(self, source="toy"):
        self.data = Data({"images": [source]})

    def draw(self, rng):
        x = torch.from_numpy(rng.standard_normal((2, 16, 16), dtype=np.float32))
        return x, (x[0] > 0).long()

    def train(self, network, footprint, device, run, progress):
        record, trainings = {}, []
        for name, rate, share in (("coarse", 1e-2, (0, 0.5)), ("fine", 1e-3, (0.5, 1))):
            settings = TrainSettings(2, 8, 4, rate)
            stage = Stage(settings, self.draw, compute_cross_entropy, "any", share=share, name=name)
            trainings.append(run(stage))
            record[name] = describe_stage(settings, trainings[-1])
        result, tensors = {"loss": trainings[-1].losses[-1]}, {"mean": torch.zeros(2)}
        write_pages = lambda report, card: report.text(f"Stride {card['stride_px']} px")  # noqa: E731
        return Outcome({"threshold": 0.4}, record, result, write_pages, tensors)


def run(folder, task=None, initial=None, name="m", **options):
    session = TrainingSession(task or Bright(), NETWORK, CPU, 3, initial)
    return session.run(str(folder / f"{name}.safetensors"), **options)


def test_a_session_writes_model_card_and_report(tmp_path):
    notes = Notes()
    result = run(tmp_path, report=str(tmp_path / "r.html"), progress=notes)
    model = load_model(str(tmp_path / "m.safetensors"), "segmentation")
    card, record = model.card, model.card["training"]
    stride_px = measure_footprint(model.network).stride_px
    assert (card["name"], card["threshold"], card["stride_px"]) == ("m", 0.4, stride_px)
    assert (record["images"], record["initial_model"], record["coarse"]["learning_rate"]) == (["toy"], None, 1e-2)
    assert result["loss"] == pytest.approx(record["fine"]["losses"][-1], abs=1e-4)
    assert read_extras(result["model"])["mean"].tolist() == [0, 0]
    text = (tmp_path / "r.html").read_text()
    assert "Training of m" in text and f"Stride {stride_px} px" in text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.safetensors", "r.html"]
    assert notes.fractions == sorted(notes.fractions) and notes.fractions[-1] == 1 and notes.kept[-1] == ""


@pytest.mark.parametrize("epochs", [1, 3])
def test_a_killed_session_resumes_in_either_stage(tmp_path, epochs):
    run(tmp_path, name="whole")
    with pytest.raises(Killed):
        run(tmp_path, progress=KilledAfter(epochs))
    with pytest.raises(EoDeepError, match="comes from other data or settings"):
        run(tmp_path, Bright("another"), resume=True)
    run(tmp_path, resume=True)
    one, two = (load_model(str(tmp_path / f"{name}.safetensors")).network.state_dict() for name in ("whole", "m"))
    assert all(torch.equal(one[key], two[key]) for key in one)
    assert len(list(tmp_path.iterdir())) == 2


def test_a_network_starts_from_the_weights_that_fit():
    arguments = {**NETWORK["arguments"], "in_channels": 2, "out_channels": 5}
    initial = Model(build("resunet", **arguments), {"network": {"name": "resunet", "arguments": arguments}})
    network, described = start_network({"name": "unet", "arguments": {}}, Data.inputs, 2, initial)
    assert described == {"name": "resunet", "arguments": {**arguments, "out_channels": 2}}
    ours, theirs = network.state_dict(), initial.network.state_dict()
    other = [key for key in ours if ours[key].shape != theirs[key].shape]
    assert other == ["head.weight", "head.bias"]
    assert all(torch.equal(ours[key], theirs[key]) for key in ours if key not in other)


def test_a_u_net_becomes_one_of_several_sources_and_answers_as_before():
    torch.manual_seed(0)
    old = build("unet", in_channels=2, out_channels=2, base_channels=4, depth=2).eval()
    arguments = {"in_channels": 2, "out_channels": 2, "base_channels": 4, "depth": 2}
    initial = Model(old, {"network": {"name": "unet", "arguments": arguments}})
    inputs = [{**Data.inputs[0], "name": "first", "ratio": 1, "required": True}, SECOND, {**SECOND, "required": False}]
    network, described = start_network({"name": "fcn", "arguments": {}}, inputs, 2, initial)
    assert described["name"] == "multiunet"
    assert described["arguments"]["in_channels"] == [2, 1, 2]
    x = torch.randn(1, 2, 16, 16)
    with torch.no_grad():
        found = network.eval()(x, torch.randn(1, 1, 8, 8), torch.randn(1, 2, 8, 8))
        assert torch.equal(found, old(x))


def test_dates_of_one_sensor_share_a_stem():
    first = {**Data.inputs[0], "name": "first", "ratio": 1, "required": True}
    dates = [first, {**first, "name": "second", "shares": "first"}]
    network, described = start_network({"name": "unet", "arguments": {"base_channels": 4, "depth": 1}}, dates, 2)
    assert described["arguments"]["shares"] == [None, 0]
    assert not any(name.startswith("stems") for name in network.state_dict())
