"""One polygon for one object: regression of corners beside segmentation followed by every way to draw polygons.

    python -m benchmarks.polygon_extraction.regression --data DATA --work W [--only made pools sheets] [--quick]

made: drawn quadrilaterals, plain, partly under trees, or touching an equal neighbour; pools: chips around hand-drawn
pools of two map sheets that no network saw (`DATA/polygons/pools`); sheets: all pools of these sheets. All methods get
the same patches. Networks are trained for a number of seconds of one core, from random weights; they stay in W, and are
read from there when the program runs again. Distances of corners are Euclidean, from each reference corner to its
partner (`match_corners`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely
import torch
from torch import nn

from benchmarks.polygon_extraction.made_patches import KINDS, Patches, join_patches, make_patches
from benchmarks.polygon_extraction.methods import (
    draw_contours,
    draw_mesh,
    find_objects,
    move_by_energy,
    simplify,
    simplify_to,
    to_maps,
)
from benchmarks.polygon_extraction.pools import TEST_SHEETS, TRAIN_SHEETS, Sheet, cut_chips, read_sheet
from benchmarks.polygon_extraction.scores import LOST_IOU, WITHIN_PX, Scores, score
from benchmarks.polygon_extraction.trained import (
    ALL,
    CENTRE,
    Recipe,
    make_dense,
    make_regressor,
    predict,
    predict_corners,
    predict_sheet,
    train_dense,
    train_polycnn,
)
from eo_deep.evaluation.polygons.object_scores import average_precision, find_pairs
from eo_deep.polygon_extraction.patches import order_clockwise

PARTS = ("made", "pools", "sheets")
TRAIN, TEST, QUICK = 6000, 512, 400
BASIC = Recipe()
REGRESSION = Recipe(learning_rate=1e-3)
WITH_HEADS = Recipe(marked=True, heads=True, soft=True, iou=0.5)
POOLS_BASIC = Recipe(color=1, learning_rate=1e-3)
POOLS_REGRESSION = Recipe(color=1, learning_rate=5e-4)
POOLS_HEADS = Recipe(seconds=600, base=16, depth=4, marked=True, heads=True, soft=True, color=1, unmarked=0.4, iou=0.5)
# What a larger network makes of more patches, more of them hard ones, in more time.
WIDE = Recipe(seconds=2700, base=24, depth=4, marked=True, soft=True, unmarked=0.2, learning_rate=2e-3)
POOLS_WIDE = replace(WIDE, seconds=1200, color=1, unmarked=0.4, learning_rate=1e-3)
WIDE_SEEDS, WIDE_SHARES = (10, 11, 12, 13), (0.35, 0.3, 0.35)
_MIN_POOL_PX2 = 60

Named = Iterator[tuple[str, np.ndarray]]


def run_made(work: Path, quick: bool) -> None:
    """Drawn quadrilaterals."""
    train, test = make_patches(QUICK if quick else TRAIN, 0), make_patches(100 if quick else TEST, 1)
    suffix = "_quick" if quick else ""
    network = train_dense(train, _shorten(BASIC, quick), work / f"unet{suffix}.pt")
    regressor = train_polycnn(train, _shorten(REGRESSION, quick), work / f"polycnn{suffix}.pt", _list_corners(train))
    heads = train_dense(train, _shorten(WITH_HEADS, quick), work / f"heads{suffix}.pt")
    more = join_patches([make_patches(len(train), seed, WIDE_SHARES) for seed in WIDE_SEEDS])
    wide = train_dense(more, _shorten(WIDE, quick), work / f"wide{suffix}.pt")
    print(f"## Made quadrilaterals: {len(train)} to train, {len(test)} to test\n")
    groups = {"all": np.ones(len(test), bool), **{kind: test.kinds == k for k, kind in enumerate(KINDS)}}
    print_rows(draw_all(test, network, regressor, heads, wide), test, groups)


def run_pools(folder: Path, work: Path, quick: bool) -> None:
    """Chips around pools; networks go on from those of the made quadrilaterals."""
    train_sheets, test_sheets = ([read_sheet(folder, name) for name in names] for names in (TRAIN_SHEETS, TEST_SHEETS))
    train = cut_chips(train_sheets, 0, 1 if quick else 8, True, 50 if quick else 500)
    test = cut_chips(test_sheets, 1)
    suffix = "_quick" if quick else ""
    four = _find_four_sided(train)
    network, regressor = (
        _read(work / f"{name}{suffix}.pt", kind) for name, kind in (("unet", BASIC), ("polycnn", None))
    )
    network = train_dense(train, _shorten(POOLS_BASIC, quick), work / f"pools_unet{suffix}.pt", network)
    quadrilaterals = train.select(np.flatnonzero(four))
    regressor = train_polycnn(
        quadrilaterals,
        _shorten(POOLS_REGRESSION, quick),
        work / f"pools_polycnn{suffix}.pt",
        _list_corners(quadrilaterals),
        regressor,
    )
    heads = train_dense(train, _shorten(POOLS_HEADS, quick), work / f"pools_heads{suffix}.pt")
    more = train if quick else cut_chips(train_sheets, 0, 24, True, 2000)
    wide = _read(work / f"wide{suffix}.pt", WIDE)
    wide = train_dense(more, _shorten(POOLS_WIDE, quick), work / f"pools_wide{suffix}.pt", wide)
    print(f"## Pools: {len(train)} chips to train, {int(four.sum())} of them four-sided, {len(test)} to test\n")
    print_rows(
        draw_all(test, network, regressor, heads, wide, True),
        test,
        {"all": np.ones(len(test), bool), "four-sided": _find_four_sided(test)},
    )


def run_sheets(folder: Path, work: Path, quick: bool) -> None:
    """All pools of whole sheets, by the networks of `run_pools` without a mark."""
    head = ["network", "sheet", "pools", "found polygons", "AP50", "mean AP50-95", "recall of IoU 0.5"]
    print(f"## Whole sheets\n\n| {' | '.join(head)} |\n{'|---' * len(head)}|", flush=True)
    sheets = [read_sheet(folder, name) for name in TEST_SHEETS]
    suffix = "_quick" if quick else ""
    networks = (("U-Net", "pools_unet", POOLS_BASIC), ("Heads", "pools_heads", POOLS_HEADS),
                ("Wide U-Net", "pools_wide", POOLS_WIDE))  # fmt: skip
    for name, file, recipe in networks:
        _score_sheets(name, sheets, _read(work / f"{file}{suffix}.pt", recipe), recipe.marked)
    print()


def _score_sheets(name: str, sheets: list[Sheet], network: nn.Module, marked: bool) -> None:
    """One row for each sheet, and one for all together."""
    pairs, scores, predicted, reference = [], [], 0, 0
    for sheet in sheets:
        p = 1 / (1 + np.exp(-predict_sheet(network, sheet.image, marked)[ALL]))
        polygons, values = find_objects(p, _MIN_POOL_PX2)
        found = find_pairs(polygons, sheet.pools)
        _print_sheet(f"{name} | {sheet.name}", found, values, len(polygons), len(sheet.pools))
        found.predicted[:] += predicted
        found.reference[:] += reference
        pairs.append(found)
        scores.append(values)
        predicted, reference = predicted + len(polygons), reference + len(sheet.pools)
    together = type(pairs[0])(
        *(np.concatenate([getattr(each, name) for each in pairs]) for name in ("predicted", "reference", "iou"))
    )
    _print_sheet(f"{name} | together", together, np.concatenate(scores), predicted, reference)


def _print_sheet(name: str, pairs, scores: np.ndarray, predicted: int, reference: int) -> None:
    precision = average_precision(pairs, predicted, reference, scores)
    recall = len(np.unique(pairs.reference[pairs.iou >= 0.5])) / reference
    cells = f"{precision[0]:.3f} | {precision.mean():.3f} | {recall:.3f}"
    print(f"| {name} | {reference} | {predicted} | {cells} |", flush=True)


def draw_all(
    test: Patches, network: nn.Module, regressor: nn.Module, heads: nn.Module, wide: nn.Module, regular: bool = False
) -> Named:
    """Every method's name and polygons. regular: whether right angles are what the mesh is asked for."""
    other = "free" if regular else "right angles"
    yield "PolyCNN", shapely.polygons(predict_corners(regressor, test.images))
    regressed = np.array(shapely.polygons(predict_corners(regressor, test.images, 4)), dtype=object)
    yield "PolyCNN, mean of 4 turns", regressed
    p = 1 / (1 + np.exp(-predict(network, test.images, False)[:, :2]))
    outlines = draw_contours(p[:, CENTRE])
    yield "U-Net, all objects + Douglas-Peucker to 4", simplify_to(draw_contours(p[:, ALL]), 4)
    yield "U-Net, centre + Douglas-Peucker to 4", simplify_to(outlines, 4)
    yield "U-Net, centre + Douglas-Peucker 1 px", simplify(outlines, 1)
    yield "U-Net, all objects + mesh", draw_mesh(p[:, ALL], regular=regular)
    yield "**U-Net, centre + mesh**", draw_mesh(p[:, CENTRE], regular=regular)
    yield f"U-Net, centre + mesh, {other}", draw_mesh(p[:, CENTRE], regular=not regular)
    drawn = draw_mesh(p[:, CENTRE], 2, regular=regular)
    yield "U-Net, centre + mesh on half pixels", drawn
    moved = move_by_energy(simplify_to(drawn, 4), p[:, CENTRE], 2, regular)
    yield "U-Net, centre + mesh on half pixels, to 4 corners, moved", moved
    p = 1 / (1 + np.exp(-predict(network, test.images, False, 8)[:, :2]))
    yield "U-Net, 8 turns, all objects + mesh", draw_mesh(p[:, ALL], regular=regular)
    drawn = draw_mesh(p[:, CENTRE], 2, regular=regular)
    yield "U-Net, 8 turns, centre + mesh on half pixels", drawn
    moved = move_by_energy(simplify_to(drawn, 4), p[:, CENTRE], 2, regular)
    yield "**U-Net, 8 turns, centre + mesh on half pixels, to 4 corners, moved**", moved
    moved = move_by_energy(regressed, p[:, CENTRE], 1, regular)
    yield "**PolyCNN, mean of 4 turns, moved by the energy of the U-Net's 8 turns**", moved
    yield from _draw_wide(test, wide, regular)
    yield from _draw_heads(test, heads, regressed, regular)
    truth = test.inside.astype(np.float32) / 255
    mask = (truth >= 0.5).astype(np.float32)
    yield "true mask + mesh", draw_mesh(mask, regular=regular)
    yield f"true mask + mesh, {other}", draw_mesh(mask, regular=not regular)
    yield "true shares of pixels + mesh on half pixels", draw_mesh(truth, 2, regular=regular)
    yield "true shares of pixels + Douglas-Peucker to 4", simplify_to(draw_contours(truth), 4)


def _draw_wide(test: Patches, wide: nn.Module, regular: bool) -> Named:
    """Rows of the larger network, which is told the object by a mark."""
    p = 1 / (1 + np.exp(-predict(wide, test.images, True)[:, CENTRE]))
    yield "Wide U-Net, centre + mesh on half pixels", draw_mesh(p, 2, regular=regular)
    p = 1 / (1 + np.exp(-predict(wide, test.images, True, 8)[:, CENTRE]))
    drawn = draw_mesh(p, 2, regular=regular)
    yield "**Wide U-Net, 8 turns, centre + mesh on half pixels**", drawn
    moved = move_by_energy(simplify_to(drawn, 4), p, 2, regular)
    yield "**Wide U-Net, 8 turns, centre + mesh on half pixels, to 4 corners, moved**", moved


def _draw_heads(test: Patches, heads: nn.Module, regressed: np.ndarray, regular: bool) -> Named:
    """Rows of the network with heads. regressed: PolyCNN's polygons."""
    outputs = predict(heads, test.images, True)
    p, maps = 1 / (1 + np.exp(-outputs[:, CENTRE])), to_maps(outputs)
    yield "Heads, centre + mesh", draw_mesh(p, regular=regular)
    yield "Heads, centre + mesh with maps", draw_mesh(p, regular=regular, maps=maps)
    outputs = predict(heads, test.images, True, 8)
    p, maps = 1 / (1 + np.exp(-outputs[:, CENTRE])), to_maps(outputs)
    drawn = draw_mesh(p, 2, regular=regular)
    yield "Heads, 8 turns, centre + mesh on half pixels", drawn
    moved = move_by_energy(simplify_to(drawn, 4), p, 2, regular)
    yield "Heads, 8 turns, centre + mesh on half pixels, to 4 corners, moved", moved
    drawn = draw_mesh(p, 2, regular=regular, maps=maps)
    yield "**Heads, 8 turns, centre + mesh on half pixels with maps**", drawn
    moved = move_by_energy(simplify_to(drawn, 4), p, 2, regular, maps)
    yield "Heads, 8 turns, centre + mesh on half pixels with maps, to 4 corners, moved with maps", moved
    moved = move_by_energy(regressed, p, 1, regular)
    yield "PolyCNN, mean of 4 turns, moved by the energy of the heads' 8 turns", moved
    moved = move_by_energy(regressed, p, 1, regular, maps)
    yield "PolyCNN, mean of 4 turns, moved by the energy of the heads' 8 turns with maps", moved


def print_rows(methods: Named, test: Patches, groups: dict[str, np.ndarray]) -> None:
    """One row for each method. groups: of patches, (N,) bool; the columns after the mean IoU are of the first."""
    head = ["method", f"mIoU {' / '.join(groups)}", "lost", "vertices", "4 corners"]
    head += [
        f"corners within {' / '.join(f'{t:g}' for t in WITHIN_PX)} px",
        "median corner",
        "PoLiS px",
        "boundary IoU 2 px",
    ]
    print(f"| {' | '.join(head)} |\n{'|---' * len(head)}|", flush=True)
    for name, polygons in methods:
        found = score(polygons, test.polygons)
        print(f"| {name} | {describe(found, list(groups.values()))} |", flush=True)
    print()


def describe(found: Scores, groups: list[np.ndarray]) -> str:
    """The cells of a row; corners of the last group where there are two, else of all."""
    corners = np.concatenate(list(found.corner_px[groups[-1] if len(groups) == 2 else groups[0]]))
    cells = [
        " / ".join(f"{100 * found.iou[group].mean():.1f}" for group in groups),
        f"{int((found.iou < LOST_IOU).sum())}",
        f"{found.vertices.mean():.2f}",
        f"{100 * (found.vertices == 4).mean():.0f} %",
        " / ".join(f"{100 * (corners <= t).mean():.0f}" for t in WITHIN_PX) + " %",
        f"{np.median(corners):.2f}",
        f"{np.nanmean(found.polis_px):.2f}",
        f"{100 * found.boundary_iou.mean():.1f}",
    ]
    return " | ".join(cells)


def _find_four_sided(patches: Patches) -> np.ndarray:
    """(N,) bool: whose polygon has four corners after Douglas-Peucker with 1 px."""
    return shapely.get_num_coordinates(shapely.simplify(patches.polygons, 1)) == 5


def _list_corners(patches: Patches) -> np.ndarray:
    """(N, 4, 2) px, clockwise on the screen."""
    simple = shapely.simplify(patches.polygons, 1)
    kept = [
        each if shapely.get_num_coordinates(fine) != 5 else fine
        for each, fine in zip(patches.polygons, simple, strict=True)
    ]
    return np.stack([order_clockwise(np.array(each.exterior.coords)[:-1]) for each in kept])


def _shorten(recipe: Recipe, quick: bool) -> Recipe:
    return Recipe(**{**recipe.__dict__, "seconds": 10}) if quick else recipe


def _read(path: Path, recipe: Recipe | None) -> nn.Module:
    """A network that another part has trained."""
    network = make_dense(recipe) if recipe else make_regressor(BASIC)
    network.load_state_dict(torch.load(path, weights_only=True))
    return network.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with polygons/pools")
    parser.add_argument("--work", type=Path, required=True, help="a folder for the networks")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="parts to measure (default: all)")
    parser.add_argument("--quick", action="store_true", help="few patches, 10 seconds for each network")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    folder = arguments.data / "polygons/pools"
    if "made" in arguments.only:
        run_made(arguments.work, arguments.quick)
    if "pools" in arguments.only:
        run_pools(folder, arguments.work, arguments.quick)
    if "sheets" in arguments.only:
        run_sheets(folder, arguments.work, arguments.quick)


if __name__ == "__main__":
    main()
