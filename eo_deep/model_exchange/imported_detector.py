"""Detectors of other software as models: how they give boxes, and what of their metadata counts."""

from __future__ import annotations

from typing import Any

import torch

from ..errors import EoDeepError
from ..io.card_schema import ONNX_DETECTOR
from ..io.model_card import complete_card
from ..models.networks.onnx_detector import OnnxDetector
from ..models.onnx_program import find_boxes
from ..progress import Progress
from .deepness import Stated
from .imported_card import Given, describe_imported, list_classes, put_given

# As the tools of these detectors have them; Deepness calls their kinds so.
_CONFIDENCE, _IOU, _TILE_PX, _OVERLAP_SHARE = 0.25, 0.45, 640, 0.3
_KINDS = ("", "yolo_v5_or_v7_default", "yolo_v6", "yolo_v7", "yolo_v9", "yolo_ultralytics")


def make_detector(program: Any, data: bytes, stated: Stated, name: str, given: Given, tile_px: int | None,
                  overlap_px: int | None, progress: Progress) -> tuple[OnnxDetector, dict]:
    """The network and the card of a detector in an ONNX file, tried once. EoDeepError for what is none."""
    if stated.boxes.lower() not in _KINDS:
        raise EoDeepError(f"The metadata of '{name}' call its boxes '{stated.boxes}', which cannot be read; upright "
                          "boxes of YOLO 5 to 9 and 11 can.")  # fmt: skip
    side_px = tile_px or stated.tile_px or _TILE_PX
    named = [each for each in (given.classes or "").split(",") if each.strip()]
    found = find_boxes(program, name, side_px, len(stated.classes) or len(named) or None)
    if found.side_px and tile_px not in (None, found.side_px):
        raise EoDeepError(f"The network takes tiles of {found.side_px} px only, got {tile_px} px.")
    side_px = found.side_px or side_px
    share_px = side_px * (_OVERLAP_SHARE if stated.overlap is None else stated.overlap / 100)
    shared_px = round(share_px) if overlap_px is None else 2 * overlap_px
    if shared_px >= side_px:
        raise EoDeepError(f"Half of a tile of {side_px} px must be more than its overlap, got {overlap_px} px.")
    names = stated.classes or [f"class {number}" for number in range(found.classes)]
    card = complete_card({
        **describe_imported(found.bands, stated, name), "task": "detection",
        "classes": list_classes(names, first_color=1),
        "detection": {"confidence": _CONFIDENCE if stated.confidence is None else stated.confidence,
                      "iou": stated.iou or _IOU, "overlap_px": shared_px},
    })  # fmt: skip
    put_given(card, given)
    arguments: dict[str, Any] = {"in_channels": found.bands, "out_channels": found.classes, "size_bytes": len(data),
                                 "tile_px": side_px, "layout": found.layout}  # fmt: skip
    card["network"] = {"name": ONNX_DETECTOR, "arguments": arguments}
    model = OnnxDetector(**arguments)
    model.data.copy_(torch.frombuffer(bytearray(data), dtype=torch.uint8))
    model.check_sizes()
    boxes, _ = model(torch.zeros(1, found.bands, side_px, side_px))
    progress.message(f"The network gives {boxes.shape[1]} boxes of {found.classes} classes for a tile of {side_px} px; "
                     f"tiles share {shared_px} px.")  # fmt: skip
    return model, card
