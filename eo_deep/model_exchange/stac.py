"""A model as a STAC item with the Machine Learning Model extension 1.4 (github.com/stac-extensions/mlm)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..io.card_summary import count_weights, describe_licence, list_results, list_sources, summarize_card
from ..io.checksums import hash_file
from ..io.model_card import read_card
from .catalogue import SHA256
from .deepness import find_normalization

_LEVELS, _TILE_PX = 255, 512
_MLM = "https://stac-extensions.github.io/mlm/v1.4.0/schema.json"
_FILE = "https://stac-extensions.github.io/file/v2.1.0/schema.json"
_DIMENSIONS = ["batch", "channel", "height", "width"]
# What the extension calls the task of a model, by its card's.
_TASKS = {
    "segmentation": "semantic-segmentation", "pixels": "semantic-segmentation", "refinement": "semantic-segmentation",
    "polygons": "instance-segmentation", "scenes": "scene-classification", "super-resolution": "super-resolution",
    "translation": "regression", "alignment": "detection", "series": "generative",
    "detection": "object-detection", "prompts": "instance-segmentation",
}  # fmt: skip
_FORMATS = {
    ".onnx": {"framework": "ONNX", "type": "application/octet-stream; framework=onnx", "artifact": "onnx",
              "title": "ONNX"},
    ".safetensors": {"framework": "PyTorch", "type": "application/octet-stream; framework=pytorch",
                     "artifact": "safetensors", "title": "EO Deep"},
}  # fmt: skip


def describe_models(models: Sequence[str], collection: str) -> dict:
    """A catalogue of model files: a collection of their items. collection: path of the JSON file."""
    items = []
    for path in models:
        card = read_card(path)
        tile_px = card.get("patch_px") or max(_TILE_PX, 2 * max(card["halo_px"]) + card["stride_px"])
        items.append(describe_item(card, path, collection, tile_px, count_weights(path)))
    return {"type": "FeatureCollection", "features": items}


def describe_item(card: Mapping, model: str, item: str, tile_px: int, parameters: int) -> dict:
    """The item of a model. model, item: paths of both files; parameters: number of weights."""
    sources, target = card["inputs"], card.get("translation", {}).get("target")
    stated, name = _FORMATS[Path(model).suffix], name_model(card, model)
    is_map = card.get("translation", {}).get("kind") == "map"
    tasks = ["semantic-segmentation" if is_map else _TASKS[card["task"]]]
    if Path(model).suffix == ".onnx" and card["task"] == "polygons":
        tasks = ["semantic-segmentation"]  # of whose outputs it has the classes only
    bands = [{"name": band, **({"gsd": sources[0]["resolution_m"]} if sources[0].get("resolution_m") else {})}
             for band in sources[0]["bands"]]  # fmt: skip
    names = list_results(card)
    classes = [] if target else [
        {"value": entry["value"], "name": name_class(entry["name"]), "title": entry["name"],
         "color_hint": entry["color"].lstrip("#").upper()} for entry in card["classes"]]  # fmt: skip
    record = card.get("training")
    date = str(record.get("date") or "") if isinstance(record, Mapping) else ""
    is_date = re.fullmatch(r"\d{4}-\d\d-\d\d", date)
    when = {"datetime": f"{date}T00:00:00Z"} if is_date else {
        "datetime": None, "start_datetime": "1900-01-01T00:00:00Z", "end_datetime": "9999-12-31T23:59:59Z"}  # fmt: skip
    summary = summarize_card(model, card) if os.path.isfile(model) else None
    accuracy = {"eo_deep:accuracy": summary.accuracy} if summary and summary.measure is not None else {}
    gives_patches = card["task"] == "scenes"
    finer = tile_px * card.get("scale", 1)
    result = {"shape": [-1, len(names)], "dim_order": _DIMENSIONS[:2]} if gives_patches else {
        "shape": [-1, len(names), finer, finer], "dim_order": _DIMENSIONS}  # fmt: skip
    return {
        "type": "Feature",
        "stac_version": "1.1.0",
        "stac_extensions": [_MLM, _FILE],
        "id": name,
        "geometry": None,
        "properties": {
            **when,
            "title": card.get("name") or name,
            "description": card.get("description") or f"A model for {', '.join(tasks)}.",
            "license": "other",
            "bands": bands,
            "mlm:name": name,
            "mlm:architecture": str(card["network"]["name"] if "network" in card else card["task"]),
            "mlm:tasks": tasks,
            "mlm:framework": stated["framework"],
            "mlm:total_parameters": parameters,
            "mlm:accelerator": None,
            "mlm:input": [_describe_input(source, tile_px) for source in sources],
            "mlm:output": [{
                "name": "class probabilities" if classes else "values",
                "tasks": tasks,
                "result": {**result, "data_type": "float32"},
                "classification:classes": classes,
                "post_processing_function": None,
            }],
            "eo_deep:task": card["task"],
            "eo_deep:licence": describe_licence(card),
            "eo_deep:sources": [dict(zip(("name", "licence", "attribution"), each)) for each in list_sources(card)],
            **accuracy,
        },
        "links": [],
        "assets": {
            "model": {
                "href": _refer(model, item),
                "type": stated["type"],
                "title": f"{card.get('name') or name} ({stated['title']})",
                "roles": ["mlm:model", "mlm:weights"],
                "mlm:artifact_type": stated["artifact"],
                "bands": bands,
                **_describe_file(model),
            },
        },
    }  # fmt: skip


def _describe_input(source: Mapping, tile_px: int) -> dict:
    mean, std = find_normalization(source["scaling"], len(source["bands"]))
    scaling = [{"type": "z-score", "mean": _LEVELS * each, "stddev": _LEVELS * spread}
               for each, spread in zip(mean, std)]  # fmt: skip
    return {
        "name": source["name"],
        "bands": source["bands"],
        "input": {"shape": [-1, len(source["bands"]), tile_px, tile_px], "dim_order": _DIMENSIONS,
                  "data_type": "float32"},
        "value_scaling": scaling,
        "pre_processing_function": None,
    }  # fmt: skip


def _refer(model: str, item: str) -> str:
    """A model's path as its item says it: from the item's folder on where it lies in it or below."""
    folder, path = Path(item).absolute().parent, Path(model).absolute()
    return f"./{path.relative_to(folder).as_posix()}" if path.is_relative_to(folder) else str(path)


def _describe_file(path: str) -> dict:
    """Size and SHA-256 of a file, as a multihash; nothing where it is not there."""
    if not os.path.isfile(path):
        return {}
    return {"file:size": os.path.getsize(path), "file:checksum": f"{SHA256}{hash_file(path)}"}


def name_model(card: Mapping, path: str) -> str:
    """The model's name in the letters that the extension allows."""
    text = str(card.get("name") or os.path.splitext(os.path.basename(path))[0])
    letters = re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-_.")
    return letters if re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]+[A-Za-z0-9]", letters) else f"model-{letters or 'unnamed'}"


def name_class(text: str) -> str:
    """A class's name in the letters that the classification extension allows."""
    return re.sub(r"[^0-9A-Za-z_-]+", "_", text) or "_"
