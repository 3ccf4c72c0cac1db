"""Which models there are, and which of them fit an image."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ..errors import EoDeepError
from ..io.card_schema import TASKS
from ..io.card_summary import Summary, summarize_card
from ..io.files import check_distinct, check_writable, identify_file
from ..io.model_card import read_card
from ..io.names import name_of
from ..io.paths import NewJson, NewReport, NewTable, RasterPath
from ..io.raster import open_image
from ..io.staging import stage
from ..io.tables import write_table
from ..models.bundled import list_bundled_models
from ..models.image_input import ImageSettings, find_bands, open_model_image
from ..progress import Progress, Relay, silent
from ..reports.html import Report
from ..runtime.jobs import algorithm
from .catalogue import Offered, find_catalogues, open_catalogue, read_catalogue
from .stac import describe_models

LISTED_TASKS = ("all", *TASKS)
_COLUMNS = ("name", "task", "gives", "classes", "bands", "resolution_m", "licence", "accuracy", "size_mb", "file",
            "catalogue")  # fmt: skip
_TITLES = ("Model", "Gives", "Bands", "Resolution (m)", "Accuracy", "Licence", "Size (MB)")


@dataclass(frozen=True)
class Fit:
    """How a model fits an image. distance: how far the pixel sizes are apart, in octaves; named: its bands have the
    model's names; notes: why it does not fit, or what is done to the image."""

    fits: bool
    named: bool
    distance: float
    notes: str


@dataclass(frozen=True)
class Listed:
    """A model of the list. catalogue: the file that offers it, "" for a model file that is there."""

    path: str
    summary: Summary
    fit: Fit | None
    catalogue: str = ""

    def cells(self) -> list:
        """Its values in the order of the columns."""
        each = self.summary
        shown = [each.name, each.task, each.purpose, each.classes, each.bands, _round(each.resolution_m), each.licence,
                 each.accuracy, round(each.size_mb, 1), self.path, self.catalogue]  # fmt: skip
        return shown if self.fit is None else ["yes" if self.fit.fits else "no", self.fit.notes, *shown]

    def describe(self) -> list:
        """Its values in the order of a page's table, which is narrower."""
        each = self.summary
        shown = [f"{each.name} ({each.task})", f"{each.purpose}: {each.classes}", each.bands, _round(each.resolution_m),
                 each.accuracy, each.licence, f"{each.size_mb:.1f}"]  # fmt: skip
        return shown if self.fit is None else [*shown, f"{'Yes. ' if self.fit.fits else 'No. '}{self.fit.notes}"]

    def order(self) -> tuple:
        """What fits comes first, model files before those of catalogues; bands by name before bands by order, then the
        closest pixel size, then the name."""
        fit, offered = self.fit, bool(self.catalogue)
        rank = (0, offered, 0, 0.0) if fit is None else (not fit.fits, offered, not fit.named, fit.distance)
        return *rank, self.summary.task, self.summary.name.lower(), self.path


class _Notes(Relay):
    """Keeps what opening an image says, without the user's log."""

    def __init__(self) -> None:
        super().__init__(silent)
        self.texts: list[str] = []

    def message(self, text: str) -> None:
        self.texts.append(text)

    warning = message


@algorithm()
def list_models(folder: str | None = None, image: RasterPath | None = None, bands: Sequence[int] | None = None,
                task: str = "all", table: NewTable | None = None, report: NewReport | None = None,
                catalogue: str | None = None, stac: NewJson | None = None, progress: Progress = silent) -> dict:
    """List the bundled models and those of a folder or a catalogue, and say which of them fit an image.

    A model fits where an algorithm would take the image: as many bands, in an order that their names do not contradict,
    values that its scaling can take, and pixels at most 8 times as coarse as those it was trained on. Catalogues in the
    folder are read, too: JSON files with STAC items of the Machine Learning Model extension, as `export_model` writes
    them. What they offer is listed with the path or the address of its file, and no model is fetched: `fetch_model`
    does that.

    Parameters
    ----------
    folder : str, optional
        Folder with model files, which are searched in its subfolders too. Default: only the bundled models.
    image : path of a raster, optional
        What fits it comes first; all others have the reason why they do not. Of a model of several images, it is taken
        to be the first one.
    bands : sequence of int, optional
        1-based band numbers of the image in the models' order. Default: matched by name.
    task : str
        "all", or only models of one task, such as "segmentation".
    table : path of a CSV file, optional
        A row for each model.
    report : path of an HTML file, optional
        Page with the same table, and the files that are no models.
    catalogue : str, optional
        Such a JSON file, or its address (https), whose models are listed too.
    stac : path of a JSON file, optional
        Catalogue of the folder's model files in the list, without a folder of the bundled ones, with size and SHA-256
        of each, for others.
    progress : Progress
        Receives the finished fraction, and a warning for each file that is no model.

    Returns
    -------
    dict
        "table", "report", "stac"; "models", how many are listed; "fitting", how many of them fit the image, or None;
        "best", the path of the first of these that is a model file, "" where none fits and without an image; "listed",
        one dict per model.

    Raises
    ------
    EoDeepError
        For a folder that does not exist, an unknown task, an image that cannot be read, a catalogue that cannot be
        reached or is none, and outputs that cannot be written.
    """
    if task not in LISTED_TASKS:
        raise EoDeepError(f"Task must be one of {', '.join(LISTED_TASKS)}, got '{task}'.")
    if folder is not None and not Path(folder).is_dir():
        raise EoDeepError(f"The folder of models '{folder}' does not exist.")
    paths = [*list_bundled_models(), *([] if folder is None else find_models(folder))]
    check_distinct([path for path in (table, report, stac) if path], [image, catalogue, *paths])
    for path, suffix in ((table, ".csv"), (report, ".html"), (stac, ".json")):
        if path:
            check_writable(path, suffix)
    if image is not None:
        with closing(open_image(image, bands)):  # what cannot be read is no matter of the models
            pass
    listed, refused = [], []
    for done, path in enumerate(dict.fromkeys(map(str, paths))):
        try:
            card = read_card(path)
        except EoDeepError as error:
            refused.append((path, str(error)))
            progress.warning(str(error))
            continue
        if task in ("all", card["task"]):
            fit = None if image is None else measure_fit(card, image, bands)
            listed.append(Listed(path, summarize_card(path, card), fit))
        progress((done + 1) / len(paths))
    there = {identify_file(path) for path in paths}
    for place, offers in _read_catalogues(folder, catalogue, refused, progress):
        for each in offers:
            if task in ("all", each.summary.task) and identify_file(each.href) not in there:
                fit = None if image is None else measure_fit({"inputs": [each.source]}, image, bands)
                listed.append(Listed(each.href, each.summary, fit, place))
    listed.sort(key=Listed.order)
    columns = _COLUMNS if image is None else ("fits", "notes", *_COLUMNS)
    if table:
        write_table(table, columns, [each.cells() for each in listed])
        progress.message(f"Wrote {table}.")
    if report:
        _write_report(report, listed, refused, image)
        progress.message(f"Wrote {report}.")
    if stac:
        offered = set(map(str, paths if folder is None else find_models(folder)))
        found = describe_models([each.path for each in listed if each.path in offered], stac)
        with stage(stac) as prepared:
            prepared.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        progress.message(f"Wrote {stac}.")
    fitting = [each for each in listed if each.fit and each.fit.fits]
    best = next((each.path for each in fitting if not each.catalogue), "")
    return {"table": table, "report": report, "stac": stac, "models": len(listed),
            "fitting": None if image is None else len(fitting), "best": best,
            "listed": [dict(zip(columns, each.cells())) for each in listed]}  # fmt: skip


def _read_catalogues(folder: str | None, catalogue: str | None, refused: list[tuple[str, str]],
                     progress: Progress) -> Iterator[tuple[str, list[Offered]]]:
    """(place, what it offers) of the catalogue that was asked for, and of those in the folder that are right."""
    if catalogue:
        yield catalogue, open_catalogue(catalogue)
    for path in [] if folder is None else find_catalogues(folder):
        if catalogue and identify_file(path) == identify_file(catalogue):
            continue
        try:
            yield path, read_catalogue(path)
        except EoDeepError as error:
            refused.append((path, str(error)))
            progress.warning(str(error))


def _round(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")


def find_models(folder: str) -> list[str]:
    """The model files in a folder and all below it."""
    return sorted(str(path) for path in Path(folder).rglob("*.safetensors") if path.is_file())


def measure_fit(card: dict, image: str, bands: Sequence[int] | None = None) -> Fit:
    """How a model fits an image: by the very checks that an algorithm makes before it starts."""
    first, notes = {**card, "inputs": card["inputs"][:1]}, _Notes()
    wanted = first["inputs"][0]
    without_scalars = {**wanted, "scalars": []}  # which are asked for where the model is applied
    try:
        with open_model_image(ImageSettings(image, bands), {**first, "inputs": [without_scalars]}, notes) as opened:
            there = opened.source.grid.ground_resolution_m
            named = find_bands(wanted["bands"], opened.source.band_names) is not None
    except EoDeepError as error:
        return Fit(False, False, math.inf, str(error))
    resolution_m, distance = wanted.get("resolution_m"), 0.0
    if resolution_m and there:
        distance = max(abs(math.log2(each / resolution_m)) for each in there)
    if len(card["inputs"]) > 1:
        others = ", ".join(source["name"] for source in card["inputs"][1:])
        notes.message(f"It needs further images: {others}.")
    return Fit(True, named, distance, " ".join(notes.texts))


def _write_report(path: str, listed: Sequence[Listed], refused: Sequence[tuple[str, str]], image: str | None) -> None:
    report = Report("Models" if image is None else f"Models for '{name_of(image)}'")
    count = f"{len(listed)} model{'' if len(listed) == 1 else 's'}"
    if image is None:
        report.text(f"{count}.")
    else:
        fitting = sum(each.fit is not None and each.fit.fits for each in listed)
        report.text(f"{count}, {fitting} of them fit the image; what fits best comes first.")
    report.table(_TITLES if image is None else (*_TITLES, "Fits the image"), [each.describe() for each in listed])
    report.heading("Files")
    report.table(("Model", "File", "Catalogue"), [(each.summary.name, each.path, each.catalogue) for each in listed])
    if any(each.catalogue for each in listed):
        report.text("Models of catalogues are no model files yet: fetch them, and import those that are ONNX files.")
    if refused:
        report.heading("Files that are no models")
        report.table(("File", "Reason"), refused)
    report.write(path)
