"""What users read: the field's words, units, one label for one thing."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest
from eo_deep_plugin.algorithms.framework.outputs import Destination, Value
from eo_deep_plugin.algorithms.framework.params import Float, Parameter
from eo_deep_plugin.algorithms.framework.provider import describe, find_declarations
from eo_deep_plugin.algorithms.framework.worker import ROOT

# Each has a better word: reference data, penalty, tile, "Default: ...", reports, maximum and minimum, nodata, edge ...
BANNED = re.compile(
    r"what is true|\bprices?\b|\bpieces? of\b|\bpieces\b|\bleft empty\b|\btold\b|\btells?\b|\bsays?\b|\bsaid\b|"
    r"\blearns\b|\bwalls?\b|\bunknown pixels?\b|\bmade up\b|\bno number\b|\bcourse\b|\bmakes? small\b|\bnot there\b|"
    r"\bso many\b|\bat most so\b|\bthe like\b|\ba scene model\b|\bsure\b|\bjudge\b",
    re.IGNORECASE,
)
BANNED_IN_LABELS = re.compile(r"\b(largest|smallest|least|most|highest|lowest|widest|true|made)\b", re.IGNORECASE)
MAX_LABEL = 45
UNITS = {"_px": "px", "_px2": "px²", "_m": "m", "_m2": "m²", "_deg": "°", "_db": "dB"}
# Their unit is that of another name: m within the name, a band's own, px2 of a weight that has no suffix.
OTHER_UNITS = {"pixel_size": "m", "threshold": "in the band's unit", "angle_weight": "px²"}
# One label for one name, but where the thing is another one: {name: labels}.
LABELS = {
    "area": {"Area", "Area with complete labels", "Area with complete vectors"},
    "bands": {"Bands", "Bands (in the model's order)", "Band names", "Band numbers"},
    "classes": {"Class names", "Classes to write", "Number of classes"},
    "coregister": {"Correct shifts", "Maximum shift (coarse px)", "Maximum shift (px)"},
    "count": {"Number of images", "Number of patches", "Count or percentage"},
    "device": {"Device"},
    "grid": {"Patches"},
    "image": {"Image", "Synthetic image"},
    "images": {"Images", "Images to search"},
    "input": {"Raster", "Polygons"},
    "kind": {"Kind of model", "Kind of target"},
    "resume": {"Resume an interrupted training", "Resume an interrupted run"},
    "learning_rate": {"Maximum learning rate", "Maximum learning rate as a classifier"},
    "low": {"Coarse image", "Coarse images"},
    "min_area_m2": {"Minimum area (m²)", "Minimum area of new buildings (m²)"},
    "model": {"Model", "Model (default: bundled)", "Series model", "Trained model"},
    "network": {"Network", "ONNX file or torch.export program"},
    "pixel_size_m": {"Pixel size of an image without CRS (m)", "Pixel size of the traced image (m)"},
    "ratio": {"Ratio (1.5 to 8)", "Ratio (2 to 8)"},
    "sharpness": {"Sharpness", "Sharpness (0 to 1)"},
    "reference": {"Reference data", "Reference images"},
    "resolution_m": {"Resolution (m)", "Training resolution (m)"},
    "steps": {"Sampling steps"},
    "threshold": {"Probability threshold (0 to 1)", "Threshold (in the band's unit)"},
    "vectors": {"Vectors", "Building map"},
    "split": {"Keep touching objects apart", "Keep touching buildings apart"},
}

DECLARATIONS = find_declarations()
BY_ID = pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda declaration: declaration.id)
PARAMETERS = [
    (name, declared)
    for declaration in DECLARATIONS
    for name, declared in declaration.declared.items()
    if isinstance(declared, Parameter) and (not isinstance(declared, Destination) or name == "model")
]


def list_texts(declaration):
    yield "title", declaration.title
    yield "group", declaration.group
    yield "help", " ".join(declaration.__doc__.split())
    for name, declared in declaration.declared.items():
        yield name, declared.label
        yield name, declared.help


@BY_ID
def test_the_words_are_the_fields(declaration):
    found = [(name, match[0], text) for name, text in list_texts(declaration) if (match := BANNED.search(text))]
    assert found == []


@BY_ID
def test_labels(declaration):
    for name, declared in declaration.declared.items():
        label = declared.label
        assert label[0].isupper() or not label[0].isalpha(), (name, label)
        assert len(label) <= MAX_LABEL, (name, label)
        assert not label.endswith((".", ":")), (name, label)
        assert not BANNED_IN_LABELS.search(label), (name, label)


@BY_ID
def test_helps_are_sentences(declaration):
    for name, declared in declaration.declared.items():
        assert declared.help, name
        assert declared.help[0].isupper() or not declared.help[0].isalpha(), (name, declared.help)
        assert declared.help.endswith("."), (name, declared.help)
        assert "  " not in declared.help, (name, declared.help)


@BY_ID
def test_units_stand_in_labels(declaration):
    for name, declared in declaration.declared.items():
        suffix = re.search(r"(?<=[a-z0-9])_(px2|px|m2|m|deg|db)$", name)
        unit = UNITS[suffix[0]] if suffix else OTHER_UNITS.get(name)
        is_share = isinstance(declared, Float) and declared.min == 0 and declared.max is not None and declared.max <= 1
        if is_share or name.endswith("_share") and not isinstance(declared, Destination):
            unit = "0 to 1"
        if unit and "_within_" not in name:  # a share of what is so near
            assert declared.label.endswith(f"({unit})"), (name, declared.label)


@BY_ID
def test_optional_parameters_state_their_default(declaration):
    """A dialog shows the default of all others."""
    for name, declared in declaration.declared.items():
        is_input = isinstance(declared, Parameter) and not isinstance(declared, Destination)
        if is_input and declared.optional and declared.default is None and name not in ("dataset", "images", "labels"):
            assert re.search(r"\bDefault\b|default", f"{declared.help} {declared.label}"), (name, declared.help)


@pytest.mark.parametrize("path", sorted((ROOT / "algorithms").rglob("*.py")), ids=lambda path: path.stem)
def test_the_words_of_messages_are_the_fields(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [text for text in texts if text not in docstrings and " " in text and BANNED.search(text)] == []


def test_one_name_has_one_label():
    for name in {name for name, _ in PARAMETERS}:
        labels = {declared.label for other, declared in PARAMETERS if other == name}
        assert labels <= LABELS.get(name, labels if len(labels) == 1 else set()), (name, labels)


def test_the_same_output_has_the_same_label():
    labels: dict[tuple[str, type], set[str]] = {}  # a text that is called as a number is another thing
    for declaration in DECLARATIONS:
        for name, declared in declaration.declared.items():
            if isinstance(declared, Value):
                labels.setdefault((name, type(declared)), set()).add(declared.label)
    assert {name: found for name, found in labels.items() if len(found) > 1} == {}


def test_the_help_shows_every_text():
    for declaration in DECLARATIONS:
        page = describe(declaration)
        assert page.count("<p>") >= len(declaration.declared)


def test_the_readme_lists_every_algorithm():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `eodeep:(\w+)` \|", text, re.MULTILINE)
    assert sorted(listed) == sorted(declaration.id for declaration in DECLARATIONS)


SEARCHED = ("classification", "land cover", "landcover", "detect", "object detection", "trees", "roads", "vectorize",
            "OSM", "georeference", "sample data", "change", "sharpen")  # fmt: skip


@pytest.mark.parametrize("words", SEARCHED)
def test_the_toolbox_finds_what_users_search_for(words):
    """As the Toolbox searches: in title, group, tags and id."""
    texts = [" ".join((one.title, one.group, *one.tags, one.id)).lower() for one in DECLARATIONS]
    assert any(words.lower() in text for text in texts)


def test_groups_are_few_and_none_is_long():
    sizes = Counter(declaration.group for declaration in DECLARATIONS)
    assert 8 <= len(sizes) <= 12
    assert max(sizes.values()) <= 7
