"""Cards that lie, in types, ranges, sizes or depth, get one sentence that says what must be."""

import copy
import inspect
import json

import pytest

from eo_deep.alignment.shape_points import CHANNELS
from eo_deep.errors import EoDeepError
from eo_deep.io import card_schema
from eo_deep.io.card_schema import ALIGNMENT_OUTPUTS, check_card
from eo_deep.io.model_card import complete_card, parse_classes, parse_json, read_card, read_header
from eo_deep.io.value_rules import CardError
from eo_deep.models import networks as models

CARD = {
    "format_version": 2,
    "task": "segmentation",
    "network": {"name": "unet", "arguments": {"in_channels": 3, "out_channels": 2}},
    "inputs": [{"name": "image", "bands": ["red", "green", "blue"], "resolution_m": 0.5, "dtype": "uint8",
                "nodata": None, "ratio": 1, "resampling": "bilinear", "required": True,
                "scaling": {"kind": "fixed", "mean": [1.0, 2.0, 3.0], "std": [1.0, 1.0, 1.0]}}],
    "classes": [{"value": 0, "name": "background", "color": "#000000"},
                {"value": 1, "name": "roof", "color": "#ff0000"}],
    "stride_px": 16,
    "halo_px": [94, 94],
}  # fmt: skip
LIES = [
    ("format_version", "1", "format_version must be a whole number from 1 to 2, got '1'"),
    ("task", None, "task must be one of segmentation, polygons, scenes, pixels, refinement, alignment, translation, "
     "super-resolution, series, detection, prompts, got null"),
    ("network", "unet", "network must be an object, got 'unet'"),
    ("network.name", ["unet"], "network, name must be text of 1 to 200 characters in one line, got [\"unet\"]"),
    ("network.arguments.base_channels", 10**9, "network, arguments, base_channels must be a whole number from 1 to "
     "1024, got 1000000000"),
    ("network.arguments.depth", True, "network, arguments, depth must be a whole number from 1 to 8, got true"),
    ("network.arguments.self", 1, "network, arguments must be made of in_channels, out_channels, base_channels, depth, "
     "upsampling, got 'self'"),
    ("network.arguments.out_channels", 3, "network, arguments, out_channels must be 2 for these bands and classes, "
     "got 3"),
    ("inputs", [], "inputs must be a list of 1 to 64, got []"),
    ("inputs.0.bands", 5, "inputs 1, bands must be a list of 1 to 2000, got 5"),
    ("inputs.0.bands.1", "a\nb", "inputs 1, bands 2 must be text of 1 to 200 characters in one line, got 'a?b'"),
    ("inputs.0.resolution_m", 0, "inputs 1, resolution_m must be a number above 0 to 1e+06, got 0"),
    ("inputs.0.dtype", "complex64", "inputs 1, dtype must be one of uint8, int8, uint16, int16, uint32, int32, uint64, "
     "int64, float16, float32, float64, got 'complex64'"),
    ("inputs.0.scaling.kind", "log", "inputs 1, scaling, kind must be one of fixed, percentiles, range, got 'log'"),
    ("inputs.0.scaling.std.2", 0, "inputs 1, scaling, std 3 must be a number above 0 to 1e+30, got 0"),
    ("inputs.0.scaling.mean", [1.0], "inputs, scaling, mean must hold 3 numbers, one per band, got 1"),
    ("inputs.0.scaling", {"kind": "percentiles", "low": 99, "high": 1}, "inputs, scaling, low must be below high"),
    ("inputs.0.scaling", {"kind": "range", "low": [0] * 3, "high": [1] * 3, "surface_offset": [0] * 3},
     "inputs, scaling must have both surface_offset and surface_factor, or none of them"),
    ("inputs.0.scaling", {"kind": "percentiles", "low": 1, "high": 99, "reflectance_low": "x"},
     "inputs 1, scaling must be made of kind, low, high, got 'reflectance_low'"),
    ("classes", [], "classes must be a list of 1 to 256, got 0"),
    ("classes.1.value", 0, "classes must have values of their own, got 0 twice"),
    ("classes.1.value", 255, "classes 2, value must be a whole number from 0 to 254, got 255"),  # it means unknown
    ("classes.1.name", "a" * 5000, f"classes 2, name must be text of 1 to 200 characters in one line, got "
     f"'{'a' * 29}…{'a' * 29}'"),
    ("classes.1.name", "\u202eevil", "classes 2, name must be text of 1 to 200 characters in one line, got '?evil'"),
    ("classes.1.color", "#ff0000\"/><evil", "classes 2, color must be a colour as #rrggbb, got '#ff0000\"/><evil'"),
    ("stride_px", 1.5, "stride_px must be a whole number from 1 to 4096, got 1.5"),
    ("halo_px", [-16, -16], "halo_px 1 must be a whole number from 0 to 100000, got -16"),
    ("exact", 1, "exact must be true or false, got 1"),
    ("threshold", 1.5, "threshold must be a number above 0 to 1, got 1.5"),
    ("threshold", 0, "threshold must be a number above 0 to 1, got 0"),
    ("training", [], "training must be an object, got []"),
]  # fmt: skip


def put(card, place, value):
    *path, last = (int(part) if part.isdigit() else part for part in place.split("."))
    for part in path:
        card = card[part]
    card[last] = value


@pytest.mark.parametrize(("place", "value", "sentence"), LIES)
def test_what_a_card_must_not_say(place, value, sentence):
    card = copy.deepcopy(CARD)
    check_card(card)
    put(card, place, value)
    with pytest.raises(CardError) as caught:
        check_card(card)
    assert str(caught.value) == sentence


@pytest.mark.parametrize("missing", ["format_version", "task", "network", "inputs", "classes", "stride_px", "halo_px"])
def test_what_a_card_must_say(missing):
    with pytest.raises(CardError, match=f"^it lacks {missing}$"):
        check_card({key: value for key, value in CARD.items() if key != missing})


def test_what_scene_and_alignment_models_add():
    network = {"name": "wideresnet", "arguments": {"in_channels": 3, "out_channels": 2}}
    with pytest.raises(CardError, match="^network, name must be one for segmentation, got 'wideresnet'$"):
        check_card({**CARD, "network": network})
    scenes = {**CARD, "network": network, "task": "scenes", "patch_px": 64,
              "log_density": {"quantiles": [0.0, 0.0, 1.0]}}  # fmt: skip
    check_card(scenes)
    with pytest.raises(CardError, match="^patch_px must be a whole number from 8 to 4096, got 1000000000$"):
        check_card({**scenes, "patch_px": 10**9})
    with pytest.raises(CardError, match="^log_density, quantiles must rise$"):
        check_card({**scenes, "log_density": {"quantiles": [1.0, 0.0]}})
    network = {"name": "resunet", "arguments": {"in_channels": 3, "out_channels": 8}}
    alignment = {**CARD, "task": "alignment", "network": network, "matching": {"grid_px": 2, "null_score": 1.7}}
    check_card(alignment)
    with pytest.raises(CardError, match="^field must be made of temperature, .*, got 'shell'$"):
        check_card({**alignment, "field": {"shell": 1}})
    with pytest.raises(CardError, match="^field, gradient must be a number from 0 to 1, got 1000000000$"):
        check_card({**alignment, "field": {"gradient": 10**9}})
    with pytest.raises(CardError, match="^matching lacks null_score$"):
        check_card({**alignment, "matching": {"grid_px": 2}})


SOURCES = {
    **CARD,
    "network": {"name": "multiunet", "arguments": {"in_channels": [3, 5, 3], "ratios": [1, 4, 1], "out_channels": 2,
                                                   "shares": [None, None, 0]}},
    "inputs": [*CARD["inputs"],
               {"name": "MS", "bands": ["b1", "b2", "b3", "b4"], "resolution_m": 2.0, "ratio": 4, "required": False,
                "resampling": "bilinear", "scaling": {"kind": "percentiles", "low": 1, "high": 99}},
               {**CARD["inputs"][0], "name": "later", "date": "2019-09-01", "shares": "image"}],
}  # fmt: skip


@pytest.mark.parametrize(("place", "value", "sentence"), [
    ("inputs.0.ratio", 2, "inputs 1 must have ratio 1 and be required"),
    ("inputs.0.required", False, "inputs 1 must have ratio 1 and be required"),
    ("inputs.1.ratio", 0, "inputs 2, ratio must be a whole number from 1 to 1024, got 0"),
    ("inputs.1.ratio", 3, "inputs 2, ratio must divide the stride of 16, got 3"),
    ("inputs.1.ratio", 2, "network, arguments, ratios must be [1, 2, 1] for these inputs, got [1, 4, 1]"),
    ("inputs.1.name", "image", "inputs must have names of their own, got 'image' twice"),
    ("inputs.1.required", True, "network, arguments, in_channels must be [3, 4, 3] for these bands and classes, "
     "got [3, 5, 3]"),
    ("inputs.1.resampling", "magic", "inputs 2, resampling must be one of nearest, bilinear, cubic, average, got "
     "'magic'"),
    ("inputs.1.scaling", {"kind": "fixed", "mean": [1.0], "std": [1.0]}, "inputs, scaling, mean must hold 4 numbers, "
     "one per band, got 1"),
    ("inputs.2.shares", "MS", "network, arguments, shares must be [null, null, 1] for these inputs, got [null, null, "
     "0]"),
    ("inputs.2.shares", "later", "inputs 3, shares must be the name of an earlier input, got 'later'"),
    ("network.arguments.ratios", [1, 4], "network, arguments, ratios must hold 3 values, one per source, got 2"),
    ("network.arguments.ratios", [2, 4, 1], "network, arguments, ratios must begin with 1, got 2"),
    ("network.arguments.shares", [None, 0, None], "network, arguments, shares 2 must name an earlier source of as many "
     "bands and the same ratio, got 0"),
    ("network", CARD["network"], "inputs must be a list of 1 for network unet, got 3"),
])  # fmt: skip
def test_what_a_card_of_several_sources_must_not_say(place, value, sentence):
    check_card(SOURCES)
    card = copy.deepcopy(SOURCES)
    *way, last = [int(key) if key.isdigit() else key for key in place.split(".")]
    within = card
    for key in way:
        within = within[key]
    within[last] = value
    with pytest.raises(CardError) as caught:
        check_card(card)
    assert str(caught.value) == sentence


def test_cards_of_format_1_are_read_as_those_of_one_image():
    keys = ("name", "ratio", "resampling", "required")
    old = {**CARD, "format_version": 1, "inputs": [{k: v for k, v in CARD["inputs"][0].items() if k not in keys}]}
    assert complete_card(old) == CARD


def test_the_schema_knows_the_networks_and_all_their_arguments():
    assert list(card_schema.NETWORKS) == list(models.NETWORKS) and 1 + len(CHANNELS) == ALIGNMENT_OUTPUTS
    kinds = (card_schema.PIXEL_NETWORKS, card_schema.REFINEMENT_NETWORKS, card_schema.PATCH_NETWORKS,
             card_schema.SUPER_RESOLUTION_NETWORKS, card_schema.TRANSLATION_NETWORKS,
             card_schema.SERIES_NETWORKS, card_schema.FOREIGN_NETWORKS)  # fmt: skip
    assert [name for kind in kinds for name in kind] == list(models.NETWORKS)
    for name, network in models.NETWORKS.items():
        several = name in (*card_schema.SOURCE_NETWORKS, *card_schema.REFINEMENT_NETWORKS)
        defaults = {"in_channels": [1, 3] if several else 3}
        if name in card_schema.SOURCE_NETWORKS:
            defaults["ratios"] = [1, 4]
        defaults["out_channels"] = 2
        if name in (*card_schema.SUPER_RESOLUTION_NETWORKS, card_schema.ONNX_ENLARGEMENT):
            defaults["ratio"] = 4
        if name in card_schema.FOREIGN_NETWORKS:
            defaults["size_bytes"] = 100
        if name == card_schema.ONNX_PROMPTS:  # two programs, whose results are no classes of pixels
            defaults = {"in_channels": 3, "encoder_bytes": 100, "decoder_bytes": 100}
        for parameter in inspect.signature(network).parameters.values():
            value = defaults.setdefault(parameter.name, parameter.default)
            defaults[parameter.name] = list(value) if isinstance(value, tuple) else value
        card_schema.NETWORKS[name](defaults, name)


@pytest.mark.parametrize(("text", "sentence"), [
    ("[" * 100_000, "it must not be nested more than 24 levels deep"),
    ('{"a":' * 25 + "1" + "}" * 25, "it must not be nested more than 24 levels deep"),
    ("[" * 24 + "]" * 24, None),
    (json.dumps(["[" * 100, '\\"[[' * 30]), None),
    ("[NaN]", "it must hold finite numbers, got NaN"),
    ("[-1e400]", "it must hold finite numbers, got '-1e400'"),
    ("9" * 5000, f"it must hold finite numbers, got '{'9' * 29}…{'9' * 29}'"),
    ("[1, 2", "it is not JSON"),
    ("1" * 1_000_001, "it must not be longer than 1 MB"),
])  # fmt: skip
def test_json_is_bounded(text, sentence):
    if sentence is None:
        assert parse_json(text, 1_000_000) == json.loads(text)
        return
    with pytest.raises(CardError) as caught:
        parse_json(text, 1_000_000)
    assert str(caught.value) == sentence


def test_classes_of_a_tag():
    tag = '[{"value": 1, "name": "Gebäude", "color": "#FF0000"}]'
    assert parse_classes(tag) == [{"value": 1, "name": "Gebäude", "color": "#FF0000"}] and parse_classes("[]") == []
    for lie in ("5", "null", '"x"', "[5]", "{}", '[{"value":1}]', '[{"value":"x","name":"a","color":"#ff0000"}]',
                '[{"value":1e400,"name":"a","color":"#ff0000"}]', "[" * 5000):
        with pytest.raises(CardError):
            parse_classes(lie)


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff" * 100, (2**63).to_bytes(8, "little") + b"{}",
                                     (2).to_bytes(8, "little") + b"[]", (2).to_bytes(8, "little") + b"\xff\xfe",
                                     (2).to_bytes(8, "little") + b"{}more"])  # fmt: skip
def test_headers_that_are_none(tmp_path, content):
    path = tmp_path / "m.safetensors"
    path.write_bytes(content)
    with pytest.raises(EoDeepError, match="^'m.safetensors' is not a model of EO Deep, or is truncated.$"):
        read_header(str(path))


def test_a_card_is_not_looked_for_in_a_folder(tmp_path):
    with pytest.raises(EoDeepError, match="The model file '.*' does not exist"):
        read_card(str(tmp_path))


def test_a_card_of_a_super_resolution():
    network = {"name": "edsr", "arguments": {"in_channels": 3, "out_channels": 3, "ratio": 4, "error_head": True}}
    card = {**CARD, "task": "super-resolution", "classes": [], "network": network, "scale": 4, "sharpness": True,
            "expected_error": {"predicted": [0.1, 0.2], "measured": [0.1, 0.3]}}  # fmt: skip
    check_card(card)
    for changes, sentence in (
        ({"classes": CARD["classes"]}, "classes must be a list of 0, got 2"),
        ({"network": CARD["network"]}, "network, name must be one for super-resolution, got 'unet'"),
        ({"expected_error": {"predicted": [0.1, 0.2], "measured": [0.1]}},
         "expected_error, measured must be a list of 2 to 10000, got [0.1]"),
        ({"expected_error": {"predicted": [0.1, 0.2], "measured": [0.1, 0.2, 0.3]}},
         "expected_error, measured must hold 2 numbers, got 3"),
        ({"scale": 9}, "scale must be a whole number from 1 to 8, got 9"),
    ):  # fmt: skip
        with pytest.raises(CardError) as caught:
            check_card({**card, **changes})
        assert str(caught.value) == sentence


def test_a_card_of_a_series():
    """The network reads one plane more than bands, and the dates of the training are beside it, with their codes."""
    network = {"name": "disentangler", "arguments": {"in_channels": 4, "out_channels": 3, "base_channels": 8}}
    source = {**CARD["inputs"][0], "known_plane": True}
    dates = [{"name": "a.tif", "date": "2020-06-01", "code": [0.1, -0.2]}, {"name": "b.tif", "date": None, "code": [1]}]
    card = {**CARD, "task": "series", "classes": [], "network": network, "inputs": [source],
            "series": {"dates": dates}}  # fmt: skip
    check_card(card)
    for changes, sentence in (
        ({"classes": CARD["classes"]}, "classes must be a list of 0, got 2"),
        ({"inputs": CARD["inputs"]}, "network, arguments, in_channels must be 3 for these bands and classes, got 4"),
        ({"series": {"dates": [{"name": "a", "date": None, "code": []}]}},
         "series, dates 1, code must be a list of 1 to 256, got []"),
        ({"network": {**network, "arguments": {**network["arguments"], "base_channels": 12}}},
         "network, arguments, base_channels must be a multiple of 8, got 12"),
    ):  # fmt: skip
        with pytest.raises(CardError) as caught:
            check_card({**card, **changes})
        assert str(caught.value) == sentence
    of_paper = {"name": "paperdisentangler", "arguments": {"in_channels": 3, "out_channels": 3, "base_channels": 8}}
    check_card({**card, "network": of_paper, "inputs": CARD["inputs"]})
