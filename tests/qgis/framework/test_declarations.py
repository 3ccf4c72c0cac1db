"""Every algorithm, present or future, keeps these promises."""

from __future__ import annotations

import json
import re

import pytest
from eo_deep_plugin.algorithms.framework.base import Algorithm
from eo_deep_plugin.algorithms.framework.outputs import Destination, HtmlOut, Value
from eo_deep_plugin.algorithms.framework.params import Choice, Parameter
from eo_deep_plugin.algorithms.framework.provider import (
    RESOURCES,
    QgisAlgorithm,
    describe,
    find_declarations,
    split_docstring,
)
from eo_deep_plugin.algorithms.framework.worker import ROOT
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

# Ids are in the users' models, scripts and shell commands: they never change.
FROZEN_IDS = {
    "alignvectors",
    "assessaccuracy",
    "assessalignment",
    "assesschange",
    "assesssuperresolution",
    "checkengine",
    "classifypixels",
    "classifyscenes",
    "classstatistics",
    "comparepolygons",
    "comparedomains",
    "completeimage",
    "describemodel",
    "detectchange",
    "detectobjects",
    "exportmodel",
    "extractbuildings",
    "extractfeatures",
    "extractpatches",
    "extractpolygons",
    "extractsamples",
    "fetchmodel",
    "findsimilar",
    "generatescenes",
    "importmodel",
    "listmodels",
    "makescene",
    "polygonize",
    "refinemap",
    "regularizepolygons",
    "removeengine",
    "segment",
    "segmentunsupervised",
    "selectsamples",
    "setupengine",
    "superresolve",
    "trainalignment",
    "trainpixels",
    "trainpolygons",
    "trainrefinement",
    "trainscenes",
    "trainsegmentation",
    "trainsuperresolution",
    "traintimeseries",
    "traintranslation",
    "translateimage",
    "updatemap",
}

DECLARATIONS = find_declarations()
BY_ID = pytest.mark.parametrize("declaration", DECLARATIONS, ids=lambda declaration: declaration.id)


@pytest.fixture(scope="module")
def engine_functions(ask_engine):
    """The signatures of the engine's functions, and the outputs of which each needs one; asked in one process."""
    functions = [declaration.engine for declaration in DECLARATIONS if declaration.engine]
    script = f"""
import inspect, json
from eo_deep.runtime.jobs import _limits, find_function, list_outputs
signatures, outputs = {{}}, {{}}
for name in {functions!r}:
    try:
        function = find_function(name)
        parameters, limits = inspect.signature(function).parameters.values(), _limits[function]
    except Exception as error:
        signatures[name] = str(error)
        continue
    outputs[name] = list_outputs(function)
    signatures[name] = {{
        p.name: [p.default, *limits.get(p.name, (None, None))] for p in parameters if p.name != "progress"
    }}
print(json.dumps([signatures, outputs], default=lambda empty: None))
"""
    return json.loads(ask_engine(script))


@pytest.fixture(scope="module")
def signatures(engine_functions):
    """{"package.function": {argument: (default, minimum, maximum)}}"""
    return engine_functions[0]


def test_ids_are_frozen():
    assert {declaration.id for declaration in DECLARATIONS} == FROZEN_IDS
    assert all(re.fullmatch(r"[a-z][a-z0-9]*", id) for id in FROZEN_IDS)


@BY_ID
def test_engine_takes_what_the_dialog_gives(declaration, signatures):
    if not declaration.engine:
        pytest.skip("it runs no function of the engine")
    parameters = {name: p for name, p in declaration.declared.items() if isinstance(p, Parameter)}
    defaults = signatures[declaration.engine]
    assert isinstance(defaults, dict), defaults
    assert set(parameters) == set(defaults)
    for name, parameter in parameters.items():
        if not isinstance(parameter, Destination):
            limits = [getattr(parameter, "min", None), getattr(parameter, "max", None)]
            assert [parameter.default, *limits] == defaults[name], name


@BY_ID
def test_the_engine_needs_an_output_that_the_dialog_needs(declaration, engine_functions):
    outputs = set(engine_functions[1].get(declaration.engine, []))
    given = {name: output for name, output in declaration.declared.items() if isinstance(output, Destination)}
    needed = {name for name, output in given.items() if not output.optional and not isinstance(output, HtmlOut)}
    assert outputs <= given.keys()
    assert bool(needed) == bool(outputs) == bool(needed & outputs)


def test_the_engine_opens_to_what_is_declared_and_to_nothing_else(ask_engine):
    script = """
import importlib, json, pkgutil, eo_deep
from eo_deep.runtime.jobs import _limits
for info in pkgutil.walk_packages(eo_deep.__path__, "eo_deep."):
    if not info.name.endswith("__main__"):
        importlib.import_module(info.name)
print(json.dumps(sorted(f"{f.__module__.split('.')[1]}.{f.__name__}" for f in _limits)))
"""
    assert json.loads(ask_engine(script)) == sorted(d.engine for d in DECLARATIONS if d.engine)


@BY_ID
def test_everything_is_explained(declaration):
    assert declaration.title
    assert declaration.group
    assert declaration.tags
    assert split_docstring(declaration)[0].endswith(".")
    for name, declared in declaration.declared.items():
        assert declared.label, name
        assert declared.help.endswith("."), name
        assert describe(declaration).count(declared.label.split("(")[0].strip()) >= 1


@BY_ID
def test_icons_and_styles_exist(declaration):
    assert (RESOURCES / "icons" / declaration.icon).is_file()
    for declared in declaration.declared.values():
        if getattr(declared, "style", None):
            assert (RESOURCES / "styles" / declared.style).is_file()


def test_a_group_without_an_icon_gets_the_plugins(provider):
    class Lonely(Algorithm):
        """Do nothing."""

        group = "No such group"

    assert QgisAlgorithm(Lonely()).svgIconPath() == provider.svgIconPath()


@BY_ID
def test_qgis_sees_what_is_declared(declaration, provider):
    algorithm = provider.algorithm(declaration.id)
    assert algorithm.displayName() == declaration.title
    assert algorithm.group() == declaration.group
    assert algorithm.shortHelpString()
    assert algorithm.helpUrl()
    assert not algorithm.icon().isNull()
    for name, declared in declaration.declared.items():
        if isinstance(declared, Value):
            assert algorithm.outputDefinition(name.upper()).description() == declared.label
            continue
        parameter = algorithm.parameterDefinition(name.upper())
        assert parameter.description() == declared.label
        assert parameter.help() == declared.help
        if isinstance(declared, HtmlOut):
            assert algorithm.outputDefinition(name.upper()).type() == "outputHtml"  # the Results Viewer shows it
        assert bool(parameter.flags() & parameter.Flag.FlagOptional) == declared.optional
        assert bool(parameter.flags() & parameter.Flag.FlagAdvanced) == declared.advanced
        if isinstance(declared, Choice):
            assert parameter.usesStaticStrings()
            assert declared.default in declared.options


def test_texts_are_translated_when_shown(provider):
    class German(QTranslator):
        def translate(self, context, text, *others):
            return "Ein Bild segmentieren" if (context, text) == ("EODeep", "Segment an image") else ""

    german = German()
    QCoreApplication.installTranslator(german)
    assert provider.algorithm("segment").displayName() == "Ein Bild segmentieren"
    QCoreApplication.removeTranslator(german)
    assert provider.algorithm("segment").displayName() == "Segment an image"


def test_the_root_is_the_plugin():
    text = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    for line in ("hasProcessingProvider=yes", "qgisMinimumVersion=3.22", "qgisMaximumVersion=4.99"):
        assert line in text
    for key in ("tracker", "repository", "homepage", "about", "icon", "license"):
        assert re.search(rf"^{key}=\S", text, re.MULTILINE), key
