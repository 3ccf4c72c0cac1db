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
