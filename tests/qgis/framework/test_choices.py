"""The choices that dialogs offer are those that the engine has."""

from __future__ import annotations

import json

import pytest
from eo_deep_plugin.algorithms.framework.params import Choice
from eo_deep_plugin.algorithms.framework.provider import find_declarations

CHOICES = {
    (declaration.id, name): declared.options
    for declaration in find_declarations()
    for name, declared in declaration.declared.items()
    if isinstance(declared, Choice)
}
# Where the engine lists them, by parameter, or by algorithm and parameter: a package, and a name in one of its modules.
LISTS = {
    "values": ("io", "VALUES"),
    "loss": ("training", "LOSSES"),
    "schedule": ("training", "SCHEDULES"),
    "augmentation": ("sampling", "STRENGTHS"),
    "rigidity": ("alignment", "RIGIDITIES"),
    "not_found": ("alignment", "NOT_FOUND_CHOICES"),
    "features": ("image_features", "FEATURES"),
    "cells": ("image_features", "CELL_FEATURES"),
    "start": ("image_generation", "STARTS"),
    "trainscenes.kind": ("scene_classification", "KINDS"),
    "traintranslation.kind": ("image_translation", "KINDS"),
    "traintranslation.sharpness": ("image_translation", "SHARPNESSES"),
    "normalization": ("io", "NORMALIZATIONS"),
    "alignvectors.method": ("alignment", "METHODS"),
    "updatemap.method": ("alignment", "METHODS"),
    "fusion": ("class_map_refinement", "FUSIONS"),
    "refinemap.method": ("class_map_refinement", "METHODS"),
    "trainrefinement.method": ("class_map_refinement", "TRAINED_METHODS"),
    "trainsuperresolution.sharpness": ("super_resolution", "SHARPNESSES"),
    "detectchange.method": ("change_detection", "METHODS"),
    "direction": ("change_detection", "DIRECTIONS"),
    "polygonize.method": ("polygonization", "_METHODS"),
    "right_angles": ("polygon_extraction", "RIGHT_ANGLES"),
    "importmodel.task": ("model_exchange", "IMPORTED_TASKS"),
    "outputs": ("model_exchange", "OUTPUTS"),
    "listmodels.task": ("model_exchange", "LISTED_TASKS"),
    "network": ("models", "NETWORKS"),
    "traintimeseries.network": ("time_series", "NETWORKS"),
    "classifier": ("io", "PIXEL_CLASSIFIERS"),
    "resampling": ("pixel_classification", "RESAMPLINGS"),
    "layout": ("sample_selection", "LAYOUTS"),
    "file_format": ("sample_selection", "FORMATS"),
    "overlaps": ("sample_selection", "OVERLAPS"),
    "extractsamples.resampling": ("sample_selection", "RESAMPLINGS"),
    "harmonize": ("sampling", "HARMONIZATIONS"),
    "strategy": ("sample_selection", "STRATEGIES"),
    "sampler": ("sample_selection", "SAMPLERS"),
    "distribution": ("sample_selection", "DISTRIBUTIONS"),
}
PARTS = ("network",)  # the engine has more: those of other tasks


@pytest.fixture(scope="module")
def listed(ask_engine):
    script = f"""
import importlib, json, pkgutil

def find(package, name):
    package = importlib.import_module("eo_deep." + package)
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        module = importlib.import_module(info.name)
        if name in vars(module):
            return list(vars(module)[name])

print(json.dumps({{key: find(*where) for key, where in {LISTS!r}.items()}}))
"""
    return json.loads(ask_engine(script))


@pytest.mark.parametrize(("id", "name"), [(id, name) for id, name in CHOICES if name != "device"])
def test_a_choice_is_the_engines(id, name, listed):
    key = f"{id}.{name}" if f"{id}.{name}" in listed else name
    offered = CHOICES[id, name]
    assert len(set(offered)) == len(offered)
    assert set(offered) <= set(listed[key])
    assert name in PARTS or set(offered) == set(listed[key])


def test_devices_are_the_engines(ask_engine):
    """A machine may lack a device; the engine knows each by name all the same."""
    offered = sorted({option for (_, name), options in CHOICES.items() if name == "device" for option in options})
    script = f"""
from eo_deep.errors import EoDeepError
from eo_deep.runtime.devices import choose_device
for name in [*{offered!r}, "tpu"]:
    try:
        choose_device(name)
    except EoDeepError as error:
        if "Device must be" in str(error):
            print(name)
"""
    assert ask_engine(script).split() == ["tpu"]
