"""QGIS for the tests: the plugin under the name it has when installed, and its provider in the registry."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = "eo_deep_plugin"

if PLUGIN not in sys.modules:
    spec = importlib.util.spec_from_file_location(PLUGIN, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)])
    sys.modules[PLUGIN] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[PLUGIN])


@pytest.fixture(scope="session", autouse=True)
def provider(qgis_processing):
    """The provider, as QGIS has it after start."""
    plugin = sys.modules[PLUGIN].classFactory(None)
    plugin.initProcessing()
    yield plugin.provider
    plugin.unload()
