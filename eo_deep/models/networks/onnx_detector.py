"""A detector of other software, whose graph (an ONNX program) runs in onnxruntime."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from ...errors import EoDeepError
from ...io.card_schema import BOX_LAYOUTS
from ..onnx_program import Boxes, find_boxes, read_program
from .onnx_network import open_session, run_session

_NAME = "the model's ONNX program"


class OnnxDetector(nn.Module):
    """An image (B, C, S, S) float32 -> boxes (B, N, 4) in px, as left, top, right, bottom, and the probabilities
    (B, N, K) of its classes, by an ONNX program.

    size_bytes: of the program. tile_px: S. layout: how the program gives the boxes, see `card_schema.BOX_LAYOUTS`;
    middle, width and height in px come first in both.
    """

    data: Tensor

    def __init__(self, in_channels: int, out_channels: int, size_bytes: int, tile_px: int = 640,
                 layout: str = BOX_LAYOUTS[0]):  # fmt: skip
        super().__init__()
        self.in_channels, self.out_channels = in_channels, out_channels
        self.tile_px, self.layout = tile_px, layout
        self.register_buffer("data", torch.zeros(size_bytes, dtype=torch.uint8))
        self._sessions: dict[str, Any] = {}

    def check_sizes(self) -> None:
        """EoDeepError unless the program takes and gives what is stated."""
        found = find_boxes(self._read(), _NAME, self.tile_px, self.out_channels)
        wanted = Boxes(found.source, self.in_channels, self.out_channels, found.side_px, self.layout)
        if found != wanted or found.side_px not in (None, self.tile_px):
            raise EoDeepError(f"The ONNX program of the model takes {found.bands} bands and gives {found.classes} "
                              f"classes by {found.layout}, on tiles of {found.side_px or 'any'} px; its card states "
                              "otherwise.")  # fmt: skip

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        device = image.device.type
        if device not in self._sessions:
            self._sessions[device] = open_session(self._read(), image.device)
        found = torch.cat([run_session(self._sessions[device], each[None]) for each in image.float()])
        if self.layout == "yolov8":
            found = found.transpose(1, 2)
            places, scores = found[..., :4], found[..., 4:]
        else:
            places, scores = found[..., :4], found[..., 4:5] * found[..., 5:]
        middle, half = places[..., :2], places[..., 2:] / 2
        return torch.cat([middle - half, middle + half], dim=-1), scores

    def _read(self) -> Any:
        return read_program(self.data.cpu().numpy().tobytes(), _NAME)
