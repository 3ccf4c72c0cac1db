"""A part of both programs: the pack, images and labels of many places in one file, read without GDAL."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from eo_deep.models.scaling import FittedScaling

_JPEG_QUALITY = 93


@dataclass
class PackedImage:
    """One image and what is known of it.

    pixels: (3, H, W) uint8. valid: (H, W) bool. classes: (H, W) uint8, `UNKNOWN` where labels are not complete.
    objects: (H, W) int32, 0 for none. validation: (H, W) bool. weight: as of `samples.TrainingImage`.
    """

    place: str
    resolution_m: float
    scaling: FittedScaling
    pixels: np.ndarray
    valid: np.ndarray
    classes: np.ndarray
    objects: np.ndarray
    validation: np.ndarray
    weight: float = 1.0


def save_pack(path: str, images: Sequence[PackedImage], card: dict) -> None:
    """Write images, as JPEG of high quality, and the card that every model trained on them begins with."""
    arrays, described = {}, []
    for number, image in enumerate(images):
        arrays[f"{number}/pixels"] = _encode(image.pixels)
        arrays[f"{number}/valid"] = np.packbits(image.valid)
        arrays[f"{number}/classes"] = image.classes
        arrays[f"{number}/objects"] = image.objects.astype(np.uint16)
        arrays[f"{number}/validation"] = np.packbits(image.validation)
        scaling = {"center": image.scaling.center.tolist(), "spread": image.scaling.spread.tolist()}
        limits = {"low": image.scaling.low, "high": image.scaling.high}
        known = {"place": image.place, "resolution_m": image.resolution_m, "weight": image.weight}
        described.append({**known, "scaling": {**scaling, **limits}})
    text = json.dumps({"images": described, "card": card})
    arrays["record"] = np.frombuffer(text.encode(), np.uint8)
    np.savez_compressed(path, **arrays)


def load_pack(path: str) -> tuple[list[PackedImage], dict]:
    """The images of a pack and its card."""
    with np.load(path, allow_pickle=False) as arrays:
        record = json.loads(arrays["record"].tobytes())
        images = []
        for number, known in enumerate(record["images"]):
            classes = arrays[f"{number}/classes"]
            scaling = known.pop("scaling")
            images.append(
                PackedImage(
                    **known,
                    scaling=FittedScaling(np.array(scaling.pop("center")), np.array(scaling.pop("spread")), **scaling),
                    pixels=_decode(arrays[f"{number}/pixels"]),
                    valid=_unpack_bits(arrays[f"{number}/valid"], classes.shape),
                    classes=classes,
                    objects=arrays[f"{number}/objects"].astype(np.int32),
                    validation=_unpack_bits(arrays[f"{number}/validation"], classes.shape),
                )
            )
    return images, record["card"]


def _encode(pixels: np.ndarray) -> np.ndarray:
    buffer = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(np.moveaxis(pixels, 0, -1)))
    image.save(buffer, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return np.frombuffer(buffer.getvalue(), np.uint8)


def _decode(data: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(np.moveaxis(np.array(Image.open(io.BytesIO(data.tobytes()))), -1, 0))


def _unpack_bits(bits: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    return np.unpackbits(bits, count=shape[0] * shape[1]).reshape(shape).astype(bool)
