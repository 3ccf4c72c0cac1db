"""Refinements fitted on labelled windows by cross-fitting, and kept only where they help."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..progress import Progress
from ..runtime.threads import map_in_order
from .calibration import Calibration, fit_calibration, to_scores
from .crf import CrfSettings
from .fusion import FUSIONS, Rates, measure_rates
from .labelled_windows import LabelledWindow
from .refinement import CALIBRATE, CRF, FUSION, LEARNED, Refinement, leave_as_is
from .scores import Agreement, compare, count_confusion

FOLDS = 4
_MAX_PIXELS = 200_000  # for the two numbers per class of a calibration
_LIMIT, _STEP = 6.0, 0.1  # of offsets
_LEAST_GAIN = 0.001  # of IoU: less is chance
# Mild: the strong settings of the literature remove small objects.
_SETTINGS = [
    CrfSettings(image_weight=weight, reach_px=8.0, tolerance=tolerance, smoothing_weight=smoothing, dilation=dilation)
    for dilation, weight, tolerance, smoothing in itertools.product((1, 2), (2.0, 4.0, 8.0), (0.08, 0.16), (1.0, 3.0))
]
Train = Callable[[Sequence[LabelledWindow], Calibration, Progress], Refinement]


@dataclass(frozen=True)
class Fitted:
    """A refinement, and how well it and what came before agree with labels that it was not fitted on.

    rows: what was tried, in words, and its agreement. kept: in one sentence, what is kept and why.
    """

    refinement: Refinement
    rows: list[tuple[str, Agreement]]
    kept: str


def fit(windows: Sequence[LabelledWindow], count: int, method: str, train: Train, progress: Progress) -> Fitted:
    """Fit a refinement of `count` classes on windows.

    Parameters
    ----------
    windows : sequence of LabelledWindow
    count : int
        K.
    method : str
        "calibrate", "crf", "learned" or "fusion".
    train : callable
        Trains a network on windows that are calibrated so.
    progress : Progress
    """
    folds = np.array_split(np.arange(len(windows)), min(FOLDS, len(windows)))
    given = leave_as_is(count)
    rows = [("probabilities as they are", _sum(_judge(given, window, window.scores, 0.0) for window in windows))]
    calibration, held_out, calibrated = _calibrate(windows, count, folds)
    rows.append(("calibrated", held_out))
    if method == FUSION:
        return _fuse(windows, count, folds, rows)
    best, name = (calibrated, "the calibration") if held_out.iou > rows[0][1].iou else (given, "the input")
    kept = f"{name} is kept"
    if method == CALIBRATE:
        why = "" if best is calibrated else ", because a calibration does not help"
        return Fitted(replace(best, asked=method), rows, f"{kept[0].upper()}{kept[1:]}{why}.")
    if method == CRF:
        found, agreement = _choose_crf(windows, _centre(windows, calibration), folds, progress)
    else:
        found, agreement = _cross_train(windows, calibration, folds, train, progress)
    what = {CRF: "a CRF", LEARNED: "a learned refinement"}[method]
    rows.append((f"{what[2:]}", agreement))
    known = max(rows[0][1].iou, held_out.iou)
    numbers = f"an IoU of {agreement.iou:.3f} against {known:.3f} on labels that it was not fitted on"
    if agreement.iou < known + _LEAST_GAIN:
        return Fitted(replace(best, asked=method), rows, f"{what[0].upper()}{what[1:]} does not help here: {numbers}; "
                                                         f"{kept}.")
    return Fitted(replace(found, asked=method), rows, f"{what[0].upper()}{what[1:]} helps: {numbers}.")


def _calibrate(windows: Sequence[LabelledWindow], count: int,
               folds: Sequence[np.ndarray]) -> tuple[Calibration, Agreement, Refinement]:
    """The calibration of all windows, its agreement where it was not fitted, and the refinement that it is alone."""
    total = Agreement(np.zeros((count, count), np.int64))
    for fold in folds:
        rest = [window for number, window in enumerate(windows) if number not in fold or len(folds) == 1]
        calibration = _fit_on(rest)
        scores = [calibration(window.scores) for window in windows]
        offset = _find_offset(scores, windows, [n for n in range(len(windows)) if n not in fold or len(folds) == 1])
        total += _sum(_judge(leave_as_is(count), windows[n], scores[n], offset) for n in fold)
    calibration = _fit_on(windows)
    scores = [calibration(window.scores) for window in windows]
    offset = _find_offset(scores, windows, range(len(windows)))
    centred = Calibration(calibration.scale, tuple(bias + offset for bias in calibration.bias))
    return centred, total, replace(leave_as_is(count), calibration=centred)


def _centre(windows: Sequence[LabelledWindow], calibration: Calibration) -> Calibration:
    """Of two classes the bias alone, for a CRF whose weights do what a temperature would."""
    if len(calibration.scale) > 1:
        return calibration
    return Calibration((1.0,), (_find_offset([window.scores for window in windows], windows, range(len(windows))),))


def _fit_on(windows: Sequence[LabelledWindow]) -> Calibration:
    scores = np.concatenate([window.scores[:, window.labelled] for window in windows], axis=1)
    classes = np.concatenate([window.classes[window.labelled] for window in windows])
    step = max(1, len(classes) // _MAX_PIXELS)
    return fit_calibration(scores[:, ::step], classes[::step])


def _find_offset(scores: Sequence[np.ndarray], windows: Sequence[LabelledWindow], numbers: Sequence[int]) -> float:
    """What is added to the log-odds of two classes so that 0 gives the highest IoU of the second; 0 for more."""
    if len(scores[0]) > 1:
        return 0.0
    edges = np.arange(-_LIMIT, _LIMIT + _STEP / 2, _STEP)
    counts = np.zeros((2, len(edges) + 1))
    for number in numbers:
        labelled, window = windows[number].labelled, windows[number]
        place = np.searchsorted(edges, scores[number][0][labelled], side="right")  # how many thresholds it reaches
        for label in (0, 1):
            counts[label] += np.bincount(place[window.classes[labelled] == label], minlength=len(edges) + 1)
    above = counts[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
    iou = above[1] / np.maximum(above[0] + counts[1].sum(), 1)
    return -float(edges[int(iou.argmax())])


def _judge(refinement: Refinement, window: LabelledWindow, scores: np.ndarray, offset: float) -> Agreement:
    chosen = (scores[0] + offset >= 0).astype(np.intp) if len(scores) == 1 else scores.argmax(axis=0)
    return compare(chosen, window.classes, window.labelled, len(window.probabilities[0]))


def _sum(agreements) -> Agreement:
    first, *others = agreements
    for each in others:
        first = first + each
    return first


def _rank(agreement: Agreement) -> float:
    return agreement.iou + 0.5 * agreement.edge_f


def _rest_of(folds: Sequence[np.ndarray], place: int) -> list[int]:
    others = [number for other, fold in enumerate(folds) if other != place for number in fold]
    return others or list(folds[place])


def _choose_crf(windows: Sequence[LabelledWindow], calibration: Calibration, folds: Sequence[np.ndarray],
                progress: Progress) -> tuple[Refinement, Agreement]:
    """The best settings, and the agreement where in each fold those are taken that are best in the others."""
    tried: list[tuple[Refinement, list[Agreement]]] = []
    count = len(windows[0].probabilities[0])

    def try_settings(settings: CrfSettings) -> None:
        refinement = Refinement(CRF, calibration, (0.0,) * len(calibration.bias), settings, halo_px=settings.halo_px)
        scores = list(map_in_order(lambda each: _score(refinement, each), windows))
        found = [_sum(_judge(refinement, windows[n], scores[n], _find_offset(scores, windows, _rest_of(folds, place)))
                      for n in fold) for place, fold in enumerate(folds)]  # fmt: skip
        offset = _find_offset(scores, windows, range(len(windows)))
        tried.append((replace(refinement, offset=(offset,) if count == 2 else refinement.offset), found))

    for number, settings in enumerate(_SETTINGS, 1):
        try_settings(settings)
        progress(number / len(_SETTINGS))
    total = []
    for place in range(len(folds)):
        others = [other for other in range(len(folds)) if other != place] or [place]
        total.append(max(tried, key=lambda each: _rank(_sum(each[1][other] for other in others)))[1][place])
    return max(tried, key=lambda each: _rank(_sum(each[1])))[0], _sum(total)


def _score(refinement: Refinement, window: LabelledWindow) -> np.ndarray:
    return refinement.score(window.probabilities[0], window.image, window.seen & window.valid[0])


def _cross_train(windows: Sequence[LabelledWindow], calibration: Calibration, folds: Sequence[np.ndarray], train: Train,
                 progress: Progress) -> tuple[Refinement, Agreement]:
    """A network trained on all windows; its agreement by two, each trained on the half that the other is judged on."""
    halves = np.array_split(np.arange(len(windows)), min(2, len(windows)))
    scores: list[np.ndarray] = [np.zeros(0)] * len(windows)
    for place, half in enumerate(halves):
        others = [windows[number] for number in _rest_of(halves, place)]
        trained = train(others, calibration, progress.part(place / 3, (place + 1) / 3))
        for number in half:
            scores[number] = _score(trained, windows[number])
    agreements = [_judge(leave_as_is(2), windows[n], scores[n], _find_offset(scores, windows, _rest_of(folds, place)))
                  for place, fold in enumerate(folds) for n in fold]  # fmt: skip
    found = train(windows, calibration, progress.part(2 / 3, 1.0))
    offset = _find_offset(scores, windows, range(len(windows)))
    return replace(found, offset=(offset,) if len(found.offset) == 1 else found.offset), _sum(agreements)


def _fuse(windows: Sequence[LabelledWindow], count: int, folds: Sequence[np.ndarray],
          rows: list[tuple[str, Agreement]]) -> Fitted:
    """How reliable each map is, and the agreement of each rule with rates measured on other windows."""
    number_of_maps = len(windows[0].probabilities)

    def measure(numbers: Sequence[int]) -> list[Rates]:
        rates = []
        for place in range(number_of_maps):
            confusion = np.zeros((count, count), np.int64)
            for n in numbers:
                chosen = windows[n].probabilities[place].argmax(axis=0)
                confusion += count_confusion(chosen, windows[n].classes, windows[n].labelled, count)
            rates.append(measure_rates(confusion))
        return rates

    singles = []
    for place in range(number_of_maps):
        scores = [to_scores(window.probabilities[place]) for window in windows]
        singles.append(_sum(_judge(leave_as_is(count), window, each, 0.0) for window, each in zip(windows, scores)))
    rows = [(f"map {place + 1} alone", each) for place, each in enumerate(singles)]
    for name, fuse in FUSIONS.items():
        rates = [measure(_rest_of(folds, place)) for place in range(len(folds))]
        rows.append((name, _sum(
            compare(fuse(windows[n].probabilities, windows[n].valid, rates[place]).argmax(axis=0), windows[n].classes,
                    windows[n].labelled, count) for place, fold in enumerate(folds) for n in fold)))  # fmt: skip
    best_single = max(each.iou for each in singles)
    name, best = max(rows[number_of_maps:], key=lambda row: row[1].iou)
    helps = "is the best fusion" if best.iou >= best_single + _LEAST_GAIN else "does not help here"
    kept = f"'{name}' {helps}: an IoU of {best.iou:.3f} against {best_single:.3f} of the best map alone."
    found = replace(leave_as_is(count), method=FUSION, rates=measure(range(len(windows))), asked=FUSION)
    return Fitted(found, rows, kept)
