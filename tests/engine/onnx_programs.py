"""Small ONNX programs that tests write."""

import numpy as np

WITHOUT = "the extra 'onnx' (requirements-onnx.txt) is not installed"
LAYER = {"weight": np.ones((2, 2, 3, 3), np.float32)}


def write_program(*nodes, sizes=(1, 2, 64, 64), given=None, **constants):
    """A program of nodes (operator, inputs, outputs, attributes) from "image" to "result", as bytes."""
    import onnx

    helper, kind = onnx.helper, onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        [helper.make_node(operator, inputs, outputs, **attributes) for operator, inputs, outputs, attributes in nodes],
        "graph",
        [helper.make_tensor_value_info("image", kind, sizes)],
        [helper.make_tensor_value_info("result", kind, given or [None] * 4)],
        [onnx.numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    program = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return program.SerializeToString()


def write_detector(side_px=96, layout="yolov8", step_px=4, open_sides=False):
    """A detector of upright rectangles, as bytes: class 0 is above 0.75, class 1 above 0.25, what is darker is ground.

    Each of its boxes is exact, as it goes from a pixel in all four directions to the ground or the tile's end; one for
    every `step_px` px.
    """
    side, places = side_px, np.arange(side_px, dtype=np.float32)
    cells = [np.array(each, np.int64) for each in ([step_px // 2] * 2, [side] * 2, [2, 3], [step_px] * 2)]
    constants = {"mean": np.full((1, 3, 1, 1), 1 / 3, np.float32), "low": np.float32(0.25), "high": np.float32(0.75),
                 "one": np.float32(1), "side": np.float32(side), "half": np.float32(0.5), "sure": np.float32(0.9),
                 "less": np.float32(0.8), "row": np.array([1, 1, -1], np.int64),
                 **dict(zip(("from", "to", "axes", "steps"), cells))}  # fmt: skip
    nodes = [("Conv", ["image", "mean"], ["b"], {}), ("Greater", ["b", "low"], ["m?"], {}),
             ("Greater", ["b", "high"], ["h?"], {}), ("Cast", ["m?"], ["m"], {"to": 1}),
             ("Cast", ["h?"], ["h"], {"to": 1}), ("Sub", ["one", "m"], ["dark"], {})]  # fmt: skip
    for axis, (first, last) in enumerate((("top", "bottom"), ("left", "right"))):
        shape, kernel = [1, 1, 1, 1], [1, 1]
        shape[2 + axis], kernel[axis] = side, side
        reach = [side - 1 if axis == each else 0 for each in range(2)]
        for name, values, pads in ((first, places + 1, [*reach, 0, 0]), (last, side - places, [0, 0, *reach])):
            constants[f"{name} place"] = values.reshape(shape)
            nodes += [("Mul", ["dark", f"{name} place"], [f"{name} dark"], {}),
                      ("MaxPool", [f"{name} dark"], [f"{name} seen"], {"kernel_shape": kernel, "pads": pads})]
    nodes += [("Sub", ["side", f"{name} seen"], [f"{name} end"], {}) for name in ("right", "bottom")]
    for axis, first, last in (("x", "left seen", "right end"), ("y", "top seen", "bottom end")):
        nodes += [("Add", [first, last], [f"{axis} sum"], {}), ("Mul", [f"{axis} sum", "half"], [f"c{axis}"], {}),
                  ("Sub", [last, first], [f"s{axis}"], {})]  # fmt: skip
    nodes += [("Mul", ["h", "sure"], ["p0"], {}), ("Sub", ["m", "h"], ["only"], {}),
              ("Mul", ["only", "less"], ["p1"], {})]  # fmt: skip
    values = ["cx", "cy", "sx", "sy", *(["m"] if layout == "yolov5" else []), "p0", "p1"]
    for name in values:
        nodes += [("Slice", [name, "from", "to", "axes", "steps"], [f"{name} cells"], {}),
                  ("Reshape", [f"{name} cells", "row"], [f"{name} row"], {})]  # fmt: skip
    nodes += [("Concat", [f"{name} row" for name in values], ["columns"], {"axis": 1}),
              ("Transpose", ["columns"], ["result"], {"perm": [0, 2, 1]}) if layout == "yolov5" else
              ("Identity", ["columns"], ["result"], {})]  # fmt: skip
    sizes = ("batch", 3, "height", "width") if open_sides else (1, 3, side, side)
    return write_program(*nodes, sizes=sizes, given=[None] * 3, **constants)
