"""Models of catalogues: fetched whole, once their licence is accepted, or not at all."""

import json
import shutil
from pathlib import Path

import pytest

from eo_deep.errors import EoDeepError
from eo_deep.io import staging
from eo_deep.io.checksums import hash_file
from eo_deep.model_exchange import fetch_model, list_models
from eo_deep.model_exchange.catalogue import open_catalogue
from eo_deep.models.bundled import find_bundled_model, list_bundled_models
from tests.engine.notes import Notes
from tests.engine.web_server import serve


@pytest.fixture
def shelf(make_brightness_model, tmp_path):
    """A folder with a model and its catalogue."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    shutil.move(make_brightness_model(name="bright"), shelf / "bright.safetensors")
    list_models(str(shelf), stac=str(shelf / "c.json"))
    return shelf


@pytest.fixture
def kept(tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder


def answer(shelf, **changes):
    """What a server of the shelf answers; changes: of the item's file."""
    catalogue = json.loads((shelf / "c.json").read_text(encoding="utf-8"))
    catalogue["features"][0]["assets"]["model"] |= {key.replace("_", ":"): value for key, value in changes.items()}
    data = (shelf / "bright.safetensors").read_bytes()
    return {"/c.json": (200, {}, json.dumps(catalogue).encode()), "/bright.safetensors": (200, {}, data)}


def test_a_catalogue_has_the_models_of_its_folder(shelf):
    """And none of those that come with EO Deep, which are at another place on each computer."""
    (item,) = json.loads((shelf / "c.json").read_text(encoding="utf-8"))["features"]
    assert (item["id"], item["assets"]["model"]["href"]) == ("bright", "./bright.safetensors")


def test_a_model_is_fetched_once_its_licence_is_accepted(shelf, kept):
    notes, own = Notes(), shelf / "bright.safetensors"
    with serve(answer(shelf)) as address:
        found = fetch_model(f"{address}/c.json", "Bright", str(kept), progress=notes)
        assert (found["model"], found["fetched"], list(kept.iterdir())) == ("", False, [])
        assert found["sha256"] == hash_file(str(own)) and found["size_mb"] == round(own.stat().st_size / 1e6, 3)
        assert f"File: {address}/bright.safetensors" in notes.messages and "Licence: not stated" in notes.messages
        found = fetch_model(f"{address}/c.json", "bright", str(kept), accept=True)
    assert Path(found["model"]) == kept / "bright.safetensors"
    assert (kept / "bright.safetensors").read_bytes() == own.read_bytes()
    assert [path.name for path in kept.iterdir()] == ["bright.safetensors"]
    found = fetch_model(str(shelf / "c.json"), "bright", str(kept), accept=True, progress=notes)  # it is there already
    assert found["fetched"] and any("is there already" in text for text in notes.messages)


def test_what_is_wrong_leaves_nothing(shelf, kept):
    data = (shelf / "bright.safetensors").read_bytes()
    cases = {
        "ended after 100 of": {"/bright.safetensors": (200, {"Content-Length": str(len(data))}, data[:100])},
        "ended after 99 of": {"/bright.safetensors": (200, {}, data[:99])},
        "answers 404": {"/bright.safetensors": (404, {}, b"")},
        "is damaged or another file: its SHA-256 is": {"/bright.safetensors": (200, {}, data[:-1] + b"x")},
        "it is not JSON": {"/c.json": (200, {}, b"<html>")},
        "has no STAC item of a model": {"/c.json": (200, {}, b"{}")},
        "has no model 'bright'; it has 'other'": {
            "/c.json": (200, {}, (shelf / "c.json").read_bytes().replace(b'"title": "bright"', b'"title": "other"'))},
    }
    for told, changes in cases.items():
        with serve({**answer(shelf), **changes}) as address, pytest.raises(EoDeepError, match=told):
            fetch_model(f"{address}/c.json", "bright", str(kept), accept=True)
        assert list(kept.iterdir()) == []
    with pytest.raises(EoDeepError, match="cannot be reached"):
        fetch_model(f"{address}/c.json", "bright", str(kept), accept=True)
    (kept / "bright.safetensors").write_bytes(b"mine")
    with pytest.raises(EoDeepError, match="'.*bright.safetensors' is another file; move it"):
        fetch_model(str(shelf / "c.json"), "bright", str(kept), accept=True)
    assert (kept / "bright.safetensors").read_bytes() == b"mine"
    with pytest.raises(EoDeepError, match="needs the name of a model; it has 'bright'"):
        fetch_model(str(shelf / "c.json"), folder=str(kept))
    with pytest.raises(EoDeepError, match="The folder of models '.*none' does not exist"):
        fetch_model(str(shelf / "c.json"), "bright", str(kept / "none"), accept=True)


def test_a_catalogue_may_lack_a_checksum_but_not_offer_a_foreign_file(shelf, kept):
    notes = Notes()
    with serve(answer(shelf, file_checksum=None, file_size=None)) as address:
        fetch_model(f"{address}/c.json", "bright", str(kept), accept=True, progress=notes)
    assert any("states no SHA-256 of 'bright.safetensors'" in text for text in notes.warnings)
    (kept / "bright.safetensors").unlink()
    for href, told in (("./run.exe", "must end in .safetensors or .onnx, got '.*run.exe'"), ("../..", "must end in"),
                       ("file:///etc/passwd.onnx", "must begin with https://")):  # fmt: skip
        with serve(answer(shelf, href=href)) as address, pytest.raises(EoDeepError, match=told):
            fetch_model(f"{address}/c.json", "bright", str(kept), accept=True)
    answers = {**answer(shelf, file_checksum=None, file_size=None), "/bright.safetensors": (200, {}, b"no model")}
    with serve(answers) as address:
        with pytest.raises(EoDeepError, match="'bright.safetensors' is not a model of EO Deep"):
            fetch_model(f"{address}/c.json", "bright", str(kept), accept=True)
    assert list(kept.iterdir()) == []


def test_a_full_disk_leaves_nothing(shelf, kept, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("shutil.disk_usage", lambda folder: type("Usage", (), {"free": 10}))
        with pytest.raises(EoDeepError, match="The disk of '.*kept' is full; 'bright.safetensors' was not written"):
            fetch_model(str(shelf / "c.json"), "bright", str(kept), accept=True)

    def fail(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(staging, "sync", fail)
    with pytest.raises(EoDeepError, match="The disk of '.*kept' is full; 'bright.safetensors' was not written"):
        fetch_model(str(shelf / "c.json"), "bright", str(kept), accept=True)
    assert list(kept.iterdir()) == []


def test_a_catalogue_at_an_address_is_listed(shelf):
    with serve(answer(shelf)) as address:
        found = list_models(catalogue=f"{address}/c.json", task="segmentation")
    (offered,) = [each for each in found["listed"] if each["catalogue"]]
    assert (offered["name"], offered["file"]) == ("bright", f"{address}/bright.safetensors")
    with pytest.raises(EoDeepError, match="cannot be reached"):
        list_models(catalogue=f"{address}/c.json")


def test_the_bundled_catalogue_is_current(tmp_path):
    """`python -m eo_deep list_models stac=resources/models/catalogue.json` makes it."""
    bundled = Path(find_bundled_model("buildings")).with_name("catalogue.json")
    list_models(stac=str(tmp_path / "c.json"))
    fresh, shipped = (json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "c.json", bundled))
    for each in fresh["features"]:
        each["assets"]["model"]["href"] = f"./{Path(each['assets']['model']['href']).name}"
    assert shipped == fresh
    offers = open_catalogue(str(bundled))
    assert [each.href for each in offers] == list_bundled_models()
    found = list_models(catalogue=str(bundled))
    assert found["models"] == len(offers)  # each is listed once
    assert {each.summary.task for each in offers} == {"alignment", "polygons", "scenes"}
    assert all(each.sha256 and "not stated" not in each.summary.accuracy for each in offers)
