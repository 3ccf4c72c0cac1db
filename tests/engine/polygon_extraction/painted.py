"""Images that tell a network of polygons what to answer."""

import math

import numpy as np
import torch

CLASSES = [{"value": 0, "name": "background", "color": "#000000"}, {"value": 1, "name": "panel", "color": "#e31a1c"}]
BANDS = ["object", "border", "cosine", "sine", "convex", "reflex"]


class Painted(torch.nn.Module):
    """Reads its answer in the bands of the image: the first object's probability, the border, walls and corners."""

    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.score = torch.nn.Conv2d(in_channels, out_channels, 1)
        classes = out_channels - 7
        with torch.no_grad():
            self.score.weight.zero_()
            self.score.bias.zero_()
            self.score.weight[1, 0] = 4.0
            for channel, band, weight in ((0, 1, 8.0), (1, 2, 1.0), (2, 3, 1.0), (3, 4, 8.0), (4, 5, 8.0)):
                self.score.weight[classes + channel, band] = weight

    def forward(self, x):
        return self.score(x)


def paint(probability, border=None, angle=None, corners=None):
    """(6, H, W) uint8 for `Painted`. probability, border: 0..1; angle: of the walls, in radians; corners: convex ones,
    0..1."""
    def weigh(share, weight):
        """The value that becomes a logit of the share."""
        share = np.clip(share, 0.01, 0.99)
        return np.log(share / (1 - share)) / weight

    zeros = np.zeros(np.shape(probability))
    border, corners = (zeros if each is None else each for each in (border, corners))
    cosine, sine = (zeros, zeros) if angle is None else (math.cos(4 * angle) + zeros, math.sin(4 * angle) + zeros)
    values = [weigh(probability, 4), weigh(border, 8), cosine, sine, weigh(corners, 8), weigh(zeros, 8)]
    return np.clip(np.round(127 + 127 * np.stack(values)), 0, 255).astype(np.uint8)
