"""Where a network for pixels knows nothing: how usual its features and logits are, compared with its training images.

Two things are measured in cells of 16 px (32 px where the network has no finer features):

- energy: logsumexp of the class logits, log p(x) of a JEM (Grathwohl et al., ICLR 2020), the mean over the cell;
- distance: the squared Mahalanobis distance (Lee et al., NeurIPS 2018) of what the last layer reads, the mean over the
  9 x 9 cells around, from the Gaussian of the training images: a landscape shows itself in more than one cell.

Both become percentiles among the training images, and these one by Fisher's method: the sum of their logarithms, again
as a percentile.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import torch
from torch import Tensor, nn

from ..errors import EoDeepError
from .footprint import Footprint, list_ratios, make_empty, measure_footprint
from .model_file import Model, read_extras

CONTEXT_CELLS = 9
# The further components of wider features say little, and would make the model file large.
MAX_COMPONENTS = 64
_CELL_PX = 16
_PREFIX = "confidence/"
_MAX_QUANTILES = 10_000
_SMALLEST = 1e-3  # percentile: below, one of two measures would decide alone
_RIDGE = 1e-3  # of the features' variance


class CellStatistics(nn.Module):
    """A network with the measures of its cells: (B, C, H, W) float32 of each source -> outputs (B, K', H, W),
    energy (B, 1, h, w), features (B, F, h, w), the mean over the 9 x 9 cells around; h = H / cell_px.

    network: of `models/networks`, for pixels. class_count: how many of its first outputs are class logits; None: all.
    """

    def __init__(self, network: nn.Module, class_count: int | None = None):
        super().__init__()
        self.network, self.ratios = network, list_ratios(network)
        self.class_count = class_count
        with torch.no_grad():
            size_px = max(64, measure_footprint(network).stride_px)
            features = network.features(*make_empty(network, size_px))  # type: ignore[operator]
        self.feature_count = features.shape[1]
        feature_px = size_px // features.shape[2]
        self.cell_px = max(_CELL_PX, feature_px)
        # Of the cells; their own and those around are needed.
        own, reach_px = measure_footprint(network), (CONTEXT_CELLS // 2 + 1) * self.cell_px
        self.footprint = Footprint(math.lcm(own.stride_px, self.cell_px), own.before_px + reach_px,
                                   own.after_px + reach_px, own.exact)  # fmt: skip
        self.pool_features = nn.AvgPool2d(self.cell_px // feature_px)
        self.pool_energy = nn.AvgPool2d(self.cell_px)
        # Beyond the image there are no cells, so the mean at its edge is that of fewer.
        self.look_around = nn.AvgPool2d(CONTEXT_CELLS, 1, CONTEXT_CELLS // 2, count_include_pad=False)

    def forward(self, *sources: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        features = self.network.features(*sources)  # type: ignore[operator]
        outputs = self.network.classify(features)  # type: ignore[operator]
        logits = outputs if self.class_count is None else outputs.narrow(1, 0, self.class_count)
        energy = self.pool_energy(torch.logsumexp(logits, 1, keepdim=True))
        return outputs, energy, self.look_around(self.pool_features(features))


@dataclass(frozen=True)
class Confidence:
    """What the training images showed a network.

    center, spread: (F,) float32, mean and standard deviation of its features. whitening: (D, F) float32; the distance
    is the squared length of whitening (features - center) / spread. energies, distances, sums: (Q,) float32 rising,
    the quantiles 0 to 1 of energy, distance, and the sum of the two percentiles' logarithms.
    """

    center: Tensor
    spread: Tensor
    whitening: Tensor
    energies: Tensor
    distances: Tensor
    sums: Tensor

    @classmethod
    def fit(cls, energies: np.ndarray, features: np.ndarray, quantile_count: int = 257) -> Confidence:
        """From the energies (N,) and features (N, F) of the training images' cells."""
        features = features.astype(np.float64)
        center, spread = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-6)
        variances, axes = np.linalg.eigh(np.atleast_2d(np.cov((features - center) / spread, rowvar=False)))
        largest = np.argsort(variances)[::-1][:MAX_COMPONENTS]
        whitening = axes[:, largest].T / np.sqrt(variances[largest].clip(min=0) + _RIDGE)[:, None]
        distances = (((features - center) / spread @ whitening.T) ** 2).sum(axis=1)
        steps = np.linspace(0, 1, quantile_count)
        tables = [np.quantile(each, steps) for each in (energies, distances)]
        parts = [torch.from_numpy(each).float() for each in (center, spread, whitening, *tables)]
        without = cls(*parts, torch.zeros(2))  # type: ignore[call-arg]
        sums = without.sum_logarithms(torch.from_numpy(np.stack([energies, distances])).float())
        return replace(without, sums=torch.from_numpy(np.quantile(sums.numpy(), steps)).float())

    def sum_logarithms(self, measured: Tensor) -> Tensor:
        """The sum of the logarithms of both percentiles, of energies and distances (2, ...)."""
        usual = _rank(measured[0], self.energies)
        near = 1 - _rank(measured[1], self.distances)
        return torch.log(usual.clamp(min=_SMALLEST)) + torch.log(near.clamp(min=_SMALLEST))

    def find_percentiles(self, measured: Tensor) -> Tensor:
        """Which share of the training images' cells is less usual, (...) float32, 0..1, of energies and distances
        (2, ...); NaN where one of these is not finite."""
        measured = measured.float()
        ranked = _rank(self.sum_logarithms(measured), self.sums)
        return torch.where(torch.isfinite(measured).all(dim=0), ranked, torch.nan)

    def to_tensors(self) -> dict[str, Tensor]:
        """What a model file holds of it, see `save_model`."""
        return {_PREFIX + each.name: getattr(self, each.name) for each in fields(self)}


class ConfidenceNetwork(nn.Module):
    """A network that also gives energy and distance, bilinear between cells: (B, C, H, W) float32 -> (B, K' + 2, H, W).

    class_count: how many of the network's first outputs are class logits; None: all.
    """

    def __init__(self, network: nn.Module, confidence: Confidence, class_count: int | None = None):
        super().__init__()
        self.confidence, self.statistics = confidence, CellStatistics(network, class_count)
        self.ratios = self.statistics.ratios
        components, count = confidence.whitening.shape
        self.center = nn.BatchNorm2d(count, eps=0.0, affine=False)
        self.center.running_mean, self.center.running_var = confidence.center.clone(), confidence.spread**2
        self.whiten = nn.Conv2d(count, components, 1, bias=False)
        self.whiten.weight.data = confidence.whitening[:, :, None, None].clone()
        self.total = nn.Conv2d(components, 1, 1, bias=False)
        self.total.weight.data.fill_(1.0)
        self.upsample = nn.Upsample(scale_factor=self.statistics.cell_px, mode="bilinear")
        self.eval().requires_grad_(False)

    def forward(self, *sources: Tensor) -> Tensor:
        outputs, energy, features = self.statistics(*sources)
        white = self.whiten(self.center(features))
        measured = torch.cat([energy, self.total(white * white)], dim=1)
        return torch.cat([outputs, self.upsample(measured)], dim=1)


def add_confidence(model: Model, confidence: Confidence, class_count: int | None = None) -> Model:
    """A model whose network gives energy and distance as two further outputs; it shares the weights."""
    network = ConfidenceNetwork(model.network, confidence, class_count)
    footprint = measure_footprint(network)
    return Model(network, {**model.card, "stride_px": footprint.stride_px,
                           "halo_px": [footprint.before_px, footprint.after_px]})  # fmt: skip


def read_confidence(path: str, network: nn.Module) -> Confidence | None:
    """What a model file holds of its training images' features; None for a model without.

    network: the model's. Raises EoDeepError for what does not fit it.
    """
    held = {name[len(_PREFIX) :]: value for name, value in read_extras(path).items() if name.startswith(_PREFIX)}
    if not held:
        return None
    wanted = [each.name for each in fields(Confidence)]
    if set(held) == set(wanted) and all(value.is_floating_point() for value in held.values()):
        confidence = Confidence(*(held[name].float() for name in wanted))
        if _fits(confidence, CellStatistics(network).feature_count):
            return confidence
    raise EoDeepError(f"The confidence in '{os.path.basename(path)}' does not fit its network; the file is damaged.")


def require_confidence(path: str, network: nn.Module) -> Confidence:
    """The same where it is needed: EoDeepError for a model without."""
    confidence = read_confidence(path, network)
    if confidence is None:
        raise EoDeepError(f"The model '{os.path.basename(path)}' has no confidence: it was imported or trained "
                          "with an older version of EO Deep; train one here, or leave the confidence map out.")
    return confidence


def drop_confidence(extras: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The tensors of a model file besides its confidence."""
    return {name: value for name, value in extras.items() if not name.startswith(_PREFIX)}


def _fits(confidence: Confidence, feature_count: int) -> bool:
    vectors: Sequence[Tensor] = (confidence.center, confidence.spread)
    tables = confidence.energies, confidence.distances, confidence.sums
    return (
        all(each.shape == (feature_count,) for each in vectors)
        and confidence.whitening.ndim == 2
        and confidence.whitening.shape[1] == feature_count
        and 1 <= confidence.whitening.shape[0] <= MAX_COMPONENTS
        and bool((confidence.spread > 0).all())
        and all(each.ndim == 1 and 2 <= len(each) <= _MAX_QUANTILES for each in tables)
        and all(bool((each.diff() >= 0).all()) for each in tables)
    )


def _rank(values: Tensor, quantiles: Tensor) -> Tensor:
    """The percentile, 0..1, of values (...) among rising quantiles (Q,), linear between them."""
    quantiles = quantiles.to(values.device)
    last = len(quantiles) - 1
    # Of equal quantiles the middle counts, so that a constant has percentile 0.5.
    upper = torch.searchsorted(quantiles, values.contiguous(), right=True)
    lower = torch.searchsorted(quantiles, values.contiguous())
    below, above = (upper - 1).clamp(0, last), upper.clamp(0, last)
    step = (quantiles[above] - quantiles[below]).clamp(min=1e-30)
    inside = below + ((values - quantiles[below]) / step).clamp(0, 1)
    return torch.where(upper > lower, (upper + lower - 1) / 2, inside.clamp(0, last)) / last
