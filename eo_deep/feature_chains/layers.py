"""A layer of a network as features: the network cut behind it, and brought back to the image's pixels by its graph."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from rasterio.windows import Window
from torch import fx, nn
from torch.fx.passes.shape_prop import ShapeProp
from torch.nn import functional

from ..errors import EoDeepError
from ..io.card_schema import list_scalars
from ..io.names import name_of
from ..io.raster import RasterSource
from ..models.footprint import Footprint, make_empty, measure_footprint, trace
from ..models.image_input import open_matching
from ..models.model_file import load_model
from ..models.scaling import FittedScaling, fit_input
from ..progress import Progress, silent

LAST, BOTTLENECK, LEVEL = "last features", "bottleneck", "level"
SHARED = "shared code"  # of a series
_PROBE_PX = 256


@dataclass(frozen=True)
class Layer:
    """A layer of a model of one image.

    name: "last features" (what the last layer reads), "bottleneck" (the coarsest), "level 1", "level 2", ... (the last
    of each resolution on the way there), "shared code" (of a series), or a module's path in the network.
    network: whole, in evaluation mode.
    described: {name, arguments} of the network. source: the image, as the model's card describes it.
    """

    name: str
    network: nn.Module
    described: Mapping
    source: Mapping


def load_layer(path: str, name: str) -> Layer:
    """A layer of a model file. Raises EoDeepError for a model of several images, and for a layer that is not there."""
    model = load_model(path)
    if scalars := model.card["inputs"][0].get("scalars"):
        needed = list_scalars(scalars)
        raise EoDeepError(f"'{path}' needs numbers of the image ({needed}); no layer of it can be used for features.")
    layer = Layer(name, model.network, model.card["network"], model.card["inputs"][0])
    cut_network(layer, name_of(path))
    return layer


def cut_network(layer: Layer, model: str = "the model") -> tuple[fx.GraphModule, int, Footprint]:
    """The network up to a layer, at the image's resolution (bilinear), its number of features, and its footprint.

    model: what to call it. Raises EoDeepError for a layer that is not there, and one that tiles cannot compute exactly.
    """
    graph = trace(_FeatureMap(layer.network) if hasattr(layer.network, "feature_map") else layer.network)
    ShapeProp(graph).propagate(*make_empty(layer.network, _PROBE_PX))
    nodes = _list_layers(graph)
    nodes |= {name: nodes[module] for name, module in getattr(layer.network, "named_layers", {}).items()}
    if layer.name not in nodes:
        named = [name for name in nodes if name in (LAST, BOTTLENECK, SHARED) or name.startswith(LEVEL)]
        raise EoDeepError(f"'{model}' has no layer '{layer.name}'; it has {', '.join(named)}, and modules by path.")
    node = nodes[layer.name]
    shape = node.meta["tensor_meta"].shape
    end = next(each for each in graph.graph.nodes if each.op == "output")
    cell_px = _PROBE_PX // shape[2]
    with graph.graph.inserting_before(end):
        options = {"scale_factor": cell_px, "mode": "bilinear", "align_corners": False}
        end.args = (graph.graph.call_function(functional.interpolate, (node,), options) if cell_px > 1 else node,)
    graph.graph.eliminate_dead_code()
    graph.delete_all_unused_submodules()
    graph.recompile()
    footprint = measure_footprint(graph)
    if not footprint.exact:
        raise EoDeepError(f"Layer '{layer.name}' of '{model}' depends on the whole image, so tiles would show; choose "
                          "an earlier layer.")
    return graph, int(shape[1]), footprint


class _FeatureMap(nn.Module):
    """What a network for patches computes before it takes the mean over the patch."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.network.feature_map(x)  # type: ignore[operator]


def _list_layers(graph: fx.GraphModule) -> dict[str, fx.Node]:
    """The nodes that can be cut behind, by what users may call them: maps of cells, before the last layer."""
    maps: dict[fx.Node, int] = {}
    for node in graph.graph.nodes:
        shape: Any = getattr(node.meta.get("tensor_meta"), "shape", ())
        if node.op not in ("placeholder", "output") and len(shape) == 4 and shape[2] > 1 and _PROBE_PX % shape[2] == 0:
            maps[node] = _PROBE_PX // int(shape[2])
    found: dict[str, fx.Node] = {}
    for node in maps:
        path = str(node.target).removeprefix("network.") if node.op == "call_module" else ""
        while path:  # a module's output is that of the last node in it
            found[path] = node
            path = path.rpartition(".")[0]
    coarsest = max(maps.values())
    for place, (node, cell) in enumerate(maps.items()):
        following = list(maps.values())[place + 1 :]
        if following and following[0] > cell and max([0, *list(maps.values())[:place]]) <= cell:
            found[f"{LEVEL} {int(math.log2(cell)) + 1}"] = node
        if cell == coarsest:
            found[BOTTLENECK] = node
            found[f"{LEVEL} {int(math.log2(cell)) + 1}"] = node
    last = list(maps)[-1]
    is_answer = last.op == "call_module" and isinstance(graph.get_submodule(str(last.target)), nn.Conv2d)
    found[LAST] = last.all_input_nodes[0] if is_answer else last
    return found


class LayerReader:
    """The features of a layer on an image; any number of threads may read at once."""

    def __init__(self, layer: Layer, source: RasterSource, scaling: FittedScaling):
        self._network, self.count, self.footprint = cut_network(layer)
        self._source, self._scaling = source, scaling
        self._has_known_plane = layer.source.get("known_plane", False)
        self.names = [f"{layer.name} {number}" for number in range(1, self.count + 1)]

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Features (F, h, w) float32 of a window, which may reach beyond the image, and where it is valid, (h, w) bool.
        """
        grid = self._source.grid
        spans = [self._find_span(int(start), int(size), whole)
                 for start, size, whole in ((window.row_off, window.height, grid.height),
                                            (window.col_off, window.width, grid.width))]  # fmt: skip
        shape = int(window.height), int(window.width)
        features, valid = np.zeros((self.count, *shape), np.float32), np.zeros(shape, bool)
        if None in spans:
            return features, valid
        (top, bottom, first_row, last_row), (left, right, first, last) = spans  # type: ignore[misc]
        pixels, known = self._source.read(Window(left, top, right - left, bottom - top))
        planes = self._scaling(pixels, known)
        if self._has_known_plane:
            planes = np.concatenate([planes, known[None].astype(np.float32)])
        with torch.inference_mode():
            found = self._network(torch.from_numpy(planes)[None])[0].numpy()
        inside = np.s_[..., first_row - top : last_row - top, first - left : last - left]
        row, column = first_row - int(window.row_off), first - int(window.col_off)
        place = np.s_[..., row : row + last_row - first_row, column : column + last - first]
        features[place], valid[place] = found[inside], known[inside]
        return features, valid

    def _find_span(self, start: int, size: int, whole: int) -> tuple[int, int, int, int] | None:
        """First and last pixel to read, and of these the first and last that are asked for; None outside the image."""
        stride, halo = self.footprint.stride_px, self.footprint.halo_px
        first, last = max(start, 0), min(start + size, whole)
        if first >= last:
            return None
        padded = -(-whole // stride) * stride
        return (max(first // stride * stride - halo, 0), min(-(-last // stride) * stride + halo, padded), first, last)


@contextmanager
def open_layer(layer: Layer, image: str, progress: Progress = silent) -> Iterator[LayerReader]:
    """Open an image for a layer of a model, on the image's own pixels; a context manager.

    Raises EoDeepError for bands and values that do not fit the model.
    """
    with open_matching(image, dict(layer.source), None, progress) as source:
        _warn_of_resolution(layer, source, progress)
        yield LayerReader(layer, source, fit_input(layer.source, source))


def _warn_of_resolution(layer: Layer, source: RasterSource, progress: Progress) -> None:
    wanted_m, ground = layer.source.get("resolution_m"), source.grid.ground_resolution_m
    if wanted_m and ground and not 1 / 1.5 <= max(ground) / wanted_m <= 1.5:
        progress.warning(f"The pixels of '{name_of(source.path)}' are {max(ground):.3g} m, the layer's network was "
                         f"trained at {wanted_m:g} m; its features may say little.")
