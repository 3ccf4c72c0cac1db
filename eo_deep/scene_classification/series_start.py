"""A network of patches that starts from what a series model has learned without labels."""

from __future__ import annotations

import numpy as np
import torch

from ..errors import EoDeepError
from ..io.names import name_of
from ..models.model_file import Model
from ..models.networks import build

_TRUNK = ("stem.", "middle.", "context.", "to_shared.")


def start_from_series(series: Model, path: str, described: dict) -> Model:
    """A model of scenes whose last layer is new: it reads patches as the card's input ``described`` says.

    Raises EoDeepError for a series model with the network of the paper.
    """
    stated = series.card["network"]
    if stated["name"] != "disentangler":
        raise EoDeepError(f"The initial model '{name_of(path)}' has the network of the paper, which serves to be "
                          "compared with; train a time series model with the network 'dense'.")  # fmt: skip
    sizes = {key: value for key, value in stated["arguments"].items() if key in ("base_channels", "shared_channels")}
    arguments = {"in_channels": len(described["bands"]), "out_channels": 1, **sizes}
    network = build("codeclassifier", **arguments)
    learned = {key: value for key, value in series.network.state_dict().items() if key.startswith(_TRUNK)}
    # What is -1 and 1 to the network are the raw values low and high; to the trunk they are (x - mean) / std.
    low, high, mean, std = (np.array(each) for each in (
        described["scaling"]["low"], described["scaling"]["high"],
        series.card["inputs"][0]["scaling"]["mean"], series.card["inputs"][0]["scaling"]["std"]))  # fmt: skip
    for key, values in (("gain", (high - low) / 2 / std), ("offset", ((high + low) / 2 - mean) / std)):
        learned[f"input.{key}"] = torch.from_numpy(values.astype(np.float32)).reshape(1, -1, 1, 1)
    network.load_state_dict(learned, strict=False)
    return Model(network, {**series.card, "network": {"name": "codeclassifier", "arguments": arguments}})
