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
# Where the engine lists them, by parameter, or by algorithm and parameter: a module and a name in it.
LISTS = {
    "values": ("models.reflectance", "VALUES"),
    "loss": ("training.losses", "LOSSES"),
    "schedule": ("training.loop", "SCHEDULES"),
    "augmentation": ("sampling.augmentation", "STRENGTHS"),
    "rigidity": ("alignment.align", "RIGIDITIES"),
    "start": ("image_generation.generate", "STARTS"),
    "kind": ("scene_classification.train", "KINDS"),
    "normalization": ("io.card_schema", "NORMALIZATIONS"),
    "alignvectors.method": ("alignment.align", "METHODS"),
    "updatemap.method": ("alignment.align", "METHODS"),
    "polygonize.method": ("polygonization.vectorization", "_METHODS"),
    "network": ("models.networks", "NETWORKS"),
}
PARTS = ("network",)  # the engine has more: those of other tasks


@pytest.fixture(scope="module")
def listed(ask_engine):
    script = f"""
import importlib, json
lists = {LISTS!r}
print(json.dumps({{key: list(getattr(importlib.import_module("eo_deep." + module), name))
                  for key, (module, name) in lists.items()}}))
"""
    return json.loads(ask_engine(script))


@pytest.mark.parametrize(("id", "name"), [(id, name) for id, name in CHOICES if name != "device"])
def test_a_choice_is_the_engines(id, name, listed):
    key = name if name in listed else f"{id}.{name}"
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
