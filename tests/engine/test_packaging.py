"""What a user gets: an archive that plugins.qgis.org accepts, requirements with bounds."""

import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ("requirements.txt", "requirements-onnx.txt", "requirements-cluster.txt", "requirements-dev.txt",
                "requirements-qgis.txt", "requirements-docs.txt")  # fmt: skip


@pytest.fixture(scope="module")
def archive():
    """The plugin's archive as `make zip` makes it, of what is committed."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("the archive is made from a git clone")
    command = ["git", "archive", "--format=zip", "--prefix=eo_deep_plugin/", "HEAD"]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    return made.stdout


def test_archive_is_small(archive):
    assert len(archive) < 25_000_000


def test_archive_has_what_the_plugin_needs_and_nothing_else(archive):
    names = zipfile.ZipFile(io.BytesIO(archive)).namelist()
    inside = {name.split("/", 1)[1] for name in names}
    assert {name.split("/")[0] for name in names} == {"eo_deep_plugin"}
    assert {"__init__.py", "metadata.txt", "LICENSE", "README.md", "requirements.txt"} <= inside
    assert {"eo_deep/__main__.py", "algorithms/framework/provider.py"} <= inside
    assert {"resources/models/buildings.safetensors"} <= inside
    assert {"resources/i18n/eo_deep_fr.qm", "resources/i18n/eo_deep_de.qm"} <= inside
    unwanted = re.compile(r"\.pyc$|\.ts$|__pycache__|^(tests|benchmarks|demo|docs|\.ci|\.git)")
    assert not [name for name in inside if unwanted.search(name)]


def test_the_addresses_of_the_project_are_in_metadata_alone(archive):
    """So that the owner of the project gives them in one place."""
    metadata = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    host = re.search(r"^homepage=https?://([^/\s]+)", metadata, re.MULTILINE)[1].encode()
    files = zipfile.ZipFile(io.BytesIO(archive))
    assert [name.split("/", 1)[1] for name in files.namelist() if host in files.read(name)] == ["metadata.txt"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The library as `pip install .` installs it."""
    pytest.importorskip("setuptools", minversion="77")
    source, target = (tmp_path_factory.mktemp(name) for name in ("source", "wheel"))
    for folder in ("eo_deep", "resources"):
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "setup.py", *REQUIREMENTS[:4], "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source)
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--quiet", "--wheel-dir", str(target)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True)
    return zipfile.ZipFile(next(target.iterdir()))


def test_the_library_has_its_packages_and_models(wheel):
    names = set(wheel.namelist())
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "eo_deep").rglob("*.py")}
    models = {f"eo_deep/resources/models/{path.name}" for path in (ROOT / "resources" / "models").iterdir()}
    assert len(modules) > 150
    assert {name for name in names if ".dist-info/" not in name} == modules | models


def test_the_library_needs_what_the_engine_needs(wheel):
    (name,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
    needed = re.findall(r"^Requires-Dist: (.+)$", wheel.read(name).decode(), re.MULTILINE)
    found = {str(Requirement(words)) for words in needed}
    runtime = {str(Requirement(line)) for line in read_requirements("requirements.txt")}
    extras = {str(Requirement(f'{line}; extra == "{extra}"')) for extra in ("dev", "onnx", "cluster")
              for line in read_requirements(f"requirements-{extra}.txt")}  # fmt: skip
    assert found == runtime | extras


def read_requirements(file):
    return [line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("file", REQUIREMENTS)
def test_requirements_have_upper_bounds(file):
    lines = read_requirements(file)
    assert lines
    assert [line for line in lines if not re.search(r"==|<", line)] == []


def test_versions_agree(wheel):
    metadata = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    version = re.search(r"^version=(.+)$", metadata, re.MULTILINE)[1]
    assert any(name.startswith(f"eo_deep-{version}.dist-info/") for name in wheel.namelist())
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"eo_deep_plugin-{version}.zip" in (ROOT / "README.md").read_text(encoding="utf-8")
