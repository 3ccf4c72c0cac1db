"""The signatures of doors say which of their arguments are files, and of which kind."""

from collections.abc import Sequence

from eo_deep.io.paths import ExtraRaster, Input, MapPath, NewVector, Output, RasterPath, VectorPath, find_paths


def test_kinds_are_found_in_optional_arguments_and_lists():
    def door(image: RasterPath, labels: Sequence[MapPath] | MapPath, model: str | None = None,
             area: VectorPath | None = None, seed: int = 0, output: NewVector | None = None,
             probabilities: ExtraRaster | None = None) -> dict:
        return {}

    assert find_paths(door) == {
        "image": Input(raster=True),
        "labels": Input(raster=True, vector=True),
        "area": Input(vector=True),
        "output": Output("vector", ".gpkg"),
        "probabilities": Output("raster", ".tif", main=False),
    }
