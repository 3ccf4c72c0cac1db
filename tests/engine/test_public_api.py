"""What users of the engine rely on: its public functions and their arguments, and that each loads only what it needs.

`public_api.json` holds the arguments of each algorithm with their defaults: a change there is a change for every script
and notebook that calls it.
"""

from __future__ import annotations

import inspect
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import eo_deep
from eo_deep.errors import EoDeepError
from eo_deep.runtime.jobs import check_arguments, find_function, list_outputs
from eo_deep.runtime.lazy import find_homes
from tests.engine.test_imports import CHAINS, FOUNDATIONS

ROOT = Path(__file__).resolve().parents[2]
FROZEN = json.loads((Path(__file__).parent / "public_api.json").read_text(encoding="utf-8"))
TRAINING = ("train_alignment", "train_pixels", "train_polygons", "train_scenes", "train_segmentation",
            "train_super_resolution", "train_time_series", "train_translation")  # fmt: skip
HEAVY = {"torch", "rasterio", "numpy", "shapely", "pyproj", "pyogrio", "scipy", "sklearn", "numba", "matplotlib"}

# Loads each algorithm in a process of its own, which shares the libraries that are loaded already.
LOAD_EACH = """
import json, os, sys
import numba, numpy, pyogrio, pyproj, rasterio.features, scipy.ndimage, scipy.optimize, shapely, torch
from eo_deep.errors import EoDeepError
from eo_deep.runtime.jobs import check_arguments, find_function, list_outputs

loaded = {}
for name in sys.argv[1:]:
    reader, writer = os.pipe()
    if os.fork() == 0:
        find_function(name)
        os.write(writer, json.dumps([module for module in sys.modules if module.startswith("eo_deep")]).encode())
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as answer:
        loaded[name] = json.load(answer)
    os.wait()
print(json.dumps(loaded))
"""


def run_python(script: str, *words: str) -> str:
    done = subprocess.run([sys.executable, "-c", script, *words], cwd=ROOT, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_algorithms_and_their_arguments_are_frozen():
    found = {}
    for name, package in find_homes("eo_deep").items():
        if name != "load_model":
            parameters = inspect.signature(getattr(import_module(package), name)).parameters
            found[f"{package.removeprefix('eo_deep.')}.{name}"] = [
                name if parameter.default is parameter.empty else f"{name}={parameter.default!r}"
                for name, parameter in parameters.items()
                if name != "progress"
            ]
    assert found == FROZEN


@pytest.mark.parametrize("name", FROZEN)
def test_an_algorithm_is_at_the_front_too(name):
    function = name.rpartition(".")[2]
    assert function in dir(eo_deep)
    assert inspect.unwrap(getattr(eo_deep, function)) is inspect.unwrap(find_function(name))


@pytest.mark.parametrize("name", FROZEN)
def test_a_job_that_names_no_output_is_refused_in_one_sentence(name):
    function = find_function(name)
    outputs = list_outputs(function)
    arguments = {argument: "a" for argument in FROZEN[name] if "=" not in argument and argument not in outputs}
    if not outputs:  # a report at most
        return check_arguments(function, arguments)
    with pytest.raises(EoDeepError) as caught:
        check_arguments(function, {**arguments, **dict.fromkeys(outputs, "")})
    assert str(caught.value).startswith(f"'{function.__name__}' has no output: give '{outputs[0]}'")


def test_nothing_else_is_at_the_front():
    assert set(eo_deep.__all__) == {name.rpartition(".")[2] for name in FROZEN} | {"load_model"}
    with pytest.raises(AttributeError, match="module 'eo_deep' has no attribute 'unknown'"):
        eo_deep.unknown  # noqa: B018


def test_every_public_name_of_a_package_exists():
    for path in (ROOT / "eo_deep").glob("*/__init__.py"):
        package = import_module(f"eo_deep.{path.parent.name}")
        for name in getattr(package, "__all__", ()):
            assert getattr(package, name) is not None
            assert name in dir(package)


def test_importing_the_engine_loads_no_library():
    script = "import json, sys, eo_deep, eo_deep.segmentation; dir(eo_deep); print(json.dumps(list(sys.modules)))"
    loaded = set(json.loads(run_python(script)))
    assert not {name.partition(".")[0] for name in loaded} & HEAVY
    assert {name for name in loaded if name.startswith("eo_deep")} == {
        "eo_deep", "eo_deep.runtime", "eo_deep.runtime.lazy", "eo_deep.segmentation",
    }  # fmt: skip


@pytest.fixture(scope="module")
def loaded():
    """{algorithm: the engine's modules that it loads}"""
    if not hasattr(os, "fork"):
        pytest.skip("this system has no fork")
    return {name: set(modules) for name, modules in json.loads(run_python(LOAD_EACH, *FROZEN)).items()}


OTHERS = [name for name in FROZEN if not name.endswith((*TRAINING, "extract_patches", "train_refinement"))]


@pytest.mark.parametrize("name", OTHERS)
def test_applying_loads_nothing_of_training(name, loaded):
    assert "eo_deep.errors" in loaded[name]
    # Patches are laid out alike in training and application.
    shared = {"eo_deep.sampling", "eo_deep.sampling.patch_grid", "eo_deep.sampling.patch_collection"}
    if name.startswith("sample_selection."):
        modules = ("class_counts", "label_pixels", "patch_folder", "point_selection", "point_values")
        shared |= {f"eo_deep.sampling.{module}" for module in modules}
    compared = ("aligned_images", "coregistration", "degraded", "harmonization", "pair_blocks", "pair_comparison")
    if "eo_deep.image_series.series" in loaded[name]:  # dates lie on each other as the images of a pair do
        shared |= {f"eo_deep.sampling.{module}" for module in compared}
    if name == "super_resolution.assess_super_resolution":  # the reference is prepared and compared as in a training
        modules = (*compared, "image_pairs", "pair_report")
        shared |= {f"eo_deep.sampling.{module}" for module in modules} | {"eo_deep.training", "eo_deep.training.losses"}
    assert [
        module
        for module in sorted(loaded[name] - shared)
        if module.startswith(("eo_deep.training", "eo_deep.sampling.")) or "train" in module
    ] == []


@pytest.mark.parametrize("name", FROZEN)
def test_an_algorithm_loads_its_own_package_and_those_it_is_made_of(name, loaded):
    package = name.partition(".")[0]
    packages = {module.split(".")[1] for module in loaded[name] if module.count(".") > 1}
    made_of = {package} | set().union(*(CHAINS.get(p, set()) for p in {package} | CHAINS.get(package, set())))
    assert packages - set(FOUNDATIONS) <= made_of
