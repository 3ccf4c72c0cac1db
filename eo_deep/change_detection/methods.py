"""The methods of change detection by name, fitted to a sample of two dates; which one suits them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import EoDeepError
from ..feature_chains.formulas import parse_formulas
from .date_pair import PairSample
from .irmad import fit_irmad
from .pixel_scores import (
    IndexChange,
    IrMadScore,
    PixelScore,
    RankScore,
    SpectralAngle,
    find_levels,
    fit_magnitude,
)
from .thresholds import Guess, Threshold, cap_threshold, guess_threshold

AUTO, MAGNITUDE, IR_MAD, ANGLE, INDEX = "auto", "magnitude", "IR-MAD", "spectral angle", "index"
MODEL = "model"  # the magnitude of what a series model does not explain
METHODS = (AUTO, MAGNITUDE, IR_MAD, ANGLE, INDEX, MODEL)
DIRECTIONS = ("any", "decrease", "increase")


@dataclass(frozen=True)
class FittedMethod:
    """A method with what it took from the sample.

    chosen: its name in words, with the reason where it was chosen here. guess: a threshold that nothing calibrates.
    sample: scores (N,).
    """

    score: PixelScore
    chosen: str
    guess: Guess
    sample: np.ndarray


def fit_method(name: str, sample: PairSample, band_names: tuple[str, ...], unit: float | None, index: str,
               direction: str, false_alarms: float) -> FittedMethod:
    """A method fitted to a sample of two dates.

    unit: what 1 of reflectance is in their values, None for other units. false_alarms: share, 0..1.
    """
    chosen = name
    if name == AUTO:
        if unit is not None and len(band_names) > 1:
            return _fit_ranks(sample, false_alarms)
        doubt = "the values are no reflectance" if unit is None else "one band has no spectral angle"
        name, chosen = IR_MAD, f"IR-MAD, because {doubt}"
    score = _fit(name, sample, band_names, index, direction)
    scores = sample.score(score)[0]
    scores = scores[np.isfinite(scores)]
    if not scores.size:
        raise EoDeepError(f"The index '{index}' has no value anywhere on these images; check its bands.")
    return FittedMethod(score, chosen, guess_threshold(scores, false_alarms), scores)


def _fit(name: str, sample: PairSample, band_names: tuple[str, ...], index: str, direction: str) -> PixelScore:
    if name == IR_MAD:
        return IrMadScore(fit_irmad(sample.before, sample.after))
    if name == ANGLE:
        if len(band_names) < 2:
            raise EoDeepError("The method 'spectral angle' needs images of at least 2 bands, got 1.")
        return SpectralAngle()
    if name in (MAGNITUDE, MODEL):
        return fit_magnitude(sample.before, sample.after)
    formulas = parse_formulas(index)
    if len(formulas) != 1:
        raise EoDeepError(f"The method 'index' needs one formula, such as 'ndvi = (nir - red) / (nir + red)', got "
                          f"{len(formulas)}.")
    return IndexChange(formulas[0].bind(band_names), direction,
                       (formulas[0].name, f"change of {formulas[0].name}"))


def _fit_ranks(sample: PairSample, false_alarms: float) -> FittedMethod:
    """IR-MAD and the spectral angle by their ranks.

    Ranks have one distribution whatever happened, so what is usual comes from both scores themselves.
    """
    parts = IrMadScore(fit_irmad(sample.before, sample.after)), SpectralAngle()
    scores = [sample.score(part)[0] for part in parts]
    score = RankScore(parts, tuple(find_levels(each) for each in scores))
    guesses = [guess_threshold(each, false_alarms) for each in scores]
    usual, low, high = (float(score.combine(np.array(levels, np.float32))) for levels in zip(
        *((each.usual, each.threshold.low, each.threshold.high) for each in guesses)))  # fmt: skip
    combined = score.combine(scores)
    return FittedMethod(score, "ranks of IR-MAD and spectral angle, because the values are reflectance",
                        Guess(usual, cap_threshold(Threshold(low, high), combined, false_alarms)), combined)
