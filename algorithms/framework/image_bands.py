"""The bands of a raster layer as the engine knows them: their names, and their wavelengths where the file has them."""

from __future__ import annotations

from typing import Any

from osgeo import gdal
from qgis.core import QgsRasterLayer

from ...eo_deep.io.band_names import ImageBand
from .places import open_quietly
from .translation import tr

_COLOURS = {gdal.GCI_RedBand: "red", gdal.GCI_GreenBand: "green", gdal.GCI_BlueBand: "blue"}
_NM_PER_UNIT = {"nm": 1.0, "nanometers": 1.0, "um": 1000.0, "micrometers": 1000.0}


def list_bands(layer: QgsRasterLayer) -> list[ImageBand]:
    """Of a file; a layer of another kind has bands that are not known by name."""
    dataset = open_quietly(layer.source()) if layer.providerType() == "gdal" else None
    if dataset is None:
        return [ImageBand(tr("band {number}").format(number=number + 1)) for number in range(layer.bandCount())]
    bands = [dataset.GetRasterBand(number + 1) for number in range(dataset.RasterCount)]
    return [ImageBand(name_band(band, number + 1), read_wavelength(band)) for number, band in enumerate(bands)]


def name_band(band: Any, number: int) -> str:
    known = band.GetDescription() or _COLOURS.get(band.GetColorInterpretation())
    return known or tr("band {number}").format(number=number)


def read_wavelength(band: Any) -> float | None:
    """The centre in nm, of what GDAL's drivers for Sentinel-2, ENVI and others write."""
    imagery = band.GetMetadataItem("CENTRAL_WAVELENGTH_UM", "IMAGERY")
    own = {key.lower(): value for key, value in (band.GetMetadata() or {}).items()}
    unit = own.get("wavelength_unit") or own.get("wavelength_units") or "nm"
    text, per_unit = (imagery, 1000.0) if imagery else (own.get("wavelength"), _NM_PER_UNIT.get(unit.lower(), 0.0))
    try:
        return float(text or 0) * per_unit or None
    except ValueError:
        return None
