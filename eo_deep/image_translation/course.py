"""The same windows of the validation data after each epoch: how a translation comes to look as it does."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from ..training.batch import apply, move, stack
from ..training.state import Training

WINDOWS = 8
_SIDE_PX = 64  # of a window's middle
_MOST_ROWS = 20
_QUALITY = 85
_KEY = "windows"


def choose_windows(count: int) -> list[int]:
    """Which of the validation windows are shown, spread over all of them."""
    return [int(number) for number in np.unique(np.linspace(0, count - 1, WINDOWS).round())]


def draw_windows(count: int, draw: Callable[[int], np.ndarray]) -> dict[str, str]:
    """What an epoch's scores hold of the windows: the middle of each beside the others, as JPEG in base64.

    As a part of the scores it is in the checkpoint, so that a resumed training shows all its epochs.

    draw: the picture (H, W, 3) uint8 that the network makes of a window, by its number below ``count``.
    """
    row = np.concatenate([_cut_middle(draw(number)) for number in choose_windows(count)], 1)
    buffer = io.BytesIO()
    Image.fromarray(row).save(buffer, "JPEG", quality=_QUALITY)
    return {_KEY: base64.b64encode(buffer.getvalue()).decode("ascii")}


def without_windows(scores: dict) -> dict:
    """Scores of an epoch without its pictures."""
    return {name: value for name, value in scores.items() if name != _KEY}


def list_rows(trainings: Sequence[Training]) -> Iterator[tuple[int, np.ndarray]]:
    """Epochs, counted from 1 through all stages, with their row of windows (H, W, 3) uint8.

    Of many epochs twenty, spread evenly; the first and the last are among them.
    """
    scores = [each for training in trainings for each in training.validations]
    shown = [number for number, each in enumerate(scores) if _KEY in each]
    for place in np.unique(np.linspace(0, len(shown) - 1, min(_MOST_ROWS, len(shown))).round().astype(int)):
        picture = Image.open(io.BytesIO(base64.b64decode(scores[shown[place]][_KEY])))
        yield shown[place] + 1, np.asarray(picture.convert("RGB"))


def classify(network: nn.Module, inputs: Tensor, device: torch.device) -> np.ndarray:
    """The class (H, W) of each pixel of one input (C, H, W), by its index."""
    with torch.inference_mode():
        return apply(network, move(stack([inputs]), device))[0].argmax(0).cpu().numpy()


def _cut_middle(picture: np.ndarray) -> np.ndarray:
    """The middle (side, side, 3) of a picture; what it lacks is black."""
    top, left = (max(0, (size - _SIDE_PX) // 2) for size in picture.shape[:2])
    part = picture[top : top + _SIDE_PX, left : left + _SIDE_PX]
    return np.pad(part, [(0, _SIDE_PX - part.shape[0]), (0, _SIDE_PX - part.shape[1]), (0, 0)])
