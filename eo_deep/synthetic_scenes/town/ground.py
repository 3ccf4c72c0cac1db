"""The ground of a procedural town: patches of two mixed colours."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from .plots import main_angle
from .styles import Color, Style


@dataclass(frozen=True)
class Ground:
    """A patch of ground: two colours mixed by noise, grain, and furrows or ribs across `row_angle_rad`."""

    outline: np.ndarray  # (n, 2) m
    colors: tuple[Color, Color]
    bias: float  # 0: all the first colour, 1: all the second
    grain: float
    row_m: float = 0.0
    row_angle_rad: float = 0.0
    row_amplitude: float = 0.0
    height_m: float = 0.0
    line_m: float = 0.0  # > 0: the outline is a line of this width


def make_ground(outline: np.ndarray, kind: str, style: Style, rng: np.random.Generator) -> Ground:
    """A patch of ground of the region's colours."""
    region = style.region
    dry = mix(region.grass, (186, 172, 120), 0.65)
    grass = mix(region.grass, dry, style.dryness * 0.8)
    dark_soil = mix(region.soil, (90, 76, 62), 0.45)
    bare = rng.random()
    choices: dict[str, tuple[Color, Color, float, float]] = {
        "road": (region.road, mix(region.road, region.soil, 0.35), 0.25, 0.03),
        "pavement": (region.pavement, mix(region.pavement, dark_soil, 0.3), 0.3, 0.04),
        "verge": (mix(region.pavement, region.soil, 0.4), grass, bare, 0.06),
        "path": (mix(region.soil, region.pavement, 0.5), region.soil, 0.5, 0.06),
        "grass": (grass, mix(dry, region.soil, 0.4 * bare), 0.15 + 0.3 * style.dryness, 0.08),
        "wild": (
            mix(grass, region.leaves, 0.4),
            mix(dry, region.soil, 0.5),
            0.2 + 0.6 * bare * style.dryness + 0.15,
            0.14,
        ),
        "soil": (region.soil, mix(dark_soil, grass, 0.25), 0.35, 0.07),
        "field": (mix(region.soil, dark_soil, bare), mix(grass, region.leaves, 0.3), float(rng.random()), 0.06),
        "ploughed": (mix(region.soil, dark_soil, 0.3 + 0.7 * bare), mix(region.soil, dark_soil, bare), 0.5, 0.07),
        "yard": ((152, 149, 144), (126, 123, 119), 0.4, 0.03),
        "murky water": (mix((74, 84, 62), region.soil, 0.6 * bare), (58, 74, 58), 0.4, 0.01),
        "water": (mix((58, 78, 74), region.soil, 0.2 * bare), (48, 64, 66), 0.5, 0.01),
        "pool": ((92, 196, 214), (120, 214, 226), 0.5, 0.02),
        "court": ((150, 82, 66) if bare < 0.5 else (70, 120, 140), (140, 90, 74), 0.1, 0.02),
        "wall": (mix(region.pavement, (120, 116, 110), 0.5), region.pavement, 0.4, 0.03),
        "hedge": (region.leaves, mix(region.leaves, grass, 0.5), 0.4, 0.15),
    }
    first, second, bias, grain = choices[kind]
    tone = float(np.exp(rng.normal(0, 0.1)))
    first, second = (mix(color, color, 0, tone) for color in (first, second))
    ground = Ground(outline, (first, second), bias, grain)
    if kind in ("field", "ploughed"):
        angle = main_angle([(float(x), float(y)) for x, y in outline]) + (math.pi / 2 if rng.random() < 0.5 else 0.0)
        ground = replace(
            ground, row_m=float(rng.uniform(0.5, 3.0)), row_angle_rad=angle, row_amplitude=float(rng.uniform(0, 0.16))
        )
        if kind == "ploughed":
            ground = replace(ground, row_m=float(rng.uniform(0.8, 2.0)), row_amplitude=float(rng.uniform(0.1, 0.35)))
    return ground


def mix(first: Color, second: Color, share: float, tone: float = 1.0) -> Color:
    """A colour between two, `share` of the second, times `tone`."""
    red, green, blue = (min(255, int(tone * (a + (b - a) * share))) for a, b in zip(first, second))
    return red, green, blue
