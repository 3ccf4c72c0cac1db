"""Mix the weights of a model that went on from another with that one's (Wortsman et al., CVPR 2022).

    python -m benchmarks.buildings.mix BEFORE AFTER OUT [--share 0.8]

OUT has AFTER's card and its heads, which BEFORE does not have; every other weight is the mean of both, AFTER's with
the share. Choose the share on validation parts: `benchmarks.buildings.evaluate` and `objects`.
"""

from __future__ import annotations

import argparse

import torch

from eo_deep.models.model_file import load_model, save_model


def mix_weights(before: dict[str, torch.Tensor], after: dict[str, torch.Tensor], share: float) -> dict:
    """Weights by name; of a layer with more outputs than before, the first ones are mixed and the others kept."""
    mixed = {}
    for name, value in after.items():
        mixed[name] = value.clone()
        if value.is_floating_point():
            first = mixed[name][: len(before[name])] if value.ndim else mixed[name]
            first.mul_(share).add_(before[name], alpha=1 - share)
    return mixed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", help="model that the training started from")
    parser.add_argument("after", help="model that came out")
    parser.add_argument("out", help="model file to write")
    parser.add_argument("--share", type=float, default=0.8, help="of the weights after the training (default: 0.8)")
    arguments = parser.parse_args()
    before, after = load_model(arguments.before), load_model(arguments.after)
    mixed = mix_weights(before.network.state_dict(), after.network.state_dict(), arguments.share)
    after.network.load_state_dict(mixed)
    save_model(arguments.out, after.network, after.card)


if __name__ == "__main__":
    main()
