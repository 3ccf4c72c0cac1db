"""The engine's process keeps GDAL from asking servers and from what a shell has set for other libraries."""

import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from eo_deep.runtime.gdal_settings import settle_gdal

ROOT = Path(__file__).resolve().parents[3]

READ = """
import sys
from eo_deep.runtime.gdal_settings import settle_gdal
settle_gdal({"given": sys.argv[2:]})
import pyogrio, rasterio
try:
    if sys.argv[1] == "raster":
        with rasterio.open(sys.argv[-1]) as opened:
            opened.read(1, window=((0, 16), (0, 16)))
    else:
        pyogrio.raw.read(sys.argv[-1])
except Exception as error:
    print(type(error))
"""

WEB_MAP = (
    '<GDAL_WMS><Service name="TMS"><ServerUrl>{url}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service><DataWindow>'
    "<UpperLeftX>-2e7</UpperLeftX><UpperLeftY>2e7</UpperLeftY><LowerRightX>2e7</LowerRightX><LowerRightY>-2e7"
    "</LowerRightY><TileLevel>1</TileLevel><TileCountX>1</TileCountX><TileCountY>1</TileCountY></DataWindow>"
    "<Projection>EPSG:3857</Projection><BandsCount>3</BandsCount></GDAL_WMS>"
)
MOSAIC = (
    '<VRTDataset rasterXSize="64" rasterYSize="64"><VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
    '<SourceFilename relativeToVRT="0">/vsicurl/{url}/a.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource>'
    "</VRTRasterBand></VRTDataset>"
)
LAYER = (
    '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/vsicurl/{url}/i.geojson</SrcDataSource></OGRVRTLayer>'
    "</OGRVRTDataSource>"
)
LINKED = (
    '{{"type": "FeatureCollection", "crs": {{"type": "link", "properties": {{"href": "{url}/crs", "type": "proj4"}}}},'
    ' "features": [{{"type": "Feature", "properties": {{}}, "geometry": {{"type": "Point", "coordinates": [0, 0]}}}}]}}'
)
FILES = {
    "map.xml": ("raster", WEB_MAP),
    "mosaic.vrt": ("raster", MOSAIC),
    "layer.vrt": ("vector", LAYER),
    "service.xml": ("vector", "<OGRWFSDataSource><URL>{url}/wfs</URL></OGRWFSDataSource>"),
    "linked.geojson": ("vector", LINKED),
}


@pytest.fixture
def server():
    """(address, list of what it was asked)."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *_):
            pass

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_port}", asked
    listening.shutdown()
    listening.server_close()


def read(kind: str, *paths: str) -> None:
    environment = {**os.environ, "no_proxy": "127.0.0.1"}  # a shell's own exception must not reopen the way
    subprocess.run([sys.executable, "-c", READ, kind, *paths], cwd=ROOT, env=environment, check=True)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_points_to_a_server_makes_nobody_ask_it(tmp_path, server, name):
    url, asked = server
    kind, text = FILES[name]
    (tmp_path / name).write_text(text.format(url=url))
    read(kind, str(tmp_path / name))
    assert asked == []


def test_a_server_that_the_users_path_names_is_asked(server):
    url, asked = server
    read("raster", f"/vsicurl/{url}/a.tif")
    assert asked[0] == "/a.tif"


@pytest.fixture
def environment(monkeypatch):
    """A copy of the environment, which the tests may change."""
    copy = dict(os.environ)
    monkeypatch.setattr(os, "environ", copy)
    return copy


def test_settings_of_other_libraries_are_forgotten(environment):
    foreign = ("GDAL_DATA", "GDAL_DRIVER_PATH", "PROJ_LIB", "PROJ_DATA", "OGR_SKIP", "CPL_DEBUG", "GDAL_CONFIG_FILE")
    environment.update(dict.fromkeys(foreign, "/elsewhere"), GDAL_VRT_ENABLE_PYTHON="YES", HOME="/home/x")
    settle_gdal({"image": "/data/a.tif"})
    assert not set(foreign) & set(environment)
    assert environment["GDAL_VRT_ENABLE_PYTHON"] == "NO"
    assert environment["PROJ_NETWORK"] == "OFF"
    assert environment["HOME"] == "/home/x"


@pytest.mark.parametrize("image", ["/vsicurl/https://x.org/a.tif", "/vsizip//vsis3/b/a.zip/a.tif", "http://x.org/a"])
def test_the_proxy_stays_for_servers_that_are_named(environment, image):
    environment.update(GDAL_HTTP_PROXY="proxy:3128", https_proxy="proxy:3128", no_proxy="here")
    settle_gdal({"images": ["/data/b.tif", image]})
    assert [environment[name] for name in ("GDAL_HTTP_PROXY", "https_proxy", "no_proxy")] == [
        "proxy:3128", "proxy:3128", "here",
    ]  # fmt: skip


def test_the_command_line_is_settled_too():
    environment = {**os.environ, "PROJ_DATA": "/nonexistent", "PROJ_LIB": "/nonexistent", "GDAL_DATA": "/nonexistent"}
    script = (
        "import sys, eo_deep.__main__ as worker\n"
        "def algorithm(progress):\n"
        "    import pyproj, rasterio.crs\n"
        "    return {'crs': pyproj.CRS(32633).name, 'too': rasterio.crs.CRS.from_epsg(32633).to_epsg()}\n"
        "worker.find_function = lambda name: algorithm\n"
        "sys.exit(worker.main())"
    )
    words = [sys.executable, "-c", script, "family.algorithm"]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "WGS 84 / UTM zone 33N" in done.stdout


def test_an_error_says_that_the_server_was_not_asked(tmp_path):
    (tmp_path / "mosaic.vrt").write_text(MOSAIC.format(url="http://127.0.0.1:9"))
    words = ["polygonization.polygonize", f"input={tmp_path}/mosaic.vrt", f"output={tmp_path}/out.gpkg", "classes=1"]
    done = subprocess.run([sys.executable, "-m", "eo_deep", *words], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("Servers are contacted only if an argument names them.")
    assert "Traceback" not in done.stderr


def test_a_later_job_of_a_process_has_the_proxy_for_its_server(environment):
    environment.update(GDAL_HTTP_PROXY="proxy:3128", no_proxy="here")
    settle_gdal({"image": "/data/b.tif"})
    assert "no_proxy" not in environment
    settle_gdal({"image": "/vsicurl/https://x.org/a.tif"})
    assert (environment["GDAL_HTTP_PROXY"], environment["no_proxy"]) == ("proxy:3128", "here")
    assert "https_proxy" not in environment
    settle_gdal({"image": "/data/b.tif"})
    assert environment["GDAL_HTTP_PROXY"].startswith("closed:")
