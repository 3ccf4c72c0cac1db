"""A training in the window: its model gets a place that lasts, and its curves grow in a dock."""

from __future__ import annotations


def test_the_model_goes_into_the_folder_of_models(window):
    seen = window("train")
    assert seen["offered"] == "segmentation_1.safetensors"
    assert seen["files"] == [seen["model"]], seen["log"]
    assert "Trained model is saved to a temporary place" not in seen["log"]


def test_curves_come_by_themselves(window):
    seen = window("train")
    assert (seen["open_before"], seen["open"]) == (False, True)
    curves = seen["curves"]
    assert set(curves) == {"training loss", "mean IoU"}
    assert [epoch for epoch, _ in curves["mean IoU"]] == [1, 2]
    assert curves["training loss"][-1][0] == 2
    assert f"mean IoU {curves['mean IoU'][-1][1]:.3f} on the validation data." in seen["log"]


def test_a_training_that_was_cancelled_goes_on(window):
    seen = window("resume")
    assert not seen["model_after_cancel"]
    assert "run it again with 'Resume'" in seen["cancelled"], seen["cancelled"]
    assert "Epoch 12 of 12" not in seen["cancelled"]
    assert "Resumed after epoch " in seen["resumed"], seen["resumed"]
    assert "Epoch 1 of 12" not in seen["resumed"]
    assert "Epoch 12 of 12" in seen["resumed"]
    assert seen["model"]
