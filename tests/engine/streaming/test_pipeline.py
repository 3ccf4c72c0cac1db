"""Reading, computing and writing at once: errors of each stage, and a GPU whose memory is too small for the batch."""

import numpy as np
import pytest
import torch
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.streaming.pipeline import Tile, Timing, stream
from eo_deep.streaming.tiling import Unit


def test_stream_raises_what_a_stage_raises(write_raster):
    units = [Unit(i, Window(0, 0, 1, 1), Window(0, 0, 1, 1)) for i in range(20)]

    def fail(*_):
        raise EoDeepError("told")

    def fine(unit):
        return Tile(unit, (), np.ones((1, 1), bool))

    for read_unit, predict, write in ((fail, len, print), (fine, fail, print), (fine, lambda tiles: tiles, fail)):
        with pytest.raises(EoDeepError, match="told"):
            stream(units, read_unit, predict, write)


def test_out_of_gpu_memory_halves_the_batch():
    units = [Unit(i, Window(0, 0, 1, 1), Window(0, 0, 1, 1)) for i in range(8)]
    sizes, written, timing = [], [], Timing()

    def predict(tiles):
        if len(tiles) > 2:
            raise torch.OutOfMemoryError
        sizes.append(len(tiles))
        return [tile.unit.index for tile in tiles]

    stream(
        units,
        lambda unit: Tile(unit, (), np.ones((1, 1), bool)),
        predict,
        lambda _, score: written.append(score),
        8,
        timing=timing,
    )
    assert sorted(written) == list(range(8)) and set(sizes) == {2} and "network" in timing.stages
