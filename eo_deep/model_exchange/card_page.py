"""A model's card as a page for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from ..io.card_schema import HEADS
from ..io.card_summary import describe_split, list_metrics, list_results, list_sources
from ..reports.html import Report

# What a training's record holds that has its own place on the page, or says nothing without the training.
_SHOWN_ELSEWHERE = ("sources", "metrics", "losses", "events", "held_out")
_MAX_CELL = 300


def write_page(path: str, card: Mapping, rows: Sequence[tuple[str, str]]) -> None:
    """Write a model's card as a page for people; rows: the summary at its top."""
    report = Report(f"Model {rows[0][1]}")
    if card.get("description"):
        report.text(card["description"])
    report.table((), rows)
    report.heading("Images that it needs")
    report.table(
        ("Image", "Bands", "Resolution (m)", "Data type", "Nodata", "Values", "Required"),
        [
            (source["name"], ", ".join(source["bands"]), source.get("resolution_m"), source.get("dtype") or "any",
             source.get("nodata"), describe_scaling(source["scaling"]), bool(source["required"]))
            for source in card["inputs"]
        ],
    )  # fmt: skip
    scalars = card["inputs"][0].get("scalars")
    if scalars:
        report.text("Numbers of the image: " + ", ".join(_name_with_unit(each) for each in scalars) + ".")
    report.heading("Classes" if card["classes"] else "Bands of the result")
    if card["classes"]:
        colors = [[int(entry["color"][i : i + 2], 16) for i in (1, 3, 5)] for entry in card["classes"]]
        report.legend(zip(colors, (f"{entry['value']}: {entry['name']}" for entry in card["classes"])))
    else:
        report.text(", ".join(list_results(card)))
    if card.get("heads"):
        report.text(f"Besides classes it sees: {', '.join(HEADS)}.")
    report.heading("Accuracy")
    split, figures = describe_split(card), list_metrics(card)
    report.text(f"Measured on: {split}." if split else "The card does not say on what it was measured.")
    if figures:
        report.table(("Figure", "Value"), figures)
    report.heading("Training data and licences")
    sources = list_sources(card)
    if sources:
        report.table(("Data", "Licence", "Attribution"), sources)
    else:
        report.text("The card states no licence of the training data.")
    report.heading("Network")
    report.table(("Property", "Value"), _list_network(card))
    training = card.get("training")
    if isinstance(training, Mapping) and training:
        report.heading("Training")
        stated = [(key.replace("_", " "), value) for key, value in training.items() if key not in _SHOWN_ELSEWHERE]
        report.table(("Setting", "Value"), [(name, _to_text(value)) for name, value in stated])
    report.write(path)


def describe_scaling(scaling: Mapping) -> str:
    """How raw values become a network's input, in a few words."""
    if scaling["kind"] == "percentiles":
        return f"stretched between the image's percentiles {scaling['low']:g} and {scaling['high']:g}"
    if scaling["kind"] == "range":
        pairs = zip(scaling["low"], scaling["high"])
        return "between " + ", ".join(f"{low:g} and {high:g}" for low, high in dict.fromkeys(pairs))
    means = ", ".join(f"{mean:.4g} ± {std:.3g}" for mean, std in zip(scaling["mean"], scaling["std"]))
    return f"as they are, mean and standard deviation by band {means}"


def _name_with_unit(scalar: Mapping) -> str:
    return f"{scalar['name']} ({scalar['unit']})" if scalar["unit"] else scalar["name"]


def _list_network(card: Mapping) -> list[tuple[str, str]]:
    before_px, after_px = card["halo_px"]
    rows = []
    if "network" in card:
        arguments = ", ".join(f"{name} {_to_text(value)}" for name, value in card["network"]["arguments"].items())
        rows.append(("Network", f"{card['network']['name']}: {arguments}"))
    if "classifier" in card:
        rows.append(("Classifier", _to_text(card["classifier"])))
    if card.get("patch_px"):
        rows.append(("Patch", f"{card['patch_px']} px"))
    rows.append(("Stride", f"{card['stride_px']} px"))
    rows.append(("Halo", f"{before_px} px above and left, {after_px} px below and right"))
    stated = card.get("network", {}).get("arguments", {})
    if "detection" in card:
        tiling = f"tiles of {stated['tile_px']} px that share {card['detection']['overlap_px']} px"
    elif stated.get("tile_px"):
        tiling = f"tiles of {stated['tile_px']} px with {stated['overlap_px']} px of overlap; seams may show"
    else:
        tiling = "exact" if card.get("exact", True) else "not exact"
    rows.append(("Tiling", tiling))
    if "detection" in card:
        stated_iou = f"{card['detection']['confidence']:g} and {card['detection']['iou']:g}"
        rows.append(("Minimum score and IoU of one object", stated_iou))
    for name, key in (("Scale", "scale"), ("Threshold", "threshold"), ("Seed threshold", "seed_threshold")):
        if card.get(key) is not None:
            rows.append((name, f"{card[key]:g}"))
    return rows


def _to_text(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MAX_CELL else f"{text[:_MAX_CELL]}…"
