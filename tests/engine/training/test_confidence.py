"""A training measures what is usual on the training part of its images, and a foreign image is not."""

import numpy as np
import pytest
import rasterio
import torch
from rasterio.transform import from_origin
from shapely import box

from eo_deep.geo.crs import to_crs
from eo_deep.io.raster import open_image
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.confidence import CellStatistics, read_confidence
from eo_deep.models.model_file import load_model
from eo_deep.models.networks import build
from eo_deep.models.scaling import FittedScaling
from eo_deep.sampling.training_image import TrainingImage
from eo_deep.segmentation import segment, train_segmentation
from eo_deep.training.confidence import fit_confidence
from tests.engine.notes import Notes
from tests.engine.segmentation.test_train import SMALL, write_scene

CPU = torch.device("cpu")
PLAIN = FittedScaling(np.full(3, 128.0), np.full(3, 64.0))


def make_network(name="unet", outputs=2):
    torch.manual_seed(0)
    network = build(name, in_channels=3, out_channels=outputs, base_channels=4)
    network.head.weight.data *= 20
    with torch.no_grad():
        for _ in range(30):  # so that its features have a spread
            network(torch.randn(2, 3, 64, 64))
    return network.eval()


def write_image(path, pixels):
    with rasterio.open(path, "w", driver="GTiff", width=pixels.shape[2], height=pixels.shape[1], count=3, dtype="uint8",
                       crs="EPSG:32633", transform=from_origin(500_000, 5_500_000, 0.5, 0.5)) as file:  # fmt: skip
        file.write(pixels)
    with open_image(str(path)) as source:
        return TrainingImage(str(path), [1, 2, 3], source.grid, 1.0, PLAIN, None)


def noise(height, width, seed=0):
    return np.random.default_rng(seed).integers(0, 255, (3, height, width)).astype(np.uint8)


def test_cells_of_windows_are_those_of_the_whole_image(tmp_path):
    image, network = write_image(tmp_path / "a.tif", noise(608, 720)), make_network()
    found = fit_confidence(network, [image], CPU)
    pixels, _ = open_image(image.path).read()
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        _, energy, _ = CellStatistics(network)(torch.from_numpy(PLAIN(pixels, np.ones((608, 720), bool)))[None])
    expected = np.quantile(energy.float().numpy(), np.linspace(0, 1, 257))
    assert found["confidence/energies"].numpy() == pytest.approx(expected, abs=0.02)


def test_validation_data_and_what_lies_beyond_the_area_are_left_out(tmp_path):
    """Three stripes: only one is trained on, so the others' energies are not among those measured."""
    pixels = noise(256, 768)
    pixels[:, :, 256:512], pixels[:, :, 512:] = 250, 10
    image, network = write_image(tmp_path / "a.tif", pixels), make_network()
    left, _, right, top = image.grid.bounds
    crs = to_crs(image.grid.crs)

    def stripe(first, last):
        return VectorLayer(np.array([box(left + first * 128, top - 128, left + last * 128, top)], object), {}, crs)

    whole = fit_confidence(network, [image], CPU)["confidence/energies"]
    image.area, image.validation_area = stripe(0, 2), stripe(1, 2)
    part = fit_confidence(network, [image], CPU)["confidence/energies"]
    alone = fit_confidence(network, [write_image(tmp_path / "b.tif", noise(256, 256))], CPU)["confidence/energies"]
    assert float((whole - alone).abs().max()) > 3 * float((part - alone).abs().max())


def test_images_that_are_too_small_are_told(tmp_path):
    heard = Notes()
    assert fit_confidence(make_network(), [write_image(tmp_path / "a.tif", noise(40, 40))], CPU, progress=heard) == {}
    assert heard.warnings == ["The model gets no confidence, because the training images are too small: 4 cells of "
                              "16 px, at least 16 are needed."]  # fmt: skip


def test_further_outputs_do_not_count(tmp_path):
    image = write_image(tmp_path / "a.tif", noise(256, 256))
    wide = make_network(outputs=9)
    narrow = make_network(outputs=2)
    narrow.load_state_dict({name: value[:2] if name.startswith("head") else value
                            for name, value in wide.state_dict().items()})  # fmt: skip
    few, many = fit_confidence(narrow, [image], CPU), fit_confidence(wide, [image], CPU, class_count=2)
    assert all(torch.allclose(value, many[name], atol=0.05, rtol=0.02) for name, value in few.items())


@pytest.mark.parametrize("network", ["resunet", "fcn"])
def test_a_trained_model_knows_its_own_images(tmp_path, network):
    image, labels = write_scene(tmp_path)
    model = str(tmp_path / "m.safetensors")
    train_segmentation([image], [labels], model=model, **{**SMALL, "network": network, "epochs": 2})
    assert read_confidence(model, load_model(model).network) is not None
    with rasterio.open(image) as source:
        profile, pixels = source.profile, source.read()
    foreign = str(tmp_path / "foreign.tif")
    with rasterio.open(foreign, "w", **profile) as file:
        file.write(pixels[:, ::-1, :] // 2 + np.linspace(0, 120, 320).astype(np.uint8))  # in a dark that brightens
    found = {}
    for name, path in (("own", image), ("foreign", foreign)):
        target = str(tmp_path / f"{name}_confidence.tif")
        segment(path, model, confidence=target, device="cpu")
        with rasterio.open(target) as source:
            found[name] = float(np.median(source.read(1)))
    assert 0.2 < found["own"] < 0.8 and found["foreign"] < 0.5 * found["own"]
