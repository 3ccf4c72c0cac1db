"""Training, validation and test samples: whole polygons or blocks go to one part, never single pixels of one."""

from __future__ import annotations

import numpy as np

from ..errors import EoDeepError
from ..progress import Progress
from ..sampling.patch_folder import PARTS

_MAX_SHARES, _MAX_HELD_OUT = 0.5, 0.6  # of what is asked for, and of what whole groups make of it


def check_shares(validation_share: float, test_share: float) -> None:
    """EoDeepError where too little is left for the training."""
    if validation_share + test_share > _MAX_SHARES:
        raise EoDeepError(
            f"Validation and test may have at most {100 * _MAX_SHARES:.0f} % of the samples together, got "
            f"{100 * (validation_share + test_share):.10g} %."
        )


def split(
    groups: np.ndarray, classes: np.ndarray, names: list[str], validation_share: float, test_share: float, seed: int,
    progress: Progress,
) -> np.ndarray:  # fmt: skip
    """The part of each sample, (N,) positions in `PARTS`.

    Parameters
    ----------
    groups : ndarray of int, shape (N,)
        Which polygon or block each sample lies in.
    classes : ndarray of int, shape (N,)
        Positions in `names`.
    names : list of str
    validation_share, test_share : float
        Of the samples of each class; reached as nearly as whole groups allow; at least 40 % of each class train.
    seed : int
    progress : Progress
        Gets a warning on classes of which nothing can be held out.
    """
    _, group = np.unique(groups, return_inverse=True)
    counts = np.zeros((group.max(initial=-1) + 1, len(names)))
    np.add.at(counts, (group, classes), 1)
    part_of = np.zeros(len(counts), np.int64)
    for number, share in ((2, test_share), (1, validation_share)):
        if share > 0:
            free = np.random.default_rng([seed, number]).permutation(np.flatnonzero(part_of == 0))
            part_of[_choose(counts, free, share, part_of > 0)] = number
    parts = part_of[group]
    for number, share in ((1, validation_share), (2, test_share)):
        lacking = [
            name for place, name in enumerate(names)
            if share > 0 and (classes == place).any() and not (parts[classes == place] == number).any()
        ]  # fmt: skip
        if lacking:
            progress.warning(
                f"There are no {PARTS[number]} samples of {', '.join(lacking)}: too few polygons or blocks hold them."
            )
    return parts


def _choose(counts: np.ndarray, order: np.ndarray, share: float, taken: np.ndarray) -> list[int]:
    """Groups, looked at in `order`, that bring every class nearer to its share, by the sum of squared differences.

    counts: (G, K) samples. taken: (G,) bool, groups that are held out already. At most `_MAX_HELD_OUT` of a class is.
    """
    total = np.maximum(counts.sum(axis=0), 1)
    shares, held_out = counts / total, (counts[taken] / total).sum(axis=0)
    now, chosen = np.zeros(counts.shape[1]), []
    for group in order.tolist():
        more = shares[group]
        nearer = ((now + more - share) ** 2).sum() < ((now - share) ** 2).sum()
        if nearer and (now + held_out + more <= _MAX_HELD_OUT)[more > 0].all():
            chosen.append(group)
            now = now + more
    return chosen
