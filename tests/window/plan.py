"""The acts that QGIS plays for the tests, made of runs.py."""

from __future__ import annotations

from pathlib import Path

from runs import RUNS

BATCHES = ("extractbuildings", "classifyscenes", "polygonize")


def make_plan(inputs: dict[str, str], folder: Path) -> list[tuple[str, str, dict]]:
    """(name, function of drive.py, its arguments) for each act; outputs that users name lie in `folder`."""
    values = {name: fill(given, inputs) for name, given in RUNS.items()}
    plan = [("dialogs", "open_dialogs", {"image": inputs["image"], "labels": inputs["labels"]})]
    given = {name: values["segment"][name] for name in ("IMAGE", "MODEL")}
    plan.append(("models", "offer_models", {"algorithm": "segment", "values": given}))
    for name in RUNS:
        plan.append((f"twice {name}", "run", {"algorithm": name.split()[0], "values": values[name], "times": 2}))
    for name in BATCHES:
        arguments = {"algorithm": name, "rows": 3 * [values[name]], "folder": make_folder(folder, name)}
        plan.append((f"batch {name}", "run_batch", arguments))
    named = make_folder(folder, "named")
    given = {"values": {"map": inputs["class_map"], **values["segment"]}, "folder": named}
    plan.append(("model", "run_model", given))
    for name, output, first in (("segment", "map.tif", {}), ("polygonize", "polygons.gpkg", {"CLASSES": "town"})):
        given = {"values": {**values[name], "OUTPUT": f"{named}/{output}", **first}, "other_values": values[name]}
        plan.append((f"same file {name}", "run_again", {"algorithm": name, **given}))
    cancelled = make_folder(folder, "cancelled")
    given = {**values["segment"], "IMAGE": inputs["large"], "CORE_PX": 512, "OUTPUT": f"{cancelled}/map.tif"}
    plan.append(("cancel", "cancel", {"algorithm": "segment", "values": given, "folder": cancelled}))
    for name in ("segment", "updatemap"):
        plan.append((f"no engine {name}", "run_without_engine", {"algorithm": name, "values": values[name]}))
    given = {"image": inputs["image"], "model": inputs["bright_model"]}
    plan.append(("click to polygon", "click_to_polygon", given))
    pictures = str(folder / "pictures")
    given = {"image": inputs["image"], "model": inputs["prompts_model"], "pictures": pictures}
    plan.append(("click to prompts", "click_to_prompts", given))
    given = {"image": inputs["image"], "model": inputs["square_model"]}
    plan.append(("click to squares", "click_to_squares", given))
    given = {"image": inputs["bare"], "model": inputs["bright_model"], "pictures": pictures}
    plan.append(("click without CRS", "click_without_crs", given))
    plan.append(("try on view", "try_on_view", {"image": inputs["image"]}))
    plan.append(("start without engine", "start_without_engine", {}))
    plan.append(("review", "review", {"folder": make_folder(folder, "reviewed")}))
    given = {name: value for name, value in values["trainsegmentation"].items() if name != "MODEL"}
    plan.append(("train", "train", {"values": {**given, "EPOCHS": 2}, "pictures": pictures}))
    given = {"values": {**given, "EPOCHS": 12}, "model": f"{make_folder(folder, 'resumed')}/town.safetensors"}
    plan.append(("resume", "resume", {**given, "pictures": pictures}))
    plan.append(("reports", "list_reports", {}))
    plan.append(("menu", "list_menu", {}))  # last: it loads the plugin anew
    return plan


def make_folder(parent: Path, name: str) -> str:
    (parent / name).mkdir()
    return str(parent / name)


def fill(value: object, inputs: dict[str, str]) -> object:
    """Names in braces replaced by files."""
    if isinstance(value, dict):
        return {key: fill(each, inputs) for key, each in value.items()}
    if isinstance(value, list):
        return [fill(each, inputs) for each in value]
    return value.format(**inputs) if isinstance(value, str) else value
