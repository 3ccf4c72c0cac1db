"""How well displaced maps are aligned with the image: every method on the same displaced maps.

    python -m benchmarks.alignment.compare --data ../shared/data/buildings --work /tmp/alignment [--chain /tmp/girard]
                                   [--parts accuracy aligned update speed] [--methods ...] [--draws 10]

Test towns are those that no training has seen (`buildings.train`); their maps are displaced in known ways (`sets`),
ten times per image and set. px are of 0.3 m on the ground, as in the protocol of Girard et al.
2018. --chain: the folder in which `girard_chain` left its networks; without it that method is left out.
Prints the tables of compare.md; --page puts new rows into it, --results takes them as JSON, --figure the curves as a
picture. With --results, parts and methods can be measured one after the other: a run adds to what the file holds.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import time
from collections import defaultdict
from contextlib import redirect_stdout
from pathlib import Path

import torch

from benchmarks.alignment.girard_chain import Chain
from benchmarks.alignment.methods import CORRELATION, GIRARD, NAMES, NONE, OURS, OURS_BENT, open_methods
from benchmarks.alignment.page import update_page
from benchmarks.alignment.scoring import Errors, draw_curves, print_accuracy, print_table
from benchmarks.alignment.sets import DRAWS, SETS, Town, draw_map, open_towns
from benchmarks.alignment.speed import measure_speed, print_speed
from benchmarks.map_update.update import measure_update, print_update
from eo_deep.alignment.align import find_default_model
from eo_deep.alignment.training.random_displacements import DisplacementAmplitudes

PARTS = ("accuracy", "aligned", "update", "speed")
TITLES = {
    "smooth": "Smooth fields of 32 px",
    "blocks": "Blocks and objects shifted, 20 % of objects dropped, 10 % spurious",
    "aligned": "Input that lies right",
}
BANEPA, UNSEEN = "Banepa, northern third", "unseen towns"
GROUPS = {BANEPA: BANEPA, "Kampala": UNSEEN, "Catanduanes": UNSEEN}


def main() -> None:
    chosen = parse_arguments()
    torch.set_num_threads(chosen.threads)
    print(f"{torch.get_num_threads()} threads of {os.cpu_count()}, torch {torch.__version__}\n")
    towns = [town for town in open_towns(chosen.data, chosen.work) if chosen.towns in town.name]
    chain = Chain(chosen.chain) if chosen.chain else None
    models: dict[str, str | None] = {"correlation": None}
    if not chosen.model or chosen.model.is_file():
        models["learned"] = str(chosen.model) if chosen.model else None
    names = choose_methods(chosen.methods, chain, models)
    found: dict = {}
    if "accuracy" in chosen.parts:
        found.update(measure(towns, names, models, chain, SETS, chosen.draws, chosen.work))
    if "aligned" in chosen.parts:
        kept = [name for name in names if name in (GIRARD, CORRELATION, OURS, OURS_BENT)]
        found.update(measure(towns, kept, models, chain, {"aligned": DisplacementAmplitudes()}, 1, chosen.work))
    if "update" in chosen.parts:
        found["update"] = measure_update(towns, GROUPS, models, chosen.draws, chosen.work)
    if "speed" in chosen.parts:
        method = "learned" if "learned" in models else "correlation"
        model = models[method] or find_default_model(method)
        speed = measure_speed(chosen.data, method, model, chosen.work, chosen.size, chosen.counts)
        found["speed"] = {str(chosen.size): speed}
    if chosen.results:
        if chosen.results.exists():
            found = join(json.loads(chosen.results.read_text(encoding="utf-8")), found)
        chosen.results.write_text(json.dumps(found) + "\n", encoding="utf-8")
    print_results(found)
    if chosen.page:
        tables = io.StringIO()
        with redirect_stdout(tables):
            print_results(found)
        print(f"{update_page(chosen.page, tables.getvalue())} rows of {chosen.page} changed.")
    if chosen.figure and SETS.keys() <= found.keys():
        draw_curves(chosen.figure, {TITLES[kind]: found[kind] for kind in SETS})


def choose_methods(asked: list[str], chain: Chain | None, models: dict[str, str | None]) -> list[str]:
    """Those that can be had, in the order of the tables; says which can't."""
    names = [name for name in NAMES if name in asked]
    if GIRARD in names and chain is None:
        print(f"No trained chain was given (--chain): '{GIRARD}' is left out.\n")
        names.remove(GIRARD)
    if "learned" not in models:
        print("There is no alignment model: EO Deep's own method is left out.\n")
        names = [name for name in names if name not in (OURS, OURS_BENT)]
    return names


def join(old: dict, new: dict) -> dict:
    """What was measured before and now, the new before the old; methods in the order of the tables."""
    both = {key: join(old[key], new[key]) if key in old and key in new and isinstance(new[key], dict)
            else new.get(key, old.get(key)) for key in {**old, **new}}  # fmt: skip
    return dict(sorted(both.items(), key=lambda item: NAMES.index(item[0]) if item[0] in NAMES else -1))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, default=Path(__file__).resolve().parents[3] / "shared/data/buildings",
        help="folder with a folder per town",
    )  # fmt: skip
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediate files")
    parser.add_argument("--model", type=Path, help="for alignment; default: the bundled one")
    parser.add_argument("--chain", type=Path, help="folder of benchmarks.alignment.girard_chain's networks")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="parts to measure (default: all)")
    parser.add_argument("--methods", nargs="+", choices=NAMES, default=NAMES, help="methods to compare (default: all)")
    parser.add_argument("--towns", default="", help="only those with this in their name")
    parser.add_argument("--draws", type=int, default=DRAWS, help="displaced maps per image and set")
    parser.add_argument("--results", type=Path, help="JSON file for the numbers; adds to what it holds")
    parser.add_argument("--page", type=Path, help="Markdown file, such as compare.md, whose tables get the new rows")
    parser.add_argument("--figure", type=Path, help="PNG file for the curves")
    parser.add_argument("--threads", type=int, default=1, help="of torch (default: 1)")
    parser.add_argument("--size", type=int, default=20_000, help="side of the speed part's image, px")
    parser.add_argument(
        "--counts", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="its numbers of objects"
    )
    chosen = parser.parse_args()
    if not chosen.data.is_dir():
        sys.exit(f"There is no '{chosen.data}': give the folder of the towns with --data.")
    return chosen


def measure(
    towns: list[Town],
    names: list[str],
    models: dict,
    chain: Chain | None,
    sets: dict[str, DisplacementAmplitudes],
    draws: int,
    work: Path,
) -> dict:
    """Set -> group of towns -> method -> what it reached (`Errors.summarize`), and how long it took."""
    errors: dict = defaultdict(Errors)
    seconds: dict = defaultdict(float)
    for town in towns:
        group = GROUPS[town.place]
        with open_methods(town, names, models, chain, work) as methods:
            for kind, settings in sets.items():
                for number in range(draws):
                    wrong = draw_map(town, settings, number)
                    for name, align in methods.items():
                        start = time.perf_counter()
                        moved = align(wrong)
                        seconds[kind, group, name] += time.perf_counter() - start
                        errors[kind, group, name].add(moved, wrong, town.geometries)
    results: dict = {kind: {group: {} for group in (UNSEEN, BANEPA)} for kind in sets}
    for (kind, group, name), found in errors.items():
        results[kind][group][name] = {**found.summarize(), "seconds": round(seconds[kind, group, name], 1)}
    return {kind: {group: reached for group, reached in groups.items() if reached} for kind, groups in results.items()}


def print_results(results: dict) -> None:
    for kind in SETS:
        for group, reached in results.get(kind, {}).items():
            for what in ("vertices", "objects"):
                print_accuracy(f"{TITLES[kind]}: {what}, {group}", reached, what)
    for kind in (*SETS, "aligned"):
        if kind not in results:
            continue
        print(f"### {TITLES[kind]}: what else\n")
        moved = "move" if kind == "aligned" else "error"
        print_table(
            ("method, towns", f"objects' median {moved}, px", "vertices' largest, px", "sides change, px",
             "corners change", "walls still shared", "surer half's median, px", "the rest's, px", "calibration error",
             "s"),
            [
                _describe(f"{name}, {group}", numbers)
                for group, reached in results[kind].items()
                for name, numbers in reached.items()
                if name != NONE
            ],
        )  # fmt: skip
    if "update" in results:
        print_update(results["update"])
    for speed in results.get("speed", {}).values():
        print_speed(speed)


def _describe(name: str, numbers: dict) -> tuple[str, ...]:
    shapes, confidence = numbers["shapes"], numbers.get("confidence", {})
    told = ("median_top_px", "median_rest_px", "calibration_error")
    return (
        name,
        f"{numbers['objects']['median_px']:.2f}",
        f"{numbers['vertices']['max_px']:.1f}",
        f"{shapes['length_max_px']:.1g}",
        f"{shapes['angle_max_deg']:.1g}°",
        f"{shapes['still_shared']} of {shapes['shared_walls']}",
        *(f"{confidence[key]:.2f}" if confidence else "" for key in told),
        f"{numbers['seconds']:.0f}",
    )


if __name__ == "__main__":
    main()
