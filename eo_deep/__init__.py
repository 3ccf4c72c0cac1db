"""The engine of EO Deep: deep networks on Earth observation images of any size. Imports neither qgis nor osgeo."""

__version__ = "0.1.0"
