"""Setting up and checking the engine: what goes wrong is said in one sentence that helps."""

import subprocess
import sys
import time
import venv
import zipfile
from pathlib import Path

import processing
import pytest
from eo_deep_plugin.algorithms import diagnostics as engine
from eo_deep_plugin.algorithms.framework import accelerator, engine_setup, worker
from eo_deep_plugin.algorithms.framework.engine_setup import Setup, lock
from eo_deep_plugin.algorithms.framework.worker import MARKER, Cancelled, EngineError, find_engine
from qgis.core import QgsProcessingException
from qgis.PyQt.QtCore import QSettings

FETCH = "WARNING: Retrying (Retry(total=0)) after connection broken by "
NO_MATCH = "\nERROR: No matching distribution found for torch==2.13.0"

PIP_SAYS = {
    "network": (
        FETCH + "'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection>: Failed to establish a new"
        " connection: [Errno -3] Temporary failure in name resolution')': /simple/torch/" + NO_MATCH,
        "cannot be reached",
    ),
    "windows network": (FETCH + "'[Errno 11001] getaddrinfo failed'" + NO_MATCH, "cannot be reached"),
    "proxy password": (
        FETCH + "'ProxyError('Cannot connect to proxy.', OSError('Tunnel connection failed: 407 Proxy Authentication"
        " Required'))': /simple/torch/" + NO_MATCH,
        "user name and password",
    ),
    "proxy": (
        FETCH + "'ProxyError('Cannot connect to proxy.', OSError('[Errno 111] Connection refused'))'" + NO_MATCH,
        "proxy could not be used",
    ),
    "certificate": (
        "Could not fetch URL: There was a problem confirming the ssl certificate: SSLError(SSLCertVerificationError(1,"
        " '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self signed')) - skipping" + NO_MATCH,
        "PIP_CERT",
    ),
    "full disk": ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "is full"),
    "full disk on Windows": ("OSError: [WinError 112] There is not enough space on the disk", "is full"),
    "slow": ("pip._vendor.urllib3.exceptions.ReadTimeoutError: HTTPSConnectionPool: Read timed out.", "interrupted"),
    "damaged": ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "interrupted"),
    "no venv": (
        "The virtual environment was not created successfully because ensurepip is not available.  On Debian/Ubuntu"
        " systems, you need to install the python3-venv package using the following command.",
        "python3-venv",
    ),
    "app control": ("OSError: [WinError 4551] An Application Control policy has blocked this file", "security policy"),
    "in use": ("PermissionError: [WinError 32] The file is being used by another process", "in use"),
    "permission": ("ERROR: Could not install packages: [Errno 13] Permission denied: '/x'", "permissions"),
    "no build": (
        "ERROR: Could not find a version that satisfies the requirement torch==2.13.0 (from versions: none)" + NO_MATCH,
        "has no 'torch==2.13.0' for Python",
    ),
    "killed": ("Installing collected packages: torch\n(-9)", "memory was full"),
    "unknown": ("Collecting x\nERROR: something nobody has seen before", "something nobody has seen before"),
}


def make_setup(tmp_path, requirements="", **options):
    listed = tmp_path / "requirements.txt"
    listed.write_text(requirements)
    return Setup(tmp_path / "engine", listed, **options)


@pytest.fixture
def wheelhouse(tmp_path):
    """A folder with one tiny package, made here."""
    folder = tmp_path / "wheelhouse"
    folder.mkdir()
    info = "eo_deep_probe-1.0.dist-info"
    with zipfile.ZipFile(folder / "eo_deep_probe-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("eo_deep_probe.py", "ANSWER = 42\n")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: eo-deep-probe\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return folder


@pytest.mark.parametrize("case", PIP_SAYS)
def test_failures_are_explained(tmp_path, case):
    said, expected = PIP_SAYS[case]
    sentence = make_setup(tmp_path).explain(said)
    assert expected in sentence
    assert "\n" not in sentence


def test_environment_from_a_wheelhouse(tmp_path, wheelhouse):
    told = []
    setup = make_setup(tmp_path, "eo-deep-probe==1.0", wheelhouse=str(wheelhouse), log=told.append)
    python = setup.make()
    code, said = setup.run([str(python), "-c", "import eo_deep_probe; print(eo_deep_probe.ANSWER)"])
    assert (code, said) == (0, "42")
    assert any(line.startswith("Successfully installed") for line in told)

    made = (tmp_path / "engine" / MARKER).stat().st_mtime_ns
    assert setup.make() == python  # complete: nothing is done
    assert (tmp_path / "engine" / MARKER).stat().st_mtime_ns == made

    (tmp_path / "engine" / MARKER).unlink()  # as after a power cut: made anew
    setup.make()
    assert (tmp_path / "engine" / MARKER).exists()

    setup.make(recreate=True)
    assert (tmp_path / "engine" / MARKER).stat().st_mtime_ns > made


def test_packages_are_added_to_a_complete_environment(tmp_path, wheelhouse):
    extra = tmp_path / "requirements-more.txt"
    extra.write_text("eo-deep-probe==1.0")
    setup = make_setup(tmp_path, wheelhouse=str(wheelhouse))
    python = setup.make()
    assert not setup.has(extra)
    setup.add(extra)
    assert setup.has(extra)
    assert setup.run([str(python), "-c", "import eo_deep_probe; print(eo_deep_probe.ANSWER)"]) == (0, "42")
    assert setup.is_complete()
    extra.write_text("eo-deep-other==2.0")
    with pytest.raises(EngineError, match="has no 'eo-deep-other==2.0'"):
        setup.add(extra)
    assert setup.is_complete()


def test_wheelhouse_lacks_a_package(tmp_path, wheelhouse):
    setup = make_setup(tmp_path, "eo-deep-other==2.0", wheelhouse=str(wheelhouse))
    with pytest.raises(EngineError, match="wheelhouse .* has no 'eo-deep-other==2.0' for Python 3"):
        setup.make()
    assert not (tmp_path / "engine").exists()


@pytest.fixture
def quick(monkeypatch):
    """Environments without pip and without packages, which take no time."""
    monkeypatch.setattr(Setup, "make_venv", lambda self: venv.create(self.growing, symlinks=True))
    monkeypatch.setattr(Setup, "install", lambda self: None)


def test_a_complete_environment_survives_a_failed_one(tmp_path, monkeypatch, quick):
    setup = make_setup(tmp_path)
    python = setup.make()

    def fail():
        assert setup.is_complete()  # the old one stays in its place all the while
        raise EngineError("No network.")

    monkeypatch.setattr(setup, "install", fail)
    with pytest.raises(EngineError, match="No network"):
        setup.make(recreate=True)
    assert setup.is_complete()
    assert python.exists()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["engine", "engine.lock", "requirements.txt"]


RENEW = """
import importlib.util, os, sys, venv
from pathlib import Path
root, folder, stage = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
spec = importlib.util.spec_from_file_location("plugin", root / "__init__.py", submodule_search_locations=[str(root)])
sys.modules["plugin"] = importlib.util.module_from_spec(spec)
from plugin.algorithms.framework.engine_setup import Setup
setup = Setup(folder, folder.with_name("requirements.txt"))
setup.make_venv = lambda: venv.create(setup.growing, symlinks=True)
setup.install = lambda: os.kill(os.getpid(), 9) if stage == "install" else None
setup.switch = lambda: (folder.rename(f"{folder}_old_1"), os.kill(os.getpid(), 9))
setup.make(recreate=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("stage", ["install", "switch"])
def test_a_killed_renewal_leaves_the_old_environment(tmp_path, quick, stage):
    """While packages come in the old one stays in its place; between two renames the next set-up brings one back.

    What the dead one left is removed by the next set-up, though it need not make anything.
    """
    setup = make_setup(tmp_path)
    python = setup.make()
    made = (tmp_path / "engine" / MARKER).stat().st_mtime_ns
    words = [sys.executable, "-c", RENEW, str(engine.ROOT), str(tmp_path / "engine"), stage]
    subprocess.run(words, check=False, capture_output=True)
    assert len(list(tmp_path.glob("engine_*"))) == (1 if stage == "install" else 2)
    assert setup.is_complete() == (stage == "install")
    assert setup.make() == python
    assert ((tmp_path / "engine" / MARKER).stat().st_mtime_ns == made) == (stage == "install")
    assert not list(tmp_path.glob("engine_*"))


def test_an_unfinished_environment_is_never_used(tmp_path, monkeypatch, quick):
    setup = make_setup(tmp_path)
    python = setup.make()
    monkeypatch.delenv("EO_DEEP_PYTHON", raising=False)
    monkeypatch.setattr(worker, "ROOT", tmp_path / "plugin")
    monkeypatch.setattr(worker, "profile_engine", lambda: tmp_path / "engine")
    assert find_engine() == python
    (tmp_path / "engine" / MARKER).unlink()
    with pytest.raises(EngineError, match="is not set up yet"):
        find_engine()


def test_a_second_set_up_waits_for_nobody(tmp_path, quick):
    with lock(tmp_path / "engine.lock"), pytest.raises(EngineError) as caught:
        make_setup(tmp_path).make()
    assert str(caught.value) == "Another QGIS window is setting up the engine; wait until it is done."
    assert not (tmp_path / "engine").exists()
    assert make_setup(tmp_path).make().exists()  # a lock that nobody holds any more is no lock


def make_index(folder, *wheels):
    """A package index of files."""
    for wheel in wheels:
        place = folder / wheel.name.split("-")[0].replace("_", "-")
        place.mkdir(parents=True)
        (place / "index.html").write_text(f'<a href="{wheel.as_uri()}">{wheel.name}</a>')
    folder.mkdir(exist_ok=True)
    return folder.as_uri()


def test_an_index_without_any_package_is_told_with_its_address(tmp_path):
    address = make_index(tmp_path / "index")
    with pytest.raises(EngineError) as caught:
        make_setup(tmp_path, "eo-deep-probe==1.0", index_url=address).make()
    assert str(caught.value) == (
        f"The package index '{address}' has none of the packages that the engine needs; check its address."
    )


def test_what_an_index_lacks_is_told_before_it_is_taken_from_the_usual_one(tmp_path, wheelhouse, monkeypatch):
    address = make_index(tmp_path / "index", *wheelhouse.iterdir())
    told = []
    setup = make_setup(tmp_path, "eo-deep-other==2.0\neo-deep-probe==1.0", index_url=address, log=told.append)
    setup.environment["PIP_INDEX_URL"] = make_index(tmp_path / "usual")
    with pytest.raises(EngineError, match="has no 'eo-deep-other==2.0' for Python"):
        setup.make()
    lacking = "has no eo-deep-other==2.0; missing packages are taken from the standard index."
    assert f"The package index '{address}' {lacking}" in told


def test_an_index_that_is_not_there_is_told_with_its_address_and_without_its_password(tmp_path):
    setup = make_setup(tmp_path, index_url="https://me:secret@mirror.invalid/simple")
    sentence = setup.explain(PIP_SAYS["network"][0])
    assert sentence.startswith("The package index 'https://***@mirror.invalid/simple' cannot be reached; check")


def test_no_suitable_python(tmp_path, monkeypatch):
    monkeypatch.setattr(engine_setup, "candidate_pythons", lambda: iter([Path("/bin/sh"), tmp_path / "absent"]))
    with pytest.raises(EngineError, match="No Python 3.10 to 3.14 was found"):
        make_setup(tmp_path).make()


def test_python_without_venv(tmp_path, monkeypatch):
    poor = tmp_path / "python"
    poor.write_text(
        "#!/bin/sh\n"
        "case \"$*\" in *venv*) echo 'No module named venv' >&2; exit 1;; esac\n"
        f'exec {sys.executable} "$@"\n'
    )
    poor.chmod(0o755)
    monkeypatch.setattr(engine_setup, "candidate_pythons", lambda: iter([poor]))
    with pytest.raises(EngineError, match="sudo apt install python3-venv"):
        make_setup(tmp_path).make()
    assert not (tmp_path / "engine").exists()


def test_the_disk_is_too_small(tmp_path, monkeypatch):
    monkeypatch.setattr(engine_setup, "NEEDED_GB", 1e9)
    (tmp_path / "engine_new_1").mkdir()  # of a set-up that was killed: it may be what takes the room
    with pytest.raises(EngineError, match="GB are free"):
        make_setup(tmp_path).make()
    assert not (tmp_path / "engine_new_1").exists()


def test_a_foreign_folder_is_not_removed(tmp_path):
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "thesis.odt").write_text("years of work")
    with pytest.raises(EngineError, match="is no Python environment"):
        make_setup(tmp_path).make(recreate=True)
    assert (tmp_path / "engine" / "thesis.odt").exists()


def test_cancel_ends_pip(tmp_path):
    start = time.monotonic()
    setup = make_setup(tmp_path, is_cancelled=lambda: time.monotonic() > start + 0.5)
    with pytest.raises(Cancelled):
        setup.run(["/bin/sh", "-c", "echo working; sleep 60"])
    assert time.monotonic() - start < 30  # not the 60 s of what it started


def test_page_is_escaped(tmp_path):
    engine.write_page(tmp_path / "page.html", "Check", "No <engine>.", [("QGIS", ("What", "Value"), [("a", "<b>")])])
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "No &lt;engine&gt;." in page
    assert "&lt;b&gt;" in page


def check(tmp_path):
    results = processing.run("eodeep:checkengine", {"OUTPUT_HTML": str(tmp_path / "check.html")})
    return results, (tmp_path / "check.html").read_text(encoding="utf-8")


def test_check_of_a_sound_engine(tmp_path, ask_engine):
    results, page = check(tmp_path)
    assert results["OK"] is True
    assert results["PYTHON"] == ask_engine("import sys; print(sys.executable)").strip()
    assert results["TORCH_VERSION"].startswith("2.")
    assert results["DEVICE"]
    for word in ("every stage passed", "GDAL of QGIS", "GDAL of rasterio", "Profile folder", "Tiles equal one pass"):
        assert word in page


def test_check_without_an_engine(tmp_path, monkeypatch):
    monkeypatch.setenv("EO_DEEP_PYTHON", str(tmp_path / "absent"))
    results, page = check(tmp_path)
    assert (results["OK"], results["PYTHON"], results["TORCH_VERSION"]) == (False, "", "")
    assert "where there is no Python interpreter" in page
    assert "Set up the engine" in page


def test_check_of_a_python_without_packages(tmp_path, monkeypatch):
    setup = make_setup(tmp_path)
    monkeypatch.setattr(setup, "install", lambda: None)
    monkeypatch.setenv("EO_DEEP_PYTHON", str(setup.make()))
    results, page = check(tmp_path)
    assert (results["OK"], results["TORCH_VERSION"]) == (False, "")
    assert "torch does not load: ModuleNotFoundError" in page


def test_set_up_says_what_failed(tmp_path, monkeypatch, wheelhouse):
    monkeypatch.setattr(engine, "profile_engine", lambda: tmp_path / "profile" / "engine")
    with pytest.raises(QgsProcessingException, match="The wheelhouse .* has no 'rasterio"):
        processing.run("eodeep:setupengine", {"WHEELHOUSE": str(wheelhouse)})
    assert not (tmp_path / "profile" / "engine").exists()


def test_an_environment_that_does_not_work_is_made_anew(tmp_path, monkeypatch, wheelhouse):
    """Requirements without torch give an environment that is complete and yet fails its check."""
    (tmp_path / "requirements.txt").write_text("eo-deep-probe==1.0")
    monkeypatch.setattr(engine, "ROOT", tmp_path)
    monkeypatch.setattr(engine, "profile_engine", lambda: tmp_path / "profile" / "engine")
    marker = tmp_path / "profile" / "engine" / MARKER
    results = processing.run("eodeep:setupengine", {"WHEELHOUSE": str(wheelhouse)})
    assert results["OK"] is False
    assert results["PYTHON"].startswith(str(tmp_path))
    made = marker.stat().st_mtime_ns
    processing.run("eodeep:setupengine", {"WHEELHOUSE": str(wheelhouse)})
    assert marker.stat().st_mtime_ns > made


def test_proxy_of_qgis_is_used():
    settings = QSettings()
    try:
        settings.setValue("proxy/proxyEnabled", True)
        settings.setValue("proxy/proxyType", "HttpProxy")
        settings.setValue("proxy/proxyHost", "proxy.invalid")
        settings.setValue("proxy/proxyPort", "3128")
        settings.setValue("proxy/proxyUser", "someone@office")
        assert engine.find_proxy()["HTTPS_PROXY"] == "http://someone%40office@proxy.invalid:3128"
        settings.setValue("proxy/proxyEnabled", False)
        assert engine.find_proxy() == {}
    finally:
        settings.remove("proxy")


@pytest.fixture
def uv(wheelhouse):
    """A wheelhouse that has a uv too, which 'fetches' this computer's Python."""
    info = "uv-1.0.dist-info"
    program = (
        "import os, pathlib, sys\n"
        "assert sys.argv[1:4] == ['python', 'install', '3.12'] and os.environ['UV_PYTHON_INSTALL_BIN'] == '0'\n"
        "place = pathlib.Path(sys.argv[sys.argv.index('--install-dir') + 1], 'cpython-3.12.1-linux', 'bin')\n"
        "place.mkdir(parents=True)\n"
        f"(place / 'python3').symlink_to({sys.executable!r})\n"
    )
    with zipfile.ZipFile(wheelhouse / "uv-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("uv/__init__.py", "")
        wheel.writestr("uv/__main__.py", program)
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: uv\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return wheelhouse


@pytest.fixture
def only_an_old_python(tmp_path, monkeypatch):
    """A computer whose only Python says that it is 3.9."""
    old = tmp_path / "old" / "python3"
    old.parent.mkdir()
    old.write_text(f'#!/bin/sh\ncase "$2" in *eo-deep*) echo "eo-deep 3 9";; *) exec {sys.executable} "$@";; esac\n')
    old.chmod(0o755)
    monkeypatch.setattr(engine_setup, "candidate_pythons", lambda: iter([old]))


def test_a_python_is_fetched_where_none_is_suitable(tmp_path, uv, only_an_old_python):
    told = []
    setup = make_setup(tmp_path, "eo-deep-probe==1.0", wheelhouse=str(uv), log=told.append)
    python = setup.make()
    assert setup.run([str(python), "-c", "import eo_deep_probe; print(eo_deep_probe.ANSWER)"]) == (0, "42")
    assert any("Python 3.12 is fetched" in line for line in told)
    assert setup.base.is_relative_to(tmp_path / "pythons")
    assert not list(tmp_path.glob("uv_*"))
    told.clear()
    setup.make(recreate=True)  # it is there now
    assert not any("is fetched" in line for line in told)


def test_why_no_python_could_be_fetched_is_told(tmp_path, wheelhouse, only_an_old_python):
    with pytest.raises(EngineError, match=r"^No Python 3\.10 to 3\.14 was found .* could be fetched \(.*no 'uv'"):
        make_setup(tmp_path, wheelhouse=str(wheelhouse)).make()
    assert not (tmp_path / "engine").exists()


def test_stages_are_told_with_their_time(tmp_path, wheelhouse):
    told = []
    make_setup(tmp_path, "eo-deep-probe==1.0", wheelhouse=str(wheelhouse), log=told.append).make()
    for stage in ("Python environment", "Packages"):
        assert any(line.startswith(f"{stage}: done in ") for line in told)


def test_what_pip_downloads_is_added_up(tmp_path):
    setup = make_setup(tmp_path, log=lambda line: None)
    for file in ("torch-2.13.0.whl (800.5 MB)", "a.whl.metadata (5.0 kB)", "b.whl (2 GB)"):
        setup.pass_on(f"  Downloading {file}")
    assert setup.fetched_mb == pytest.approx(2800.505)


def test_an_update_of_the_plugin_makes_an_engine_outdated(tmp_path, quick):
    setup = make_setup(tmp_path)
    setup.make()
    assert not setup.is_outdated()
    setup.requirements.write_text("torch==9.9")
    assert setup.is_outdated()
    assert not Setup(tmp_path / "nothing", setup.requirements).is_outdated()


def test_the_engine_is_removed_on_request(tmp_path, monkeypatch, quick):
    setup = make_setup(tmp_path)
    setup.make()
    (tmp_path / "pythons").mkdir()
    (tmp_path / "models").mkdir()
    monkeypatch.setattr(engine, "profile_engine", lambda: setup.folder)
    assert processing.run("eodeep:removeengine", {})["FREED_GB"] > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["engine.lock", "models", "requirements.txt"]
    assert processing.run("eodeep:removeengine", {})["FREED_GB"] == 0


def test_only_an_environment_is_removed(tmp_path):
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "thesis.odt").write_text("years of work")
    with pytest.raises(EngineError, match="is no Python environment"):
        engine_setup.remove_environment(tmp_path / "engine")
    assert (tmp_path / "engine" / "thesis.odt").exists()


@pytest.mark.parametrize(("said", "kind", "title"), [
    ("NVIDIA RTX A2000, 550.54", accelerator.NVIDIA, "NVIDIA RTX A2000, driver 550.54"),
    ("", accelerator.NONE, "no NVIDIA GPU with a driver"),
])  # fmt: skip
def test_the_graphics_processor_is_found(tmp_path, monkeypatch, said, kind, title):
    program = tmp_path / "nvidia-smi"
    program.write_text(f"#!/bin/sh\necho '{said}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert accelerator.find_accelerator() == accelerator.Accelerator(kind, title)


@pytest.mark.parametrize(("system", "kind", "index_url", "expected"), [
    ("linux", accelerator.NVIDIA, "", "the build of PyTorch for NVIDIA GPUs: about 3.3 GB to download"),
    ("linux", accelerator.NONE, "", "enter PyTorch's index of CPU builds"),
    ("linux", accelerator.NONE, "mirror", "in the build that your package index has"),
    ("win32", accelerator.NVIDIA, "", "for the GPU, enter PyTorch's index of builds for CUDA"),
    ("win32", accelerator.NONE, "", "the CPU build of PyTorch: about 0.5 GB"),
    ("darwin", accelerator.APPLE, "", "which uses the GPU"),
    ("darwin", accelerator.NONE, "", "cannot be set up here"),
])  # fmt: skip
def test_what_will_be_downloaded_is_told_before(monkeypatch, system, kind, index_url, expected):
    monkeypatch.setattr(accelerator.sys, "platform", system)
    assert expected in accelerator.describe_download(accelerator.Accelerator(kind, "a GPU"), index_url)
