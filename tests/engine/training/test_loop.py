import json
import threading
import time

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from eo_deep.errors import EoDeepError
from eo_deep.models.model_file import read_tensors, write_tensors
from eo_deep.models.networks import build
from eo_deep.progress import CurvePoint
from eo_deep.runtime.threads import prefetch
from eo_deep.training.loop import train
from eo_deep.training.losses import compute_cross_entropy
from eo_deep.training.settings import SCHEDULES, TrainSettings
from tests.engine.notes import Killed, Notes

CPU = torch.device("cpu")
SETTINGS = TrainSettings(epochs=3, samples_per_epoch=10, batch_size=4, learning_rate=3e-3)


def draw(rng):
    """Classes are where the first band is positive."""
    x = torch.from_numpy(rng.standard_normal((2, 16, 16), dtype=np.float32))
    return x, (x[0] > 0).long()


def make_network():
    torch.manual_seed(5)
    return build("resunet", in_channels=2, out_channels=2, base_channels=4, blocks=(1, 1))


def weights_of(network):
    return torch.cat([value.double().flatten() for value in network.state_dict().values()])


def test_training_learns():
    network = make_network()
    training = train(network, draw, compute_cross_entropy, TrainSettings(4, 80, 8, 1e-2), CPU)
    assert training.losses[-1] < 0.7 * training.losses[0]


@pytest.mark.parametrize(("schedule", "optimizer"), [(name, "adamw") for name in SCHEDULES] + [("one-cycle", "muon")])
def test_a_killed_training_resumes_with_the_same_weights(tmp_path, schedule, optimizer):
    settings = TrainSettings(3, 10, 4, 3e-3, schedule, optimizer=optimizer)
    whole, killed, resumed = make_network(), make_network(), make_network()
    validate = lambda network: {"score": float(weights_of(network).sum())}  # noqa: E731
    expected = train(whole, draw, compute_cross_entropy, settings, CPU, validate)

    def validate_and_die(network, calls=[]):  # noqa: B006
        calls.append(1)
        if len(calls) == 3:
            raise Killed
        return validate(network)

    checkpoint = str(tmp_path / "m.checkpoint")
    with pytest.raises(Killed):
        train(killed, draw, compute_cross_entropy, settings, CPU, validate_and_die, checkpoint)
    torch.manual_seed(99)  # a global state must not matter
    training = train(resumed, draw, compute_cross_entropy, settings, CPU, validate, checkpoint, resume=True)
    assert training.losses == expected.losses
    assert training.best_epoch == expected.best_epoch
    assert all(torch.equal(a, b) for a, b in zip(resumed.state_dict().values(), whole.state_dict().values()))


def test_what_is_kept_is_told_after_each_epoch_and_at_once_when_resumed(tmp_path):
    checkpoint, settings = str(tmp_path / "m.checkpoint"), TrainSettings(2, 4, 4)
    sentence = "The training up to epoch {} of 2 is kept in '{}'; run it again with 'Resume' to continue from there."
    first, second = Notes(), Notes()
    train(make_network(), draw, compute_cross_entropy, settings, CPU, None, checkpoint, progress=first)
    assert first.kept == [sentence.format(epoch, checkpoint) for epoch in (1, 2)]
    train(make_network(), draw, compute_cross_entropy, settings, CPU, None, checkpoint, True, progress=second)
    assert second.kept == [sentence.format(2, checkpoint)]


def test_curves_grow_with_the_training_and_are_whole_when_it_is_resumed(tmp_path):
    checkpoint, settings, scores = str(tmp_path / "m.checkpoint"), TrainSettings(2, 4, 4), iter([0.25, 0.75])
    first, second, validate = Notes(), Notes(), lambda network: {"score": next(scores)}
    training = train(make_network(), draw, compute_cross_entropy, settings, CPU, validate, checkpoint,
                     progress=first.part(0, 1, "step 1"), score_name="accuracy")  # fmt: skip
    expected = [
        CurvePoint(name, epoch, value, 2, "step 1")
        for epoch, (loss, score) in enumerate(zip(training.losses, (0.25, 0.75)), 1)
        for name, value in (("training loss", loss), ("accuracy", score))
    ]
    assert first.points == expected
    assert first.messages[0].endswith(", accuracy 0.250 on the validation data.")
    train(make_network(), draw, compute_cross_entropy, settings, CPU, None, checkpoint, True,
          progress=second.part(0, 1, "step 1"), score_name="accuracy")  # fmt: skip
    assert second.points == first.points


def test_the_best_epoch_is_kept():
    scores = iter([0.2, 0.9, 0.1])
    kept = []

    def validate(network):
        kept.append(weights_of(network))
        return {"score": next(scores)}

    network = make_network()
    training = train(network, draw, compute_cross_entropy, SETTINGS, CPU, validate)
    assert training.best_epoch == 2
    assert torch.equal(weights_of(network), kept[1])
    assert not any(module.training for module in network.modules())


def test_a_checkpoint_of_other_settings_is_refused(tmp_path):
    checkpoint = str(tmp_path / "m.checkpoint")
    train(make_network(), draw, compute_cross_entropy, SETTINGS, CPU, checkpoint=checkpoint)
    other = TrainSettings(3, 10, 4, 1e-3)
    with pytest.raises(EoDeepError, match="comes from other data or settings"):
        train(make_network(), draw, compute_cross_entropy, other, CPU, checkpoint=checkpoint, resume=True)


def test_a_truncated_checkpoint_is_refused(tmp_path):
    checkpoint = tmp_path / "m.checkpoint"
    train(make_network(), draw, compute_cross_entropy, SETTINGS, CPU, checkpoint=str(checkpoint))
    content = bytearray(checkpoint.read_bytes())
    flipped = bytearray(content)
    flipped[-500] ^= 16
    for damaged, sentence in ((content[:1000], "or is truncated; train without resuming"), (b"", "or is truncated; "),
                              (flipped, "is damaged: its checksum does not match its numbers; copy the file again; "
                               "train without resuming")):  # fmt: skip
        checkpoint.write_bytes(damaged)
        with pytest.raises(EoDeepError, match=sentence):
            train(make_network(), draw, compute_cross_entropy, SETTINGS, CPU, checkpoint=str(checkpoint), resume=True)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The tensors and the metadata of a checkpoint."""
    checkpoint = str(tmp_path_factory.mktemp("checkpoint") / "m.checkpoint")
    train(make_network(), draw, compute_cross_entropy, SETTINGS, CPU, checkpoint=checkpoint)
    return read_tensors(checkpoint)


@pytest.mark.parametrize(("name", "change"), [
    ("network/", lambda value: value[None]), ("optimizer/network/0/", lambda value: value.new_zeros(7)),
    ("best/", None), ("optimizer/", lambda value: None),
])  # fmt: skip
def test_a_checkpoint_that_lies_is_refused(tmp_path, written, name, change):
    checkpoint, (tensors, metadata) = str(tmp_path / "m.checkpoint"), written
    changed = {key: change(value) if change else None for key, value in tensors.items() if key.startswith(name)}
    assert changed
    kept = {key: value for key, value in {**tensors, **changed}.items() if value is not None}
    save_file({key: value.contiguous() for key, value in kept.items()}, checkpoint,
              {key: value for key, value in metadata.items() if key != "crc32"})  # fmt: skip
    with pytest.raises(EoDeepError, match="The checkpoint '.*' is damaged; train without resuming"):
        train(make_network(), draw, compute_cross_entropy, SETTINGS, CPU, checkpoint=checkpoint, resume=True)


@pytest.mark.parametrize("changes", [{"losses": {}}, {"losses": [1.0]}, {"validations": 5}, {"best_epoch": 9},
                                     {"seconds": None}, {"strange": 1}])  # fmt: skip
def test_a_checkpoint_whose_record_lies_is_refused(tmp_path, written, changes):
    checkpoint, (tensors, metadata) = str(tmp_path / "m.checkpoint"), written
    record = json.loads(metadata["eo_deep_training"])
    record["training"] |= changes
    write_tensors(checkpoint, tensors, {"eo_deep_training": json.dumps(record)})
    with pytest.raises(EoDeepError, match="The checkpoint '.*' is damaged; train without resuming"):
        train(make_network(), draw, compute_cross_entropy, SETTINGS, CPU, checkpoint=checkpoint, resume=True)


def test_divergence_is_told():
    def explode(outputs, targets):
        return compute_cross_entropy(outputs, targets) * float("nan")

    with pytest.raises(EoDeepError, match="diverged in epoch 1.*below 0.003"):
        train(make_network(), draw, explode, SETTINGS, CPU)


def test_a_time_limit_ends_the_training_within_an_epoch():
    drawn = []
    settings = TrainSettings(3, 100_000, 4, 1e-3, time_limit_s=0.3)
    training = train(make_network(), lambda rng: drawn.append(1) or draw(rng), compute_cross_entropy, settings, CPU)
    assert len(training.losses) == 1
    assert len(drawn) < settings.samples_per_epoch


def test_a_time_limit_ends_the_training():
    settings = TrainSettings(10_000, 8, 4, 1e-3, time_limit_s=1.0)
    training = train(make_network(), draw, compute_cross_entropy, settings, CPU)
    assert 0 < len(training.losses) < 10_000


def test_prefetch_keeps_order_and_bound():
    made, used = [], []
    lock = threading.Lock()

    def make(index):
        time.sleep(0.002 * (index % 3))
        with lock:
            made.append(index)
        return index

    for index in prefetch(make, 40, threads=4, ahead=6):
        used.append(index)
        assert len(made) - len(used) <= 6
    assert used == list(range(40))


def test_prefetch_passes_errors_on():
    def make(index):
        if index == 3:
            raise EoDeepError("broken")
        return index

    with pytest.raises(EoDeepError, match="broken"):
        list(prefetch(make, 10, 2, 4))
