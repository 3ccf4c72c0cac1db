"""The footprint of ONNX programs: that of the network they were written from, and what has none."""

import numpy as np
import pytest
import torch

from eo_deep.errors import EoDeepError
from eo_deep.models import networks
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.onnx_footprint import Unknown, count_values, measure_program
from eo_deep.models.onnx_program import find_taken, open_sizes, read_program
from tests.engine.onnx_programs import LAYER, WITHOUT, write_program

pytest.importorskip("onnx", reason=WITHOUT)

NETWORKS = [
    ("unet", {"depth": 3, "base_channels": 4, "upsampling": "transposed"}),
    ("unet", {"depth": 2, "base_channels": 4, "upsampling": "nearest"}),
    ("unet", {"depth": 2, "base_channels": 4, "upsampling": "bilinear"}),
    ("resunet", {"base_channels": 4, "blocks": [1, 2]}),
    ("fcn", {"base_channels": 4}),
    ("translator", {"base_channels": 4, "blocks": [1, 1]}),
]


def measure(data):
    program = read_program(data, "m.onnx")
    return measure_program(program, find_taken(program, "m.onnx"))[0]


def export(network, path, side_px=None):
    sizes = {0: "batch", 2: "height", 3: "width"}
    torch.onnx.export(network.eval(), (torch.zeros(1, 2, side_px or 64, side_px or 64),), str(path), dynamo=False,
                      opset_version=17, dynamic_axes=None if side_px else {"image": sizes, "result": sizes},
                      input_names=["image"], output_names=["result"])  # fmt: skip
    return path.read_bytes()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "arguments"), NETWORKS)
@pytest.mark.parametrize("side_px", [None, 128])
def test_it_is_that_of_the_network(name, arguments, side_px, tmp_path):
    network = networks.build(name, in_channels=2, out_channels=3, **arguments)
    assert measure(export(network, tmp_path / "m.onnx", side_px)) == measure_footprint(network)


@pytest.mark.parametrize(("nodes", "constants", "expected"), [
    ([("Conv", ["image", "weight"], ["result"], {"pads": [1, 1, 1, 1]})], LAYER, (1, 1, 1)),
    ([("Conv", ["image", "weight"], ["result"], {"pads": [0, 0, 2, 2]})], LAYER, (1, 0, 2)),
    ([("Conv", ["image", "weight"], ["result"], {"auto_pad": "SAME_UPPER", "dilations": [2, 2]})], LAYER, (1, 2, 2)),
    ([("Pad", ["image", "pads"], ["x"], {}), ("Conv", ["x", "weight"], ["result"], {})],
     {**LAYER, "pads": np.array([0, 0, 2, 2, 0, 0, 0, 0])}, (1, 2, 0)),
    ([("SpaceToDepth", ["image"], ["x"], {"blocksize": 4}), ("DepthToSpace", ["x"], ["result"], {"blocksize": 4})], {},
     (4, 0, 0)),
    ([("MaxPool", ["image"], ["x"], {"kernel_shape": [2, 2], "strides": [2, 2]}),
      ("Resize", ["x", "", "scales"], ["result"], {"mode": "nearest"})],
     {"scales": np.array([1, 1, 2, 2], np.float32)}, (2, 0, 0)),
    ([("Slice", ["image", "zero", "one", "one"], ["x"], {}), ("Mul", ["x", "two"], ["result"], {})],
     {"zero": np.array([0]), "one": np.array([1]), "two": np.array(2, np.float32)}, (1, 0, 0)),
])  # fmt: skip
def test_operators(nodes, constants, expected):
    found = measure(write_program(*nodes, **constants))
    assert (found.stride_px, found.before_px, found.after_px) == expected


@pytest.mark.parametrize(("nodes", "constants", "reason"), [
    ([("GlobalAveragePool", ["image"], ["x"], {}), ("Mul", ["image", "x"], ["result"], {})], {}, "GlobalAveragePool"),
    ([("Add", ["image", "map"], ["result"], {})], {"map": np.ones((1, 2, 64, 64), np.float32)}, "a map of fixed size"),
    ([("Softmax", ["image"], ["result"], {})], {}, "an axis that is not the channels'"),
    ([("MaxPool", ["image"], ["x"], {"kernel_shape": [2, 2], "strides": [2, 2]}),
      ("Resize", ["x", "", "scales"], ["result"],
       {"mode": "linear", "coordinate_transformation_mode": "align_corners"})],
     {"scales": np.array([1, 1, 2, 2], np.float32)}, "stretches with the size of a tile"),
    ([("MaxPool", ["image"], ["x"], {"kernel_shape": [2, 2], "strides": [2, 2]}),
      ("Resize", ["x", "", "scales"], ["result"], {"mode": "cubic"})],
     {"scales": np.array([1, 1, 2, 2], np.float32)}, "cubic interpolation"),
])  # fmt: skip
def test_what_looks_at_a_tile_as_a_whole_has_none(nodes, constants, reason):
    with pytest.raises(Unknown, match=reason):
        measure(write_program(*nodes, **constants))


def test_fixed_sizes_are_opened():
    """A file that enlarges to a size takes other tiles too, and gives the same."""
    runtime = pytest.importorskip("onnxruntime", reason=WITHOUT)
    nodes = [("MaxPool", ["image"], ["x"], {"kernel_shape": [2, 2], "strides": [2, 2]}),
             ("Resize", ["x", "", "", "target"], ["result"], {"mode": "linear"})]  # fmt: skip
    data = write_program(*nodes, target=np.array([1, 2, 64, 64]))
    program = read_program(data, "m.onnx")
    taken = find_taken(program, "m.onnx")
    assert (taken.side_px, taken.batch) == (64, 1)
    opened = open_sizes(program, taken, measure_program(program, taken)[1])
    session, other = (runtime.InferenceSession(each, providers=["CPUExecutionProvider"])
                      for each in (data, opened.SerializeToString()))  # fmt: skip
    pixels = np.random.default_rng(0).random((2, 2, 96, 32), np.float32)
    assert other.run(None, {"image": pixels})[0].shape == (2, 2, 96, 32)
    same = np.random.default_rng(0).random((1, 2, 64, 64), np.float32)
    np.testing.assert_array_equal(session.run(None, {"image": same})[0], other.run(None, {"image": same})[0])


def test_values_that_are_held_together_are_counted():
    nodes = [("Relu", ["image"], ["x"], {}), ("Concat", ["x", "image"], ["y"], {"axis": 1}),
             ("Slice", ["y", "zero", "one", "one"], ["result"], {})]  # fmt: skip
    program = read_program(write_program(*nodes, zero=np.array([0]), one=np.array([1])), "m.onnx")
    assert count_values(program, find_taken(program, "m.onnx")) == 8  # image, x and both joined


@pytest.mark.parametrize(("data", "sentence"), [
    (b"", "is not an ONNX model"),
    (b"no model", "is not an ONNX model, or is damaged"),
    (lambda: write_program(("Relu", ["image"], ["result"], {"domain": "other"})), "operators of 'other'"),
    (lambda: write_program(("Identity", ["image"], ["result"], {}), sizes=(1, 2, 64, 32)), "must be \\(batch, bands"),
    (lambda: write_program(("MaxPool", ["image"], ["result"], {"kernel_shape": [2, 2], "strides": [2, 2]})),
     "of the input's size or a multiple, got \\(1, 2, 32, 32\\)"),
])  # fmt: skip
def test_other_files_are_refused(data, sentence):
    with pytest.raises(EoDeepError, match=sentence):
        find_taken(read_program(data() if callable(data) else data, "m.onnx"), "m.onnx")
