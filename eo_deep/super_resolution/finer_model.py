"""A model ready to make an image finer: its network as it is asked for, and where its outputs are what."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn

from ..errors import EoDeepError
from ..io.names import name_of
from ..io.part_folder import recall
from ..io.raster import RasterSource
from ..models.footprint import measure_footprint
from ..models.model_file import Model, load_model, load_once, read_extras
from ..models.networks.degradation import BicubicEnlargement
from ..models.scaling import fit_scaling, measure_scaling
from ..progress import Progress
from ..streaming.pipeline import Output
from .bounds import Bounded, Kept
from .error_calibration import HIGHEST, LOWEST, expect
from .finer_networks import SHARP, SIGMA, Beside, Bicubic, Unprojected
from .guide_regression import Guided, find_ratio, fit_factors

_TOLERANCE = 0.25  # of an integer image: what rounding leaves over comes on top
SMALLEST_RATIO, LARGEST_RATIO = 1.5, 8


@dataclass(frozen=True)
class Wanted:
    """What a run asks of a model.

    sharpness: 0..1, between the faithful and the sharp weights. constraint: whether the output averages back to the
    image. detail, errors: whether the added detail and the expected error are wanted too.
    """

    sharpness: float = 0.0
    constraint: bool = True
    detail: bool = False
    errors: bool = False


@dataclass(frozen=True)
class FinerModel:
    """A model whose network gives, in standard deviations of the bands, the finer image (C channels); where errors are
    wanted, the faithful image (C), if it is another one, and log b of its errors (C); where detail is, the bicubic
    image (C)."""

    model: Model
    wanted: Wanted

    @property
    def ratio(self) -> int:
        """Output pixels along the side of one of the image's."""
        return self.model.card["scale"]

    @property
    def image(self) -> Output:
        """The finer image (C, h, w) in the image's units."""
        spread, centre = self._units
        return Output(lambda made, _: made[: len(spread)] * spread.to(made.device) + centre.to(made.device))

    @property
    def detail(self) -> Output:
        """The absolute difference from the bicubic image (C, h, w), in the image's units."""
        spread, _ = self._units
        count = len(spread)
        return Output(lambda made, _: (made[:count] - made[-count:]).abs() * spread.to(made.device))

    @property
    def errors(self) -> Output:
        """What `expect_error` needs of them (2 C, h, w)."""
        count, faithful = len(self._units[0]), bool(self.wanted.sharpness)

        def give(made: Tensor, _: np.ndarray) -> Tensor:
            finer, other, log_b = (made[place * count : (place + 1) * count] for place in (0, faithful, 1 + faithful))
            return torch.cat([log_b, (finer - other).abs()])

        return Output(give)

    def expect_error(self, given: np.ndarray) -> np.ndarray:
        """The expected absolute error (C, h, w) in the image's units, of what `errors` gives.

        It is what was measured on ground that the training had not seen; where the image is not the faithful one, what
        was invented comes on top.
        """
        log_b, invented = np.split(given, 2)
        spread = self._units[0].numpy()
        measured = expect(np.exp(log_b.clip(LOWEST, HIGHEST)), self.model.card["expected_error"])
        return ((measured + invented) * spread).astype(np.float32)

    @property
    def _units(self) -> tuple[Tensor, Tensor]:
        """Spread and centre (C, 1, 1) of the card's scaling: how the network's values become the image's."""
        scaling = self.model.card["inputs"][0]["scaling"]
        spread, centre = (torch.tensor(scaling[name], dtype=torch.float32).reshape(-1, 1, 1)
                          for name in ("std", "mean"))  # fmt: skip
        return spread, centre


def open_model(path: str, source: RasterSource, wanted: Wanted) -> FinerModel:
    """A super-resolution model as it is wanted. EoDeepError where it has no sharp weights or no expected error.

    A process of several jobs keeps it for the next (see `runtime.kept`).
    """
    if not 0 <= wanted.sharpness <= 1:
        raise EoDeepError(f"Sharpness must be 0 to 1, got {wanted.sharpness:g}.")
    depends_on = wanted, source.dtype, repr(source.nodata)
    return load_once("finer", path, lambda: _make_ready(path, source, wanted), *depends_on)


def _make_ready(path: str, source: RasterSource, wanted: Wanted) -> FinerModel:
    model = load_model(path, "super-resolution", several=True)
    name, card = name_of(path), dict(model.card)
    if wanted.sharpness and not card["sharpness"]:
        raise EoDeepError(f"Sharpness must be 0 for '{name}', which was trained without, got {wanted.sharpness:g}.")
    if wanted.errors and not card.get("expected_error"):
        raise EoDeepError(f"'{name}' has no expected error; train it again, or leave this output out.")
    faithful = _copy(model.network)
    networks = [faithful]
    if wanted.sharpness:
        sharp = _sharpen(faithful, read_extras(path), wanted.sharpness, name)
        networks = [sharp, faithful] if wanted.errors else [sharp]
    for each in networks:
        each.gives_errors = wanted.errors and each is faithful  # type: ignore[assignment]
        if not wanted.constraint:
            each.project = Unprojected()
    return _assemble(networks, card, wanted, source, card["network"]["arguments"].get("sigma", SIGMA))


def make_model(
    source: RasterSource, scale: Fraction, wanted: Wanted, guide: RasterSource | None = None
) -> FinerModel:
    """Bicubic enlargement as a model: a network without weights, and a card for this image. With a guide, whose pixels
    decide how fine it is, the network adds its detail."""
    if wanted.sharpness or wanted.errors:
        what = f"Sharpness must be 0, got {wanted.sharpness:g}" if wanted.sharpness else "There is no expected error"
        raise EoDeepError(f"{what} without a model; choose one.")
    ratio = find_ratio(guide, source) if guide else min(LARGEST_RATIO, math.ceil(scale))
    scaling = recall("scaling", partial(_choose_scaling, source, guide is not None))
    described = {"name": "image", "bands": list(source.band_names), "ratio": 1, "required": True, "scaling": scaling}
    card = {"task": "super-resolution", "inputs": [described], "scale": ratio, "bf16": False}
    if guide is None:
        return _assemble([Bicubic(ratio, wanted.constraint)], card, wanted, source, SIGMA)
    finer = {**described, "name": "guide", "bands": list(guide.band_names),
             "scaling": recall("guide_scaling", lambda: measure_scaling([guide]))}
    finer |= {"finer": ratio, "resampling": "bilinear"}
    card["inputs"] = [described, finer]
    factors = fit_factors(source, guide, finer, fit_scaling(scaling, source), ratio)
    return _assemble([Guided(factors, ratio, wanted.constraint)], card, wanted, source, SIGMA)


def _choose_scaling(source: RasterSource, is_guided: bool) -> dict:
    """A scaling by which 24 bits are enough for what an image's values differ by."""
    if (is_guided or np.dtype(source.dtype).itemsize > 2) and source.read_overview(1024)[1].any():
        return measure_scaling([source])
    return {"kind": "fixed", "mean": [0.0] * source.count, "std": [1.0] * source.count}


def _assemble(networks: list[nn.Module], card: dict, wanted: Wanted, source: RasterSource, sigma: float) -> FinerModel:
    """The networks as one that is kept within the range of the image's data type; sigma: of the sensor's blur."""
    if wanted.detail:
        networks = [*networks, BicubicEnlargement(card["scale"])]
    network = Beside(*networks) if len(networks) > 1 else networks[0]
    if wanted.constraint and np.dtype(source.dtype).kind != "f":
        network = _keep_within(network, card, wanted, source, sigma)
    network = network.eval()
    footprint = measure_footprint(network)  # of what is run, which may see less than all that the file holds
    card |= {"stride_px": footprint.stride_px, "halo_px": [footprint.before_px, footprint.after_px],
             "exact": footprint.exact}  # fmt: skip
    return FinerModel(Model(network, card), wanted)


def _keep_within(network: nn.Module, card: dict, wanted: Wanted, source: RasterSource, sigma: float) -> nn.Module:
    """A network whose finer image stays within what is written: the range of the data type, less nodata at its end."""
    limits, scaling = np.iinfo(source.dtype), card["inputs"][0]["scaling"]
    mean, std = np.array(scaling["mean"]), np.array(scaling["std"])
    low, high = limits.min + (source.nodata == limits.min), limits.max - (source.nodata == limits.max)
    ends = ((low - mean) / std, (high - mean) / std)
    more = wanted.errors + (wanted.errors and wanted.sharpness > 0) + wanted.detail
    return Kept(network, Bounded(card["scale"], sigma, *ends, _TOLERANCE / std), len(mean), more * len(mean))


def _copy(network: nn.Module) -> nn.Module:
    """The same network, of which parts can be exchanged; it shares its weights with the other, which may be kept."""
    copied = copy.copy(network)
    copied._modules = network._modules.copy()
    return copied


def _sharpen(network: nn.Module, tensors: dict[str, Tensor], sharpness: float, name: str) -> nn.Module:
    """A copy of a network with weights between its own and the sharp ones (Wang et al., ESRGAN, ECCVW 2018)."""
    sharp = copy.deepcopy(network)
    for key, value in sharp.state_dict().items():
        there = tensors.get(SHARP + key)
        if there is not None and there.shape == value.shape:
            value += sharpness * (there.to(value.dtype) - value)
        elif not key.startswith("errors."):
            raise EoDeepError(f"The model in '{name}' is damaged: it lacks the sharp weights of '{key}'.")
    return sharp


def check_exactness(model: FinerModel, progress: Progress, scale: Fraction) -> None:
    """Say what a scale other than the model's own means for the values."""
    if scale > model.ratio:
        progress.warning(f"The model makes pixels {model.ratio} times finer; for {float(scale):.4g} times, the rest is "
                         "interpolated.")  # fmt: skip
    if model.wanted.constraint and scale != model.ratio:
        progress.message(f"The output is resampled from a ratio of {model.ratio}, so it averages back to the image "
                         "only approximately.")  # fmt: skip
