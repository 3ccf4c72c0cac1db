"""The engine's self-test finds a sound engine sound, and a broken stage broken."""

import json

import pytest

from eo_deep.diagnostics import check as engine
from eo_deep.errors import EoDeepError
from tests.engine.notes import Notes


def test_every_stage_passes(tmp_path):
    heard = Notes()
    result = engine.check_engine(output_html=str(tmp_path / "report.html"), progress=heard)
    rows = result["tables"][0][2]
    assert [row for row in rows if row[1] != "OK"] == []
    assert len(rows) == len(engine.STAGES)
    assert result["ok"] is True
    assert result["device"]
    assert result["torch_version"].startswith("2.")
    assert heard.fractions[-1] == 1.0
    assert heard.warnings == []
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Tiles equal one pass" in report
    assert result["python"] in report
    json.dumps(result)  # it goes through the worker


def test_a_broken_stage_is_told(monkeypatch):
    def fail(folder):
        raise OSError("PROJ: proj.db not found")

    monkeypatch.setattr(engine, "STAGES", (("Raster warped", fail),))
    heard = Notes()
    result = engine.check_engine(progress=heard)
    assert result["ok"] is False
    assert result["tables"][0][2][0][3] == "OSError: PROJ: proj.db not found"
    assert heard.warnings == ["Raster warped: OSError: PROJ: proj.db not found"]


def test_a_torch_that_does_not_load_is_told(monkeypatch):
    monkeypatch.setattr(engine, "STAGES", ())
    monkeypatch.setitem(__import__("sys").modules, "eo_deep.runtime.devices", None)  # importing it fails
    result = engine.check_engine()
    assert (result["ok"], result["device"], result["torch_version"]) == (False, "", "")
    assert "torch does not load" in result["tables"][1][2][0][1]


def test_a_gpu_that_torch_cannot_use_is_told(monkeypatch):
    monkeypatch.setattr(engine.shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.setattr(engine, "find_attribute", lambda module, name: "None")
    assert "CPU build" in engine.describe_unused_gpu("cpu")
    monkeypatch.setattr(engine, "find_attribute", lambda module, name: "13.0")
    assert "driver" in engine.describe_unused_gpu("cpu")
    assert engine.describe_unused_gpu("cuda") == ""


def test_a_missing_package_is_listed(monkeypatch):
    monkeypatch.setattr(engine, "PACKAGES", ("no-such-package-of-this-name",))
    assert ("no-such-package-of-this-name", "missing") in engine.describe_environment()


def test_users_sentences_stay_as_they_are():
    assert engine.describe_error(EoDeepError("Tile size must be even.")) == "Tile size must be even."
    assert engine.describe_error(ValueError("no\n good")) == "ValueError: no good"


def test_report_goes_nowhere(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "STAGES", ())
    with pytest.raises(EoDeepError, match="does not exist"):
        engine.check_engine(output_html=str(tmp_path / "absent" / "report.html"))
