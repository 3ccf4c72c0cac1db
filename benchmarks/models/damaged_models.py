"""What becomes of model files that are damaged or lie: a sentence, a map, or a fault?

    python -m benchmarks.models.damaged_models [--count 1000] [--seed 0]

Each of `count` damages per task is done to a small model with random weights, and the algorithm that reads it is run on
an image of 64 px, in a process that may take 6 GiB of memory and 30 s. A damage is a cut, flipped bits, a wrong length,
tensors of other types, shapes and places, weights that are not finite, or a card with anything in any place. What is
not refused must end with whole outputs.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import resource
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rasterio.windows import Window
from torch import Tensor, nn

from eo_deep.alignment.shift_field import FieldSettings
from eo_deep.energy_models.jem import GaussianInit
from eo_deep.errors import EoDeepError
from eo_deep.io.raster import open_raster
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.model_exchange import import_model
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build

LONGEST_SENTENCE, MEMORY_BYTES, LIMIT_S = 500, 6 << 30, 30
_STRANGE: list[Any] = [
    None, -1, 0, 1, 2, 10**9, 10**30, -(10**9), 1e308, 0.5, "", "x", "../../etc/passwd", "\u0000", "\ud83d", "unet",
    "<script>alert(1)</script>", "\u202eevil", "a" * 5000, "9" * 5000, "#zzzzzz", [], {}, [[]], [None], True, False,
    float("nan"), float("inf"), ["a"] * 5, {"a": 1}, list(range(1000)), [0, 0], [-5, 5], [10**6, 10**6], [1.5, 2.5],
    [3] * 1000,
]  # fmt: skip
_LENGTHS = (0, 1, 2, 2**31, 2**32, 2**63, 2**64 - 1)
_SHAPES: list[Any] = [[10**9], [10**9, 10**9], [2**62, 4], [-1], [0], [], [1] * 200, None, "a", [1.5], [2**64]]
_OFFSETS: list[Any] = [[0, 10**12], [10, 0], [-5, 5], [0, 0], None, [0], [2**63, 2**64]]
_DTYPES: list[Any] = ["F64", "F32", "F16", "BF16", "I8", "U8", "BOOL", "I64", "F8_E4M3", "", None, 5]
_PROBABILITIES = {"name": "probabilities", "bands": ["background", "building"], "dtype": "float32",
                  "scaling": {"kind": "fixed", "mean": [0.0, 0.0], "std": [1.0, 1.0]}}  # fmt: skip
_DATES = [{"name": "a.tif", "date": "2019-06-01", "code": [0.5] * 8}, {"name": "b.tif", "date": None, "code": [0] * 8}]
_HALVES = (b"\x00\x7e", b"\x00\x7c", b"\x00\xfc", b"\xff\x7b", b"\x00\x00")  # NaN, both infinities, 65504, 0


def damage(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    """A model file's content with something wrong, and what that is; half of them without the checksum that tells."""
    if rng.random() < 0.5:
        header, data = _split(content)
        del header["__metadata__"]["crc32"]
        content = _join(header, data)
    return rng.choices((_cut, _flip_header, _flip_weights, _lengthen, _change_tensor, _change_card, _break_text, _fill),
                       (10, 12, 6, 6, 14, 40, 5, 7))[0](rng, content)  # fmt: skip


def _split(content: bytes) -> tuple[dict, bytes]:
    length = int.from_bytes(content[:8], "little")
    return json.loads(content[8 : 8 + length]), content[8 + length :]


def _join(header: dict, data: bytes) -> bytes:
    text = json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def _cut(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    length = rng.randrange(rng.choice((20, 5000, len(content))))
    return f"cut after {length} bytes", content[:length]


def _flip(rng: random.Random, content: bytes, first: int, last: int) -> bytes:
    flipped = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 20, 1000))):
        flipped[rng.randrange(first, last)] ^= 1 << rng.randrange(8)
    return bytes(flipped)


def _flip_header(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    return "bits of the header", _flip(rng, content, 0, 8 + int.from_bytes(content[:8], "little"))


def _flip_weights(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    return "bits of the weights", _flip(rng, content, 8 + int.from_bytes(content[:8], "little"), len(content))


def _lengthen(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    length = rng.choice((*_LENGTHS, len(content), rng.randrange(2**64)))
    return f"a header of {length} bytes", length.to_bytes(8, "little") + content[8:]


def _change_tensor(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    header, data = _split(content)
    name = rng.choice([key for key in header if key != "__metadata__"])
    key, values = rng.choice((("dtype", _DTYPES), ("shape", _SHAPES), ("data_offsets", _OFFSETS), ("", [None])))
    value = rng.choice(values)
    if key:
        header[name][key] = value
    elif rng.random() < 0.5:
        del header[name]
    else:
        header["../" + name] = header.pop(name)
    return f"tensor {name}: {key or 'its name'} {value}"[:80], _join(header, data)


def _change_card(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    header, data = _split(content)
    card = json.loads(header["__metadata__"]["eo_deep"])
    told = []
    for _ in range(rng.choice((1, 1, 2))):
        *path, last = rng.choice([place for place in _list_places(card) if place])
        inside = card
        for part in path:
            inside = inside[part]
        value = copy.deepcopy(rng.choice(_STRANGE))
        told.append(f"{'.'.join(map(str, (*path, last)))} = {str(value)[:20]!r}")
        if rng.random() < 0.15:
            del inside[last]
        else:
            inside[last] = value
    header["__metadata__"]["eo_deep"] = json.dumps(card)
    return "card " + ", ".join(told), _join(header, data)


def _list_places(value: Any, place: tuple = ()) -> Iterator[tuple]:
    yield place
    children = value.items() if isinstance(value, dict) else enumerate(value[:3]) if isinstance(value, list) else ()
    for key, child in children:
        yield from _list_places(child, (*place, key))


def _break_text(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    header, data = _split(content)
    text, depth = header["__metadata__"]["eo_deep"], rng.choice((20, 100, 1000, 100_000))
    broken = rng.choice((text[: rng.randrange(len(text))], "[]", "5", "null", "[" * depth + "]" * depth, text + text,
                         '{"a":' * depth + "1" + "}" * depth))  # fmt: skip
    header["__metadata__"] = rng.choice(({"eo_deep": broken}, {"eo_deep": broken}, {"eo_deep": 5}, [], {}))
    return f"card's text {broken[:20]}", _join(header, data)


def _fill(rng: random.Random, content: bytes) -> tuple[str, bytes]:
    header, data = _split(content)
    header["__metadata__"].pop("crc32", None)
    name = rng.choice([key for key in header if key != "__metadata__"])
    half, filled = rng.choice(_HALVES), bytearray(data)
    first, last = rng.choice((header[name]["data_offsets"], (0, len(data))))
    filled[first:last] = half * ((last - first) // 2)
    return f"weights filled with {half.hex()}", _join(header, bytes(filled))


class _Boxes(nn.Module):
    """A detector in the layout of YOLO 8, of two classes, whose boxes are anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.look = nn.Conv2d(3, 6, 8, stride=8)

    def forward(self, x: Tensor) -> Tensor:
        return self.look(x).sigmoid().flatten(2)


def write_detector(path: Path) -> Path:
    """A small detector as a model; needs the extra 'onnx'."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(_Boxes().eval(), (torch.zeros(1, 3, 64, 64),), str(path.with_suffix(".onnx")), dynamo=False)
    import_model(str(path.with_suffix(".onnx")), resolution_m=0.3, output=str(path))
    path.with_suffix(".onnx").unlink()
    return path


def write_models(folder: Path) -> dict[str, Path]:
    """A small model for each of several algorithms, by the algorithm's name."""
    torch.manual_seed(0)
    sizes = {"in_channels": 3, "out_channels": 2}
    common: dict[str, Any] = {
        "name": "small",
        "inputs": [{"bands": ["red", "green", "blue"], "resolution_m": 0.3, "dtype": "uint8", "nodata": None,
                    "scaling": {"kind": "range", "low": [0] * 3, "high": [255] * 3}}],
        "classes": [{"value": 0, "name": "background", "color": "#000000"},
                    {"value": 1, "name": "building", "color": "#e31a1c"}],
        "bf16": False, "threshold": None, "training": {"losses": [2.0, 1.0], "data": {"images": ["a.tif"]}},
    }  # fmt: skip
    start = GaussianInit.fit(torch.rand(8, 3, 16, 16) - 0.5, torch.arange(8) // 4, 2)
    chosen: dict[str, tuple[str, dict, dict]] = {
        "segment": ("unet", {**sizes, "base_channels": 4, "depth": 2}, {"task": "segmentation"}),
        "classify_scenes": ("wideresnet", {**sizes, "depth": 10, "width": 1}, {
            "task": "scenes", "kind": "jem", "patch_px": 16, "temperature": 1.0,
            "log_density": {"quantiles": [i / 100 for i in range(101)]},
            "sampler": {"steps": 2, "step_size": 1.0, "noise": 0.005, "max_gradient": 1.0}}),
        "align_vectors": ("resunet", {**sizes, "out_channels": 8, "base_channels": 4, "blocks": [1, 1]}, {
            "task": "alignment", "matching": {"grid_px": 2, "null_score": 1.0}, "field": asdict(FieldSettings())}),
        "refine_map": ("pde", {"in_channels": [2, 3], "out_channels": 2, "filters": 4}, {
            "task": "refinement", "inputs": [_PROBABILITIES, {**common["inputs"][0], "name": "image"}],
            "refinement": {"method": "learned", "asked": "learned", "scale": [1.0], "bias": [0.0], "offset": [0.1]}}),
        "translate_image": ("translator", {**sizes, "in_channels": 4, "base_channels": 4, "blocks": [1, 1]}, {
            "task": "translation", "classes": [], "inputs": [{**common["inputs"][0], "noise": 1}],
            "translation": {"kind": "image", "target": {"bands": ["VV", "VH"], "dtype": "uint16", "mean": [900.0, 90.0],
                                                        "std": [9.0] * 2, "low": [0.0] * 2, "high": [2e3] * 2}}}),
        "extract_features": ("disentangler", {"in_channels": 4, "out_channels": 3, "base_channels": 8}, {
            "task": "series", "classes": [], "series": {"dates": _DATES}, "inputs": [
                {**common["inputs"][0], "known_plane": True,
                 "scaling": {"kind": "fixed", "mean": [120.0] * 3, "std": [50.0] * 3}}]}),
    }  # fmt: skip
    paths = {}
    for algorithm, (name, arguments, card) in chosen.items():
        network, paths[algorithm] = build(name, **arguments), folder / f"{algorithm}.safetensors"
        tiles = {"stride_px": 8, "halo_px": [0, 0], "exact": False}
        if card["task"] != "scenes":
            found = measure_footprint(network)
            tiles = {"stride_px": found.stride_px, "halo_px": [found.before_px, found.after_px], "exact": found.exact}
        described = {**common, **tiles, "network": {"name": name, "arguments": arguments}, **card}
        save_model(str(paths[algorithm]), network, described, start.tensors() if card["task"] == "scenes" else None)
    return paths


def run_job(algorithm: str, model: str, folder: str) -> str:
    """Run an algorithm with a model on the image and map of `folder`: "used", "refused", or what went wrong."""
    from eo_deep.alignment.align import align_vectors
    from eo_deep.class_map_refinement.refine import refine_map
    from eo_deep.image_translation.inference import translate_image
    from eo_deep.object_detection.detect import detect_objects
    from eo_deep.scene_classification.classify import classify_scenes
    from eo_deep.segmentation.inference import segment

    image, out = f"{folder}/image.tif", Path(folder, "out")
    jobs: dict[str, Callable[[], object]] = {
        "segment": lambda: segment(image, model, output=f"{out}/o.tif", probabilities=f"{out}/p.tif"),
        "classify_scenes": lambda: classify_scenes(image, model, output=f"{out}/o.tif", confidence=f"{out}/c.tif",
                                                   grid=f"{out}/g.gpkg"),
        "align_vectors": lambda: align_vectors(image, f"{folder}/map.gpkg", model, output=f"{out}/o.gpkg"),
        "refine_map": lambda: refine_map(f"{folder}/probabilities.tif", image, model, output=f"{out}/o.tif"),
        "translate_image": lambda: translate_image(image, model, output=f"{out}/o.tif"),
        "detect_objects": lambda: detect_objects(image, model, output=f"{out}/o.gpkg"),
        "extract_features": lambda: use_codes(image, model, out),
    }  # fmt: skip
    try:
        jobs[algorithm]()
        result = "used"
    except EoDeepError as error:
        plain = "\n" not in str(error) and len(str(error)) <= LONGEST_SENTENCE and "memory is full" not in str(error)
        result = "refused" if plain else f"bad sentence: {error}"
    except Exception as error:  # whatever comes is what this program looks for
        result = f"fault: {type(error).__name__}: {error}"
    left = [path.name for path in out.iterdir() if path.name.startswith(".") or result == "refused"]
    for path in out.iterdir():
        path.unlink()
    return f"left behind: {left[0]}" if left else result


def use_codes(image: str, model: str, out: Path) -> None:
    """Write the shared code of a series model's, and the image as of a date of its card."""
    from eo_deep.image_features.extraction import extract_features
    from eo_deep.image_translation.inference import translate_image

    extract_features([image], layer_model=model, cells="shared code", output=f"{out}/o.tif")
    try:
        translate_image(image, model, style_dates="2019-06-01", output=f"{out}/p.tif")
    except EoDeepError:
        (out / "o.tif").unlink()  # of a job that went well
        raise


def start_worker() -> ProcessPoolExecutor:
    """One process that has loaded all that jobs need. It is not forked: torch's threads would be missing in it."""
    pool = ProcessPoolExecutor(1, get_context("spawn"), limit_memory)
    pool.submit(run_job, "segment", "nowhere", "nowhere").exception()
    return pool


def limit_memory() -> None:
    torch.set_num_threads(1)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def count_outcomes(algorithm: str, model: Path, folder: Path, rng: random.Random, count: int) -> tuple[Counter, float]:
    """How often each outcome came, and the longest time in seconds."""
    content, damaged = model.read_bytes(), folder / "damaged.safetensors"
    found: Counter = Counter()
    longest_s, pool = 0.0, start_worker()
    for _ in range(count):
        what, changed = damage(rng, content)
        damaged.write_bytes(changed)
        started = time.monotonic()
        try:
            outcome = pool.submit(run_job, algorithm, str(damaged), str(folder)).result(timeout=LIMIT_S)
        except (BrokenProcessPool, TimeoutError) as error:
            outcome = f"killed: {type(error).__name__}"
            for process in pool._processes.values():
                process.kill()
            pool = start_worker()
        longest_s = max(longest_s, time.monotonic() - started)
        found[outcome.partition(":")[0]] += 1
        if outcome not in ("used", "refused"):
            print(f"{what}: {outcome}", flush=True)
    pool.shutdown()
    return found, longest_s


def main() -> None:
    from eo_deep.synthetic_scenes.scene import make_scene

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000, help="damaged models per task (default: 1000)")
    parser.add_argument("--seed", type=int, default=0, help="of the damages (default: 0)")
    chosen = parser.parse_args()
    print("| algorithm | models | refused in one sentence | used | faults | longest, s |\n| --- |" + " ---: |" * 5)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "out").mkdir()
        make_scene(1, 64, 0.3, str(folder / "image.tif"), displaced=str(folder / "map.gpkg"))
        with open_raster(str(folder / "image.tif")) as image, \
                RasterWriter(folder / "probabilities.tif", image.grid, 2, "float32") as writer:
            second = image.read()[0][:1].astype("float32") / 255
            writer.write(np.concatenate([1 - second, second]), Window(0, 0, image.grid.width, image.grid.height))
        models = write_models(folder)
        if find_spec("onnx") and find_spec("onnxruntime"):
            models["detect_objects"] = write_detector(folder / "detector.safetensors")
        for algorithm, model in models.items():
            found, longest_s = count_outcomes(algorithm, model, folder, random.Random(chosen.seed), chosen.count)
            faults = chosen.count - found["refused"] - found["used"]
            row = (algorithm, chosen.count, found["refused"], found["used"], faults, f"{longest_s:.1f}")
            print(f"| {' | '.join(map(str, row))} |", flush=True)


if __name__ == "__main__":
    main()
