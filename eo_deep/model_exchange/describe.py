"""What is in a model file: what the model finds, what it needs, how well it does, and who may use it."""

from __future__ import annotations

from ..io.card_summary import Summary, count_weights, summarize_card
from ..io.files import check_distinct, check_writable
from ..io.model_card import read_card
from ..io.paths import NewReport
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .card_page import write_page


@algorithm()
def describe_model(model: str, report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Describe a model file by its card: what it finds, what image it needs, its accuracy, licence and size.

    No weight is read and no network is built, so a file that is described may still hold damaged weights.

    Parameters
    ----------
    model : str
        A model file (.safetensors) of any task.
    report : path of an HTML file, optional
        Page with all that the card says.
    progress : Progress
        Receives the summary as messages.

    Returns
    -------
    dict
        "report"; "name"; "task"; "classes" and "bands", names separated by commas; "band_count" of all images;
        "resolution_m", None where the card states none; "licence", "accuracy", texts; "measure", the first figure of
        the accuracy, or None; "size_mb"; "weights", how many, 0 for an imported network.

    Raises
    ------
    EoDeepError
        For a file that is no model, and a report that cannot be written.
    """
    check_distinct([report] if report else [], [model])
    if report:
        check_writable(report, ".html")
    card = read_card(model)
    summary, weights = summarize_card(model, card), count_weights(model)
    rows = _list_summary(summary, weights)
    for name, value in rows:
        progress.message(f"{name}: {value}")
    if report:
        write_page(report, card, rows)
        progress.message(f"Wrote {report}.")
    return {
        "report": report,
        **{name: getattr(summary, name) for name in ("name", "task", "classes", "bands", "resolution_m", "licence",
                                                     "accuracy", "measure")},
        "band_count": sum(len(source["bands"]) for source in card["inputs"]),
        "size_mb": round(summary.size_mb, 3), "weights": weights,
    }  # fmt: skip


def _list_summary(summary: Summary, weights: int) -> list[tuple[str, str]]:
    resolution = "any" if summary.resolution_m is None else f"{summary.resolution_m:g} m"
    return [
        ("Name", summary.name),
        ("Task", summary.task),
        ("Gives", summary.purpose),
        ("Classes or bands of the result", summary.classes),
        ("Bands of the image", summary.bands),
        ("Resolution", resolution),
        ("Licence", summary.licence),
        ("Accuracy", summary.accuracy),
        ("Size", f"{summary.size_mb:.1f} MB" + (f", {weights:,} weights" if weights else "")),
    ]
