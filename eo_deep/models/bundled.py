"""The models that come with EO Deep, and what of a segmentation model's card stands for buildings."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..errors import EoDeepError

BUILDINGS, ALIGNMENT, LAND_COVER = "buildings", "alignment", "eurosat_jem"

# The plugin has resources/ beside eo_deep/, an installed library has it inside.
_FOLDERS = tuple(Path(__file__).parents[level] / "resources" / "models" for level in (2, 1))
_DEFAULT_THRESHOLD, _DEFAULT_SEED_THRESHOLD = 0.5, 0.9
_BUILDING_NAMES = ("building", "buildings", "roof", "roofs")


class Thresholds(NamedTuple):
    """Probabilities, 0..1: of the pixels of objects, and at least of those from which touching objects grow."""

    threshold: float
    seed_threshold: float


def find_thresholds(card: dict) -> Thresholds:
    """The thresholds stored in a model's card, or the defaults 0.5 and 0.9."""
    return Thresholds(card.get("threshold") or _DEFAULT_THRESHOLD,
                      card.get("seed_threshold") or _DEFAULT_SEED_THRESHOLD)


def find_bundled_model(name: str) -> str:
    """The path of a model that comes with EO Deep.

    Parameters
    ----------
    name : str
        BUILDINGS, ALIGNMENT or LAND_COVER.

    Raises
    ------
    EoDeepError
        If the file is missing.
    """
    paths = [folder / f"{name}.safetensors" for folder in _FOLDERS]
    for path in paths:
        if path.is_file():
            return str(path)
    raise EoDeepError(f"The bundled model '{paths[0]}' is missing; reinstall EO Deep or choose a model.")


def list_bundled_models() -> list[str]:
    """The paths of all models that come with EO Deep."""
    return sorted({path.name: str(path) for folder in _FOLDERS for path in folder.glob("*.safetensors")}.values())


def find_building_class(model: str, card: dict) -> int:
    """The position of the building class among the classes of a model: by name, else the second of two.

    Parameters
    ----------
    model : str
        Path of the model, for messages.
    card : dict
        Its card.

    Raises
    ------
    EoDeepError
        For a model of another task, and one without such a class.
    """
    if card["task"] not in ("segmentation", "polygons"):
        raise EoDeepError(f"'{model}' is a model for {card['task']}, this needs one for segmentation.")
    names = [str(entry["name"]).strip().lower() for entry in card["classes"]]
    for name in _BUILDING_NAMES:
        if name in names:
            return names.index(name)
    if len(names) == 2:
        return 1
    raise EoDeepError(f"'{model}' has no class 'building'; its classes are: {', '.join(names)}.")
