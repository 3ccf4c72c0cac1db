"""What a user gets: an archive that plugins.qgis.org accepts, requirements with bounds."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


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
    assert "resources/models/buildings.safetensors" in inside
    assert not [name for name in inside if re.search(r"\.pyc$|__pycache__|^(tests|benchmarks|demo|\.ci|\.git)", name)]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt", "requirements-qgis.txt"])
def test_requirements_have_upper_bounds(file):
    lines = [line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith("#")]
    assert lines
    assert [line for line in lines if not re.search(r"==|<", line)] == []


def test_versions_agree():
    metadata = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    version = re.search(r"^version=(.+)$", metadata, re.MULTILINE)[1]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"eo_deep_plugin-{version}.zip" in (ROOT / "README.md").read_text(encoding="utf-8")
