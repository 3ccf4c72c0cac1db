"""An encoder of images and a decoder of prompts of other software, whose graphs run in onnxruntime."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ...errors import EoDeepError
from ..onnx_program import read_program
from ..onnx_prompts import PromptPair, find_pair
from .onnx_network import open_session, run_program

_NAMES = "the model's encoder", "the model's decoder"


class OnnxPrompts(nn.Module):
    """An image (1, 3, S, S) float32 -> what the decoder needs of it; with points and boxes -> a mask.

    encoder_bytes, decoder_bytes: of the programs. side_px: S.
    """

    encoder: Tensor
    decoder: Tensor

    def __init__(self, in_channels: int, encoder_bytes: int, decoder_bytes: int, side_px: int = 1024):
        super().__init__()
        self.in_channels, self.side_px = in_channels, side_px
        for name, size in (("encoder", encoder_bytes), ("decoder", decoder_bytes)):
            self.register_buffer(name, torch.zeros(size, dtype=torch.uint8))
        self._pair: PromptPair | None = None
        self._sessions: dict[tuple[str, str], Any] = {}

    @property
    def pair(self) -> PromptPair:
        """What the programs take and give."""
        if self._pair is None:
            self._pair = find_pair(self._read("encoder"), self._read("decoder"), _NAMES)
        return self._pair

    def check_sizes(self) -> None:
        """EoDeepError unless the programs take and give what is stated."""
        if self.in_channels != 3 or self.pair.side_px != self.side_px:
            raise EoDeepError(f"The ONNX programs of the model take 3 bands of {self.pair.side_px} px; its card states "
                              "otherwise.")  # fmt: skip

    def forward(self, image: Tensor) -> dict[str, np.ndarray]:
        """The decoder's inputs that an image is encoded to, by name."""
        pixels = image.float()
        pixels = pixels[0].permute(1, 2, 0) if self.pair.is_raw else pixels
        session = self._open("encoder", image.device)
        (source,) = session.get_inputs()
        outputs = sorted(set(self.pair.sources.values()))
        found = run_program(session, outputs, {source.name: pixels.contiguous().cpu().numpy()})
        return {name: found[outputs.index(output)] for name, output in self.pair.sources.items()}

    def decode(self, encoded: dict[str, np.ndarray], points: np.ndarray, labels: np.ndarray,
               device: torch.device) -> tuple[Tensor, float | None]:  # fmt: skip
        """The mask (S, S) of what is marked, as logits, and the IoU that the decoder expects of it, 0..1.

        points: (N, 2) in px. labels: (N,), see `onnx_prompts`. Of several masks it is the one with the highest IoU.
        """
        pair = self.pair
        outputs = [pair.masks, *([pair.scores] if pair.scores else [])]
        found = run_program(self._open("decoder", device), outputs, {**encoded, **pair.make_inputs(points, labels)})
        masks, best, score = torch.from_numpy(found[0]).float(), 0, None
        if pair.scores:
            scores = found[1].reshape(-1)
            best = int(scores.argmax())
            score = float(scores[best].clip(0, 1))
        mask = masks.reshape(-1, 1, 1, *masks.shape[-2:])[best]
        sides = (self.side_px, self.side_px)
        return nn.functional.interpolate(mask, sides, mode="bilinear", align_corners=False)[0, 0], score

    def _open(self, name: str, device: torch.device) -> Any:
        key = name, device.type
        if key not in self._sessions:
            self._sessions[key] = open_session(self._read(name), device)
        return self._sessions[key]

    def _read(self, name: str) -> Any:
        data = self.get_buffer(name).cpu().numpy().tobytes()
        return read_program(data, _NAMES[name == "decoder"])
