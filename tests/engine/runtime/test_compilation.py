"""Compiled functions are kept where a folder can be written, and work where none can."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from eo_deep.runtime import compilation

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def locked_engine(tmp_path):
    """A copy of the engine whose folder for compiled code cannot be made, not even by root."""
    shutil.copytree(ROOT / "eo_deep", tmp_path / "eo_deep", ignore=shutil.ignore_patterns("__pycache__"))
    for module in list((tmp_path / "eo_deep").rglob("__init__.py")):
        module.with_name("__pycache__").write_text("in the way")
    return tmp_path


def compile_there(root: Path, temporary: Path) -> tuple[str, str]:
    """Whether functions are kept, and where, in a process without a home."""
    script = "from eo_deep.alignment.matching import score_shifts\nfrom eo_deep.runtime import compilation\n"
    script += "import numba\nprint(compilation._CACHED)\nprint(numba.config.CACHE_DIR)"
    environment = {"PATH": os.defpath, "HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null", "TMPDIR": str(temporary)}
    done = subprocess.run(
        [sys.executable, "-B", "-c", script], cwd=root, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    kept, folder = done.stdout.splitlines()
    return kept, folder


@pytest.mark.skipif(sys.platform == "win32", reason="the folders have other variables there")
def test_without_folders_of_their_own_functions_are_kept_in_a_temporary_one(locked_engine, tmp_path):
    kept, folder = compile_there(locked_engine, tmp_path)
    assert kept == "True"
    assert folder == str(tmp_path / f"eo_deep_{os.getuid()}")
    assert os.stat(folder).st_mode & 0o777 == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="the folders have other variables there")
@pytest.mark.parametrize("planted", ["a link", "open to others"])
def test_a_folder_that_others_may_write_is_not_used(locked_engine, tmp_path, planted):
    """What lies in such a folder would be run."""
    place = tmp_path / f"eo_deep_{os.getuid()}"
    if planted == "a link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        place.symlink_to(tmp_path / "elsewhere")
    else:
        place.mkdir()
        place.chmod(0o777)
    assert compile_there(locked_engine, tmp_path) == ("False", "")
    assert not any(tmp_path.joinpath("elsewhere").glob("*"))


def test_functions_work_where_nothing_can_be_kept(monkeypatch):
    monkeypatch.setattr(compilation, "_CACHED", False)

    @compilation.njit(cache=True, nogil=True)
    def double(number):
        return 2 * number

    assert double(21) == 42
    assert double.stats.cache_path is None


def test_the_engine_compiles_in_one_way():
    """numba's own decorators would fail where no folder can be written."""
    direct = [
        path.name
        for path in (ROOT / "eo_deep").rglob("*.py")
        if re.search(r"^\s*(import numba|from numba import .*jit)", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert direct == ["compilation.py"]


def test_a_changed_function_is_compiled_anew_where_another_file_calls_it(tmp_path):
    shutil.copytree(ROOT / "eo_deep" / "runtime", tmp_path / "eo_deep" / "runtime")
    called, calling = tmp_path / "eo_deep" / "called.py", tmp_path / "eo_deep" / "calling.py"
    head = "from eo_deep.runtime.compilation import njit\n"
    tail = "@njit(cache=True)\ndef {name}(x):\n    return {value}\n"
    calling.write_text(
        head + "from eo_deep.called import inner\n" + tail.format(name="outer", value="inner(x)")
        + "print(outer(1), sum(outer.stats.cache_hits.values()))\n"
    )  # fmt: skip
    printed = []
    for value in ("x + 1", "x + 1", "x + 10"):
        called.write_text(head + tail.format(name="inner", value=value))
        os.utime(called, (1_000_000_000 + len(value), 1_000_000_000 + len(value)))
        done = subprocess.run(
            [sys.executable, "-m", "eo_deep.calling"], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        printed.append(done.stdout.split())
    assert printed == [["2", "0"], ["2", "1"], ["11", "0"]]
