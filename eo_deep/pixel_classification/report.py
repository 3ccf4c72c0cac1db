"""The report on the training of a classifier of pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..reports.html import Report, confusion_figure
from .samples import Samples
from .validation import Accuracy

_MOST_IMPORTANT = 30


def write_report(path: str, card: Mapping, samples: Samples, grouped: Accuracy | None, by_pixel: Accuracy | None,
                 held_back: Accuracy | None, importance: np.ndarray, notes: Sequence[str]) -> None:
    """Write the report as an HTML file.

    Parameters
    ----------
    path : str
    card : mapping
        The model's.
    samples : Samples
        Those of the training.
    grouped, by_pixel, held_back : Accuracy or None
        By whole polygons or blocks, by pixels at random, and on samples that were held back; None: not measured.
    importance : ndarray, shape (F,)
    notes : sequence of str
        What is to be known about these numbers.
    """
    groups = "polygons" if samples.groups_are_polygons else "blocks"
    report = Report(f"Training of {card['name']}")
    report.text(f"{card['classifier']['name'].capitalize()} on {samples.features.shape[1]} features, trained on "
                f"{len(samples)} samples of {len(np.unique(samples.groups))} {groups}.")
    report.table(("Class", "Samples", groups.capitalize()), samples.count())
    report.heading("Accuracy")
    report.text(f"By {groups}: whole {groups} were held out, so this is what to expect at other places. By pixels: "
                f"single pixels were held out, whose neighbours the classifier has seen; it is too good, and here to "
                "compare with reports that give nothing else.")
    measured = [(name, found) for name, found in ((f"by {groups}", grouped), ("by pixels", by_pixel),
                                                  ("samples held back", held_back)) if found]  # fmt: skip
    rows = [(name, found.overall, found.mean_f_score, found.kappa, int(found.confusion.sum()))
            for name, found in measured]  # fmt: skip
    report.table(("Validation", "Overall accuracy", "Mean F score", "Kappa", "Samples"), rows)
    for note in notes:
        report.text(note)
    names = [label.name for label in samples.labels]
    for name, found in measured:
        report.heading(f"Classes, {name}")
        scores = zip(names, found.precision, found.recall, found.f_score, found.confusion.sum(axis=1), strict=True)
        report.table(("Class", "Precision", "Recall", "F score", "Samples"),
                     [(*each[:4], int(each[4])) for each in scores])  # fmt: skip
        report.figure(confusion_figure(found.confusion, names), "Confusion matrix.")
    if np.isfinite(importance).any():
        report.heading("Importance of the features")
        report.text(f"By how much the accuracy on {groups} that were held out falls when a feature's values are "
                    "exchanged between samples. Features that say the same share their importance.")
        order = np.argsort(-importance, kind="stable")[:_MOST_IMPORTANT]
        report.table(("Feature", "Fall of accuracy"), [(samples.names[place], importance[place]) for place in order])
    report.heading("Settings")
    report.table(("Setting", "Value"), [(name.replace("_", " "), str(value))
                                        for name, value in card["training"].items() if name != "accuracy"])
    report.write(path)
