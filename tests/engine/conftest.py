"""What several engine tests need."""

import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest
import rasterio
import torch
from rasterio.transform import from_origin

from eo_deep.energy_models.jem import GaussianInit
from eo_deep.errors import EoDeepError
from eo_deep.models import networks as models
from eo_deep.models.model_file import save_model
from tests.engine.notes import Notes


class Brightness(torch.nn.Module):
    """Calls bright pixels buildings, pixel by pixel: a network whose answer a test knows."""

    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.score = torch.nn.Conv2d(in_channels, out_channels, 1)
        torch.nn.init.zeros_(self.score.bias)
        with torch.no_grad():
            self.score.weight[:] = torch.linspace(-4, 4, out_channels)[:, None, None, None] / in_channels

    def forward(self, x):
        return self.score(x)


class Contrast(torch.nn.Module):
    """Says of each pixel, by its brightness alone: building's logit, inside, outside, and nothing of walls."""

    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.score = torch.nn.Conv2d(in_channels, out_channels, 1, bias=False)
        with torch.no_grad():
            weights = torch.zeros(out_channels)
            weights[:3] = torch.tensor([1.5, 0.7, -0.7])
            self.score.weight[:] = weights[:, None, None, None]

    def forward(self, x):
        return self.score(x)


class Palette(torch.nn.Module):
    """Calls a patch by the prototype colour (-1..1) that its mean is nearest to: logits -20 |mean - prototype|^2."""

    def __init__(self, prototypes):
        super().__init__()
        self.prototypes = torch.nn.Parameter(torch.tensor(prototypes, dtype=torch.float32))

    def forward(self, x):
        return -20 * (self.features(x)[:, None] - self.prototypes).square().sum(2)

    def features(self, x):
        return x.float().mean((2, 3))


@pytest.fixture
def notes():
    return Notes()


@pytest.fixture
def rewrite_card():
    """rewrite(path, **changes) -> path: puts other things on the card of a model file, as no honest program would."""

    def rewrite(path, **changes):
        with open(path, "rb") as file:
            header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
            data = file.read()
        header["__metadata__"]["eo_deep"] = json.dumps(json.loads(header["__metadata__"]["eo_deep"]) | changes)
        text = json.dumps(header).encode()
        with open(path, "wb") as file:
            file.write(len(text).to_bytes(8, "little") + text + data)
        return path

    return rewrite


@pytest.fixture
def make_brightness_model(tmp_path, monkeypatch):
    """make(**changes of the card) -> path of a model that finds bright (> 127) pixels on 8-bit RGB images of any
    resolution."""
    monkeypatch.setitem(models.NETWORKS, "brightness", Brightness)
    folder = tmp_path / "models"
    folder.mkdir(exist_ok=True)

    def make(**changes):
        classes = changes.get("classes") or [{"value": 0, "name": "background", "color": "#000000"},
                                             {"value": 1, "name": "building", "color": "#e31a1c"}]
        arguments = {"in_channels": 3, "out_channels": len(classes)}
        card = {
            "name": "brightness", "task": "segmentation", "network": {"name": "brightness", "arguments": arguments},
            "inputs": [{"bands": ["red", "green", "blue"], "resolution_m": None, "dtype": "uint8", "nodata": None,
                        "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3}}],
            "classes": classes, "stride_px": 1, "halo_px": [0, 0], "exact": True, "bf16": False, "threshold": None,
            "training": {}, **changes,
        }
        path = folder / f"{len(list(folder.iterdir()))}.safetensors"
        save_model(str(path), Brightness(**arguments), card)
        return str(path)

    return make


@pytest.fixture
def contrast_model(tmp_path, monkeypatch):
    """An alignment model of 0.5 m with cells of 1 px, whose evidence is to be believed."""
    monkeypatch.setitem(models.NETWORKS, "contrast", Contrast)
    arguments = {"in_channels": 3, "out_channels": 8}
    scaling = {"kind": "fixed", "mean": [127.0] * 3, "std": [128.0] * 3}
    card = {
        "name": "contrast", "task": "alignment", "network": {"name": "contrast", "arguments": arguments},
        "inputs": [{"bands": ["red", "green", "blue"], "resolution_m": 0.5, "dtype": "uint8", "nodata": None,
                    "scaling": scaling}],
        "classes": [{"value": 0, "name": "background", "color": "#000000"},
                    {"value": 1, "name": "building", "color": "#e31a1c"}],
        "stride_px": 1, "halo_px": [0, 0], "matching": {"grid_px": 1, "null_score": 0.0},
        "field": {"temperature": 0.15},
    }  # fmt: skip
    save_model(str(tmp_path / "contrast.safetensors"), Contrast(**arguments), card)
    return str(tmp_path / "contrast.safetensors")


@pytest.fixture
def make_scene_model(tmp_path, monkeypatch):
    """make(**changes of the card) -> path of a JEM of 16 px patches of 8-bit RGB, 10 m: classes dark, red and green.

    Its range stands for a reflectance of 0 to 0.255, so that reflectance x 10,000 is ten times the 8-bit value.
    """
    monkeypatch.setitem(models.NETWORKS, "palette", Palette)
    folder = tmp_path / "models"
    folder.mkdir(exist_ok=True)

    def make(**changes):
        arguments = {"prototypes": [[-0.8, -0.8, -0.8], [0.6, -0.6, -0.6], [-0.6, 0.6, -0.6]]}
        colors = (("dark", "#202020"), ("red", "#e41a1c"), ("green", "#4daf4a"))
        card = {
            "name": "palette", "task": "scenes", "kind": "jem", "patch_px": 16,
            "network": {"name": "palette", "arguments": arguments},
            "inputs": [{"bands": ["red", "green", "blue"], "resolution_m": 10.0, "dtype": "uint8", "nodata": None,
                        "scaling": {"kind": "range", "low": [0] * 3, "high": [255] * 3,
                                    "reflectance_low": [0.0] * 3, "reflectance_high": [0.255] * 3}}],
            "classes": [{"value": i, "name": name, "color": color} for i, (name, color) in enumerate(colors)],
            "stride_px": 1, "halo_px": [0, 0], "exact": False, "bf16": False, "threshold": None, "temperature": 2.0,
            "log_density": {"quantiles": [-5 + 0.05 * i for i in range(101)]},
            "sampler": {"steps": 5, "step_size": 1.0, "noise": 0.01, "max_gradient": 1.0},
            "training": {}, **changes,
        }
        path = folder / f"scenes{len(list(folder.iterdir()))}.safetensors"
        prototypes = torch.tensor(arguments["prototypes"])
        noise = torch.randn(3, 20, 3, 16, 16, generator=torch.Generator().manual_seed(0))
        images = prototypes[:, None, :, None, None] + 0.1 * noise
        start = GaussianInit.fit(images.flatten(0, 1), torch.arange(60) // 20, 3)
        bank = {"sampler/bank": ((images[:, :4].flatten(0, 1) + 1) * 127.5).clamp(0, 255).byte(),
                "sampler/bank_classes": torch.arange(12) // 4}
        save_model(str(path), Palette(**arguments), card, {**start.tensors(), **bank})
        return str(path)

    return make


@pytest.fixture
def write_raster(tmp_path):
    """write(pixels (H, W) or (C, H, W), name="image.tif", crs=, transform=, nodata=, scale=, **GDAL's) -> path."""

    def write(pixels, name="image.tif", crs="EPSG:32633", transform=None, nodata=None, scale=None, **options):
        pixels = np.asarray(pixels)
        pixels = pixels[None] if pixels.ndim == 2 else pixels
        transform = transform or from_origin(500000, 5500000, 0.5, 0.5)
        options.setdefault("photometric", "RGB" if len(pixels) == 3 else "MINISBLACK")
        with rasterio.open(tmp_path / name, "w", driver="GTiff", width=pixels.shape[2], height=pixels.shape[1],
                           count=pixels.shape[0], dtype=pixels.dtype, crs=crs, transform=transform, nodata=nodata,
                           **options) as dataset:
            dataset.write(pixels)
            if scale:
                dataset.scales = (scale,) * len(pixels)
        return str(tmp_path / name)

    return write


@pytest.fixture
def check_refusal():
    """check_refusal(expected, out, function, ...): assert that a call raises one sentence that matches `expected`, and
    leaves the folder `out` as it was."""

    def call(expected, out, function, *arguments, **named):
        before = sorted(p.name for p in out.iterdir())
        with pytest.raises(EoDeepError) as caught:
            function(*arguments, **named)
        text = str(caught.value)
        assert re.search(expected, text), text
        assert text.endswith("."), text
        assert "\n" not in text
        sentences = re.sub(r"\([^()]*\)|'[^']*'", "", text)  # without file names and what GDAL said
        assert ". " not in sentences, text
        assert sorted(p.name for p in out.iterdir()) == before

    return call


@pytest.fixture
def out(tmp_path):
    """A folder for outputs with a file in it that must survive."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "old.gpkg").write_bytes(b"somebody's work")
    return folder


@pytest.fixture
def small_disk(tmp_path):
    """A folder on a disk of its own of 300 KiB, to be filled; needs the right to mount."""
    folder = tmp_path / "small_disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs Linux and root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
