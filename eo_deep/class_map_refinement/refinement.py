"""What is done to class probabilities, and the model file that holds it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
import torch
from torch import nn

from ..errors import EoDeepError
from ..io.card_schema import REFINEMENTS
from ..models.model_file import load_model, read_card, save_model
from . import crf
from .calibration import Calibration, leave, to_probabilities, to_scores
from .fusion import Rates

TASK = "refinement"
CALIBRATE, CRF, LEARNED, FUSION = REFINEMENTS
MAJORITY = "majority"
AUTO = "auto"
METHODS = (AUTO, CALIBRATE, CRF, LEARNED, MAJORITY, FUSION)
WITH_IMAGE = (CRF, LEARNED)


@dataclass(frozen=True)
class Refinement:
    """What is done to the probabilities of K classes.

    calibration: comes first. settings: of a CRF. network: scores (B, K, H, W) and image (B, C, H, W) -> scores, see
    `models.networks.pde`; on the device where it runs. offset: added to the scores in the end, one per score: so the
    class that is right is the most probable one. rates: of the maps that a fusion joins. halo_px: how far a pixel sees.
    """

    method: str
    calibration: Calibration
    offset: Sequence[float]
    settings: crf.CrfSettings | None = None
    network: nn.Module | None = None
    rates: Sequence[Rates] = ()
    halo_px: int = 0
    asked: str = field(default="", compare=False)

    def refine(self, probabilities: np.ndarray, image: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Refined probabilities (K, h, w) float32.

        Parameters
        ----------
        probabilities : (K, h, w) float32
        image : (C, h, w) float32
            Scaled; not used by a calibration.
        known : (h, w) bool
            Where both are known; elsewhere the probabilities are calibrated only.
        """
        scores = self.score(probabilities, image, known)
        shape = (-1, *(1,) * (scores.ndim - 1))
        return to_probabilities(scores + np.reshape(np.asarray(self.offset, np.float32), shape))

    def score(self, probabilities: np.ndarray, image: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Scores (L, h, w) float32 before the offset."""
        scores = self.calibration(to_scores(probabilities))
        if self.settings:
            return crf.refine(scores, image, known, self.settings)
        if self.network:
            return np.where(known, run_network(self.network, scores, image), scores)
        return scores


def run_network(network: nn.Module, scores: np.ndarray, image: np.ndarray) -> np.ndarray:
    """Scores (L, h, w) that a network makes of scores (L, h, w) and an image (C, h, w), float32."""
    device = next(network.parameters()).device
    with torch.inference_mode():
        inputs = [torch.from_numpy(np.ascontiguousarray(each))[None].to(device) for each in (spread(scores), image)]
        found = network(*inputs)[0].float().cpu().numpy()
    with np.errstate(invalid="ignore"):  # what is not finite becomes nodata where it is written
        return found[1:] - found[:1] if len(scores) == 1 else found


def spread(scores: np.ndarray) -> np.ndarray:
    """Scores (L, ...) as one for each class, (K, ...): half of two classes' log-odds each."""
    return np.concatenate([-scores, scores]) / 2 if len(scores) == 1 else scores


def leave_as_is(count: int) -> Refinement:
    """The refinement of `count` classes that changes nothing."""
    same = leave(count)
    return Refinement(CALIBRATE, same, same.bias)


def save_refinement(path: str, refinement: Refinement, classes: Sequence[dict], image: Mapping | None,
                    record: Mapping) -> None:
    """Write a refinement to a model file.

    Parameters
    ----------
    path : str
    refinement : Refinement
    classes : sequence of {"value", "name", "color"}
    image : mapping or None
        The image as an input of the card, where the method uses one: bands, scaling, dtype, nodata, resolution_m.
    record : mapping
        Of the training.
    """
    count = len(classes)
    bands = [entry["name"] for entry in classes]
    scaling = {"kind": "fixed", "mean": [0.0] * count, "std": [1.0] * count}
    inputs: list[dict] = [{"name": "probabilities", "bands": bands, "resolution_m": None, "dtype": "float32",
                           "nodata": None, "scaling": scaling}]  # fmt: skip
    if image:
        inputs.append({"name": "image", **image})
    stated: dict = {
        "method": refinement.method,
        "asked": refinement.asked or refinement.method,
        "scale": list(refinement.calibration.scale),
        "bias": list(refinement.calibration.bias),
        "offset": list(refinement.offset),
    }
    name, halo_px = os.path.splitext(os.path.basename(path))[0], [refinement.halo_px] * 2
    card = {"task": TASK, "name": name, "inputs": inputs, "classes": list(classes), "stride_px": 1, "halo_px": halo_px,
            "exact": True, "bf16": False, "refinement": stated, "training": dict(record)}  # fmt: skip
    if refinement.settings:
        stated["crf"] = asdict(refinement.settings)
    if refinement.rates:
        stated["fusion"] = [asdict(each) for each in refinement.rates]
    if refinement.network is not None and image:
        arguments = {"in_channels": [count, len(image["bands"])], "out_channels": count}
        card["network"] = {"name": "pde", "arguments": arguments}
    save_model(path, refinement.network or nn.Module(), card)


def load_refinement(path: str, device: torch.device) -> tuple[Refinement, dict]:
    """A refinement and its card. Raises EoDeepError as `load_model` does."""
    card = read_card(path)
    if card["task"] != TASK:
        raise EoDeepError(f"'{path}' is a model for {card['task']}, this needs one for {TASK}.")
    stated = card["refinement"]
    network = load_model(path, TASK, several=True).network.to(device) if stated["method"] == LEARNED else None
    settings = crf.CrfSettings(**stated["crf"]) if stated["method"] == CRF else None
    halo_px = settings.halo_px if settings else max(card["halo_px"]) if network else 0
    rates = [Rates(**each) for each in stated.get("fusion", ())]
    calibration = Calibration(stated["scale"], stated["bias"])
    return Refinement(stated["method"], calibration, stated["offset"], settings, network, rates, halo_px,
                      stated["asked"]), card
