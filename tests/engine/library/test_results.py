"""A result is the door's dict, and its attributes are the files that were written."""

import os

import pytest

from eo_deep.library.results import File, Folder, Result


@pytest.fixture
def result(tmp_path):
    (tmp_path / "b.png").touch()
    (tmp_path / "a.png").touch()
    outputs = {"output": Folder(tmp_path), "report": File("r.html")}
    return Result({"output": str(tmp_path), "report": "r.html", "count": 2, "grid": None}, outputs)


def test_figures_and_files_are_attributes(result, tmp_path):
    assert result == {"output": str(tmp_path), "report": "r.html", "count": 2, "grid": None}
    assert result.count == 2 and result.grid is None
    assert os.fspath(result.report) == "r.html"
    assert {"output", "report", "count", "outputs"} <= set(dir(result))


def test_the_first_output_speaks_for_all(result, tmp_path):
    assert os.fspath(result) == result.path == str(tmp_path)
    assert result.files == [str(tmp_path / "a.png"), str(tmp_path / "b.png")]
    assert repr(result).startswith(f"Result(output=Folder({str(tmp_path)!r}), report=File('r.html'), count=2")


def test_what_a_result_lacks_is_said(result):
    with pytest.raises(AttributeError, match="The result has no 'shape'; it has output, report, count, grid"):
        _ = result.shape
    with pytest.raises(TypeError, match="The result has no file"):
        os.fspath(Result({"iou": 1.0}, {}))
