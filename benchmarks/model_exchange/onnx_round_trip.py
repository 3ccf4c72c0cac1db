"""A model beside itself after `export_model` and `import_model`: the same map? how fast, in how much memory?

    python -m benchmarks.model_exchange.onnx_round_trip [--model M] [--sizes 1000 4000] [--skip-tiles]

Needs the extra 'onnx' (requirements-onnx.txt). "tiles": the same network as one whose margin is not known, on the tiles
that the file states with an overlap of 64 px.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import rasterio

from benchmarks.streaming.processes import run_engine
from benchmarks.streaming.speed import write_image
from eo_deep.io.model_card import read_card
from eo_deep.model_exchange import export_model, import_model
from eo_deep.models.bundled import BUILDINGS, find_bundled_model
from eo_deep.models.model_file import load_model, save_model
from eo_deep.models.networks.onnx_network import OnnxNetwork, lay_tiles

_OVERLAP_PX = 64


def write_tiled(path: str, imported: str) -> None:
    """The imported model as one of tiles with an overlap."""
    loaded = load_model(imported)
    tile_px = loaded.network.program.taken.side_px
    layout = lay_tiles(tile_px, _OVERLAP_PX)
    arguments = {**loaded.card["network"]["arguments"], "tile_px": tile_px, "overlap_px": _OVERLAP_PX}
    network = OnnxNetwork(**arguments)
    network.load_state_dict(loaded.network.state_dict())
    card = {**loaded.card, "network": {"name": "onnx", "arguments": arguments}, "stride_px": layout.stride_px,
            "halo_px": [layout.before_px, layout.after_px]}  # fmt: skip
    save_model(path, network, card)


def write_exact(path: str, model: str) -> None:
    """A model of ours that computes in float32 only, so that maps can be compared."""
    loaded = load_model(model, "segmentation")
    save_model(path, loaded.network, {**loaded.card, "bf16": False})


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=find_bundled_model(BUILDINGS), help="a model file (default: buildings)")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 4000], help="sides of the images, px")
    parser.add_argument("--skip-tiles", action="store_true", help="only where the margin is measured")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = {name: str(Path(folder, f"{name}.safetensors")) for name in ("float32", "imported", "tiled")}
        program = str(Path(folder, "model.onnx"))
        write_exact(files["float32"], chosen.model)
        export_model(files["float32"], output=program)
        import_model(program, output=files["imported"])
        write_tiled(files["tiled"], files["imported"])
        print(f"Margin: {read_card(files['float32'])['halo_px']} px, measured in ONNX "
              f"{read_card(files['imported'])['halo_px']} px.\n")
        print("| image | model | Mpx/s | peak memory, MB | largest difference | other classes |")
        print("| --- | --- | ---: | ---: | ---: | ---: |")
        models = {"own, as it is": chosen.model, "own, float32": files["float32"],
                  "imported": files["imported"], "imported, tiles": files["tiled"]}  # fmt: skip
        for size in chosen.sizes:
            image, wanted = Path(folder, f"{size}.tif"), None
            write_image(image, size)
            for name, model in models.items():
                if chosen.skip_tiles and name.endswith("tiles"):
                    continue
                output, shares = (Path(folder, f"{name.replace(' ', '_')}_{kind}.tif") for kind in ("map", "p"))
                job = ["segmentation.segment", f"image={image}", f"model={model}", f"output={output}", "resample=false",
                       f"probabilities={shares}", "device=cpu"]  # fmt: skip
                peak, seconds, _ = run_engine(job)
                found = read(shares), read(output)
                if name == "own, float32":
                    wanted = found
                compared = "| |" if wanted is None else (
                    f"{abs(found[0] - wanted[0]).max():.2g} | {(found[1] != wanted[1]).mean():.2%} |")
                speed = size**2 / 1e6 / seconds
                print(f"| {size} px | {name} | {speed:.3f} | {peak / 1e6:.0f} | {compared}", flush=True)


if __name__ == "__main__":
    main()
