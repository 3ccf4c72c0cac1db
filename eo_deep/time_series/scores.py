"""What a disentangled model is worth on ground that it has not seen, and what its codes hold that they should not.

Every figure stands beside what it must be compared with. Absolute errors are in standard deviations of the bands, or in
units that are given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch import Tensor
from torch.nn import functional

from ..models.networks.series_network import SeriesNetwork
from .objective import MARGIN_PX, cut_inner, measure_nats
from .samples import INNER_PX, SeriesData, cut_all, find_held_places

_PLACES, _IMAGES_AT_ONCE, _PAIRS = 48, 64, 400
_LEAST_KNOWN = 0.5
_ACTIVE_NATS = 0.01


@dataclass(frozen=True)
class PlaceCodes:
    """Planes and codes of places at dates, all with leading axes (P, D); known (P, D) bool: enough of them is.

    margin_px: of the planes, what only gives surroundings; the shared code has as much of it. cell_px, exclusive_px:
    of the codes.
    """

    planes: Tensor
    known: Tensor
    shared: Tensor
    skip: Tensor
    local: Tensor
    global_: Tensor
    nats_global: Tensor
    nats_local: Tensor
    margin_px: int
    shared_px: int
    exclusive_px: int

    @property
    def inner_shared(self) -> Tensor:
        return cut_inner(self.shared, self.margin_px // self.shared_px)

    def cut(self, planes: Tensor) -> Tensor:
        """The part that is judged of planes or painted images."""
        return cut_inner(planes, self.margin_px)


@torch.no_grad()
def encode(network: SeriesNetwork, planes: Tensor, device: torch.device) -> PlaceCodes:
    """The codes of planes (P, D, C + 1, 96, 96)."""
    planes = cut_inner(planes, MARGIN_PX - network.margin_px)
    parts: list[tuple[Tensor, ...]] = []
    for some in planes.flatten(0, 1).split(_IMAGES_AT_ONCE):
        codes = network.encode(some.to(device))
        nats = (measure_nats(codes.global_, codes.global_log), measure_nats(codes.local, codes.local_log).mean((2, 3)))
        parts.append((codes.shared, codes.skip, codes.local, codes.global_, *nats))
    whole = [torch.cat(each).float().cpu().unflatten(0, planes.shape[:2]) for each in zip(*parts)]
    known = cut_inner(planes[..., -1, :, :], network.margin_px).mean((-2, -1)) >= _LEAST_KNOWN
    sides = {name: getattr(network, name) for name in ("margin_px", "shared_px", "exclusive_px")}
    return PlaceCodes(planes, known, *whole, **sides)


def measure(network: SeriesNetwork, data: SeriesData, device: torch.device, seed: int,
            units: Sequence[float] | None = None) -> dict[str, float | None]:  # fmt: skip
    """The figures of a trained network, in evaluation mode on the device, by their names in `report`.

    units: what a standard deviation of each band is in the units of the errors. Figures that the series is too small
    for are None.
    """
    places = find_held_places(data, _PLACES, seed)
    codes = encode(network, cut_all(places, len(data.images)), device)
    rng = np.random.default_rng([seed, 2])
    found: dict[str, float | None] = {"places": float(len(places))}
    found |= _measure_codes(codes)
    found |= _measure_errors(network, codes, device, rng, torch.tensor([1.0] if units is None else list(units)))
    found |= _probe(codes, rng)
    return {name: None if value is None or not np.isfinite(value) else round(float(value), 4)
            for name, value in found.items()}  # fmt: skip


def _measure_codes(codes: PlaceCodes) -> dict[str, float]:
    nats, local = codes.nats_global[codes.known].mean(0), codes.nats_local[codes.known].mean(0)
    cells = (INNER_PX // codes.exclusive_px) ** 2
    return {
        "nats_global": float(nats.sum()),
        "nats_window": float(nats.sum() + cells * local.sum()),
        "active_global": float((nats > _ACTIVE_NATS).sum()),
        "active_local": float((local > _ACTIVE_NATS).sum()),
    }


@torch.no_grad()
def _measure_errors(network: SeriesNetwork, codes: PlaceCodes, device: torch.device, rng: np.random.Generator,
                    units: Tensor) -> dict[str, float | None]:  # fmt: skip
    """Errors of painted images and of their floors, and by how much they rise with codes of elsewhere."""
    choices = _choose(codes.known, rng)
    if not choices:
        return {}
    place, date, other_date, other_place, from_elsewhere = (torch.tensor(each) for each in zip(*choices))
    target = codes.cut(codes.planes[place, date])
    source = codes.cut(codes.planes[place, other_date])
    both = target[:, -1:] * source[:, -1:]
    weights = units.reshape(1, -1, 1, 1).expand(1, target.shape[1] - 1, 1, 1)

    def error(painted: Tensor) -> float:
        differences = (painted - target[:, :-1]).abs() * weights * both
        return float(differences.sum() / (both.sum() * painted.shape[1]))

    def paint(shared: tuple[Tensor, Tensor], global_: Tensor, local: Tensor | None) -> Tensor:
        parts = []
        for some in torch.arange(len(place)).split(_IMAGES_AT_ONCE):
            chosen = shared[0][some], shared[1][some]
            given = None if local is None else local[some].to(device)
            image = network.decode(codes.shared[chosen].to(device), codes.skip[chosen].to(device),
                                   global_[some].to(device), given)  # fmt: skip
            parts.append(codes.cut(image).float().cpu())
        return torch.cat(parts)

    here, there = (place, other_date), (other_place, other_date)
    own, own_local = codes.global_[place, date], codes.local[place, date]
    noise = torch.from_numpy(rng.standard_normal(own.shape).astype(np.float32))
    crossed = error(paint(here, own, own_local))

    def rise(painted: Tensor) -> float:
        return error(painted) / crossed - 1

    series = paint(here, codes.global_[place, date], None)
    found: dict[str, float | None] = {
        "translation": crossed,
        "self": error(paint((place, date), own, own_local)),
        "series": error(series),
        "nothing": error(source[:, :-1]),
        "moments": error(_match_moments(source, target, both)),
        "regression": error(_regress(source, target, both)),
        "mean_color": error(_mean(target, both).expand_as(target[:, :-1])),
        "rise_shared_place": rise(paint(there, own, own_local)) if (other_place != place).any() else None,
        "rise_global_noise": rise(paint(here, noise, own_local)),
        "rise_global_place": None,
    }
    if from_elsewhere.any():
        kept = codes.global_[other_place, date]
        found["rise_global_place"] = rise(paint(here, torch.where(from_elsewhere[:, None], kept, own), own_local))
    return found


def _choose(known: Tensor, rng: np.random.Generator) -> list[tuple[int, int, int, int, bool]]:
    """Place, date, another date of it, another place known at the other date (itself where there is none), and whether
    that one is known at the date too."""
    there = known.numpy()
    possible = [place for place in range(len(there)) if there[place].sum() >= 2]
    choices = []
    for _ in range(min(_PAIRS, 8 * there.size) if possible else 0):
        place = int(rng.choice(possible))
        date, other_date = rng.choice(np.flatnonzero(there[place]), 2, replace=False).tolist()
        others = [each for each in range(len(there)) if each != place and there[each, other_date]]
        both = [each for each in others if there[each, date]]
        other = int(rng.choice(both or others or [place]))
        choices.append((place, date, other_date, other, bool(both)))
    return choices


def _probe(codes: PlaceCodes, rng: np.random.Generator) -> dict[str, float | None]:
    """Whether codes tell date and place, and how much the shared code differs between places and between dates."""
    shared, known = codes.inner_shared, codes.known
    places, dates = known.shape
    is_test = rng.permutation(places) < max(1, places // 2)
    found: dict[str, float | None] = {"dates": float(dates), "date_from_shared": None, "date_from_global": None}
    number = torch.arange(dates).expand(places, dates)[known].numpy()
    test = torch.from_numpy(is_test)[:, None].expand(places, dates)[known].numpy()
    if places >= 4 and len(set(number[~test])) > 1:
        for name, code in (("shared", shared.mean((-2, -1))), ("global", codes.global_)):
            values = code[known].numpy()
            probe = make_pipeline(StandardScaler(), LogisticRegression(max_iter=300))
            probe.fit(values[~test], number[~test])
            found[f"date_from_{name}"] = float(probe.score(values[test], number[test]))
    complete = shared[known.all(1)]
    found["spread_ratio"] = None
    if len(complete) >= 2:
        found["spread_ratio"] = float(complete.mean(1).std(0).mean() / complete.std(1).mean().clamp(min=1e-9))
    found["place_from_shared"] = _recall(
        known, lambda one, other: (functional.normalize(shared[one].flatten(1))
                                   @ functional.normalize(shared[other].flatten(1)).T)
    )  # fmt: skip
    found["place_from_global"] = _recall(
        known, lambda one, other: -torch.cdist(codes.global_[one], codes.global_[other], p=1)
    )
    return found


def _recall(known: Tensor, compare: Callable[[tuple, tuple], Tensor]) -> float | None:
    """How often the most similar of all places at another date is the same place (Recall@1)."""
    hits = []
    dates = known.shape[1]
    for date in range(dates):
        other = (date + max(1, dates // 2)) % dates
        rows = torch.nonzero(known[:, date] & known[:, other])[:, 0]
        if dates > 1 and len(rows) > 1:
            similar = compare((rows, date), (rows, other))
            hits += (similar.argmax(1) == torch.arange(len(rows))).tolist()
    return float(np.mean(hits)) if hits else None


def _mean(planes: Tensor, known: Tensor) -> Tensor:
    return (planes[:, :-1] * known).sum((2, 3), keepdim=True) / known.sum((2, 3), keepdim=True).clamp(min=1)


def _match_moments(source: Tensor, target: Tensor, known: Tensor) -> Tensor:
    """The other date with the true mean and deviation of each band: no model knows these."""
    means = [_mean(each, known) for each in (source, target)]
    spreads = [((each[:, :-1] - mean).square() * known).sum((2, 3), keepdim=True).sqrt()
               for each, mean in zip((source, target), means)]  # fmt: skip
    return (source[:, :-1] - means[0]) * spreads[1] / spreads[0].clamp(min=1e-6) + means[1]


def _regress(source: Tensor, target: Tensor, known: Tensor) -> Tensor:
    """The linear regression of the true bands on all bands of the other date, in each window: no model knows it."""
    seen = known.flatten(2).transpose(1, 2)
    x = torch.cat([source[:, :-1].flatten(2).transpose(1, 2), torch.ones_like(seen)], 2) * seen
    y = target[:, :-1].flatten(2).transpose(1, 2) * seen
    ridge = 1e-3 * torch.eye(x.shape[2], dtype=torch.float64)
    x64 = x.double()
    weights = torch.linalg.solve(x64.transpose(1, 2) @ x64 + ridge, x64.transpose(1, 2) @ y.double())
    return (x64 @ weights).float().transpose(1, 2).reshape(target[:, :-1].shape)
