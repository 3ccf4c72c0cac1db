"""An image made finer: it averages back to itself, at any ratio, tile size and data type."""

import math

import numpy as np
import pytest
import rasterio
import torch
from scipy.ndimage import binary_erosion, gaussian_filter
from shapely import box

from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models import model_file
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import load_model, read_extras, save_model
from eo_deep.models.networks import build
from eo_deep.models.networks.degradation import BicubicEnlargement, Degradation, Projection
from eo_deep.runtime.kept import keep_between_jobs
from eo_deep.super_resolution import super_resolve
from tests.engine.notes import Notes

TRANSFORM = rasterio.Affine(10, 0, 500000, 0, -10, 5500000)


def make_land(bands=3, height=83, width=61, seed=0):
    """Smooth reflectance x 10,000, float64, far from the ends of its range."""
    noise = np.random.default_rng(seed).normal(size=(bands, height, width))
    return 3000 + 1500 * np.stack([gaussian_filter(band, 1.5) / gaussian_filter(band, 1.5).std() / 3 for band in noise])


@pytest.fixture
def write(tmp_path):
    def write_land(pixels, dtype="uint16", nodata=None, crs=32633, name="image.tif", transform=TRANSFORM):
        path = tmp_path / name
        profile = {"count": len(pixels), "height": pixels.shape[1], "width": pixels.shape[2], "dtype": dtype}
        with rasterio.open(path, "w", driver="GTiff", crs=crs, transform=transform, nodata=nodata, **profile) as file:
            file.write(pixels.astype(dtype))
        return str(path)

    return write_land


def read(path):
    with rasterio.open(path) as file:
        return file.read(), file.profile | {"descriptions": file.descriptions}


def degrade(pixels, ratio):
    return Degradation(ratio)(torch.from_numpy(pixels.astype(np.float64))[None])[0].numpy()


@pytest.mark.parametrize("ratio", [2, 3, 4, 5, 8])
@pytest.mark.parametrize("dtype", ["uint16", "float32"])
def test_the_output_averages_back_to_the_image(write, tmp_path, ratio, dtype):
    land = np.rint(make_land()) if dtype == "uint16" else make_land() / 10000
    output = str(tmp_path / "finer.tif")
    super_resolve(write(land, dtype), ratio=ratio, output=output)
    finer, profile = read(output)
    assert profile["dtype"] == dtype and finer.shape == (3, 83 * ratio, 61 * ratio)
    assert profile["transform"] == TRANSFORM * rasterio.Affine.scale(1 / ratio)
    most = 0.5 + 0.1 if dtype == "uint16" else 1e-5
    assert np.abs(degrade(finer, ratio) - land).max() < most  # everywhere, the edges too


def test_nodata_stays_and_does_not_reach_beside_it(write, tmp_path):
    """A hole, a corner and a stripe: where A sees only valid pixels, the output averages back."""
    land = np.rint(make_land())
    land[:, 20:30, 15:25] = land[:, :6, :9] = land[:, :, 50] = 0
    output = str(tmp_path / "finer.tif")
    super_resolve(write(land, nodata=0), ratio=4, output=output)
    finer, profile = read(output)
    known = (land != 0).all(axis=0)
    assert profile["nodata"] == 0
    np.testing.assert_array_equal((finer != 0).all(axis=0), known.repeat(4, 0).repeat(4, 1))
    inner = binary_erosion(known, np.ones((5, 5)), border_value=1)
    assert np.abs(degrade(finer, 4) - land)[:, inner].max() < 0.6
    # Beside the hole no dark rim: the values are those of the land around.
    assert finer[:, known.repeat(4, 0).repeat(4, 1)].min() > 0.5 * land[:, known].min()


@pytest.mark.parametrize("ratio", [4, 20 / 3, 2.5])
def test_tile_size_does_not_matter(write, tmp_path, ratio):
    land = np.rint(make_land())
    land[:, 40:43, 20:60] = 0
    image, finer = write(land, nodata=0), []
    for core_px in (None, 64, 112):
        super_resolve(image, ratio=ratio, core_px=core_px, output=str(tmp_path / "finer.tif"))
        finer.append(read(tmp_path / "finer.tif")[0].astype(int))
    assert finer[0].shape == (3, math.floor(83 * ratio), math.floor(61 * ratio))
    for other in finer[1:]:
        assert np.abs(other - finer[0]).max() <= 1 and (other != finer[0]).mean() < 1e-3


def test_a_fraction_keeps_the_place(write, tmp_path):
    """A plane, 10 m to 1.5 m: each output pixel has the value of its centre."""
    rows, columns = np.mgrid[:60, :40]
    output = str(tmp_path / "finer.tif")
    super_resolve(write(np.stack([100.0 + rows, 100.0 + columns]), "float32"), pixel_size=1.5, output=output)
    finer, profile = read(output)
    assert finer.shape == (2, 400, 266) and profile["transform"].a == pytest.approx(1.5)
    down, across = (100 + (np.arange(size) + 0.5) * 0.15 - 0.5 for size in finer.shape[1:])
    for plane, wanted in zip(finer, np.meshgrid(down, across, indexing="ij"), strict=True):
        off = (plane - wanted)[80:-80, 80:-80]
        # The bicubic kernel bends a plane by up to a twentieth of a step, to both sides.
        assert np.abs(off).max() < 0.06 and abs(off.mean()) < 1e-3


def test_detail_is_the_difference_from_bicubic(write, tmp_path):
    land, output, detail = make_land(), str(tmp_path / "finer.tif"), str(tmp_path / "detail.tif")
    super_resolve(write(land, "float32"), ratio=4, output=output, detail=detail)
    bicubic = BicubicEnlargement(4)(torch.from_numpy(land)[None])[0].numpy()
    finer, added = read(output)[0], read(detail)[0]
    np.testing.assert_allclose(added, np.abs(finer - bicubic), atol=0.01)
    assert added.max() > 10
    super_resolve(write(land, "float32"), ratio=4, constraint=False, output=output)
    np.testing.assert_allclose(read(output)[0], bicubic, rtol=1e-5)


def test_the_bands_of_the_output_are_told(write, tmp_path):
    image, output = write(make_land(height=12, width=12), "float32"), str(tmp_path / "finer.tif")
    assert super_resolve(image, output=output)["bands"] == [1, 2, 3]
    assert super_resolve(image, bands=[3, 1], output=output)["bands"] == [3, 1]


def test_only_the_area_is_written(write, tmp_path):
    area = str(tmp_path / "area.gpkg")
    write_vectors(area, VectorLayer(np.array([box(500103, 5499697, 500197, 5499853)]), {}, to_crs("EPSG:32633")))
    output = str(tmp_path / "finer.tif")
    super_resolve(write(make_land()), ratio=4, area=area, output=output)
    with rasterio.open(output) as file:
        mask = file.dataset_mask() > 0
    rows, columns = np.nonzero(mask)
    assert (columns.min(), columns.max()) == (41, 78) and (rows.min(), rows.max()) == (59, 120)


@pytest.mark.parametrize("size", [(1, 1), (1, 7), (3, 2)])
def test_tiny_images(write, tmp_path, size):
    output = str(tmp_path / "finer.tif")
    super_resolve(write(np.full((2, *size), 700)), ratio=4, output=output)
    finer, _ = read(output)
    assert finer.shape == (2, 4 * size[0], 4 * size[1]) and (finer == 700).all()


def test_8_bit_colours_stay_in_their_range(write, tmp_path):
    """Beside saturated roofs the curve overshoots: what the range cuts off is given to the pixels around."""
    town = np.full((3, 160, 160), 20.0)
    town[:, 43:81, 45:78] = 255
    town[:, 100:130, 20:60] = 0
    image = np.rint(degrade(town, 4))
    output, notes = str(tmp_path / "finer.tif"), Notes()
    super_resolve(write(image, "uint8"), ratio=4, output=output, progress=notes)
    finer, _ = read(output)
    assert finer.max() == 255 and finer[:, 60, 60].min() > 250 and finer.min() == 0
    low = torch.from_numpy(image)[None]
    cut = Projection(4)(torch.zeros(1, 3, 160, 160, dtype=torch.float64), low)[0].numpy().clip(0, 255)
    assert 4 * np.abs(degrade(finer, 4) - image).max() < np.abs(degrade(cut, 4) - image).max()
    super_resolve(write(image, "uint8"), ratio=4, constraint=False, output=output, progress=notes)
    assert any("cut to the range of uint8" in line for line in notes.messages)


def test_what_cannot_be_served_is_said_in_a_sentence(write, tmp_path, monkeypatch):
    image, output = write(make_land()), str(tmp_path / "finer.tif")
    with pytest.raises(EoDeepError, match="not both; got 4 and 2 m"):
        super_resolve(image, ratio=4, pixel_size=2, output=output)
    with pytest.raises(EoDeepError, match="must be 1.25 to 6.667 m for an image with pixels of 10 m, got 0.5 m"):
        super_resolve(image, pixel_size=0.5, output=output)
    with pytest.raises(EoDeepError, match="no CRS.*give a ratio"):
        super_resolve(write(make_land(), crs=None, name="plain.tif"), pixel_size=2, output=output)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Disk", (), {"free": 10_000})())
    with pytest.raises(EoDeepError, match="332 x 244 px|244 x 332 px in 3 bands, up to 0.486 MB .*its disk has"):
        super_resolve(image, ratio=4, output=output)
    assert not (tmp_path / "finer.tif").exists()


@pytest.fixture
def model(tmp_path):
    """A network with random weights, sharp ones and an expected error."""
    torch.manual_seed(0)
    arguments = {"in_channels": 3, "out_channels": 3, "ratio": 4, "features": 8, "blocks": 2, "error_head": True}
    network = build("edsr", **arguments)
    torch.nn.init.normal_(network.detail.weight, std=0.1)
    footprint = measure_footprint(network)
    source = {"name": "image", "bands": ["red", "green", "blue"], "resolution_m": 10.0, "dtype": "uint16",
              "scaling": {"kind": "fixed", "mean": [8000.0] * 3, "std": [500.0] * 3}}  # fmt: skip
    card = {"name": "finer", "task": "super-resolution", "network": {"name": "edsr", "arguments": arguments},
            "inputs": [source], "classes": [], "stride_px": 1, "halo_px": [footprint.before_px, footprint.after_px],
            "exact": True, "scale": 4, "bf16": False, "sharpness": True,
            "expected_error": {"predicted": [0.5, 1.0, 2.0], "measured": [0.2, 0.4, 0.8]}}  # fmt: skip
    sharp = {f"sharp.{name}": (value + 0.02 * torch.randn_like(value)).half()
             for name, value in network.state_dict().items() if not name.startswith("errors.")}  # fmt: skip
    path = str(tmp_path / "finer.safetensors")
    save_model(path, network, card, sharp)
    return path


def run_whole(model, land, sharp=0.0):
    """The faithful or a sharp image, and log b, of one pass over the whole image; in the image's units."""
    network = load_model(model).network
    state = network.state_dict()
    for name, value in read_extras(model).items():
        state[name[len("sharp."):]] += sharp * (value.float() - state[name[len("sharp."):]])
    with torch.inference_mode():
        made = network(torch.from_numpy((land - 8000) / 500).float()[None])[0].numpy()
    return made[:3] * 500 + 8000, made[3:]


@pytest.mark.parametrize("core_px", [None, 48, 112])
@pytest.mark.parametrize("sharpness", [0.0, 0.5, 1.0])
def test_a_model_in_tiles_is_the_model_as_a_whole(write, tmp_path, model, sharpness, core_px):
    land, paths = np.rint(make_land()) + 5000, [str(tmp_path / f"{name}.tif") for name in ("finer", "detail", "error")]
    super_resolve(write(land), model, sharpness=sharpness, core_px=core_px, output=paths[0], detail=paths[1],
                  expected_error=paths[2])  # fmt: skip
    finer, detail, error = (read(path)[0].astype(float) for path in paths)
    whole, _ = run_whole(model, land, sharpness)
    faithful, log_b = run_whole(model, land)
    bicubic = BicubicEnlargement(4)(torch.from_numpy(land)[None])[0].numpy()
    assert np.abs(finer - whole).max() <= 0.51 and np.abs(detail - np.abs(whole - bicubic)).max() < 0.05
    wanted = 0.4 * np.exp(log_b) * 500 + np.abs(whole - faithful)  # the calibration is a line
    assert np.abs(error - wanted).max() < 0.1 and wanted.std() > 1
    assert np.abs(degrade(finer, 4) - land).max() <= 0.6
    assert sharpness == 0 or np.abs(whole - faithful).max() > 5


def test_a_model_serves_other_ratios_and_says_what_that_means(write, tmp_path, model):
    output, notes = str(tmp_path / "finer.tif"), Notes()
    super_resolve(write(make_land()), model, pixel_size=1.5, output=output, progress=notes)
    assert read(output)[0].shape == (3, 553, 406)
    assert any("4 times finer; for 6.667 times, the rest is interpolated" in text for text in notes.warnings)
    assert any("averages back to the image only approximately" in text for text in notes.messages)


def test_without_the_constraint_the_network_is_free(write, tmp_path, model):
    land, output = np.rint(make_land()) + 5000, str(tmp_path / "finer.tif")
    super_resolve(write(land), model, constraint=False, output=output)
    assert np.abs(degrade(read(output)[0], 4) - land).max() > 2


def test_a_process_that_keeps_a_model_serves_each_wish(write, tmp_path, model, monkeypatch):
    """As a worker of a cluster does: what one job asks of it does not show in the next, and it is loaded once."""
    image, fills = write(np.rint(make_land()) + 5000), []
    fill = model_file.fill_network
    monkeypatch.setattr(model_file, "fill_network", lambda *words: fills.append(1) or fill(*words))
    wishes = {"free": {"constraint": False}, "true": {}, "sharp": {"sharpness": 1.0}, "again": {}}

    def make(folder):
        (tmp_path / folder).mkdir()
        for name, wish in wishes.items():
            super_resolve(image, model, output=str(tmp_path / folder / f"{name}.tif"), **wish)
        return [read(tmp_path / folder / f"{name}.tif")[0] for name in wishes]

    wanted = make("alone")
    assert len(fills) == len(wishes)
    assert (wanted[0] != wanted[1]).any() and (wanted[2] != wanted[1]).any()
    keep_between_jobs(9)
    try:
        found = make("kept")
    finally:
        keep_between_jobs(0)
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_array_equal(one, other)
    assert len(fills) == len(wishes) + 1


def test_what_a_model_does_not_have_is_said(write, tmp_path, model, check_refusal):
    image, plain = write(make_land()), str(tmp_path / "plain.safetensors")
    loaded = load_model(model)
    save_model(plain, loaded.network, {**loaded.card, "sharpness": False, "expected_error": None})
    finer = str(tmp_path / "finer.tif")
    check_refusal("Sharpness must be 0 for 'plain.safetensors'.*got 0.5", tmp_path, super_resolve, image, plain,
                  sharpness=0.5, output=finer)  # fmt: skip
    check_refusal("has no expected error", tmp_path, super_resolve, image, plain, expected_error=finer)
    check_refusal("no expected error without a model", tmp_path, super_resolve, image, expected_error=finer)
    check_refusal("Sharpness must be 0, got 1 without a model", tmp_path, super_resolve, image, sharpness=1.0,
                  output=finer)  # fmt: skip
    check_refusal("lacks the sharp weights", tmp_path, super_resolve, image, _cut_sharp(model, tmp_path), sharpness=1.0,
                  output=finer)  # fmt: skip


def _cut_sharp(model, tmp_path):
    loaded, path = load_model(model), str(tmp_path / "cut.safetensors")
    save_model(path, loaded.network, loaded.card)
    return path
