"""A partial differential equation that a network learns, to sharpen class maps (Maggiori et al., TGRS 2017)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn


class PDE(nn.Module):
    """Scores (B, K, H, W) of K classes and an image (B, C, H, W), float32 -> better scores (B, K, H, W).

    The paper's iterative enhancement process as a recurrent network: u_k <- u_k + f_k(M_k * u_k, N * I), `iterations`
    times with the same weights (eq. 6 to 9). M_k and N are `filters` convolutions of 5 x 5, f_k is a perceptron with
    one hidden layer of `filters`. f's last layer starts at 0, so an untrained network returns its input.

    in_channels: K and C. out_channels: K.
    """

    ratios = (1, 1)

    def __init__(self, in_channels: Sequence[int], out_channels: int, filters: int = 32, iterations: int = 5):
        super().__init__()
        classes, bands = in_channels
        features = classes * filters
        self.iterations = iterations
        self.of_scores = nn.Conv2d(classes, features, 5, padding=2, bias=False, groups=classes)
        self.of_image = nn.Conv2d(bands, filters, 5, padding=2, bias=False)
        # The hidden layer of the perceptrons, apart for what comes from the scores and what from the image.
        self.hidden = nn.Conv2d(features, features, 1, groups=classes)
        self.hidden_of_image = nn.Conv2d(filters, features, 1, bias=False)
        self.activation = nn.ReLU()
        self.change = nn.Conv2d(features, out_channels, 1, groups=classes)
        nn.init.zeros_(self.change.weight)
        nn.init.zeros_(self.change.bias)  # type: ignore[arg-type]

    def forward(self, scores: torch.Tensor, image: torch.Tensor) -> torch.Tensor:
        guide = self.hidden_of_image(self.of_image(image))
        for _ in range(self.iterations):
            scores = scores + self.change(self.activation(self.hidden(self.of_scores(scores)) + guide))
        return scores
