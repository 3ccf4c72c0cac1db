"""The model file of a classifier of pixels: its card, and the classifier as skops bytes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sklearn
import torch

from ..errors import EoDeepError
from ..feature_chains.chain import FeatureChain
from ..feature_chains.formulas import Formula
from ..feature_chains.layers import Layer, cut_network
from ..feature_chains.settings import ChainSettings, FeatureSettings
from ..io.model_card import read_card
from ..models.model_file import fill_network, list_weights, load_once, read_extras, sketch_network, write_model
from ..progress import Progress, silent
from .classifier_file import dump_classifier, load_classifier
from .skops_records import RecordError

_CLASSIFIER = "classifier"


@dataclass(frozen=True)
class PixelModel:
    """A classifier of pixels by their features, and its card."""

    classifier: Any
    card: Mapping
    layer: Layer | None = None

    @property
    def features(self) -> FeatureSettings:
        """What is computed from the bands."""
        stated = self.card["features"]
        formulas = tuple(Formula(each["name"], each["formula"]) for each in stated["formulas"])
        return FeatureSettings(stated["use_bands"], stated["window_px"], formulas, self.layer)

    def find_features(self, chain: FeatureChain) -> list[int]:
        """Where a chain has the features that the classifier takes. EoDeepError where it lacks one."""
        place_of = {name: place for place, name in enumerate(chain.names)}
        lacking = [name for name in self.card["features"]["names"] if name not in place_of]
        if lacking:
            raise EoDeepError(f"The model needs the feature '{lacking[0]}', which its bands do not give.")
        return [place_of[name] for name in self.card["features"]["names"]]

    def settle(self, images: Sequence[str], bands: Sequence[Sequence[int] | None] | None = None) -> ChainSettings:
        """The features on images, one for each of the card's inputs."""
        return ChainSettings(images, self.features, bands, [source["bands"] for source in self.card["inputs"]],
                             self.card["inputs"][-1]["resampling"])


def describe_features(features: FeatureSettings, names: Sequence[str]) -> dict:
    """What a card states of the features."""
    formulas = [{"name": each.name, "formula": each.text} for each in features.formulas]
    described = {"names": list(names), "use_bands": features.use_bands, "window_px": features.window_px,
                 "formulas": formulas}  # fmt: skip
    if layer := features.layer:
        described["layer"] = {"name": layer.name, "network": layer.described, "source": layer.source}
    return described


def save_pixel_model(path: str, classifier: Any, card: Mapping, layer: Layer | None = None) -> None:
    """Write a trained classifier, its card and the network of its layer to one file, whole or not at all.

    Raises EoDeepError where it cannot be written.
    """
    stated = {**card, "classifier": {**card["classifier"], "scikit_learn": sklearn.__version__}}
    data = np.frombuffer(dump_classifier(classifier), np.uint8).copy()
    weights = list_weights(layer.network) if layer else {}
    write_model(path, stated, {**weights, f"extra/{_CLASSIFIER}": torch.from_numpy(data)})


def load_pixel_model(path: str, progress: Progress = silent) -> PixelModel:
    """Read a model file of a classifier of pixels. A process of several jobs keeps it for the next (`runtime.kept`).

    Raises EoDeepError for a missing, damaged or foreign file, one for another task, and a classifier that contradicts
    its card or could not be used without harm.
    """
    model = load_once("pixels", path, lambda: _load(path))
    _warn_of_version(model.card["classifier"]["scikit_learn"], os.path.basename(path), progress)
    return model


def _load(path: str) -> PixelModel:
    card, name = read_card(path), os.path.basename(path)
    if card["task"] != "pixels":
        raise EoDeepError(f"'{path}' is a model for {card['task']}, this needs one for pixels.")
    extras = read_extras(path)
    if _CLASSIFIER not in extras or extras[_CLASSIFIER].dtype != torch.uint8:
        raise EoDeepError(f"'{name}' holds no classifier.")
    data = extras[_CLASSIFIER].numpy().tobytes()
    try:
        classifier = load_classifier(data, card["classifier"]["name"], len(card["features"]["names"]),
                                     len(card["classes"]))
    except RecordError as error:
        raise EoDeepError(f"The classifier in '{name}' cannot be used: {error}.") from None
    layer = None
    if stated := card["features"].get("layer"):
        network = fill_network(path, sketch_network(path, stated["network"]))
        layer = Layer(stated["name"], network, stated["network"], stated["source"])
        cut_network(layer, name)
    return PixelModel(classifier, card, layer)


def _warn_of_version(written: str, name: str, progress: Progress) -> None:
    if written.split(".")[:2] != sklearn.__version__.split(".")[:2]:
        progress.warning(f"'{name}' was trained with scikit-learn {written}, this is {sklearn.__version__}; its "
                         "answers may differ a little.")
