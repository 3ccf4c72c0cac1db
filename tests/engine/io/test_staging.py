"""Files and folders are whole or absent."""

import os
import stat

import pytest

from eo_deep.errors import EoDeepError
from eo_deep.io import staging
from eo_deep.io.staging import scratch_folder, stage


def test_a_file_takes_its_name_at_the_end(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")
    with stage(target) as prepared:
        prepared.write_text("new")
        assert prepared.suffix == ".txt"
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_nothing_changes_when_the_work_fails(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old")

    def fail():
        with stage(target) as prepared:
            prepared.write_text("new")
            (prepared.parent / "beside").write_text("what a driver left")
            raise ZeroDivisionError

    pytest.raises(ZeroDivisionError, fail)
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_takes_its_name_at_the_end(tmp_path, there):
    if there:
        (tmp_path / "made").mkdir()
    with stage(tmp_path / "made") as prepared:
        prepared.mkdir()
        (prepared / "a").write_text("one")
        with stage(prepared / "b") as inner:  # what is in preparation needs no more care
            inner.write_text("two")
            assert inner == prepared / "b"
    assert sorted(os.listdir(tmp_path / "made")) == ["a", "b"]
    assert os.listdir(tmp_path) == ["made"]


def test_a_link_stays_and_its_file_is_new(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "a").symlink_to(tmp_path / "there" / "b")
    with stage(tmp_path / "here" / "a") as prepared:
        prepared.write_text("new")
    assert (tmp_path / "here" / "a").is_symlink()
    assert (tmp_path / "there" / "b").read_text() == "new"
    assert os.listdir(tmp_path / "there") == ["b"]


def test_others_may_read_what_they_may_read_otherwise(tmp_path):
    (tmp_path / "usual").write_text("")
    with stage(tmp_path / "made") as prepared:
        prepared.write_text("")
    assert (tmp_path / "made").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_all_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    """A power cut then leaves the old file or the new one, never an empty one."""
    happened = []

    def sync(descriptor):
        found = os.fstat(descriptor)
        place = next(path for path in (tmp_path, *tmp_path.rglob("*")) if os.path.samestat(path.stat(), found))
        happened.append(place.name if place.is_file() else f"folder {place.name.replace(tmp_path.name, 'target')}")

    monkeypatch.setattr(staging.os, "fsync", sync)
    replace = os.replace
    monkeypatch.setattr(staging.os, "replace", lambda *paths: (happened.append("rename"), replace(*paths)))
    with stage(tmp_path / "made") as prepared:
        prepared.mkdir()
        (prepared / "a").write_text("one")
    assert happened == ["a", "folder new", "rename", "folder target"]


def test_a_disk_that_cannot_sync_is_written(tmp_path, monkeypatch):
    def refuse(descriptor):
        raise OSError(22, "Invalid argument")

    monkeypatch.setattr(staging.os, "fsync", refuse)
    with stage(tmp_path / "a") as prepared:
        prepared.write_text("new")
    assert (tmp_path / "a").read_text() == "new"


def test_a_disk_that_is_full_when_synced_is_told(tmp_path, monkeypatch):
    def refuse(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(staging.os, "fsync", refuse)
    with pytest.raises(EoDeepError, match="disk of .* is full; 'a' was not"), stage(tmp_path / "a") as prepared:
        prepared.write_text("new")
    assert os.listdir(tmp_path) == []


def test_names_as_long_as_disks_allow(tmp_path):
    name = "x" * 250 + ".tif"
    with stage(tmp_path / name) as prepared:
        prepared.write_text("new")
    assert os.listdir(tmp_path) == [name]


def test_scratch_files_are_gone_at_the_end(tmp_path):
    with scratch_folder(tmp_path / "a.tif") as folder:
        (folder / "between.tif").write_text("half")
        assert stat.S_ISDIR(folder.stat().st_mode) and folder.parent == tmp_path
    assert os.listdir(tmp_path) == []
