"""The footprint is the true one, and tiled inference gives the pixels of one pass over the whole image."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from rasterio.windows import Window
from torch import nn
from torch.nn import functional

from eo_deep.errors import EoDeepError
from eo_deep.models.footprint import Footprint, measure_footprint
from eo_deep.models.networks import build
from eo_deep.models.networks.unet import UNet
from eo_deep.streaming.pipeline import Output, Predictor, Tile, core_of, stream
from eo_deep.streaming.resampling import Resampling
from eo_deep.streaming.tiling import Unit, block_px_of, choose_core_px, plan_units

NETWORKS = {
    "unet": lambda: build("unet", in_channels=3, out_channels=3, base_channels=4),
    "unet nearest": lambda: UNet(3, 3, 4, upsampling="nearest"),
    "unet bilinear": lambda: UNet(3, 3, 4, upsampling="bilinear"),
    "resunet": lambda: build("resunet", in_channels=3, out_channels=3, base_channels=4),
    "translator": lambda: build("translator", in_channels=3, out_channels=3, base_channels=4),
    "fcn": lambda: build("fcn", in_channels=3, out_channels=3, base_channels=4),
    "mlp": lambda: build("mlp", in_channels=3, out_channels=3, base_channels=4),
}
CORES = {(501, 707): (160, 448), (901, 1003): (448,), (33, 2000): (320,), (16, 16): (64, 320)}


def make(name):
    """A network with the running statistics of noise, so that its scores are of order 1."""
    torch.manual_seed(3)
    network = NETWORKS[name]()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
    network.train()
    with torch.no_grad():
        for _ in range(8):
            network(torch.randn(2, 3, 128, 128))
    return network.eval()


def run_whole(network, image, stride):
    height, width = image.shape[1:]
    padded = np.pad(image, ((0, 0), (0, -height % stride), (0, -width % stride)))
    with torch.inference_mode():
        return network(torch.from_numpy(padded)[None]).softmax(1)[0, :, :height, :width].numpy()


def run_tiled(network, image, footprint, core_px, order=1, dihedral=False):
    units = plan_units(image.shape[2], image.shape[1], footprint, core_px)
    result = np.full((3, *image.shape[1:]), np.nan, np.float32)

    def read(unit):
        window = unit.window
        pixels = np.zeros((3, int(window.height), int(window.width)), np.float32)
        part = image[:, window.row_off : window.row_off + window.height, window.col_off : window.col_off + window.width]
        pixels[:, : part.shape[1], : part.shape[2]] = part
        return Tile(unit, (pixels,), np.ones((int(unit.core.height), int(unit.core.width)), bool))

    def write(tile, scores):
        result[(slice(None), *tile.unit.core.toslices())] = scores[0]

    predictor = Predictor(network, torch.device("cpu"), outputs=[Output(dihedral=dihedral)])
    stream(units[::order], read, predictor, write, batch_size=2)
    return result


@pytest.mark.parametrize("name", NETWORKS)
def test_footprint_is_what_gradients_see(name):
    """Positive weights, no cancellation: the input pixels with a gradient are exactly those that the core needs."""
    network = NETWORKS[name]().double().eval()
    footprint = measure_footprint(network)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.ones_(module.weight)
    for parameter in network.parameters():
        parameter.data = parameter.data.abs() + 0.01
    for parent in list(network.modules()):  # a maximum passes its gradient to one pixel only, a mean to all it looks at
        for child_name, child in parent.named_children():
            if isinstance(child, nn.MaxPool2d):
                setattr(parent, child_name, nn.AvgPool2d(child.kernel_size))
    stride, cells = footprint.stride_px, -(-footprint.halo_px // footprint.stride_px) + 1
    size, start = (2 * cells + 1) * stride, cells * stride
    seen = []
    for axis in (2, 3):
        shape = [1, 3, stride * 2 * cells + stride, stride * 2 * cells + stride]
        image = torch.ones(shape, dtype=torch.float64, requires_grad=True)
        network(image)[:, :, start : start + stride, start : start + stride].sum().backward()
        touched = image.grad[0].abs().sum(0).sum(3 - axis).nonzero().flatten()
        seen.append((start - int(touched[0]), int(touched[-1]) - (start + stride - 1)))
    assert size > start + stride + footprint.after_px
    assert seen == [(footprint.before_px, footprint.after_px)] * 2


@pytest.mark.parametrize("size", CORES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("name", NETWORKS)
def test_tiled_equals_whole(name, size):
    network = make(name)
    footprint = measure_footprint(network)
    image = np.random.default_rng(0).normal(size=(3, *size)).astype(np.float32)
    whole = run_whole(network, image, footprint.stride_px)
    assert np.ptp(whole) > 0.01  # else any tiling would pass
    for core_px in CORES[size]:
        tiled = run_tiled(network, image, footprint, core_px)
        assert np.abs(tiled - whole).max() <= 1e-4
        # Where two classes are equal to the last bits of float32, either is right.
        top = np.sort(whole, axis=0)
        assert ((tiled.argmax(0) == whole.argmax(0)) | (top[-1] - top[-2] < 1e-5)).all()


def test_too_small_a_halo_is_noticed():
    """The comparison above can fail: without margins the scores differ."""
    network = make("unet")
    image = np.random.default_rng(0).normal(size=(3, 200, 300)).astype(np.float32)
    tiled = run_tiled(network, image, Footprint(16, 0, 0, True), 64)
    assert np.abs(tiled - run_whole(network, image, 16)).max() > 0.01


def test_flips_and_turns_tile_exactly_too():
    network = make("resunet")
    footprint = measure_footprint(network)
    image = np.random.default_rng(1).normal(size=(3, 205, 133)).astype(np.float32)
    one_tile = run_tiled(network, image, footprint, 1024, dihedral=True)
    assert np.abs(run_tiled(network, image, footprint, 64, dihedral=True) - one_tile).max() <= 1e-4


def test_units_run_in_any_order():
    network = make("fcn")
    footprint = measure_footprint(network)
    image = np.random.default_rng(1).normal(size=(3, 205, 133)).astype(np.float32)
    forwards, backwards = (run_tiled(network, image, footprint, 64, order) for order in (1, -1))
    np.testing.assert_array_equal(forwards.argmax(0), backwards.argmax(0))
    np.testing.assert_allclose(forwards, backwards, rtol=0, atol=1e-6)


def test_units_cover_each_pixel_once_and_blocks_are_theirs_alone():
    footprint = Footprint(32, 70, 60, True)
    units = plan_units(1003, 901, footprint, 160)
    covered = np.zeros((901, 1003), int)
    for unit in units:
        covered[unit.core.toslices()] += 1
        assert (
            unit.core.row_off % 32
            == unit.core.col_off % 32
            == unit.window.row_off % 32
            == unit.window.col_off % 32
            == 0
        )
    assert (covered == 1).all()
    assert len({(unit.window.height, unit.window.width) for unit in units}) == 1
    assert 160 % block_px_of(160) == 0 and block_px_of(2048) == 512 and block_px_of(1280) == 320


class Enlarging(nn.Module):
    """Three pixels wide, four times finer, with a mirrored edge."""

    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Conv2d(3, 8, 3), nn.Conv2d(8, 48, 3, padding=1)
        self.shuffle, self.last = nn.PixelShuffle(4), nn.Conv2d(3, 3, 5, padding=2, padding_mode="replicate")

    def forward(self, image):
        padded = functional.pad(image, (1, 1, 1, 1), mode="reflect")
        finer = functional.interpolate(image, scale_factor=4, mode="bilinear", align_corners=False)
        return finer + self.last(self.shuffle(self.second(self.first(padded).relu())))


def run_enlarging(network, image, core_px, resampling=None):
    footprint = measure_footprint(network)
    height, width = image.shape[1:]
    scale = footprint.scale * (resampling.scale if resampling else 1)
    result = np.full((3, int(height * scale), int(width * scale)), np.nan, np.float32)

    def read(unit):
        pixels = np.ascontiguousarray(image[(slice(None), *unit.window.toslices())])
        return Tile(unit, (pixels,), np.ones((int(unit.core.height), int(unit.core.width)), bool))

    def write(tile, predicted):
        values = predicted[0]
        if resampling:
            values = resampling(values, tile.unit.seen, tile.unit.core, (4 * height, 4 * width))
        result[(slice(None), *tile.unit.core.toslices())] = values

    plain = Output(lambda scores, valid: scores)
    predictor = Predictor(network, torch.device("cpu"), outputs=[plain], scale=4)
    stream(plan_units(width, height, footprint, core_px, resampling=resampling), read, predictor, write, batch_size=2)
    return result


@pytest.mark.parametrize("resampling", [None, Resampling(Fraction(5, 3))], ids=["x 4", "x 20/3"])
def test_finer_output_in_tiles_equals_whole(resampling):
    torch.manual_seed(0)
    network = Enlarging().eval()
    assert measure_footprint(network) == Footprint(1, 3, 3, True, Fraction(4))
    image = np.random.default_rng(0).normal(size=(3, 45, 70)).astype(np.float32)
    with torch.inference_mode():
        whole = network(torch.from_numpy(image)[None])[0].numpy()
    if resampling:
        seen = Window(0, 0, 280, 180)
        whole = resampling(whole, seen, Window(0, 0, 466, 300), (180, 280))
    for core_px in (16, 48, 112, 1024):
        tiled = run_enlarging(network, image, core_px, resampling)
        assert np.abs(tiled - whole).max() <= 1e-5 * whole.std()


def test_finer_cores_take_the_values_of_the_pixels_they_lie_in():
    unit = Unit(0, Window(7, 0, 6, 10), Window(0, 0, 3, 3))
    columns = np.broadcast_to(np.arange(3), (3, 3))
    # 20/3 pixels a pixel: the centre of number 13 lies at 2.025
    assert core_of(unit, columns, Fraction(20, 3))[0].tolist() == [1, 1, 1, 1, 1, 1]
    assert core_of(unit, columns.T, Fraction(20, 3))[:, 0].tolist() == [0] * 7 + [1] * 3


def test_core_size_must_be_a_multiple_of_the_stride():
    with pytest.raises(EoDeepError, match="multiple of 32 px.*got 100 px"):
        plan_units(500, 500, Footprint(32, 70, 60, True), 100)


def test_core_follows_the_memory():
    footprint = Footprint(16, 94, 94, True)
    small, large = (choose_core_px(20000, 20000, footprint, 256, budget) for budget in (1 << 28, 1 << 31))
    assert small < large and (large + 192) ** 2 * 256 <= 1 << 31
    assert choose_core_px(16, 16, footprint, 256, 1 << 31) <= 512
    assert choose_core_px(10**6, 10**6, footprint, 256, 0) == 16
    assert choose_core_px(4096, 4096, footprint, 256, 1 << 31) == 2048


@pytest.mark.parametrize(
    "layer",
    [nn.AdaptiveAvgPool2d(1), nn.GroupNorm(1, 3), nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)],
)
def test_global_operations_are_not_exact(layer):
    assert not measure_footprint(nn.Sequential(nn.Conv2d(3, 3, 3, padding=1), layer)).exact


def test_padding_moves_cells():
    padded = nn.Sequential(nn.ZeroPad2d((3, 0, 3, 0)), nn.Conv2d(3, 3, 4))
    assert measure_footprint(padded) == Footprint(1, 3, 0, True)


def test_a_layer_may_state_its_own_footprint():
    class Doubled(nn.Module):
        stride = Fraction(1, 2)

        def find_need(self, first, last):
            return first // 2 - 5, last // 2 + 7

        def forward(self, x):
            return functional.interpolate(x, scale_factor=2.0, mode="bicubic") if x.shape[2] > 1 else x

    assert measure_footprint(nn.Sequential(nn.Conv2d(3, 3, 1), Doubled())) == Footprint(1, 5, 7, True, Fraction(2))


def test_unknown_layer_is_named():
    with pytest.raises(EoDeepError, match="Bilinear"):
        measure_footprint(nn.Sequential(nn.Conv2d(3, 3, 1), nn.Sequential(_Twice())))


class _Twice(nn.Module):
    def __init__(self):
        super().__init__()
        self.unknown = nn.Bilinear(3, 3, 3)

    def forward(self, x):
        return self.unknown(x, x)
