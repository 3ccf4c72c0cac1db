"""The date before painted as of the date after: the file has the network's values, whatever its tiles."""

import numpy as np
import pytest
import rasterio
import torch
from rasterio.windows import Window

from eo_deep.change_detection import detect_change
from eo_deep.change_detection import painted_date as module
from eo_deep.change_detection.date_pair import DatePair
from eo_deep.change_detection.painted_date import paint_before
from eo_deep.errors import EoDeepError
from eo_deep.image_series import open_series
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build
from eo_deep.progress import silent
from tests.engine.change_detection.test_detect import make_dates, write

BANDS = ["red", "nir", "swir"]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    torch.manual_seed(0)
    network = {"name": "disentangler", "arguments": {"in_channels": 4, "out_channels": 3, "base_channels": 8}}
    net = build("disentangler", **network["arguments"]).eval()
    footprint = measure_footprint(net)
    card = {"name": "m", "task": "series", "network": network, "classes": [], "series": {"dates": []},
            "inputs": [{"name": "image", "bands": BANDS, "ratio": 1, "resampling": "bilinear", "required": True,
                        "scaling": {"kind": "fixed", "mean": [2000.0] * 3, "std": [900.0] * 3}, "known_plane": True}],
            "stride_px": footprint.stride_px, "halo_px": [footprint.before_px, footprint.after_px],
            "exact": True}  # fmt: skip
    path = tmp_path_factory.mktemp("model") / "m.safetensors"
    save_model(str(path), net, card)
    return str(path)


@pytest.fixture(scope="module")
def dates(tmp_path_factory):
    folder, (before, after) = tmp_path_factory.mktemp("dates"), make_dates()
    before[:, :20, :30] = 0
    return [write(folder / f"{name}.tif", pixels, nodata=0) for name, pixels in
            (("a_2019-09-15", before), ("b_2020-09-12", after))]  # fmt: skip


def test_tiles_do_not_show_in_what_is_painted(model, dates, tmp_path, monkeypatch):
    window = Window(-2, -2, 164, 164)
    found = []
    with open_series(dates) as series:
        pair = DatePair(series, 0, 1)
        for core in (512, 64):
            monkeypatch.setattr(module, "_CORE_PX", core)
            with paint_before(pair, model, tmp_path, silent) as painted:
                found.append(painted.read(window))
    (painted, after, known), (other, _, _) = found
    assert np.allclose(painted, other, atol=0.05) and painted.std() > 1  # of values around 2000
    assert not known[:22, :32].any() and known[30:150, 40:150].all()
    assert (painted[:, ~known] == 0).all() and after[:, 80, 80].min() > 0


def test_changes_are_scored_with_a_model_and_only_with_one(model, dates, tmp_path):
    score = str(tmp_path / "score.tif")
    found = detect_change(*dates, method="model", model=model, score=score)
    with rasterio.open(score) as file:
        values = file.read(1)
    assert np.isnan(values[:20, :30]).all() and np.isfinite(values[40:, 40:]).all()
    assert not found["is_calibrated"]
    for changes, sentence in (
        ({"method": "model"}, "The method 'model' needs a time series model."),
        ({"model": model}, "A time series model is for the method 'model', got 'auto'."),
    ):
        with pytest.raises(EoDeepError) as caught:
            detect_change(*dates, score=score, **changes)
        assert str(caught.value) == sentence
    with pytest.raises(EoDeepError, match=r"The model needs bands 3 \(red, nir, swir\), the images have 2 "):
        detect_change(*dates, method="model", model=model, bands=[1, 2], score=score)
