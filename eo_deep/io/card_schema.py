"""The schema of a model's card and of a class map's tag: types, ranges, sizes, and what must fit together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from .value_rules import (
    CardError,
    Check,
    a_color,
    a_flag,
    a_list,
    a_number,
    a_record,
    a_text,
    an_int,
    by,
    fail,
    one_of,
    or_none,
    quote,
)

FORMAT_VERSION = 2
DTYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16", "float32", "float64")
_MAX_TEXT = 10_000
_MAX_BANDS, _MAX_CLASSES = 2000, 256
_MAX_NOISE = 16
COARSEST = 8.0  # pixels of an image in those of the training, at most
# Networks for pixels that take several sources, each on cells of its own.
SOURCE_NETWORKS = ("multiunet",)
ONE_SOURCE_NETWORKS = ("unet", "resunet", "fcn", "mlp")
PIXEL_NETWORKS = (*ONE_SOURCE_NETWORKS, *SOURCE_NETWORKS)
# One of another software, whose program the file holds, and what such a program gives.
ONNX, ONNX_ENLARGEMENT, ONNX_DETECTOR, ONNX_PROMPTS = "onnx", "onnxenlargement", "onnxdetector", "onnxprompts"
FOREIGN_NETWORKS = (ONNX, ONNX_ENLARGEMENT, ONNX_DETECTOR, ONNX_PROMPTS)
# Pixels of a view in one of an image, along a side, at most: small objects are seen better when they are larger.
FINEST_VIEW = 4
PROGRAM_OUTPUTS = ("logits", "probabilities", "values")
# How a detector gives its boxes, by who does so: YOLO 5 to 7 in rows with a probability of any object, YOLO 8 on in
# columns without.
BOX_LAYOUTS = ("yolov5", "yolov8")
# Networks that translate an image into another one.
TRANSLATION_NETWORKS = ("translator",)
# Networks that tell what a place is from what a date does to it.
SERIES_NETWORKS = ("disentangler", "paperdisentangler")
# Networks that refine class maps: of probabilities and an image.
REFINEMENT_NETWORKS = ("pde",)
REFINEMENTS = ("calibrate", "crf", "learned", "fusion")
MAX_CRF_HALO_PX = 256  # memory grows with its square
# Networks that give one answer for a patch; POLYCNN gives the corners of an object, the other ones a class.
POLYCNN = "polycnn"
SCENE_NETWORKS = ("wideresnet", "codeclassifier")
PATCH_NETWORKS = (*SCENE_NETWORKS, POLYCNN)
POLYCNN_OUTPUTS = 8  # x and y of four corners
# Networks that give finer images, of ratio 2 to 8.
SUPER_RESOLUTION_NETWORKS = ("edsr",)
MIN_SR_RATIO, MAX_SR_RATIO = 2, 8
# The outputs of a polygons model after its classes, in their order, and how many channels each has (models/heads).
HEADS = {"border": 1, "direction": 2, "corners": 2, "offset": 2}
# The classifiers of pixels by their features.
PIXEL_CLASSIFIERS = ("random forest", "gradient boosting", "logistic regression", "support vector machine",
                     "nearest neighbours", "perceptron")
NORMALIZATIONS = ("weight", "none", "group", "batch")
MIN_PATCH_PX, MAX_PATCH_PX = 8, 4096
# The class value of pixels without class: nodata of class maps, ignored by losses and scores; no model's class has it.
UNKNOWN = 255
# How a source is brought to a network's cells where it has others.
DAY_OF_YEAR = "day of year"  # a scalar that is two planes, sine and cosine
RESAMPLINGS = ("nearest", "bilinear", "cubic", "average")
MAX_SOURCES, _MAX_RATIO = 64, 1024


def check_card(card: Any) -> None:
    """Raises CardError for a card that lacks something, or holds a wrong value."""
    _COMMON(card, "")
    by("task", _TASKS)(card, "")
    makes_image = card["task"] == "translation" and card["translation"]["kind"] == "image"
    has_classes = not makes_image and card["task"] not in ("super-resolution", "series")
    if bool(card["classes"]) != has_classes:
        raise CardError(f"classes must be a list of {f'1 to {_MAX_CLASSES}' if has_classes else '0'}, got "
                        f"{len(card['classes'])}")  # fmt: skip
    if makes_image:
        target = card["translation"]["target"]
        for name in ("mean", "std", "low", "high"):
            if len(target[name]) != len(target["bands"]):
                raise CardError(f"translation, target, {name} must hold {len(target['bands'])} numbers, one per band, "
                                f"got {len(target[name])}")  # fmt: skip
    for source in card["inputs"]:
        _check_scaling(source["scaling"], len(source["bands"]))
    if card["task"] == "pixels":  # which may have a network for their features only
        if layer := card["features"].get("layer"):
            _check_scaling(layer["source"]["scaling"], len(layer["source"]["bands"]))
        return
    if card["task"] == "refinement":
        _check_refinement(card)
        if card["refinement"]["method"] != "learned":
            return  # which needs no network
    _NETWORKED(card, "")
    network = card["network"]["name"]
    fitting = {"segmentation": (*PIXEL_NETWORKS, ONNX), "polygons": (*PIXEL_NETWORKS, POLYCNN),
               "scenes": SCENE_NETWORKS,
               "refinement": REFINEMENT_NETWORKS, "super-resolution": (*SUPER_RESOLUTION_NETWORKS, ONNX_ENLARGEMENT),
               "series": SERIES_NETWORKS, "detection": (ONNX_DETECTOR,), "prompts": (ONNX_PROMPTS,),
               "translation": (*ONE_SOURCE_NETWORKS, *TRANSLATION_NETWORKS, ONNX),
               }.get(card["task"], ONE_SOURCE_NETWORKS)  # fmt: skip
    known = (*PATCH_NETWORKS, *PIXEL_NETWORKS, *REFINEMENT_NETWORKS, *SUPER_RESOLUTION_NETWORKS, *TRANSLATION_NETWORKS,
             *SERIES_NETWORKS, *FOREIGN_NETWORKS)  # fmt: skip
    if network in known and network not in fitting:
        raise CardError(f"network, name must be one for {card['task']}, got {quote(network)}")
    if card["task"] == "polygons" and bool(card["heads"]) == (network == POLYCNN):
        wanted = "an empty list" if network == POLYCNN else f"the list {', '.join(HEADS)}"
        raise CardError(f"heads must be {wanted}, got {quote(card['heads'])}")
    _check_sources(card)
    if (errors := card.get("expected_error")) and len(errors["predicted"]) != len(errors["measured"]):
        raise CardError(f"expected_error, measured must hold {len(errors['predicted'])} numbers, got "
                        f"{len(errors['measured'])}")  # fmt: skip
    arguments, outputs = card["network"]["arguments"], _count_outputs(card)
    channels: Any = [count_channels(source) for source in card["inputs"]]
    channels = channels if network in (*SOURCE_NETWORKS, *REFINEMENT_NETWORKS) else channels[0]
    for name, count in (("in_channels", channels), ("out_channels", outputs)):
        if name in arguments and arguments[name] != count:
            raise CardError(f"network, arguments, {name} must be {quote(count)} for these bands and classes, "
                            f"got {quote(arguments[name])}")  # fmt: skip


def _check_refinement(card: dict) -> None:
    """Raises CardError where what a refinement holds does not fit its classes and inputs."""
    stated, count = card["refinement"], len(card["classes"])
    if len(card["inputs"][0]["bands"]) != count:
        raise CardError(f"inputs 1, bands must hold {count} names, one per class, got "
                        f"{len(card['inputs'][0]['bands'])}")  # fmt: skip
    scores = 1 if count == 2 else count
    for name in ("scale", "bias", "offset"):
        if len(stated[name]) != scores:
            raise CardError(f"refinement, {name} must hold {scores} numbers for {count} classes, got "
                            f"{len(stated[name])}")  # fmt: skip
    inputs = 2 if stated["method"] in ("crf", "learned") else 1
    if len(card["inputs"]) != inputs:
        raise CardError(f"inputs must be a list of {inputs} for this refinement, got {len(card['inputs'])}")
    for name in ("crf", "fusion"):
        if (stated["method"] == name) != (name in stated):
            raise CardError(f"refinement must have {name} where that is its method, and only there")
    if crf := stated.get("crf"):
        halo_px = (crf["iterations"] + 1) * crf["radius_px"] * crf["dilation"]
        if halo_px > MAX_CRF_HALO_PX:
            raise CardError(f"refinement, crf must see at most {MAX_CRF_HALO_PX} px, got {halo_px} px")
    for rates in stated.get("fusion", []):
        for name, values in rates.items():
            if len(values) != count:
                raise CardError(f"refinement, fusion, {name} must hold {count} numbers, got {len(values)}")


def _check_sources(card: dict) -> None:
    """Raises CardError where a card's inputs do not fit each other, or its network."""
    inputs, network = card["inputs"], card["network"]
    if len(inputs) > 1 and network["name"] in (*PATCH_NETWORKS, *ONE_SOURCE_NETWORKS, *FOREIGN_NETWORKS):
        raise CardError(f"inputs must be a list of 1 for network {network['name']}, got {len(inputs)}")
    names = [source["name"] for source in inputs]
    if twice := [name for number, name in enumerate(names) if name in names[:number]]:
        raise CardError(f"inputs must have names of their own, got {quote(twice[0])} twice")
    if inputs[0]["ratio"] != 1 or not inputs[0]["required"]:
        raise CardError("inputs 1 must have ratio 1 and be required")
    shares: list[int | None] = []
    for number, source in enumerate(inputs):
        place, other = f"inputs {number + 1}", source.get("shares")
        if card["stride_px"] % source["ratio"]:
            raise CardError(f"{place}, ratio must divide the stride of {card['stride_px']}, got {source['ratio']}")
        if other is not None and other not in names[:number]:
            raise CardError(f"{place}, shares must be the name of an earlier input, got {quote(other)}")
        shares.append(None if other is None else names.index(other))
        scalars = [each["name"].lower() for each in source.get("scalars", ())]
        if scalars and (number or len(set(scalars)) < len(scalars)):
            raise CardError(f"{place}, scalars must have names of their own, and only the first input may have any")
    if network["name"] in SOURCE_NETWORKS:
        arguments = network["arguments"]
        stated = arguments["ratios"], list(arguments.get("shares") or [None] * len(inputs))
        for name, value, wanted in zip(("ratios", "shares"), stated, ([each["ratio"] for each in inputs], shares)):
            if value != wanted:
                raise CardError(f"network, arguments, {name} must be {quote(wanted)} for these inputs, got "
                                f"{quote(value)}")  # fmt: skip


def _check_scaling(scaling: dict, bands: int) -> None:
    """Raises CardError where the values of a scaling fit neither each other nor the number of bands."""
    for name, values in scaling.items():
        if isinstance(values, list) and len(values) != bands:
            raise CardError(f"inputs, scaling, {name} must hold {bands} numbers, one per band, got {len(values)}")
    for one, other in (("reflectance_low", "reflectance_high"), ("surface_offset", "surface_factor")):
        if (one in scaling) != (other in scaling):
            raise CardError(f"inputs, scaling must have both {one} and {other}, or none of them")
    for low, high in (("low", "high"), ("reflectance_low", "reflectance_high")):
        lows, highs = (each if isinstance(each, list) else [each] for each in (scaling.get(low), scaling.get(high)))
        if low in scaling and not all(a < b for a, b in zip(lows, highs)):
            raise CardError(f"inputs, scaling, {low} must be below {high}")


def _count_outputs(card: dict) -> int:
    if card["task"] == "alignment":
        return ALIGNMENT_OUTPUTS
    if card["task"] == "translation" and card["translation"]["kind"] == "image":
        return len(card["translation"]["target"]["bands"])
    if card["network"]["name"] == POLYCNN:
        return POLYCNN_OUTPUTS
    if card["task"] in ("super-resolution", "series"):
        return len(card["inputs"][0]["bands"])
    return len(card["classes"]) + (sum(HEADS.values()) if card["task"] == "polygons" else 0)


def count_channels(source: dict) -> int:
    """How many channels a network reads of an input: its bands, noise, the planes of its scalars, and 1 where it is
    known, if it may be missing or has such a plane. Of a finer input each place in a cell is a channel of its own.
    """
    known = source.get("known_plane", False) or not source.get("required", True)
    bands = len(source["bands"]) * source.get("finer", 1) ** 2
    return bands + source.get("noise", 0) + count_planes(source) + known


def count_planes(source: dict) -> int:
    """How many planes the scalars of an input are."""
    return sum(2 if each["name"].lower() == DAY_OF_YEAR else 1 for each in source.get("scalars", ()))


def list_scalars(scalars: Sequence[Mapping]) -> str:
    """The scalars of an input in a sentence: "sun elevation (°), day of year"."""
    return ", ".join(f"{each['name']} ({each['unit']})" if each["unit"] else each["name"] for each in scalars)


def describe_inputs(inputs: Sequence[dict]) -> str:
    """A model's inputs in a sentence: "'PAN' (1 band, 1.5 m) and 'MS' (4 bands, 6 m)"."""
    texts = []
    for source in inputs:
        count, size_m = len(source["bands"]), source.get("resolution_m")
        parts = [f"{count} band" + ("s" if count > 1 else ""), f"{size_m:.3g} m" if size_m else "",
                 source.get("date") or "", "" if source["required"] else "may be missing"]  # fmt: skip
        texts.append(f"'{source['name']}' ({', '.join(part for part in parts if part)})")
    return " and ".join(text for text in (", ".join(texts[:-1]), texts[-1]) if text)


def find_wrong_number(others: Sequence, inputs: Sequence[dict]) -> str | None:
    """What is wrong with the number of further images, as a sentence; of a card's inputs the last may be missing."""
    needed = max(number for number, source in enumerate(inputs, 1) if source["required"])
    if needed <= 1 + len(others) <= len(inputs):
        return None
    number = str(needed) if needed == len(inputs) else f"{needed} to {len(inputs)}"
    images = "image" if number == "1" else "images"
    return f"The model needs {number} {images}: {describe_inputs(inputs)}; got {1 + len(others)}."


def check_classes(value: Any, place: str, min_length: int = 0, highest: int = 255) -> None:
    """Raises CardError for what is no list of classes {"value", "name", "color"} with values of their own.

    min_length: how many there must be; highest: value, of 8 bits.
    """
    each = a_record({"value": an_int(0, highest), "name": a_text(), "color": a_color})
    a_list(each, min_length, _MAX_CLASSES)(value, place)
    values = [each["value"] for each in value]
    twice = [each for number, each in enumerate(values) if each in values[:number]]
    if twice:
        raise CardError(f"{place} must have values of their own, got {twice[0]} twice")


def _rising(value: Any, place: str) -> None:
    a_list(_FINITE, 2, 10_000)(value, place)
    if any(second < first for first, second in zip(value, value[1:])):
        raise CardError(f"{place} must rise")


def check_arguments(network: str, value: Any, place: str) -> None:
    """Raises CardError for what the constructor of one of NETWORKS does not take, or no computer could hold."""
    NETWORKS.get(network, _FREE)(value, place)


def _network(value: Any, place: str) -> None:
    # A network that is not known here is refused where it would be built.
    a_record({"name": a_text(), "arguments": _FREE})(value, place)
    check_arguments(value["name"], value["arguments"], f"{place}, arguments")


def _arguments(optional: dict[str, Check]) -> Check:
    sizes = {"in_channels": an_int(1, _MAX_BANDS), "out_channels": an_int(1, _MAX_CLASSES)}
    return a_record(sizes, optional, closed=True)


def _depth(value: Any, place: str) -> None:
    an_int(10, 100)(value, place)
    if (value - 4) % 6:
        fail(place, "10, 16, 22, 28, ...", value)


def _patch_side(value: Any, place: str) -> None:
    an_int(MIN_PATCH_PX, MAX_PATCH_PX)(value, place)
    if value % 8:
        fail(place, "a multiple of 8", value)


def _eighths(value: Any, place: str) -> None:
    an_int(8, 1024)(value, place)
    if value % 8:
        fail(place, "a multiple of 8", value)


def _heads(value: Any, place: str) -> None:
    if value not in ([], list(HEADS)):
        fail(place, f"the list {', '.join(HEADS)}", value)


def _sources(value: Any, place: str) -> None:
    """The arguments of a network of several sources."""
    channels = a_list(an_int(1, _MAX_BANDS), 2, MAX_SOURCES)
    required = {"in_channels": channels, "ratios": a_list(an_int(1, _MAX_RATIO), 2, MAX_SOURCES),
                "out_channels": an_int(1, _MAX_CLASSES)}  # fmt: skip
    shares = a_list(or_none(an_int(0, MAX_SOURCES)), 2, MAX_SOURCES)
    a_record(required, {**_UNET, "shares": or_none(shares)}, closed=True)(value, place)
    count, sizes = len(value["in_channels"]), list(zip(value["in_channels"], value["ratios"]))
    for name in ("ratios", "shares"):
        if value.get(name) is not None and len(value[name]) != count:
            raise CardError(f"{place}, {name} must hold {count} values, one per source, got {len(value[name])}")
    if value["ratios"][0] != 1:
        raise CardError(f"{place}, ratios must begin with 1, got {value['ratios'][0]}")
    for number, other in enumerate(value.get("shares") or []):
        if other is not None and (other >= number or sizes[other] != sizes[number]):
            raise CardError(f"{place}, shares {number + 1} must name an earlier source of as many bands and the same "
                            f"ratio, got {other}")  # fmt: skip


_FREE = a_record({})  # the card's size and depth bound it
_FINITE = a_number(-1e30, 1e30)
_ABOVE_ZERO = a_number(0, 1e30, above=True)
_NOT_NEGATIVE = a_number(0, 1e30)
_PER_BAND = a_list(_FINITE, 1, _MAX_BANDS)
_SPREAD_PER_BAND = a_list(_ABOVE_ZERO, 1, _MAX_BANDS)
_UNET = {"base_channels": an_int(1, 1024), "depth": an_int(1, 8),
         "upsampling": one_of("transposed", "nearest", "bilinear")}  # fmt: skip
_RESUNET = {"base_channels": an_int(2, 1024), "blocks": a_list(an_int(1, 20), 1, 8)}
# The networks of models/, and what each one's constructor takes, within what a computer could hold.
NETWORKS: dict[str, Check] = {
    "unet": _arguments(_UNET),
    "resunet": _arguments(_RESUNET),
    "fcn": _arguments({"base_channels": an_int(1, 1024)}),
    "mlp": _arguments({"base_channels": an_int(1, 1024)}),
    "multiunet": _sources,
    "pde": a_record({"in_channels": a_list(an_int(1, _MAX_BANDS), 2, 2), "out_channels": an_int(1, _MAX_CLASSES)},
                    {"filters": an_int(1, 1024), "iterations": an_int(1, 100)}, closed=True),
    "wideresnet": _arguments({"depth": _depth, "width": an_int(1, 32), "stem_stride": an_int(1, 2),
                              "normalization": one_of(*NORMALIZATIONS)}),
    "codeclassifier": _arguments({"base_channels": _eighths, "shared_channels": an_int(1, 1024)}),
    POLYCNN: _arguments({"base_channels": an_int(2, 1024), "blocks": a_list(an_int(1, 20), 3, 3),
                         "patch_px": _patch_side, "code": an_int(1, 4096)}),
    "edsr": a_record({"in_channels": an_int(1, _MAX_BANDS), "out_channels": an_int(1, _MAX_BANDS),
                     "ratio": an_int(MIN_SR_RATIO, MAX_SR_RATIO)},
                     {"features": an_int(1, 1024), "blocks": an_int(1, 100), "sigma": a_number(0.2, 1),
                     "error_head": a_flag, "fine_features": an_int(0, 256), "guide_channels": an_int(0, _MAX_BANDS)},
                     closed=True),
    "translator": _arguments(_RESUNET),
    "disentangler": _arguments({"base_channels": _eighths, "shared_channels": an_int(1, 1024),
                                "global_channels": an_int(1, 256), "local_channels": an_int(1, 256)}),
    "paperdisentangler": _arguments({"base_channels": _eighths, "shared_channels": an_int(1, 1024),
                                     "exclusive_channels": an_int(1, 256)}),
    ONNX: a_record({"in_channels": an_int(1, _MAX_BANDS), "out_channels": an_int(1, _MAX_CLASSES),
                   "size_bytes": an_int(1, 2**31)},
                   {"gives": one_of(*PROGRAM_OUTPUTS), "tile_px": or_none(an_int(16, 8192)),
                   "overlap_px": or_none(an_int(0, 4096))}, closed=True),
    ONNX_ENLARGEMENT: a_record({"in_channels": an_int(1, _MAX_BANDS), "out_channels": an_int(1, _MAX_BANDS),
                               "ratio": an_int(MIN_SR_RATIO, MAX_SR_RATIO), "size_bytes": an_int(1, 2**31)},
                               {"factor": _PER_BAND, "offset": _PER_BAND, "sigma": a_number(0.2, 1),
                               "tile_px": or_none(an_int(16, 8192)), "overlap_px": or_none(an_int(0, 4096))},
                               closed=True),
    ONNX_DETECTOR: a_record({"in_channels": an_int(1, _MAX_BANDS), "out_channels": an_int(1, _MAX_CLASSES),
                            "size_bytes": an_int(1, 2**31)},
                            {"tile_px": an_int(16, 8192), "layout": one_of(*BOX_LAYOUTS)}, closed=True),
    ONNX_PROMPTS: a_record({"in_channels": an_int(1, _MAX_BANDS), "encoder_bytes": an_int(1, 2**31),
                           "decoder_bytes": an_int(1, 2**31), "side_px": an_int(64, 4096)}, closed=True),
}  # fmt: skip
ALIGNMENT_OUTPUTS = 8  # a building's logit, and the seven features of matching
_SCALING = by("kind", {
    "fixed": a_record({"kind": a_text(), "mean": _PER_BAND, "std": _SPREAD_PER_BAND}, closed=True),
    "percentiles": a_record({"kind": a_text(), "low": a_number(0, 100), "high": a_number(0, 100)}, closed=True),
    "range": a_record({"kind": a_text(), "low": _PER_BAND, "high": _PER_BAND},
                      {"reflectance_low": _PER_BAND, "reflectance_high": _PER_BAND, "surface_offset": _PER_BAND,
                      "surface_factor": _SPREAD_PER_BAND}, closed=True),
})  # fmt: skip
_SCALAR = a_record({"name": a_text(), "unit": a_text(min_length=0), "mean": _FINITE, "std": _ABOVE_ZERO}, closed=True)
_INPUT = a_record(
    {"name": a_text(), "bands": a_list(a_text(), 1, _MAX_BANDS), "scaling": _SCALING, "ratio": an_int(1, _MAX_RATIO),
     "resampling": one_of(*RESAMPLINGS), "required": a_flag},
    {"resolution_m": or_none(a_number(0, 1e6, above=True)), "dtype": or_none(one_of(*DTYPES)),
     "nodata": or_none(a_number(-math.inf, math.inf)), "date": or_none(a_text()), "shares": or_none(a_text()),
     "noise": an_int(0, _MAX_NOISE), "known_plane": a_flag,
     "finer": an_int(MIN_SR_RATIO, MAX_SR_RATIO), "scalars": a_list(_SCALAR, 0, 100)},
)  # fmt: skip
_SAMPLER = a_record({}, {"steps": an_int(0, 10_000), "step_size": _NOT_NEGATIVE, "noise": _NOT_NEGATIVE,
                         "max_gradient": _NOT_NEGATIVE})  # fmt: skip
_TEMPERATURE = a_number(0.001, 1000)
_MATCHING = a_record({"grid_px": an_int(1, 64), "null_score": a_number(-1e6, 1e6)})
# Time and memory of alignment grow with these.
_FIELD = a_record({}, {"temperature": _TEMPERATURE, "weight": a_number(0, 1), "own_px": a_number(0.01, 1000),
                       "gradient": a_number(0, 1), "stranger": a_number(0, 1), "sweeps": an_int(1, 20)},
                  closed=True)  # fmt: skip
_FORMULA = a_record({"name": a_text(), "formula": a_text(500)}, closed=True)
_LAYER = a_record({"name": a_text(), "network": _network, "source": _INPUT}, closed=True)
_FEATURES = a_record({"names": a_list(a_text(), 1, _MAX_BANDS), "use_bands": a_flag, "window_px": an_int(1, 63),
                     "formulas": a_list(_FORMULA, 0, 100)}, {"layer": or_none(_LAYER)}, closed=True)  # fmt: skip
_CLASSIFIER = a_record({"name": one_of(*PIXEL_CLASSIFIERS), "scikit_learn": a_text()}, closed=True)
_CRF = a_record({"image_weight": a_number(0, 100), "reach_px": a_number(0.1, 1000), "tolerance": a_number(0.001, 100),
                "smoothing_weight": a_number(0, 100), "smoothing_px": a_number(0.1, 1000), "radius_px": an_int(1, 15),
                 "dilation": an_int(1, 8), "iterations": an_int(1, 20)}, closed=True)  # fmt: skip
_SHARES = a_list(a_number(0, 1), 1, _MAX_CLASSES)
_RATES = a_record({"recall": _SHARES, "precision": _SHARES}, closed=True)
_SCORES = a_list(a_number(-1000, 1000), 1, _MAX_CLASSES)
_REFINEMENT = a_record({"method": one_of(*REFINEMENTS), "asked": one_of(*REFINEMENTS), "scale": _SCORES,
                       "bias": _SCORES, "offset": _SCORES},
                       {"crf": _CRF, "fusion": a_list(_RATES, 2, 100)}, closed=True)  # fmt: skip
_TRANSLATION = by("kind", {
    "classes": a_record({"kind": a_text()}, closed=True),
    "image": a_record({"kind": a_text(), "target": a_record(
        {"bands": a_list(a_text(), 1, _MAX_CLASSES), "dtype": one_of(*DTYPES), "mean": _PER_BAND,
         "std": _SPREAD_PER_BAND, "low": _PER_BAND, "high": _PER_BAND}, closed=True)}, closed=True),
})  # fmt: skip
_EXPECTED_ERROR = a_record({"predicted": _rising, "measured": _rising}, closed=True)
# What each date of a training's series was like, so that an image can be painted as of it.
_DATED_CODE = a_record({"name": a_text(), "date": or_none(a_text()), "code": a_list(_FINITE, 1, 256)}, closed=True)
_SERIES = a_record({"dates": a_list(_DATED_CODE, 0, 1000)}, closed=True)
_DETECTION = a_record({"confidence": a_number(0, 1), "iou": a_number(0, 1, above=True), "overlap_px": an_int(0, 8192)},
                      closed=True)  # fmt: skip
_TASKS: dict[str, Check] = {
    "segmentation": _FREE,
    "polygons": a_record({"heads": _heads}),
    "scenes": a_record(
        {"patch_px": an_int(MIN_PATCH_PX, MAX_PATCH_PX), "log_density": a_record({"quantiles": _rising})},
        {"kind": one_of("jem", "classifier"), "temperature": _TEMPERATURE, "sampler": or_none(_SAMPLER),
         "metrics": _FREE},
    ),
    "pixels": a_record({"features": _FEATURES, "classifier": _CLASSIFIER}),
    "refinement": a_record({"refinement": _REFINEMENT}),
    "alignment": a_record({"matching": _MATCHING}, {"field": _FIELD}),
    "translation": a_record({"translation": _TRANSLATION}),
    "super-resolution": a_record({"sharpness": a_flag, "expected_error": or_none(_EXPECTED_ERROR)}),
    "series": a_record({"series": _SERIES}),
    "detection": a_record({"detection": _DETECTION}),
    "prompts": _FREE,
}  # fmt: skip
TASKS = tuple(_TASKS)
_NETWORKED = a_record({"network": _network})
_COMMON = a_record(
    {
        "format_version": an_int(1, FORMAT_VERSION),
        "inputs": a_list(_INPUT, 1, MAX_SOURCES),
        "classes": lambda value, place: check_classes(value, place, 0, UNKNOWN - 1),
        "stride_px": an_int(1, 4096),
        "halo_px": a_list(an_int(0, 100_000), 2, 2),
    },
    {
        "name": a_text(),
        "description": a_text(_MAX_TEXT, 0),
        "licence": a_text(),
        "exact": a_flag,
        "scale": an_int(1, MAX_SR_RATIO),
        "bf16": a_flag,
        "threshold": or_none(a_number(0, 1, above=True)),
        "seed_threshold": or_none(a_number(0, 1, above=True)),
        "training": _FREE,
    },
)
