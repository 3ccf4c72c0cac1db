"""Buildings of a procedural town: footprints, roofs and what stands on them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from .styles import ROOFS, Color

ROUND_CORNERS = 24
STOREY_M = 2.8


@dataclass(frozen=True)
class Wing:
    """A rectangle of a footprint in the building's frame, with a roof of its own. Lengths in metres."""

    u: float
    v: float
    half_u: float
    half_v: float
    ridge_along_u: bool = True


@dataclass(frozen=True)
class Fixture:
    """A thing on a roof: `height_m` above the roof, in the building's frame."""

    u: float
    v: float
    half_u: float
    half_v: float
    height_m: float
    color: Color
    round: bool = False


@dataclass(frozen=True)
class Building:
    """One building: its frame's origin and direction, the union of its wings, its roof. Lengths in metres."""

    x: float
    y: float
    angle: float
    wings: tuple[Wing, ...]
    roof: str  # name in ROOFS
    form: str  # gabled, hipped, shed, flat or round
    eave_m: float
    pitch: float
    color: Color
    patchiness: float  # how much single sheets of metal differ
    pattern: int  # seed of the sheets' colours
    parapet_m: float = 0.0
    fixtures: tuple[Fixture, ...] = ()
    row: int = -1  # buildings of the same row share walls
    outline: tuple[tuple[float, float], ...] = ()  # in the frame, where it has more corners than its one wing
    gone: bool = False  # only in the old map

    @property
    def height_m(self) -> float:
        """The height of the ridge."""
        wing = self.wings[0]
        return self.eave_m + self.pitch * (wing.half_v if wing.ridge_along_u else wing.half_u)

    def bounds_uv(self) -> tuple[float, float, float, float]:
        """The extent of all wings in the building's frame: u and v from, u and v to."""
        return (
            min(wing.u - wing.half_u for wing in self.wings),
            min(wing.v - wing.half_v for wing in self.wings),
            max(wing.u + wing.half_u for wing in self.wings),
            max(wing.v + wing.half_v for wing in self.wings),
        )

    def outer_box(self) -> np.ndarray:
        """The corners (4, 2) of the rectangle around all wings."""
        u0, v0, u1, v1 = self.bounds_uv()
        return self.place(np.array([[u0, v0], [u1, v0], [u1, v1], [u0, v1]]))

    def measure_edge(self, wing: Wing, u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """How far points of the building's frame lie inside a wing's ends and sides (m, negative outside)."""
        if self.form == "round":
            radius, turn = np.hypot(u, v), np.arctan2(v, u)
            step = 2 * np.pi / ROUND_CORNERS
            inward = wing.half_u * math.cos(step / 2) - radius * np.cos(np.mod(turn, step) - step / 2)
            return inward, inward
        return wing.half_u - np.abs(u - wing.u), wing.half_v - np.abs(v - wing.v)

    def place(self, points: np.ndarray) -> np.ndarray:
        """From the building's frame to the town's: (n, 2) -> (n, 2)."""
        cu, su = math.cos(self.angle), math.sin(self.angle)
        return np.column_stack(
            [self.x + cu * points[:, 0] - su * points[:, 1], self.y + su * points[:, 0] + cu * points[:, 1]]
        )

    def footprint(self) -> shapely.Polygon:
        """The footprint in the town's coordinates."""
        wing = self.wings[0]
        if self.form == "round":
            turn = np.arange(ROUND_CORNERS) * (2 * np.pi / ROUND_CORNERS)
            return shapely.Polygon(self.place(wing.half_u * np.column_stack([np.cos(turn), np.sin(turn)])))
        if self.outline:
            return shapely.Polygon(self.place(np.array(self.outline)))
        boxes = [shapely.box(w.u - w.half_u, w.v - w.half_v, w.u + w.half_u, w.v + w.half_v) for w in self.wings]
        return shapely.transform(shapely.union_all(boxes), self.place)


def make_single(
    x: float,
    y: float,
    angle: float,
    half_u: float,
    half_v: float,
    shape: str,
    storeys: int,
    roof: str,
    rng: np.random.Generator,
    informal: bool = False,
    industrial: bool = False,
) -> Building:
    """A detached building inside the rectangle of these half sizes (m); too small a rectangle stays a rectangle."""
    wings = _shape_wings(half_u, half_v, shape, rng)
    eave_m = float(rng.uniform(2.1, 3.0) if informal else storeys * STOREY_M * rng.uniform(0.95, 1.15) + 0.3)
    if industrial:
        eave_m = float(rng.uniform(5, 11))
    form = "round" if shape == "round" else None
    return _finish(x, y, angle, wings, roof, eave_m, rng, form, informal)


def make_row(
    x: float,
    y: float,
    angle: float,
    cuts: list[float],
    half_depth_m: float,
    share: float,
    storeys: list[int],
    roofs: list[str],
    uniform: bool,
    rng: np.random.Generator,
    informal: bool = False,
) -> list[Building]:
    """Buildings wall to wall between `cuts` (m along the row); a shared wall has the very same corners on both sides.

    `share` of the places is built on; `uniform` rows have one depth and one ridge along the row.
    """
    spans = []
    for _ in storeys:
        if uniform:
            spans.append((-half_depth_m, half_depth_m))
        else:
            spans.append((-half_depth_m * float(rng.uniform(0.82, 1)), half_depth_m * float(rng.uniform(0.35, 1))))
    built = rng.random(len(storeys)) < share
    row = int(rng.integers(2**31))
    common = _draw_roof(roofs[0], rng) if uniform else None
    eave_m = float(rng.uniform(0.95, 1.1))
    buildings = []
    for index, (v0, v1) in enumerate(spans):
        if not built[index]:
            continue
        u0, u1 = cuts[index], cuts[index + 1]
        left = _wall_corners(v0, v1, spans[index - 1] if index and built[index - 1] else None)
        right = _wall_corners(v0, v1, spans[index + 1] if index + 1 < len(spans) and built[index + 1] else None)
        outline = tuple([(u1, v) for v in right] + [(u0, v) for v in reversed(left)])
        ridge_along_u = True if uniform else bool(rng.random() < 0.5)
        wing = Wing((u0 + u1) / 2, (v0 + v1) / 2, (u1 - u0) / 2, (v1 - v0) / 2, ridge_along_u)
        height_m = storeys[index] * STOREY_M * (eave_m if uniform else float(rng.uniform(0.85, 1.15)))
        building = _finish(x, y, angle, (wing,), roofs[index], height_m, rng, None, informal, row, outline, common)
        buildings.append(building)
    return buildings


def make_block(
    x: float,
    y: float,
    angle: float,
    lines: list[float],
    cuts: list[list[float]],
    share: float,
    roofs: list[list[str]],
    rng: np.random.Generator,
) -> list[Building]:
    """Low buildings wall to wall and back to back; shared walls have the very same corners on both sides.

    lines: where rows of buildings meet (m across the rows). cuts: of each row, where its buildings meet (m along it).
    """
    row = int(rng.integers(2**31))
    buildings = []
    for number, (v0, v1) in enumerate(zip(lines, lines[1:])):
        before, after = cuts[max(number - 1, 0)], cuts[min(number + 1, len(cuts) - 1)]
        for roof, u0, u1 in zip(roofs[number], cuts[number], cuts[number][1:]):
            if rng.random() > share:
                continue
            low, high = ([u for u in others if u0 < u < u1] for others in (before, after))
            outline = [(u0, v0), *((u, v0) for u in low), (u1, v0), (u1, v1), *((u, v1) for u in high[::-1]), (u0, v1)]
            wing = Wing((u0 + u1) / 2, (v0 + v1) / 2, (u1 - u0) / 2, (v1 - v0) / 2, bool(rng.random() < 0.5))
            eave_m = float(rng.uniform(2.0, 3.2) + 2.5 * (rng.random() < 0.1))
            buildings.append(_finish(x, y, angle, (wing,), roof, eave_m, rng, None, True, row, tuple(outline)))
    return buildings


def _wall_corners(v0: float, v1: float, neighbour: tuple[float, float] | None) -> list[float]:
    """The corners on a side wall: its ends and the neighbour's corners between them."""
    return sorted({v0, v1} | {v for v in neighbour or () if v0 < v < v1})


def _shape_wings(half_u: float, half_v: float, shape: str, rng: np.random.Generator) -> tuple[Wing, ...]:
    a, b = half_u, half_v
    if shape == "round":
        return (Wing(0, 0, min(a, b), min(a, b)),)
    if shape == "rectangle" or b < 3.5:
        return (Wing(0, 0, a, b, a >= b),)
    if shape == "courtyard":
        t = float(rng.uniform(0.22, 0.32)) * b
        t = max(t, 2.0)
        return (
            Wing(0, b - t, a, t),
            Wing(0, t - b, a, t),
            Wing(t - a, 0, t, b, False),
            Wing(a - t, 0, t, b, False),
        )
    flip_u, flip_v = rng.choice([-1.0, 1.0], 2)
    main = b * float(rng.uniform(0.45, 0.65))
    wings = [Wing(0, flip_v * (main - b), a, main)]
    side = a * float(rng.uniform(0.25, 0.42))
    if shape == "l":
        wings.append(Wing(flip_u * (side - a), 0, side, b, False))
    elif shape == "t":
        wings.append(Wing(flip_u * a * float(rng.uniform(0, 0.3)), 0, side, b, False))
    else:
        side = a * float(rng.uniform(0.2, 0.33))
        wings += [Wing(side - a, 0, side, b, False), Wing(a - side, 0, side, b, False)]
    return tuple(wings)


def _draw_roof(name: str, rng: np.random.Generator) -> tuple[str, float, Color]:
    material = ROOFS[name]
    base = np.array(material.colors[int(rng.integers(len(material.colors)))], dtype=float)
    color = np.clip(base * np.exp(rng.normal(0, 0.1)) + rng.normal(0, 5, 3), 8, 245)
    red, green, blue = (int(value) for value in color)
    return str(rng.choice(material.forms)), float(rng.uniform(*material.pitch)), (red, green, blue)


def _finish(
    x, y, angle, wings, roof, eave_m, rng, form=None, informal=False, row=-1, outline=(), drawn=None
) -> Building:
    """Choose the roof's form, colour and fixtures."""
    own_form, pitch, color = drawn or _draw_roof(roof, rng)
    form = form or ("hipped" if own_form == "round" else own_form)
    widest_m = max(min(wing.half_u, wing.half_v) for wing in wings)
    if form != "round" and pitch * widest_m > 6.0:
        pitch = 6.0 / widest_m
    if form == "round":
        pitch = float(rng.uniform(0, 0.5))
    elif form == "shed":
        pitch = min(pitch, 0.12)
    elif form == "flat":
        pitch = 0.0
    parapet_m = float(rng.uniform(0.3, 1.1)) if form == "flat" and rng.random() < 0.8 else 0.0
    metal = ROOFS[roof].texture == "metal"
    return Building(
        float(x),
        float(y),
        float(angle),
        tuple(wings),
        roof,
        form,
        eave_m,
        pitch,
        color,
        patchiness=float(rng.uniform(0.05, 0.5) if informal else rng.uniform(0.0, 0.15)) if metal else 0.0,
        pattern=int(rng.integers(2**31)),
        parapet_m=parapet_m,
        fixtures=tuple(_draw_fixtures(wings, form, roof, informal, rng)),
        row=row,
        outline=outline,
        gone=bool(rng.random() < 0.03),
    )


def _draw_fixtures(wings, form: str, roof: str, informal: bool, rng: np.random.Generator) -> list[Fixture]:
    wing = wings[0]
    fixtures: list[Fixture] = []
    if form == "round":
        return fixtures

    def put(
        half_u: float,
        half_v: float,
        height_m: float,
        color: Color,
        is_round: bool = False,
        v_share: float | None = None,
    ):
        room_u, room_v = wing.half_u - half_u - 0.3, wing.half_v - half_v - 0.3
        if room_u > 0 and room_v > 0:
            u = wing.u + rng.uniform(-room_u, room_u)
            v = wing.v + (rng.uniform(-room_v, room_v) if v_share is None else v_share * room_v)
            fixtures.append(Fixture(float(u), float(v), float(half_u), float(half_v), float(height_m), color, is_round))

    grey = (170, 168, 164)
    if form == "flat":
        if rng.random() < 0.4 and min(wing.half_u, wing.half_v) > 3:
            put(rng.uniform(1.2, 2.2), rng.uniform(1.2, 2.2), 2.4, (176, 164, 150))
        if roof in ("concrete", "terrace", "plaster") and rng.random() < 0.35:  # a tin shelter on the terrace
            tin = ROOFS[("zinc", "rust", "blue metal")[int(rng.integers(3))]].colors
            put(
                wing.half_u * rng.uniform(0.3, 0.7),
                wing.half_v * rng.uniform(0.3, 0.8),
                2.3,
                tin[int(rng.integers(len(tin)))],
            )
        things: list[Color] = [grey, (96, 92, 88), (206, 204, 198), (120, 100, 84), (80, 104, 130)]
        for _ in range(int(rng.poisson(0.5 + min(0.03 * wing.half_u * wing.half_v, 6)))):
            put(rng.uniform(0.2, 0.9), rng.uniform(0.2, 0.6), rng.uniform(0.2, 1.0), things[int(rng.integers(5))])
        tank_colors: list[Color] = [(30, 32, 36), (70, 110, 170), (214, 214, 212), (36, 36, 40)]
        for _ in range(int(rng.poisson(0.8 if roof in ("concrete", "terrace", "plaster") else 0.1))):
            put(0.6, 0.6, 1.3, tank_colors[int(rng.integers(4))], True)
        if rng.random() < 0.3:  # a painted or tiled part, a mat, laundry
            colors: list[Color] = [(96, 138, 150), (150, 90, 72), (190, 184, 172), (118, 128, 100), (70, 100, 140)]
            half_u, half_v = wing.half_u * rng.uniform(0.2, 0.6), wing.half_v * rng.uniform(0.2, 0.6)
            put(half_u, half_v, 0.02, colors[int(rng.integers(5))])
        if rng.random() < 0.2:
            put(rng.uniform(0.8, 3), 0.8, 0.4, (34, 44, 74))
    elif informal:
        for _ in range(int(rng.poisson(0.8))):  # stones, tyres, tarpaulins that hold the sheets down
            colors = [(60, 58, 56), (150, 146, 140), (60, 110, 170), (110, 80, 64)]
            put(rng.uniform(0.15, 0.7), rng.uniform(0.15, 0.5), 0.1, colors[int(rng.integers(4))])
    elif ROOFS[roof].texture == "metal" and min(wing.half_u, wing.half_v) > 7:  # skylights across the slope of a hall
        color = ((196, 206, 210), (150, 166, 172), (226, 228, 226))[int(rng.integers(3))]
        count = int(rng.integers(0, 7))
        for place in np.linspace(-0.85, 0.85, count) if count > 1 else ():
            along = place * (wing.half_u if wing.ridge_along_u else wing.half_v)
            if wing.ridge_along_u:
                fixtures.append(Fixture(wing.u + along, wing.v, 0.5, 0.7 * wing.half_v, 0.05, color))
            else:
                fixtures.append(Fixture(wing.u, wing.v + along, 0.7 * wing.half_u, 0.5, 0.05, color))
    else:
        if rng.random() < 0.5 and roof.endswith("tiles"):
            put(0.35, 0.35, 1.2, (130, 96, 84), v_share=float(rng.uniform(-0.3, 0.3)))
        for _ in range(int(rng.poisson(0.7))):
            put(0.4, 0.55, 0.05, (120, 138, 150))
        if rng.random() < 0.12:
            put(
                wing.half_u * 0.5,
                min(1.6, wing.half_v * 0.4),
                0.1,
                (32, 40, 68),
                v_share=float(rng.choice([-0.7, 0.7])),
            )
    return fixtures
