"""The tutorial is a valid notebook without outputs, and its cells run one after the other."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = ROOT / "docs" / "tutorial.ipynb"


@pytest.fixture
def cells():
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


def test_notebook_is_of_format_4_5_and_has_no_outputs(cells):
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in cells}) == len(cells)
    for cell in cells:
        code = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
        assert {**cell, **code} == cell
        assert set(cell) == {"cell_type", "id", "metadata", "source", *code}


def test_cells_run(cells, tmp_path):
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    (tmp_path / "tutorial.py").write_text(code + "\nassert scores['iou'] > 0.8, scores\n", encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg", "TMPDIR": str(scratch)}
    command = [sys.executable, "tutorial.py"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "more likely than" in done.stdout
    assert list(scratch.iterdir()) == []
