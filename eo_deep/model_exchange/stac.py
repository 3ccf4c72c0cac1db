"""A model as a STAC item with the Machine Learning Model extension 1.4 (github.com/stac-extensions/mlm)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from ..io.card_summary import describe_licence, list_sources
from .deepness import find_normalization

_SCHEMA = "https://stac-extensions.github.io/mlm/v1.4.0/schema.json"
_DIMENSIONS = ["batch", "channel", "height", "width"]


def describe_item(card: Mapping, model: str, item: str, tile_px: int, parameters: int) -> dict:
    """The item of an exported model. model, item: paths of both files; parameters: number of weights."""
    source, target = card["inputs"][0], card.get("translation", {}).get("target")
    name = name_model(card, model)
    tasks = ["regression"] if target else ["semantic-segmentation"]
    mean, std = find_normalization(source["scaling"], len(source["bands"]))
    bands = [{"name": band, **({"gsd": source["resolution_m"]} if source.get("resolution_m") else {})}
             for band in source["bands"]]  # fmt: skip
    scaling = [{"type": "z-score", "mean": 255 * each, "stddev": 255 * spread} for each, spread in zip(mean, std)]
    results = len(target["bands"]) if target else len(card["classes"])
    classes = [{"value": entry["value"], "name": name_class(entry["name"]), "title": entry["name"],
                "color_hint": entry["color"].lstrip("#").upper()} for entry in card["classes"]]  # fmt: skip
    record = card.get("training")
    date = str(record.get("date") or "") if isinstance(record, Mapping) else ""
    is_date = re.fullmatch(r"\d{4}-\d\d-\d\d", date)
    when = {"datetime": f"{date}T00:00:00Z"} if is_date else {
        "datetime": None, "start_datetime": "1900-01-01T00:00:00Z", "end_datetime": "9999-12-31T23:59:59Z"}  # fmt: skip
    folder = os.path.dirname(os.path.abspath(item))
    is_beside = os.path.dirname(os.path.abspath(model)) == folder
    return {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": [_SCHEMA],
        "id": name,
        "geometry": None,
        "properties": {
            **when,
            "title": card.get("name") or name,
            "description": card.get("description") or f"A model for {', '.join(tasks)}.",
            "license": "other",
            "bands": bands,
            "mlm:name": name,
            "mlm:architecture": card["network"]["name"],
            "mlm:tasks": tasks,
            "mlm:framework": "ONNX",
            "mlm:total_parameters": parameters,
            "mlm:accelerator": None,
            "mlm:input": [{
                "name": source["name"],
                "bands": source["bands"],
                "input": {"shape": [-1, len(bands), tile_px, tile_px], "dim_order": _DIMENSIONS,
                          "data_type": "float32"},
                "value_scaling": scaling,
                "pre_processing_function": None,
            }],
            "mlm:output": [{
                "name": "values" if target else "class probabilities",
                "tasks": tasks,
                "result": {"shape": [-1, results, tile_px, tile_px], "dim_order": _DIMENSIONS, "data_type": "float32"},
                "classification:classes": classes,
                "post_processing_function": None,
            }],
            "eo_deep:licence": describe_licence(card),
            "eo_deep:sources": [dict(zip(("name", "licence", "attribution"), each)) for each in list_sources(card)],
        },
        "links": [],
        "assets": {
            "model": {
                "href": f"./{os.path.basename(model)}" if is_beside else os.path.abspath(model),
                "type": "application/octet-stream; framework=onnx",
                "title": f"{card.get('name') or name} (ONNX)",
                "roles": ["mlm:model", "mlm:weights"],
                "mlm:artifact_type": "onnx",
                "bands": bands,
            },
        },
    }  # fmt: skip


def name_model(card: Mapping, path: str) -> str:
    """The model's name in the letters that the extension allows."""
    text = str(card.get("name") or os.path.splitext(os.path.basename(path))[0])
    letters = re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-_.")
    return letters if re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]+[A-Za-z0-9]", letters) else f"model-{letters or 'unnamed'}"


def name_class(text: str) -> str:
    """A class's name in the letters that the classification extension allows."""
    return re.sub(r"[^0-9A-Za-z_-]+", "_", text) or "_"
