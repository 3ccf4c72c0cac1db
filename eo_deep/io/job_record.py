"""What a job is: its door, its inputs and its settings, as plain values that can be compared with another job's."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import shapely

from ..runtime.jobs import Call
from .checksums import hash_file
from .files import list_files
from .layers import POINT_TYPES, POLYGON_TYPES, SHAPE_TYPES, find_layer, read_layer
from .names import name_of
from .paths import Input, Output, find_paths, list_paths

_ENGINE = __package__.rpartition(".")[0]
_TYPES = {"points": POINT_TYPES, "boxes": SHAPE_TYPES}  # of the layers that hold other things than polygons
# Arguments that no pixel depends on.
_SHAPELESS = ("resume", "keep_parts", "cluster", "overviews")


def describe_job(call: Call) -> dict[str, Any]:
    """A call as plain values. Raises OSError where a model cannot be read, EoDeepError where a layer cannot.

    images: of each raster its path, its size and its time, and a digest of those of all files that it consists of.
    layers: digests of their geometries, since a layer that QGIS hands on has another file each time. models: digests of
    their files.
    """
    paths = find_paths(call.door)
    outputs = {name for name, kind in paths.items() if isinstance(kind, Output)}
    inputs = {name for name, kind in paths.items() if isinstance(kind, Input)}
    layers = {name for name, kind in paths.items() if isinstance(kind, Input) and not kind.raster}
    models = find_models(call)
    described = {
        "eo_deep": import_module(_ENGINE).__version__,
        "algorithm": call.name,
        "images": {name: [_describe_file(path) for path in list_paths(call.arguments[name])]
                   for name in sorted(inputs - layers) if call.arguments.get(name)},
        "layers": {name: [_digest_layer(path, name) for path in list_paths(call.arguments[name])]
                   for name in sorted(layers) if call.arguments.get(name)},
        "models": {name: hash_file(call.arguments[name]) for name in sorted(models) if call.arguments[name]},
        "settings": {name: value for name, value in sorted(call.arguments.items())
                     if name not in outputs | inputs | models and name not in _SHAPELESS},
        "outputs": sorted(call.targets),
    }  # fmt: skip
    return json.loads(json.dumps(described, default=str))  # as it is read again


def find_models(call: Call) -> set[str]:
    """The arguments that name models."""
    return {name for name in call.arguments if name == "model" or name.endswith("_model")}


def is_remote(path: str) -> bool:
    """Whether a path names a place that GDAL alone can read: a server's, or one inside of another file."""
    return "://" in path or path.startswith("/vsi")


def find_difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    """In what two jobs differ, in some words; None where they are the same."""
    if old["eo_deep"] != new["eo_deep"]:
        return f"EO Deep {old['eo_deep']} began it, this is {new['eo_deep']}"
    if old["algorithm"] != new["algorithm"]:
        return f"it is of '{old['algorithm']}'"
    for name in sorted({*old["images"], *new["images"]}):
        before, now = old["images"].get(name, []), new["images"].get(name, [])
        for one, other in zip(before, now):
            if one["path"] != other["path"]:
                return f"'{name}' was '{one['path']}'"
            if one != other:
                return f"'{name_of(other['path'])}' has changed since"
        if len(before) != len(now):
            return f"'{name}' had {len(before)} files, it has {len(now)}"
    for kind, what in (("models", "model"), ("layers", "layer")):
        for name in sorted({*old[kind], *new[kind]}):
            if old[kind].get(name) != new[kind].get(name):
                return f"'{name}' was another {what}"
    for name in sorted({*old["settings"], *new["settings"]}):
        if old["settings"].get(name) != new["settings"].get(name):
            return f"'{name}' was {old['settings'].get(name)!r}, not {new['settings'].get(name)!r}"
    if old["outputs"] != new["outputs"]:
        return f"it writes {', '.join(old['outputs'])}, not {', '.join(new['outputs'])}"
    return None


def _digest_layer(path: str, name: str) -> str:
    found = read_layer(*find_layer(path, name, _TYPES.get(name, POLYGON_TYPES)), columns=[])[0]
    digest = hashlib.sha256(str(found.crs).encode())
    for geometry in shapely.to_wkb(found.geometries):
        digest.update(geometry or b"")
    return digest.hexdigest()


def _describe_file(path: str) -> dict[str, Any]:
    path = path if is_remote(path) else os.path.abspath(path)
    digest, size, modified = hashlib.sha256(), 0, 0
    for file in list_files(path):
        try:
            found = os.stat(file)
        except OSError:
            continue  # of a server
        digest.update(f"{os.path.abspath(file)} {found.st_size} {found.st_mtime_ns}\n".encode())
        if file == path:
            size, modified = found.st_size, found.st_mtime_ns
    return {"path": path, "bytes": size, "modified_ns": modified, "files": digest.hexdigest()}
