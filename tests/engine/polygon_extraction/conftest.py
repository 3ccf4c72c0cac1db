"""Models of polygons whose answers a test knows, and models with random weights."""

import pytest
import torch

from eo_deep.models import networks
from eo_deep.models.footprint import Footprint, measure_footprint
from eo_deep.models.heads import Heads, find_last_layer
from eo_deep.models.model_file import save_model
from tests.engine.polygon_extraction.painted import BANDS, CLASSES, Painted


def make_card(classes, bands, network, arguments, footprint, **changes):
    return {
        "name": "painted", "task": "polygons", "heads": ["border", "direction", "corners", "offset"],
        "network": {"name": network, "arguments": arguments},
        "inputs": [{"bands": bands, "resolution_m": None, "dtype": "uint8", "nodata": None,
                    "scaling": {"kind": "fixed", "mean": [127.0] * len(bands), "std": [127.0] * len(bands)}}],
        "classes": classes, "stride_px": footprint.stride_px, "halo_px": [footprint.before_px, footprint.after_px],
        "exact": True, "bf16": False, "threshold": None, "training": {}, **changes,
    }  # fmt: skip


@pytest.fixture
def make_painted_model(tmp_path, monkeypatch):
    """make(classes=CLASSES, **changes of the card) -> path of a polygons model that finds what `paint` paints."""
    monkeypatch.setitem(networks.NETWORKS, "painted", Painted)
    folder = tmp_path / "models"
    folder.mkdir(exist_ok=True)

    def make(classes=CLASSES, **changes):
        arguments = {"in_channels": len(BANDS), "out_channels": Heads(len(classes)).channels}
        path = folder / f"painted{len(list(folder.iterdir()))}.safetensors"
        card = make_card(classes, BANDS, "painted", arguments, Footprint(1, 0, 0, True), **changes)
        save_model(str(path), Painted(**arguments), card)
        return str(path)

    return make


@pytest.fixture
def make_random_model(tmp_path):
    """make(**changes of the card) -> path of a polygons model of random weights for 8-bit RGB."""
    folder = tmp_path / "models"
    folder.mkdir(exist_ok=True)

    def make(**changes):
        arguments = {"in_channels": 3, "out_channels": Heads(2).channels, "base_channels": 4, "depth": 2}
        torch.manual_seed(5)
        network = networks.NETWORKS["unet"](**arguments).eval()
        last = find_last_layer(network)
        with torch.no_grad():  # so that probabilities differ from pixel to pixel
            last.bias.zero_()
            last.weight *= 60
            last.weight -= last.weight.mean(dim=1, keepdim=True)
        path = folder / f"random{len(list(folder.iterdir()))}.safetensors"
        bands = ["red", "green", "blue"]
        card = make_card(CLASSES, bands, "unet", arguments, measure_footprint(network), **changes)
        save_model(str(path), network, card)
        return str(path)

    return make
