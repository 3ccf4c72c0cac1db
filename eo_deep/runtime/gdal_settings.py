"""GDAL and PROJ in the engine's process: nobody else's settings, and no server unless a path of the job names one."""

from __future__ import annotations

import os
import re
from typing import Any

# What a shell or QGIS set for its own libraries leads ours astray: data folders of other versions, Python in VRT files.
_FOREIGN = re.compile(r"(GDAL|OGR|CPL|PROJ|GEOTIFF|OSR|VRT|GML)_")
_KEPT = ("GDAL_HTTP_PROXY", "GDAL_HTTPS_PROXY", "GDAL_HTTP_USERPWD", "GDAL_HTTP_PROXYUSERPWD", "GDAL_PROXY_AUTH")
_SERVER = re.compile(r"://|/vsi(curl|s3|gs|az|adls|oss|swift|webhdfs|hdfs)")

# All requests go through libcurl. A proxy of no known kind stops each before anything is sent.
_CLOSED = "closed://no-path-of-the-job-names-a-server"
_PROXIES = ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "GDAL_HTTP_PROXY", "GDAL_HTTPS_PROXY")
_NO_PROXY = ("no_proxy", "NO_PROXY")
_given: dict[str, str] = {}  # what stood in the place of closed proxies

READING = {
    "GDAL_CACHEMAX": "64",  # MB; the default of 5 % of the machine's memory would grow with the image
    # Damaged files are errors: a PNG read at one go, and a JPEG with a hole, would be read as garbage.
    "GDAL_PNG_WHOLE_IMAGE_OPTIM": "NO",
    "GDAL_ERROR_ON_LIBJPEG_WARNING": "YES",
}
for _name, _value in READING.items():  # for those who import the engine into a program of their own
    os.environ.setdefault(_name, _value)


def settle_gdal(arguments: dict[str, Any]) -> None:
    """Set this process's environment for a job with these arguments, before rasterio, pyogrio or pyproj is imported.

    Unless a path among the arguments names a server itself, files that point to one (VRT, descriptions of web services,
    links to a CRS) then cannot make the engine ask it.
    """
    for name in list(os.environ):
        if _FOREIGN.match(name.upper()) and name.upper() not in _KEPT:
            del os.environ[name]
    os.environ.update(READING, GDAL_VRT_ENABLE_PYTHON="NO", PROJ_NETWORK="OFF")
    if os.environ.get(_PROXIES[0]) != _CLOSED:  # by an earlier job of this process
        _given.clear()
        _given.update((name, os.environ[name]) for name in (*_PROXIES, *_NO_PROXY) if name in os.environ)
    for name in (*_PROXIES, *_NO_PROXY):
        os.environ.pop(name, None)
    os.environ.update(_given if names_server(arguments) else dict.fromkeys(_PROXIES, _CLOSED))


def names_server(value: Any) -> bool:
    """Whether a text, or one in a list or dict of them, holds a server's address."""
    if isinstance(value, dict):
        return names_server(list(value.values()))
    if isinstance(value, (list, tuple)):
        return any(names_server(part) for part in value)
    return isinstance(value, str) and bool(_SERVER.search(value))
