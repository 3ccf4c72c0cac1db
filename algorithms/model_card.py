"""Read the header of a model file: plain JSON, no torch."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

LARGEST_HEADER_BYTES = 100_000_000  # the format's own limit


class ModelCardError(Exception):
    """The file is missing, truncated or no model of EO Deep."""


def read_resolution_m(path: str | None) -> float | None:
    """The ground resolution that a model file was made for; None without a model that says it."""
    try:
        return None if path is None else read_card(path)["inputs"][0]["resolution_m"]
    except (ModelCardError, KeyError, IndexError):
        return None


def read_card(path: str) -> dict[str, Any]:
    """Return the card that a `.safetensors` file carries in its header: task, inputs, classes, ....

    Raises ModelCardError with one sentence.
    """
    name = Path(path).name
    try:
        with open(path, "rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= min(LARGEST_HEADER_BYTES, os.path.getsize(path) - 8):
                raise ModelCardError(f"'{name}' is not a model file of EO Deep, or it is truncated.")
            header = json.loads(file.read(length))
            return json.loads(header["__metadata__"]["eo_deep"])
    except OSError as error:
        raise ModelCardError(f"Model file '{path}' cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ModelCardError(f"'{name}' is not a model file of EO Deep.") from error
