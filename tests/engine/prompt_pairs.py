"""A small encoder and decoder with the interface of Segment Anything's ONNX exports, trained on painted roofs.

No such pair is small enough for a repository, so this one stands for them: what a point or box marks is what looks as
its pixel does and lies near it. It learns that in seconds; its answers mean something, and its files are real.
"""

from __future__ import annotations

import warnings

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

FEATURES, STRIDE = 16, 2
MEAN, STD = torch.tensor([123.675, 116.28, 103.53]), torch.tensor([58.395, 57.12, 57.375])
_STEPS, _TRAINED_PX = 120, 64
_REACH = 1e-4  # what a distance of one pixel takes from a logit, squared


class Encoder(nn.Module):
    """(1, 3, S, S) -> (1, FEATURES, S / 2, S / 2)."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 16, 3, padding=1), nn.ReLU(),
            nn.Conv2d(16, FEATURES, STRIDE, stride=STRIDE),
        )  # fmt: skip

    def forward(self, image: Tensor) -> Tensor:
        return self.layers(image)


class Decoder(nn.Module):
    """Segment Anything's inputs and outputs; labels 1 on, 0 away, 2 and 3 a box's corners, -1 none."""

    def __init__(self) -> None:
        super().__init__()
        self.scale, self.bias = (nn.Parameter(torch.tensor(value)) for value in (4.0, 3.0))

    def forward(self, image_embeddings: Tensor, point_coords: Tensor, point_labels: Tensor, mask_input: Tensor,
                has_mask_input: Tensor, orig_im_size: Tensor) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
        low = self.find(image_embeddings, point_coords, point_labels)
        low = low + has_mask_input * mask_input
        # As Segment Anything gives several: the other one, of which nothing is expected, is all that this is not.
        low = torch.cat([-low, low], 1)
        scores = torch.cat([0 * has_mask_input, 0 * has_mask_input + 0.9])[None]
        size = (orig_im_size[0].to(torch.int64), orig_im_size[1].to(torch.int64))
        return functional.interpolate(low, size, mode="bilinear", align_corners=False), scores, low

    def find(self, features: Tensor, points: Tensor, labels: Tensor) -> Tensor:
        """Logits (1, 1, h, w)."""
        height, width = features.shape[2:]
        y = ((torch.arange(height, dtype=torch.float32) + 0.5) * STRIDE - 0.5)[:, None]
        x = ((torch.arange(width, dtype=torch.float32) + 0.5) * STRIDE - 0.5)[None]
        is_on, is_away = ((labels == value).float()[0] for value in (1, 0))
        first, last = ((points[0] * (labels[0] == value).float()[:, None]).sum(0) for value in (2, 3))
        has_box = (labels == 2).float().sum()
        middle = ((points[0] * is_on[:, None]).sum(0) + (first + last) / 2 * has_box) / (is_on.sum() + has_box)
        logits = self.compare(features, x, y, middle)
        for place in (0, -1):  # the first or last point may say what is not meant
            unlike = functional.relu(self.compare(features, x, y, points[0, place]))
            logits = logits - 2 * is_away[place] * unlike
        outside = ((x < first[0]) | (x > last[0]) | (y < first[1]) | (y > last[1])).float()
        return logits - 20 * has_box * outside

    def compare(self, features: Tensor, x: Tensor, y: Tensor, middle: Tensor) -> Tensor:
        distance = (x - middle[0]) ** 2 + (y - middle[1]) ** 2
        near = torch.softmax(-(distance / STRIDE**2).flatten(), 0)
        own = (features.flatten(2) * near).sum(2)[:, :, None, None]
        unlike = ((features - own) ** 2).sum(1, keepdim=True)
        return 5 * torch.tanh((self.bias - self.scale * unlike - _REACH * distance) / 5)


def paint_roofs(side_px: int, rng: np.random.Generator, count: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """An image (3, S, S) uint8 of roofs, each of its own colour, and the number of each pixel's roof, 0: ground."""
    image = np.empty((3, side_px, side_px))
    image[:] = np.array([70, 110, 60])[:, None, None]
    number = np.zeros((side_px, side_px), np.int64)
    for roof in range(1, count + 1):
        height, width = rng.integers(side_px // 8, side_px // 3, 2)
        top, left = rng.integers(2, side_px - height - 1), rng.integers(2, side_px - width - 1)
        place = np.s_[top : top + height, left : left + width]
        if number[top - 2 : top + height + 2, left - 2 : left + width + 2].any():
            continue
        number[place] = roof
        image[(slice(None), *place)] = (np.array([190, 150, 140]) + rng.uniform(-60, 65, 3))[:, None, None]
    return np.clip(image + rng.normal(0, 4, image.shape), 0, 255).astype(np.uint8), number


def train_pair(seed: int = 0) -> tuple[Encoder, Decoder]:
    """Both trained for a few seconds, on the CPU."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # on a busy machine two wait for each other
    rng = np.random.default_rng(seed)
    encoder, decoder = Encoder(), Decoder()
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], 0.02)
    for _ in range(_STEPS):
        image, number = paint_roofs(_TRAINED_PX, rng)
        features = encoder((torch.from_numpy(image).float() - MEAN[:, None, None]).div(STD[:, None, None])[None])
        loss = torch.zeros(())
        for roof in np.unique(number)[1:]:
            y, x = rng.choice(np.argwhere(number == roof))
            logits = decoder.find(features, torch.tensor([[[x, y]]]).float(), torch.tensor([[1.0]]))
            logits = functional.interpolate(logits, (_TRAINED_PX, _TRAINED_PX), mode="bilinear")
            wanted = torch.from_numpy(number == roof).float()[None, None]
            loss = loss + functional.binary_cross_entropy_with_logits(logits, wanted)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return encoder.eval(), decoder.eval()


def write_pair(encoder: nn.Module, decoder: nn.Module, folder, side_px: int = 256) -> tuple[str, str]:
    """Both as ONNX files, for images of `side_px`; their paths."""
    paths = str(folder / "encoder.onnx"), str(folder / "decoder.onnx")
    low_px = side_px // STRIDE
    export(encoder, {"images": torch.zeros(1, 3, side_px, side_px)}, ["image_embeddings"], paths[0])
    inputs = {"image_embeddings": torch.zeros(1, FEATURES, low_px, low_px), "point_coords": torch.ones(1, 3, 2),
              "point_labels": torch.ones(1, 3), "mask_input": torch.zeros(1, 1, low_px, low_px),
              "has_mask_input": torch.zeros(1), "orig_im_size": torch.tensor([side_px, side_px]).float()}  # fmt: skip
    export(decoder, inputs, ["masks", "iou_predictions", "low_res_masks"], paths[1])
    return paths


def export(network: nn.Module, inputs: dict[str, Tensor], outputs: list[str], path: str) -> None:
    axes = {name: {1: "num_points"} for name in ("point_coords", "point_labels") if name in inputs}
    with warnings.catch_warnings():  # the newer exporter needs one package more
        warnings.simplefilter("ignore")
        torch.onnx.export(network, tuple(inputs.values()), path, input_names=list(inputs), output_names=outputs,
                          dynamic_axes=axes, opset_version=17, dynamo=False)  # fmt: skip
