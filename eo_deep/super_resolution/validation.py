"""How near finer images come to the true ones, on blocks of ground that the training has not seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch
from torch import Tensor, nn

from ..evaluation import PixelScorer, PixelScores, ValueRange, fit_value_range
from .baselines import BICUBIC, BILINEAR, NEAREST, PROJECTED, Baselines
from .samples import SuperResolutionData

BASELINES = NEAREST, BILINEAR, BICUBIC, PROJECTED
_BLOCKS = 40  # that are scored

Enlarge = Callable[..., Tensor]  # (low (1, C, h, w), guide if there is one) -> (1, C or more, ratio h, ratio w)


class Validation:
    """The blocks that are scored, and the range of values that scores refer to."""

    def __init__(self, data: SuperResolutionData):
        self.data, self._baselines = data, Baselines(data.ratio, data.sigma)
        places = np.linspace(0, len(data.validation) - 1, min(_BLOCKS, len(data.validation)))
        self.blocks = [data.validation[place] for place in places.round().astype(int)]
        truth = [data.to_raw(block.high) for block in self.blocks]
        known = [self._find_known(number) for number in range(len(self.blocks))]
        pixels = np.concatenate([each[:, mask] for each, mask in zip(truth, known)], axis=1)
        self.value_range: ValueRange = fit_value_range(pixels[:, None], np.ones((1, pixels.shape[1]), bool))

    def enlarge(self, how: Enlarge) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Of each block what an enlargement gives, (D, H, W), the truth (C, H, W), both scaled, and which count."""
        for number, block in enumerate(self.blocks):
            with torch.inference_mode():
                made = how(*self.data.read_sources(block))[0].cpu().numpy()
            yield made, block.high, self._find_known(number)

    def score(self, how: Enlarge) -> PixelScores:
        """The scores of an enlargement: (1, C, h, w) scaled -> (1, C, ratio h, ratio w), or more channels."""
        scorer = PixelScorer(self.value_range, self.data.ratio)
        for made, truth, known in self.enlarge(how):
            scorer.add(self.data.to_raw(made[: len(truth)]), self.data.to_raw(truth), known)
        return scorer.finish()

    def score_baselines(self) -> dict[str, PixelScores]:
        """The scores of what needs no network."""
        return {name: self.score(partial(self._enlarge_by, name)) for name in BASELINES}

    def enlarge_bicubic(self) -> list[np.ndarray]:
        """Each block's low image, enlarged and scaled, for pictures."""
        return [made for made, _, _ in self.enlarge(partial(self._enlarge_by, BICUBIC))]

    def _enlarge_by(self, name: str, low: Tensor, guide: Tensor | None = None) -> Tensor:
        return torch.from_numpy(self._baselines.enlarge(low[0].numpy())[name])[None]

    def _find_known(self, number: int) -> np.ndarray:
        """(H, W) bool of a block: where its truth is known, away from the training's ground."""
        block, gap = self.blocks[number], self.data.gap_px
        known = np.zeros_like(block.known)
        inner = np.s_[gap : known.shape[0] - gap, gap : known.shape[1] - gap]
        known[inner] = block.known[inner]
        return known.repeat(self.data.ratio, 0).repeat(self.data.ratio, 1)


def on_device(network: nn.Module, device: torch.device) -> Enlarge:
    """A network as an enlargement."""
    return lambda *sources: network(*(each.to(device) for each in sources))
