"""What becomes of classifier files that are damaged or forged: each must give one sentence, or be usable.

    python -m benchmarks.pixel_classification.damaged_models [--count 2000] [--seed 0]

Every file is used in a process of its own, forked after the engine is loaded; a process that a signal ends counts as a
failure. Kinds of damage: bits of the file; bits of the classifier's zip archive with a right checksum around it;
numbers of its arrays, forged one by one; entries of its schema; the card.
"""

from __future__ import annotations

import argparse
import copy
import io
import json
import os
import signal
import tempfile
import warnings
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open

from eo_deep.errors import EoDeepError
from eo_deep.io.model_card import CARD_KEY
from eo_deep.models.model_file import write_tensors
from eo_deep.pixel_classification.classifiers import CLASSIFIERS, ClassifierSettings
from eo_deep.pixel_classification.model import load_pixel_model, save_pixel_model

FEATURES, CLASSES = 5, 4
SECONDS = 60
EXTREMES = (0, -1, 1, 2**31 - 1, -(2**31), 2**62, 10**8, 255)
FLOATS = (np.nan, np.inf, -np.inf, 1e308, -1.0, 0.0)


def make_model(path: Path, name: str) -> None:
    """A classifier of random samples with its card."""
    rng = np.random.default_rng(0)
    classes = np.arange(200) % CLASSES
    samples = rng.normal(0, 100, (200, FEATURES)) + classes[:, None] * 60
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        classifier = ClassifierSettings(name, trees=4).make(200).fit(samples.astype(np.float32), classes)
    bands = [f"B{number}" for number in range(FEATURES)]
    card = {
        "name": "made", "task": "pixels", "classifier": {"name": name},
        "inputs": [{"bands": bands, "resolution_m": 10.0, "dtype": "uint16", "nodata": None,
                    "scaling": {"kind": "fixed", "mean": [0.0] * FEATURES, "std": [1.0] * FEATURES}}],
        "features": {"names": bands, "use_bands": True, "window_px": 1, "formulas": []},
        "classes": [{"value": value, "name": f"class {value}", "color": "#336699"} for value in range(CLASSES)],
        "stride_px": 1, "halo_px": [0, 0], "training": {},
    }  # fmt: skip
    save_pixel_model(str(path), classifier, card)


def read_parts(path: Path) -> tuple[bytes, dict]:
    """The classifier's bytes and the card of a file."""
    with safe_open(str(path), framework="pt") as file:
        return file.get_tensor("extra/classifier").numpy().tobytes(), json.loads(file.metadata()[CARD_KEY])


def write_parts(path: Path, data: bytes, card: dict) -> None:
    """A file with a right checksum."""
    tensor = torch.from_numpy(np.frombuffer(data, np.uint8).copy())
    write_tensors(str(path), {"extra/classifier": tensor}, {CARD_KEY: json.dumps(card)})


def flip(data: bytes, rng: np.random.Generator) -> bytes:
    """Some bits flipped, a piece cut out, or the end cut off."""
    changed = bytearray(data)
    kind = rng.integers(3)
    if kind == 0:
        for _ in range(int(rng.integers(1, 9))):
            changed[int(rng.integers(len(changed)))] ^= 1 << int(rng.integers(8))
    elif kind == 1:
        start = int(rng.integers(len(changed)))
        del changed[start : start + int(rng.integers(1, 200))]
    else:
        del changed[int(rng.integers(len(changed))) :]
    return bytes(changed)


def forge_archive(data: bytes, rng: np.random.Generator, schema: bool) -> bytes:
    """One array's numbers, type or shape forged, or one text of the schema."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    arrays = [name for name in source.namelist() if name.endswith(".npy")]
    chosen = "schema.json" if schema else arrays[int(rng.integers(len(arrays)))]
    with zipfile.ZipFile(target, "w") as written:
        for name in source.namelist():
            content = source.read(name)
            if name == chosen:
                content = forge_text(content, rng) if schema else forge_array(content, rng)
            written.writestr(name, content)
    return target.getvalue()


def forge_array(content: bytes, rng: np.random.Generator) -> bytes:
    """An array in numpy's format with other numbers, another shape or another type."""
    array = np.load(io.BytesIO(content)).copy()
    kind = int(rng.integers(4))
    if kind < 2 and array.size:  # most often numbers
        names = array.dtype.names
        part = array[names[int(rng.integers(len(names)))]] if names else array
        flat = part.reshape(-1) if not names else part
        values = EXTREMES if flat.dtype.kind in "iu" else FLOATS
        with np.errstate(all="ignore"):
            for place in rng.integers(len(flat), size=int(rng.integers(1, 4))):
                flat[place] = np.array(values[int(rng.integers(len(values)))]).astype(flat.dtype)
    elif kind == 2:
        array = array[: max(0, len(array) - 1)] if rng.integers(2) and array.ndim else array[None]
    else:
        array = np.zeros(array.shape, [np.float16, np.int8, np.complex64, np.uint64, "U3"][int(rng.integers(5))])
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


def forge_text(content: bytes, rng: np.random.Generator) -> bytes:
    """A schema with one value of one node replaced by another one's, or by something else."""
    schema = json.loads(content)
    nodes: list[dict] = []
    waiting = [schema]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            nodes.append(each)
            waiting += list(each.values())
        elif isinstance(each, list):
            waiting += each
    node = nodes[int(rng.integers(len(nodes)))]
    key = list(node)[int(rng.integers(len(node)))]
    other = nodes[int(rng.integers(len(nodes)))]
    strange = [None, -1, 10**30, "../../etc/passwd", [], {}, "eval", "builtins", other, "null", "1e999", "[" * 2000]
    node[key] = copy.deepcopy(strange[int(rng.integers(len(strange)))])
    return json.dumps(schema).encode()


def forge_card(card: dict, rng: np.random.Generator) -> dict:
    """A card with one wrong entry."""
    card = json.loads(json.dumps(card))
    places = [(card, key) for key in card] + [(card["features"], key) for key in card["features"]]
    places += [(card["classifier"], key) for key in card["classifier"]] + [(card["inputs"][0], "bands")]
    holder, key = places[int(rng.integers(len(places)))]
    strange = [None, -1, 10**9, "x", [], {}, ["B0"] * 3, list(CLASSIFIERS)[int(rng.integers(6))], 63, "a" * 9999]
    holder[key] = strange[int(rng.integers(len(strange)))]
    return card


def use(path: Path) -> str:
    """Load a file and classify with it, in a child: "refused", "answered", or what went wrong."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        os.close(reader)
        try:
            model = load_pixel_model(str(path))
            samples = np.random.default_rng(1).normal(0, 300, (2000, len(model.card["features"]["names"])))
            found = model.classifier.predict_proba(samples.astype(np.float32))
            said = "answered" if found.shape[1] == len(model.card["classes"]) else "wrong shape"
        except EoDeepError as error:
            said = "refused" if "\n" not in str(error) and str(error).endswith(".") else f"no sentence: {error}"
        except BaseException as error:  # noqa: BLE001  (whatever it is, it is a failure)
            said = f"{type(error).__name__}: {error}"
        os.write(writer, said.encode()[:500])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode(errors="replace")
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return f"ended by signal {os.WTERMSIG(status)}"
    return said or "said nothing"


def main() -> None:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000, help="number of files (default: 2000)")
    parser.add_argument("--seed", type=int, default=0, help="of the damage (default: 0)")
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    results: Counter = Counter()
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        models = {name: Path(folder) / f"{name}.safetensors" for name in CLASSIFIERS}
        for name, path in models.items():
            make_model(path, name)
            assert use(path) == "answered", use(path)
        damaged = Path(folder) / "damaged.safetensors"
        for number in range(options.count):
            name = list(models)[number % len(models)]
            data, card = read_parts(models[name])
            kind = ("file", "archive", "array", "array", "schema", "card")[number // len(models) % 6]
            if kind == "file":
                damaged.write_bytes(flip(models[name].read_bytes(), rng))
            elif kind == "card":
                write_parts(damaged, data, forge_card(card, rng))
            else:
                forged = flip(data, rng) if kind == "archive" else forge_archive(data, rng, kind == "schema")
                write_parts(damaged, forged, card)
            said = use(damaged)
            results[kind, said if said in ("refused", "answered") else "FAILED"] += 1
            if said not in ("refused", "answered"):
                failures.append((number, name, kind, said))
                print(f"{number} {name} {kind}: {said}", flush=True)
    print(f"{options.count} files, {len(failures)} failures")
    for kind in ("file", "archive", "array", "schema", "card"):
        print(f"{kind}: " + ", ".join(f"{results[kind, what]} {what}" for what in ("refused", "answered", "FAILED")))


if __name__ == "__main__":
    main()
