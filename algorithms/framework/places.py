"""What inputs and outputs really are, whatever they are called, so that no output replaces what is in use."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from osgeo import gdal
from qgis.core import (
    QgsDataSourceUri,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsProperty,
    QgsProviderRegistry,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ...eo_deep.io.files import identify_file
from .translation import tr

_DATABASES = ("GPKG", "SQLite", "OpenFileGDB", "FileGDB")  # files to which a table can be added beside others
_SERVERS = ("postgres", "mssql", "oracle", "hana")


@dataclass(frozen=True)
class Place:
    """Where a layer lies: a file or a server's database, and the table in it; None: the whole file."""

    container: tuple
    table: str | None = None

    def meets(self, other: Place) -> bool:
        """Whether writing the one replaces the other, or a part of it."""
        return self.container == other.container and (None in (self.table, other.table) or self.table == other.table)


@dataclass(frozen=True)
class Target:
    """What the user named for an output: its place, and how to call it."""

    place: Place
    path: str  # of the file; "" for a server's table
    name: str

    @property
    def exists(self) -> bool:
        return not self.path or os.path.exists(self.path)


def given_text(value: object) -> str:
    """What the user typed for an output; "" where it is skipped, temporary or in memory."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value = value.staticValue()
    temporary = not isinstance(value, str) or value == QgsProcessing.TEMPORARY_OUTPUT or value.startswith("memory:")
    return "" if temporary else value


def given_path(value: object) -> Path | None:
    """The file that the user named for an output; None for temporary, skipped and database outputs."""
    text = given_text(value)
    return None if not text or split_provider(text)[0] else Path(os.path.abspath(text))


def find_file(value: object) -> Target | None:
    """The target of an output that is a file; None for a temporary or skipped one."""
    path = given_path(value)
    return None if path is None else Target(Place(identify_file(path)), str(path), f"'{path}'")


def find_sink(value: object) -> Target | None:
    """The target of an output that QGIS writes: a file or a table; None for a temporary or skipped one."""
    text = given_text(value)
    provider, rest = split_provider(text)
    if not provider:
        suffix = re.match(r"(.*)\.(.*?)$", text)  # none in a name of two lines
        known = suffix and QgsVectorFileWriter.driverForExtension(suffix[2])
        return find_file(text if known or not text else f"{text}.gpkg")  # as QGIS does with an unknown suffix
    uri = QgsDataSourceUri(rest)
    if provider in _SERVERS:
        return Target(_place_on_server(provider, uri), "", tr("table '{table}'").format(table=uri.table()))
    path = os.path.abspath(uri.database() or rest)
    table = uri.table() or Path(path).stem
    name = tr("table '{table}' of '{path}'").format(table=table, path=path)
    return Target(Place(identify_file(path), table.lower()), path, name)


def follow_link(value: object) -> object:
    """An output's value, with what its file is a link to instead of the link, so that the link stays one."""
    path = given_path(value)
    if path is None or not path.is_symlink():
        return value
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = QgsProcessingOutputLayerDefinition(value)
        value.sink = QgsProperty.fromValue(os.path.realpath(path))
        return value
    return os.path.realpath(path)


def list_reserved(value: object) -> tuple[str, ...]:
    """Names that the format of an output keeps for itself, and in which QGIS and GDAL let fields run."""
    return ("geometry",) if given_text(value).lower().endswith((".sqlite", ".db")) else ()


def split_provider(text: str) -> tuple[str, str]:
    """The provider and the URI of a database output ("ogr:dbname=..."), as QGIS tells them apart; "" for a file."""
    match = re.match(r"(\w+?)://(.+)$", text) or re.match(r"(\w{3,}?):(.*)$", text)
    if match and (match[1] in QgsProviderRegistry.instance().providerList() or match[1] == "postgis"):
        return match[1].replace("postgis", "postgres"), match[2]
    return "", text


def find_places(layer: QgsMapLayer) -> list[Place]:
    """Where a layer's content comes from: its files or its table, and those of layers that it joins or queries."""
    provider, source = layer.providerType(), layer.source()
    uri = QgsDataSourceUri(source)
    if provider in _SERVERS:
        return [_place_on_server(provider, uri), *_find_further(layer)]
    if provider == "spatialite":
        return [*list_places(uri.database(), uri.table()), *_find_further(layer)]
    parts = QgsProviderRegistry.instance().decodeUri(provider, source)
    path = source if provider == "gdal" or "vsiPrefix" in parts else parts.get("path")
    places = list_places(path.split("|")[0], parts.get("layerName") or "", parts.get("layerId") or 0) if path else []
    return [*places, *_find_further(layer)]


def list_places(path: str, table: str = "", layer_id: int = 0) -> list[Place]:
    """The places of a file or a name of GDAL's, with its sidecars and the sources of virtual layers; of a database that
    takes further tables, the one table."""
    places, files = [], [path]
    for file in files:  # which grows
        dataset = open_quietly(file) if file == path or file.endswith(".vrt") else None
        parts = (dataset.GetFileList() or []) if dataset is not None else []
        database = dataset is not None and dataset.GetDriver().ShortName in _DATABASES
        if database and not table and dataset.GetLayer(layer_id) is not None:
            table = dataset.GetLayer(layer_id).GetName()
        place = Place(identify_file(_find_container(file)), (table.lower() or None) if database else None)
        places.append(place)
        if database:  # its other tables are no part
            parts = [part for part in parts if identify_file(part) != place.container]
        files += [part for part in parts if part not in files]
    return places


def _find_further(layer: QgsMapLayer) -> list[Place]:
    """The places of the layers that one is made with."""
    if isinstance(layer, QgsVectorLayer):
        ids = [found.layerId() for found in layer.dataProvider().dependencies()]
        further = [QgsProject.instance().mapLayer(found) for found in ids]
        further += [join.joinLayer() for join in layer.vectorJoins()]
    elif layer.providerType() == "virtualraster":
        parameters = QgsRasterDataProvider.decodeVirtualRasterProviderUri(layer.source())
        parts = parameters.rInputLayers if parameters.crs.isValid() else []
        further = [QgsRasterLayer(part.uri, part.name, part.provider) for part in parts]
    else:
        further = []
    return [place for other in further if other is not None and other is not layer for place in find_places(other)]


def _place_on_server(provider: str, uri: QgsDataSourceUri) -> Place:
    where = (provider, uri.service(), uri.host().lower(), uri.port() or "5432", uri.database())
    return Place(where, f"{uri.schema() or 'public'}.{uri.table()}")


def _find_container(path: str) -> str:
    """The file in which GDAL's name of a part lies: the archive of "/vsizip/...", the database of "GPKG:...:table"."""
    if os.path.exists(path):
        return path
    inner = re.sub(r"^(/vsi\w+/)+", "", path) if path.startswith("/vsi") else re.sub(r'^\w{3,}:|"', "", path)
    while inner and not os.path.exists(inner):
        inner = inner[: max(inner.rfind("/"), inner.rfind(":"), 0)]
    return inner or path


def open_quietly(path: str) -> Any:
    """GDAL's dataset of that name, None without one, quietly."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        return gdal.OpenEx(path)
    except RuntimeError:  # where another plugin has switched GDAL's exceptions on
        return None
    finally:
        gdal.PopErrorHandler()
