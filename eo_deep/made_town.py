"""The plan of a procedural town: streets, blocks, parcels, buildings, trees and cars of one cell between main roads.

Coordinates are metres, x to the right and y downwards. Every cell has a random generator of its own, seeded by the scene's
seed and the cell's place, so any part of an endless town can be made alone and always comes out the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import shapely

from .made_buildings import Building, make_row, make_single
from .made_styles import Color, Style, draw_style

Points = list[tuple[float, float]]
CELL_JITTER = 0.17  # of the pitch: below 0.25 every cell stays convex


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


@dataclass
class Cell:
    """What stands between four main roads."""

    grounds: list[Ground] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    trees: list[tuple[float, float, float, str]] = field(default_factory=list)  # x, y, crown radius in m, kind
    cars: list[tuple[float, float, float, float, float, float, Color]] = field(default_factory=list)
    # x, y, angle, length, width, height, colour

    @property
    def tallest_m(self) -> float:
        """No object of the cell is higher."""
        trees = [1.14 * tree_height_m(kind, radius_m) for _, _, radius_m, kind in self.trees]
        roofs = [building.height_m + 2.5 for building in self.buildings]  # with chimneys and stair heads
        return max([4.0] + trees + roofs)


def tree_height_m(kind: str, radius_m: float) -> float:
    """The height of a tree whose crown has this radius."""
    base_m, slope = {"conifer": (2.0, 3.4), "palm": (5.0, 1.0)}.get(kind, (1.5, 1.9))
    return min(base_m + slope * radius_m, 18.0)


@lru_cache(maxsize=160)
def make_cell(seed: int, column: int, row: int) -> Cell:
    """The cell at this place of the town's lattice, bent as the whole town is."""
    style = draw_style_cached(seed)
    rng = np.random.default_rng([seed, 1, column + 2**20, row + 2**20])
    corners = [lattice_point(style, column + i, row + j) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]
    plan = _Plan(style, rng)
    block = inset(corners, style.main_road_m / 2)
    districts = style.region.districts
    weights = np.array(list(districts.values()), dtype=float)
    district = str(rng.choice(list(districts), p=weights / weights.sum()))
    if block:
        plan.add_main_roads(corners)
        getattr(plan, f"add_{district}")(block)
    return _bend(plan.cell, style)


draw_style_cached = lru_cache(maxsize=8)(draw_style)


def lattice_point(style: Style, column: int, row: int) -> tuple[float, float]:
    """Where two main roads cross."""
    rng = np.random.default_rng([style.seed, 2, column + 2**20, row + 2**20])
    dx, dy = rng.uniform(-CELL_JITTER, CELL_JITTER, 2)
    return (column + dx) * style.pitch_m, (row + dy) * style.pitch_m


def bend(style: Style, points: np.ndarray) -> np.ndarray:
    """The map from the straight plan to the ground: (n, 2) m -> (n, 2) m, a sum of long waves."""
    bent = points.astype(np.float64, copy=True)
    for kx, ky, phase, amplitude_x, amplitude_y in style.warp:
        wave = np.sin(kx * points[:, 0] + ky * points[:, 1] + phase)
        bent[:, 0] += amplitude_x * wave
        bent[:, 1] += amplitude_y * wave
    return bent


def largest_bend_m(style: Style) -> float:
    """No point is moved further than this by `bend`."""
    return sum(math.hypot(wave[3], wave[4]) for wave in style.warp)


def clip(polygon: Points, nx: float, ny: float, limit: float) -> Points:
    """The part of a convex polygon with nx * x + ny * y <= limit."""
    kept: Points = []
    for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1]):
        a, b = nx * ax + ny * ay - limit, nx * bx + ny * by - limit
        if a <= 0:
            kept.append((ax, ay))
        if (a < 0 < b) or (b < 0 < a):
            t = a / (a - b)
            kept.append((ax + t * (bx - ax), ay + t * (by - ay)))
    return kept if len(kept) >= 3 else []


def inset(polygon: Points, distance_m: float) -> Points:
    """A convex polygon (clockwise on the screen, as all here) shrunk by a distance on every side."""
    shrunk = polygon
    for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1]):
        length = math.hypot(bx - ax, by - ay)
        if length > 1e-6 and shrunk:
            nx, ny = (by - ay) / length, (ax - bx) / length
            shrunk = clip(shrunk, nx, ny, nx * ax + ny * ay - distance_m)
    return shrunk


def area_m2(polygon: Points) -> float:
    """The area of a polygon."""
    return 0.5 * abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1])))


def main_angle(polygon: Points) -> float:
    """The direction of a polygon's longest side."""
    sides = zip(polygon, polygon[1:] + polygon[:1])
    (ax, ay), (bx, by) = max(sides, key=lambda side: math.hypot(side[1][0] - side[0][0], side[1][1] - side[0][1]))
    return math.atan2(by - ay, bx - ax)


def split(polygon: Points, target_m2: float, gap_m: float, rng: np.random.Generator, skew_rad: float = 0.0) -> list[Points]:
    """Cut a convex polygon across its longer extent, again and again, to pieces of about `target_m2`."""
    if not polygon:
        return []
    if area_m2(polygon) < target_m2 * rng.uniform(0.9, 1.7):
        return [polygon]
    angle = main_angle(polygon)
    cu, su = math.cos(angle), math.sin(angle)
    along = [cu * x + su * y for x, y in polygon]
    across = [cu * y - su * x for x, y in polygon]
    if max(along) - min(along) < max(across) - min(across):
        angle, along = angle + math.pi / 2, across
    angle += rng.normal(0, skew_rad) if skew_rad else 0.0
    cu, su = math.cos(angle), math.sin(angle)
    along = [cu * x + su * y for x, y in polygon]
    low, high = min(along), max(along)
    cut = low + (high - low) * rng.uniform(0.4, 0.6)
    first = clip(polygon, cu, su, cut - gap_m / 2)
    second = clip(polygon, -cu, -su, -(cut + gap_m / 2))
    return split(first, target_m2, gap_m, rng, skew_rad) + split(second, target_m2, gap_m, rng, skew_rad)


class _Plan:
    """Fills one cell. Its add_... methods are the districts that a region's weights name."""

    def __init__(self, style: Style, rng: np.random.Generator):
        self.style, self.region, self.rng, self.cell = style, style.region, rng, Cell()

    # districts

    def add_houses(self, block: Points) -> None:
        """Detached houses in gardens."""
        target_m2 = self.rng.uniform(*self.region.parcel_m2)
        for parcel in self._streets(block, target_m2 * self.rng.uniform(6, 12)):
            for lot in split(parcel, target_m2, 0.0, self.rng):
                self._garden(lot)
                self._house(inset(lot, self.rng.uniform(1.5, 4.5)))
                self._plant(lot, self.region.trees_per_ha)

    def add_rows(self, block: Points) -> None:
        """Terraced houses that share walls, gardens behind."""
        for parcel in self._streets(block, self.rng.uniform(2500, 5000)):
            for lot in split(parcel, self.rng.uniform(700, 1300), 0.0, self.rng):
                self._garden(lot)
                self._row(inset(lot, 2.0), depth_m=self.rng.uniform(8, 11), unit_m=(5.5, 8.5), share=0.95)
                self._plant(lot, self.region.trees_per_ha * 0.6)

    def add_centre(self, block: Points) -> None:
        """Closed blocks around courtyards."""
        for parcel in self._streets(block, self.rng.uniform(1500, 4000)):
            self._surface(parcel, "pavement")
            for lot in split(inset(parcel, 1.0), self.rng.uniform(500, 1500), 0.6, self.rng):
                if self.rng.random() < 0.45:
                    self._single(lot, ("courtyard", "u", "l"), storeys=(3, 6), fill=(0.95, 1.0))
                else:
                    self._row(lot, depth_m=self.rng.uniform(10, 15), unit_m=(7, 14), share=1.0, storeys=(2, 5))
                self._plant(lot, 10)

    def add_dense(self, block: Points) -> None:
        """Narrow old lots, almost fully built, walls shared, heights mixed."""
        for parcel in self._streets(block, self.rng.uniform(1500, 4500)):
            self._surface(parcel, "pavement" if self.rng.random() < 0.4 else "soil")
            for lot in split(inset(parcel, 0.5), self.rng.uniform(*self.region.parcel_m2) * 1.4, 0.4, self.rng, 0.03):
                chance = self.rng.random()
                if chance < 0.6:
                    self._row(lot, depth_m=self.rng.uniform(7, 16), unit_m=(4.5, 11), share=self.rng.uniform(0.7, 1.0))
                elif chance < 0.92:
                    self._single(inset(lot, 0.4), ("rectangle", "l", "rectangle", "u"), fill=(0.75, 1.0))
                else:
                    self._surface(lot, "grass" if self.rng.random() < 0.5 else "soil")
                self._plant(lot, self.region.trees_per_ha * 0.5)

    def add_informal(self, block: Points) -> None:
        """Tin roofs side by side, hardly any street."""
        target_m2 = self.rng.uniform(45, 130)
        for parcel in self._streets(block, self.rng.uniform(900, 3000), street_m=self.rng.uniform(1.5, 4)):
            self._surface(parcel, "soil")
            for lot in split(parcel, target_m2, self.rng.uniform(0.2, 1.2), self.rng, 0.08):
                if self.rng.random() < 0.84:
                    self._single(lot, ("rectangle",) * 5 + ("l",), storeys=(1, 1), fill=(0.7, 1.0), informal=True)
                else:
                    self._plant(lot, 150)
        self._plant(block, self.region.trees_per_ha * 0.4)

    def add_village(self, block: Points) -> None:
        """Scattered houses on open ground, paths between them."""
        self._surface(block, "wild")
        for lot in split(block, self.rng.uniform(*self.region.parcel_m2) * 1.2, 0.0, self.rng, 0.1):
            chance = self.rng.random()
            if chance < 0.25:
                self._surface(inset(lot, self.rng.uniform(0.5, 4)), str(self.rng.choice(["soil", "field", "grass", "field"])))
            if chance < 0.72:
                self._yard(lot)
                for _ in range(int(self.rng.integers(1, 4))):
                    self._scattered(lot)
            self._plant(lot, self.region.trees_per_ha * self.rng.choice([0.3, 1.0, 2.5]))
        for _ in range(int(self.rng.integers(1, 4))):
            self._path(block)

    def add_slabs(self, block: Points) -> None:
        """Apartment slabs on lawns with parking lots."""
        for parcel in self._streets(block, self.rng.uniform(6000, 10000)):
            for lot in split(parcel, self.rng.uniform(1500, 3200), 0.0, self.rng):
                self._surface(lot, "grass")
                if self.rng.random() < 0.25:
                    self._parking(inset(lot, 3))
                    continue
                site = inset(lot, self.rng.uniform(4, 9))
                roofs = ("bitumen", "gravel", "concrete", "red tiles")
                self._single(site, ("rectangle", "rectangle", "l", "u"), storeys=(3, 7), limits_m=(12, 60), roofs=roofs)
                self._plant(lot, self.region.trees_per_ha)

    def add_industry(self, block: Points) -> None:
        """Halls on paved yards with lorries and containers."""
        roofs = ("zinc", "gravel", "white metal", "bitumen", "blue metal", "rust", "green metal")
        for parcel in self._streets(block, self.rng.uniform(6000, 14000)):
            for lot in split(parcel, self.rng.uniform(1800, 6000), 0.0, self.rng):
                self._surface(lot, str(self.rng.choice(["pavement", "road", "soil"])))
                self._fence(lot)
                shapes = ("rectangle", "rectangle", "rectangle", "l", "t")
                self._single(inset(lot, self.rng.uniform(4, 12)), shapes, (1, 2), (0.6, 1.0), (70, 110), roofs, industrial=True)
                for _ in range(int(self.rng.integers(0, 8))):
                    self._container(lot)
                if self.rng.random() < 0.4:
                    self._tank(lot)
                self._cars(lot, self.rng.integers(0, 10))
                self._plant(lot, 6)

    def add_plaza(self, block: Points) -> None:
        """A parking lot or square with a few kiosks."""
        self._surface(block, str(self.rng.choice(["road", "pavement"])))
        for lot in split(block, 2500, 0.0, self.rng):
            chance = self.rng.random()
            if chance < 0.6:
                self._parking(inset(lot, 2))
            elif chance < 0.85:
                self._single(inset(lot, 6), ("rectangle", "l"), (1, 3), (0.4, 0.9))
            self._plant(lot, 12)

    def add_fields(self, block: Points) -> None:
        """Fields with furrows, hedges, a farm now and then."""
        self._surface(block, "wild")
        for lot in split(block, self.rng.uniform(1500, 9000), self.rng.uniform(0, 3), self.rng, 0.05):
            self._surface(lot, str(self.rng.choice(["field", "field", "grass", "soil", "wild"])))
            if self.rng.random() < 0.25:
                self._fence(lot, hedge=True)
            if self.rng.random() < 0.2:
                self._scattered(lot)
            self._plant(lot, 8)

    def add_park(self, block: Points) -> None:
        """Lawns, trees, paths, a pond or a pitch."""
        self._surface(block, "grass")
        for lot in split(block, 5000, 0.0, self.rng):
            chance = self.rng.random()
            if chance < 0.35:
                self._pond(lot)
            elif chance < 0.55:
                self._pitch(inset(lot, 6))
            elif chance < 0.65:
                self._single(inset(lot, 8), ("rectangle", "u", "courtyard"), (1, 3), (0.5, 0.9))
            self._plant(lot, self.region.trees_per_ha * self.rng.choice([0.5, 1.5, 4]))
        for _ in range(3):
            self._path(block)

    def add_forest(self, block: Points) -> None:
        """Closed trees, a hut or two."""
        self._surface(block, "wild")
        for lot in split(block, 2500, 0.0, self.rng):
            if self.rng.random() < 0.2:
                self._scattered(lot)
            self._plant(lot, self.rng.choice([60, 250, 400]))
        self._path(block)

    def add_main_roads(self, corners: Points) -> None:
        """The carriageway below everything, its centre line and traffic."""
        outer = inset(corners, -1.0)
        paved = max(self.region.road) - min(self.region.road) < 50
        self._surface(outer, "road")
        for (ax, ay), (bx, by) in zip(corners[:2], corners[1:3]):
            length, angle = math.hypot(bx - ax, by - ay), math.atan2(by - ay, bx - ax)
            cu, su = math.cos(angle), math.sin(angle)
            if paved and self.style.main_road_m > 7:
                for start in np.arange(8, length - 10, 6.0):
                    dash = np.array([[ax + cu * start, ay + su * start], [ax + cu * (start + 3), ay + su * (start + 3)]])
                    self.cell.grounds.append(Ground(dash, ((225, 225, 220),) * 2, 0, 0.02, line_m=0.15))
            for _ in range(int(self.rng.poisson(length / 35))):
                side = self.rng.choice([-1, 1])
                offset = side * self.style.main_road_m * self.rng.choice([0.2, 0.4])
                start = self.rng.uniform(6, length - 6)
                self._car(ax + cu * start - su * offset, ay + su * start + cu * offset, angle)

    # what districts are made of

    def _streets(self, block: Points, target_m2: float, street_m: float | None = None) -> list[Points]:
        """Cut a district into blocks along streets; the street's surface lies below already."""
        width_m = self.style.street_m if street_m is None else street_m
        if street_m is not None:
            self._surface(block, "soil")
        parcels = []
        for piece in split(block, target_m2, width_m, self.rng):
            self._surface(piece, "verge")
            parcels.append(inset(piece, self.rng.uniform(0.8, 2.0)))
        return [parcel for parcel in parcels if parcel]

    def _surface(self, polygon: Points, kind: str) -> None:
        if polygon:
            self.cell.grounds.append(make_ground(np.array(polygon), kind, self.style, self.rng))

    def _garden(self, lot: Points) -> None:
        kind = self.rng.choice(["grass", "wild", "soil", "pavement"], p=[0.6, 0.2, 0.12, 0.08])
        self._surface(lot, str(kind))
        for _ in range(int(self.rng.integers(0, 3))):
            self._patch(lot, str(self.rng.choice(["soil", "pavement", "field", "wild", "pavement"])))
        if self.rng.random() < self.region.pools:
            self._patch(lot, "pool", (2.5, 5))
        if self.rng.random() < self.region.fences:
            self._fence(lot, hedge=self.rng.random() < 0.5)
        self._cars(lot, self.rng.integers(0, 3))

    def _yard(self, lot: Points) -> None:
        centre = np.mean(lot, axis=0)
        radius_m = math.sqrt(area_m2(lot)) * self.rng.uniform(0.25, 0.5)
        self._surface(blob(centre, radius_m, self.rng), "soil")

    def _patch(self, lot: Points, kind: str, size_m: tuple[float, float] = (2, 7)) -> None:
        """A rectangle of another surface somewhere on the lot: a terrace, a bed, a driveway."""
        if not lot:
            return
        x, y = self._point_in(lot)
        half_u, half_v = self.rng.uniform(size_m[0] / 2, size_m[1] / 2, 2)
        angle = main_angle(lot)
        corners = np.array([[-half_u, -half_v], [half_u, -half_v], [half_u, half_v], [-half_u, half_v]])
        rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        self._surface([(x + px, y + py) for px, py in corners @ rotation.T], kind)

    def _house(self, site: Points) -> None:
        if self.rng.random() < 0.06:
            return
        self._single(site, ("rectangle",) * 4 + ("l", "l", "t", "u"), fill=(0.55, 0.95), limits_m=(13, 19))
        if self.rng.random() < 0.35:
            self._scattered(site, size_m=(2.5, 6.5))

    def _single(self, lot, shapes, storeys=None, fill=(0.8, 1.0), limits_m=(60, 60), roofs=None, informal=False, industrial=False):
        """One building aligned with its lot, as large as fits, at most `limits_m` (across, along)."""
        rectangle = fit_rectangle(lot)
        if rectangle is None:
            return
        x, y, angle, half_u, half_v = rectangle
        scale = self.rng.uniform(*fill, 2)
        half_u, half_v = min(half_u * scale[0], limits_m[1] / 2), min(half_v * scale[1], limits_m[0] / 2)
        if min(half_u, half_v) < (1.2 if informal else 2.2):
            return
        storeys = storeys or self.region.storeys
        self.cell.buildings.append(
            make_single(x, y, angle, half_u, half_v, str(self.rng.choice(shapes)), self._storeys(storeys), self._roof(roofs, informal),
                        self.rng, informal, industrial)
        )  # fmt: skip

    def _scattered(self, lot: Points, size_m: tuple[float, float] | None = None) -> None:
        """A building anywhere on the lot, turned any way; `_drop_overlaps` removes it where it stands in another."""
        if not lot:
            return
        x, y = self._point_in(lot)
        half_u, half_v = self.rng.uniform(*(size_m or (4, 13)), 2) / 2
        angle = main_angle(lot) + self.rng.choice([0.0, math.pi / 2]) + self.rng.normal(0, 0.15 if size_m is None else 0.02)
        form = "round" if self.rng.random() < 0.02 else "rectangle"
        self.cell.buildings.append(make_single(x, y, angle, max(half_u, half_v), max(min(half_u, half_v), 1.2), form, 1, self._roof(), self.rng))

    def _row(self, lot, depth_m, unit_m, share, storeys=None):
        """Buildings wall to wall along one side of the lot."""
        rectangle = fit_rectangle(lot)
        if rectangle is None:
            return
        x, y, angle, half_u, half_v = rectangle
        half_depth_m = min(half_v, depth_m / 2)
        if half_u < 4 or half_depth_m < 2.2:
            return
        storeys = storeys or self.region.storeys
        side = self.rng.choice([-1.0, 1.0]) * (half_v - half_depth_m)
        x, y = x - math.sin(angle) * side, y + math.cos(angle) * side
        cuts = [-half_u]
        while cuts[-1] < half_u:
            cuts.append(cuts[-1] + self.rng.uniform(*unit_m))
        cuts = cuts[:-1] if len(cuts) > 2 else [-half_u, half_u]
        common = self._roof() if self.rng.random() < 0.5 else None
        roofs = [common or self._roof() for _ in cuts[1:]]
        heights = [self._storeys(storeys) for _ in cuts[1:]]
        if common:
            heights = heights[:1] * len(heights)
        self.cell.buildings += make_row(x, y, angle, cuts, half_depth_m, share, heights, roofs, bool(common), self.rng)

    def _storeys(self, storeys: tuple[int, int]) -> int:
        return int(self.rng.integers(storeys[0], storeys[1] + 1))

    def _roof(self, names: tuple[str, ...] | None = None, informal: bool = False) -> str:
        weights = dict(self.region.roofs)
        if informal:
            metal = ("zinc", "rust", "blue metal", "red metal", "green metal", "white metal", "orange metal", "concrete")
            weights = {name: weight for name, weight in weights.items() if name in metal} or {"rust": 1.0}
        if names:
            weights = {name: weights.get(name, 0.5) for name in names}
        shares = np.array(list(weights.values()))
        return str(self.rng.choice(list(weights), p=shares / shares.sum()))

    def _plant(self, lot: Points, trees_per_ha: float) -> None:
        if not lot:
            return
        for _ in range(int(self.rng.poisson(trees_per_ha * area_m2(lot) / 1e4))):
            x, y = self._point_in(lot)
            radius_m = float(np.clip(self.rng.lognormal(0.75, 0.45), 0.5, 6.0))
            self.cell.trees.append((x, y, radius_m, str(self.rng.choice(self.region.tree_kinds))))

    def _fence(self, lot: Points, hedge: bool = False) -> None:
        ring = np.array(lot + lot[:1])
        if len(lot) >= 3:
            kind = "hedge" if hedge else "wall"
            width_m = self.rng.uniform(0.5, 1.3) if hedge else self.rng.uniform(0.15, 0.3)
            ground = make_ground(ring, kind, self.style, self.rng)
            self.cell.grounds.append(replace(ground, line_m=width_m, height_m=self.rng.uniform(0.8, 2.0)))

    def _path(self, block: Points) -> None:
        (ax, ay), (bx, by) = self._point_in(block), self._point_in(block)
        t = np.linspace(0, 1, 12)
        swing = np.sin(t * np.pi * self.rng.uniform(1, 2.5)) * self.rng.normal(0, 0.12) * math.hypot(bx - ax, by - ay)
        line = np.column_stack([ax + t * (bx - ax) - swing * (by > ay), ay + t * (by - ay) + swing * (bx > ax)])
        ground = make_ground(line, "path", self.style, self.rng)
        self.cell.grounds.append(replace(ground, line_m=self.rng.uniform(1.0, 3.5)))

    def _pond(self, lot: Points) -> None:
        outline = blob(np.mean(lot, axis=0), math.sqrt(area_m2(lot)) * self.rng.uniform(0.2, 0.42), self.rng)
        centre = np.mean(outline, axis=0)
        self._surface([(float(x), float(y)) for x, y in centre + (np.array(outline) - centre) * 1.08], "soil")
        self._surface(outline, "water")

    def _pitch(self, lot: Points) -> None:
        rectangle = fit_rectangle(lot)
        if rectangle is None:
            return
        x, y, angle, half_u, half_v = rectangle
        cu, su = math.cos(angle), math.sin(angle)
        kind = str(self.rng.choice(["grass", "soil", "court"]))
        for share, line_m in ((1.0, 0.0), (0.93, 0.12), (0.4, 0.12)):
            corners = [(s * half_u * share, t * half_v * 0.93 * share) for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
            ring = [(x + cu * u - su * v, y + su * u + cu * v) for u, v in corners]
            if line_m:
                self.cell.grounds.append(Ground(np.array(ring + ring[:1]), ((220, 222, 215),) * 2, 0, 0.02, line_m=line_m))
            else:
                self._surface(ring, kind)

    def _parking(self, lot: Points) -> None:
        rectangle = fit_rectangle(lot)
        if rectangle is None:
            return
        x, y, angle, half_u, half_v = rectangle
        self._surface(lot, "road")
        cu, su = math.cos(angle), math.sin(angle)
        occupied = self.rng.uniform(0.2, 0.9)
        for v in np.arange(-half_v + 2.5, half_v - 2.5, 8.0):
            for u in np.arange(-half_u + 1.5, half_u - 1.5, 2.6):
                if self.rng.random() < occupied:
                    self._car(x + cu * u - su * v, y + su * u + cu * v, angle + math.pi / 2)

    def _cars(self, lot: Points, count: int) -> None:
        for _ in range(int(count) if lot else 0):
            x, y = self._point_in(lot)
            self._car(x, y, main_angle(lot) + self.rng.choice([0, math.pi / 2]) + self.rng.normal(0, 0.05))

    def _car(self, x: float, y: float, angle: float) -> None:
        colors = ((225, 225, 226), (180, 184, 188), (60, 62, 66), (40, 42, 46), (150, 40, 38), (50, 80, 130), (120, 122, 120))
        color = colors[int(self.rng.integers(len(colors)))]
        lorry = self.rng.random() < 0.06
        size = (8.5, 2.5, 3.2) if lorry else (float(self.rng.uniform(3.7, 4.9)), 1.8, 1.5)
        self.cell.cars.append((float(x), float(y), float(angle + self.rng.normal(0, 0.03)), *size, color))

    def _container(self, lot: Points) -> None:
        x, y = self._point_in(lot)
        colors = ((150, 70, 55), (60, 90, 130), (90, 110, 90), (170, 168, 160), (190, 120, 60))
        color = colors[int(self.rng.integers(len(colors)))]
        self.cell.cars.append((x, y, main_angle(lot), float(self.rng.choice([6.1, 12.2])), 2.4, 2.6, color))

    def _tank(self, lot: Points) -> None:
        x, y = self._point_in(lot)
        radius_m = self.rng.uniform(2.5, 9)
        self.cell.buildings.append(make_single(x, y, 0.0, radius_m, radius_m, "round", 3, "white metal", self.rng))

    def _point_in(self, polygon: Points) -> tuple[float, float]:
        """A random point of a convex polygon: uniform in a triangle of its fan, the triangle chosen by its area."""
        ax, ay = polygon[0]
        areas = [area_m2([polygon[0], b, c]) for b, c in zip(polygon[1:-1], polygon[2:])]
        pick = self.rng.uniform(0, sum(areas))
        index = 0
        while index < len(areas) - 1 and pick > areas[index]:
            pick -= areas[index]
            index += 1
        s, t = self.rng.random(), self.rng.random()
        if s + t > 1:
            s, t = 1 - s, 1 - t
        (bx, by), (cx, cy) = polygon[index + 1], polygon[index + 2]
        return float(ax + s * (bx - ax) + t * (cx - ax)), float(ay + s * (by - ay) + t * (cy - ay))


def fit_rectangle(polygon: Points) -> tuple[float, float, float, float, float] | None:
    """A large rectangle inside a convex polygon, along its longest side: centre x, y, angle, half length, half width."""
    if len(polygon) < 3:
        return None
    angle = main_angle(polygon)
    cu, su = math.cos(angle), math.sin(angle)
    local = [(cu * x + su * y, cu * y - su * x) for x, y in polygon]
    us, vs = [u for u, _ in local], [v for _, v in local]
    u, v = (max(us) + min(us)) / 2, (max(vs) + min(vs)) / 2
    centre_u, centre_v = float(np.mean(us)), float(np.mean(vs))
    u, v = (u + centre_u) / 2, (v + centre_v) / 2
    full_u, full_v = (max(us) - min(us)) / 2, (max(vs) - min(vs)) / 2
    sides = []
    for (ax, ay), (bx, by) in zip(local, local[1:] + local[:1]):
        length = math.hypot(bx - ax, by - ay)
        if length > 1e-6:
            nx, ny = (by - ay) / length, (ax - bx) / length
            sides.append((abs(nx), abs(ny), nx * ax + ny * ay - nx * u - ny * v))
    best = None
    for ratio in (0.5, 0.7, 1.0, 1.4, 2.0):  # the half-plane test bounds the size for each aspect exactly
        wide, high = full_u * min(ratio, 1.0), full_v / max(ratio, 1.0)
        size = min([1.0] + [room / max(nx * wide + ny * high, 1e-9) for nx, ny, room in sides])
        if size > 0 and (best is None or size * size * wide * high > best[0]):
            best = (size * size * wide * high, size * wide, size * high)
    if best is None:
        return None
    _, half_u, half_v = best
    x, y = cu * u - su * v, su * u + cu * v
    return (x, y, angle, half_u, half_v) if half_u >= half_v else (x, y, angle + math.pi / 2, half_v, half_u)


def blob(centre: np.ndarray, radius_m: float, rng: np.random.Generator) -> Points:
    """A smooth round outline."""
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    radius = radius_m * (1 + sum(rng.normal(0, 0.22 / k) * np.cos(k * turn + rng.uniform(0, 6.3)) for k in (1, 2, 3, 4)))
    return [(float(x), float(y)) for x, y in zip(centre[0] + radius * np.cos(turn), centre[1] + radius * np.sin(turn))]


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
        "wild": (mix(grass, region.leaves, 0.4), mix(dry, region.soil, 0.5), 0.2 + 0.6 * bare * style.dryness + 0.15, 0.14),
        "soil": (region.soil, mix(dark_soil, grass, 0.25), 0.35, 0.07),
        "field": (mix(region.soil, dark_soil, bare), mix(grass, region.leaves, 0.3), float(rng.random()), 0.06),
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
    if kind == "field":
        angle = main_angle([(float(x), float(y)) for x, y in outline]) + (math.pi / 2 if rng.random() < 0.5 else 0.0)
        ground = replace(ground, row_m=float(rng.uniform(0.5, 3.0)), row_angle_rad=angle, row_amplitude=float(rng.uniform(0, 0.16)))
    return ground


def mix(first: Color, second: Color, share: float, tone: float = 1.0) -> Color:
    """A colour between two, `share` of the second, times `tone`."""
    return tuple(min(255, int(tone * (a + (b - a) * share))) for a, b in zip(first, second))  # type: ignore[return-value]


def _bend(cell: Cell, style: Style) -> Cell:
    """Move everything from the straight plan onto the ground; buildings and cars stay rigid and turn with the streets."""
    grounds = []
    for ground in cell.grounds:
        outline = ground.outline
        closed = outline if ground.line_m else np.vstack([outline, outline[:1]])
        steps = np.maximum(1, np.ceil(np.hypot(*np.diff(closed, axis=0).T) / 12)).astype(int)
        t = np.concatenate([k + np.arange(n) / n for k, n in enumerate(steps)] + [[len(steps)]])
        index = np.arange(len(closed))
        dense = np.column_stack([np.interp(t, index, closed[:, 0]), np.interp(t, index, closed[:, 1])])
        grounds.append((ground, dense))
    bent_grounds = []
    if grounds:
        bent = bend(style, np.vstack([dense for _, dense in grounds]))
        stops = np.cumsum([len(dense) for _, dense in grounds])[:-1]
        bent_grounds = [replace(ground, outline=part) for (ground, _), part in zip(grounds, np.split(bent, stops))]
    buildings = [
        replace(b, x=x, y=y, angle=angle)
        for b, (x, y, angle) in zip(cell.buildings, _bend_frames(style, [(b.x, b.y, b.angle) for b in cell.buildings]))
    ]
    cars = [
        (x, y, angle, *car[3:]) for car, (x, y, angle) in zip(cell.cars, _bend_frames(style, [car[:3] for car in cell.cars]))
    ]
    trees = []
    if cell.trees:
        points = bend(style, np.array([tree[:2] for tree in cell.trees]))
        trees = [(float(x), float(y), tree[2], tree[3]) for (x, y), tree in zip(points, cell.trees)]
    return Cell(bent_grounds, _drop_overlaps(buildings), trees, cars)  # type: ignore[arg-type]


def _bend_frames(style: Style, frames: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    if not frames:
        return []
    x, y, angle = np.array(frames, dtype=np.float64).T
    points = np.column_stack([x, y])
    ahead = 0.5 * np.column_stack([np.cos(angle), np.sin(angle)])
    moved, direction = bend(style, points), bend(style, points + ahead) - bend(style, points - ahead)
    turned = np.arctan2(direction[:, 1], direction[:, 0])
    return [(float(px), float(py), float(a)) for (px, py), a in zip(moved, turned)]


def _drop_overlaps(buildings: list[Building]) -> list[Building]:
    """Remove buildings that stand in an earlier one of another row; buildings of one row only touch."""
    if not buildings:
        return buildings
    boxes = shapely.polygons(np.array([building.outer_box() for building in buildings]))
    first, second = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    dropped: set[int] = set()
    for low, high in sorted((int(i), int(j)) for i, j in zip(first, second) if i < j):
        same_row = buildings[low].row >= 0 and buildings[low].row == buildings[high].row
        if not same_row and low not in dropped:
            dropped.add(high)
    return [building for index, building in enumerate(buildings) if index not in dropped]
