"""The networks, one file each: (B, C, H, W) float32 -> logits (B, K, H, W), `MultiUNet` of several sources; of a patch
as a whole: `WideResNet`, `CodeClassifier` (B, K), `PolyCNN` coordinates; `EDSR` a finer image; `OnnxDetector` boxes,
`OnnxPrompts` the outline of what is marked."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from ...errors import EoDeepError
from ...io import card_schema
from ...io.value_rules import CardError
from .code_classifier import CodeClassifier
from .disentangler import Disentangler
from .edsr import EDSR
from .fcn import FCN, MLP
from .multiunet import MultiUNet
from .onnx_detector import OnnxDetector
from .onnx_network import OnnxEnlargement, OnnxNetwork
from .onnx_prompts import OnnxPrompts
from .paper_disentangler import PaperDisentangler
from .pde import PDE
from .polycnn import PolyCNN
from .resunet import ResUNet
from .translator import Translator
from .unet import UNet
from .wideresnet import WideResNet

NETWORKS: dict[str, type[nn.Module]] = {
    "unet": UNet,
    "resunet": ResUNet,
    "fcn": FCN,
    "mlp": MLP,
    "multiunet": MultiUNet,
    "pde": PDE,
    "wideresnet": WideResNet,
    "codeclassifier": CodeClassifier,
    "polycnn": PolyCNN,
    "edsr": EDSR,
    "translator": Translator,
    "disentangler": Disentangler,
    "paperdisentangler": PaperDisentangler,
    "onnx": OnnxNetwork,
    "onnxenlargement": OnnxEnlargement,
    "onnxdetector": OnnxDetector,
    "onnxprompts": OnnxPrompts,
}


def build(name: str, **arguments) -> nn.Module:
    """The network called `name` with its constructor's arguments; EoDeepError for those that no model card may have."""
    if name not in NETWORKS:
        raise EoDeepError(f"Network must be one of {', '.join(NETWORKS)}, got '{name}'.")
    try:
        card_schema.check_arguments(name, arguments, f"network '{name}'")
    except CardError as error:
        raise EoDeepError(f"{str(error)[0].upper()}{str(error)[1:]}.") from None
    return NETWORKS[name](**arguments)


def sketch(name: str, **arguments) -> nn.Module:
    """The network as `build` makes it, but on torch's meta device: layers and shapes, without memory for weights."""
    with torch.device("meta"), _Undrawn():
        return build(name, **arguments)


class _Undrawn(TorchFunctionMode):
    """Leaves normally distributed weights undrawn: for the meta device torch would load its other half, in seconds."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return args[0] if func is Tensor.normal_ else func(*args, **(kwargs or {}))
