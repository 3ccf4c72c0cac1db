"""The districts of a procedural town: what is built between four main roads."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from .made_buildings import Building, make_row, make_single
from .made_ground import Ground, make_ground
from .made_plots import Points, area_m2, blob, draw_point, fit_rectangle, inset, main_angle, split
from .made_styles import Color, Style


@dataclass
class Cell:
    """What stands between four main roads."""

    grounds: list[Ground] = field(default_factory=list)
    buildings: list[Building] = field(default_factory=list)
    trees: list[tuple[float, float, float, str]] = field(default_factory=list)  # x, y, crown radius in m, kind
    things: list[tuple[float, float, float, float, float, float, Color]] = field(default_factory=list)
    # cars and the like: x, y, angle, length, width, height in m, colour

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


class DistrictBuilder:
    """Fills one cell. `add` calls the method of the district that is drawn by the region's weights."""

    def __init__(self, style: Style, rng: np.random.Generator):
        self.style, self.region, self.rng, self.cell = style, style.region, rng, Cell()

    def build(self, corners: Points) -> None:
        """Fill the cell between four crossings with its roads and one kind of district."""
        districts = {
            "houses": self._add_houses,
            "rows": self._add_rows,
            "centre": self._add_centre,
            "dense": self._add_dense,
            "informal": self._add_informal,
            "village": self._add_village,
            "slabs": self._add_slabs,
            "industry": self._add_industry,
            "plaza": self._add_plaza,
            "fields": self._add_fields,
            "park": self._add_park,
            "forest": self._add_forest,
        }
        weights = np.array([self.region.districts.get(name, 0.0) for name in districts])
        district = str(self.rng.choice(list(districts), p=weights / weights.sum()))
        self._add_main_roads(corners)
        block = inset(corners, self.style.main_road_m / 2)
        if block:
            districts[district](block)

    # districts

    def _add_houses(self, block: Points) -> None:
        """Detached houses in gardens."""
        target_m2 = self.rng.uniform(*self.region.parcel_m2)
        for parcel in self._cut_streets(block, target_m2 * self.rng.uniform(6, 12)):
            for lot in split(parcel, target_m2, 0.0, self.rng):
                self._garden(lot)
                self._house(inset(lot, self.rng.uniform(1.5, 4.5)))
                self._plant(lot, self.region.trees_per_ha)

    def _add_rows(self, block: Points) -> None:
        """Terraced houses that share walls, gardens behind."""
        for parcel in self._cut_streets(block, self.rng.uniform(2500, 5000)):
            for lot in split(parcel, self.rng.uniform(700, 1300), 0.0, self.rng):
                self._garden(lot)
                self._row(inset(lot, 2.0), self.rng.uniform(8, 11), (5.5, 8.5), 0.97, alike=0.7)
                self._plant(lot, self.region.trees_per_ha * 0.6)

    def _add_centre(self, block: Points) -> None:
        """Closed blocks around courtyards."""
        for parcel in self._cut_streets(block, self.rng.uniform(1500, 4000)):
            self._surface(parcel, "pavement")
            for lot in split(inset(parcel, 1.0), self.rng.uniform(500, 1500), 0.6, self.rng):
                if self.rng.random() < 0.45:
                    self._single(lot, ("courtyard", "u", "l"), storeys=(3, 6), fill=(0.95, 1.0))
                else:
                    self._row(lot, self.rng.uniform(10, 15), (7, 14), 1.0, (2, 5), alike=0.2)
                self._plant(lot, 10)

    def _add_dense(self, block: Points) -> None:
        """Narrow old lots, almost fully built, walls shared, heights mixed."""
        for parcel in self._cut_streets(block, self.rng.uniform(2500, 9000), 0.75 * self.style.street_m):
            self._surface(parcel, "pavement" if self.rng.random() < 0.4 else "soil")
            for lot in split(inset(parcel, 0.5), self.rng.uniform(*self.region.parcel_m2) * 1.1, 0.3, self.rng, 0.03):
                chance = self.rng.random()
                if chance < 0.65:
                    self._row(lot, self.rng.uniform(8, 24), (4.5, 11), self.rng.uniform(0.8, 1.0), alike=0.15)
                elif chance < 0.92:
                    self._single(inset(lot, 0.4), ("rectangle", "l", "rectangle", "u"), fill=(0.85, 1.0))
                else:
                    self._surface(lot, "grass" if self.rng.random() < 0.5 else "soil")
                for _ in range(3):
                    self._scattered(lot, size_m=(2.5, 9), skew_rad=0.03)
                self._litter(lot, 1 / 50)
                self._plant(lot, self.region.trees_per_ha * 0.6)

    def _add_informal(self, block: Points) -> None:
        """Tin roofs side by side, hardly any street."""
        target_m2 = self.rng.uniform(40, 120)
        crowded = self.rng.uniform(0.72, 0.97)
        for parcel in self._cut_streets(block, self.rng.uniform(900, 3000), street_m=self.rng.uniform(1.5, 4)):
            self._surface(parcel, "soil")
            for lot in split(parcel, target_m2 * 3, self.rng.uniform(0.2, 1.5), self.rng, 0.08):
                if self.rng.random() < 0.35:
                    self._row(lot, self.rng.uniform(5, 9), (3.5, 7), crowded, (1, 1), alike=0.2, informal=True)
                    continue
                for plot in split(lot, target_m2, self.rng.uniform(0.1, 0.7), self.rng, 0.05):
                    if self.rng.random() < crowded:
                        shapes = ("rectangle",) * 5 + ("l",)
                        self._single(plot, shapes, storeys=(1, 1), fill=(0.85, 1.0), informal=True)
                    else:
                        self._plant(plot, 150)
        self._litter(block, 1 / 35)
        self._plant(block, self.region.trees_per_ha * 0.5)

    def _add_village(self, block: Points) -> None:
        """Scattered houses on open ground, paths between them."""
        self._surface(block, "wild")
        for lot in split(block, self.rng.uniform(*self.region.parcel_m2) * 1.2, 0.0, self.rng, 0.1):
            chance = self.rng.random()
            if chance < 0.25:
                self._surface(
                    inset(lot, self.rng.uniform(0.5, 4)), str(self.rng.choice(["soil", "field", "grass", "field"]))
                )
            if chance < 0.72:
                self._yard(lot)
                for _ in range(int(self.rng.integers(1, 4))):
                    self._scattered(lot)
            self._plant(lot, self.region.trees_per_ha * self.rng.choice([0.3, 1.0, 2.5]))
        for _ in range(int(self.rng.integers(1, 4))):
            self._path(block)

    def _add_slabs(self, block: Points) -> None:
        """Apartment slabs on lawns with parking lots."""
        for parcel in self._cut_streets(block, self.rng.uniform(6000, 10000)):
            for lot in split(parcel, self.rng.uniform(1500, 3200), 0.0, self.rng):
                self._surface(lot, "grass")
                if self.rng.random() < 0.25:
                    self._parking(inset(lot, 3))
                    continue
                site = inset(lot, self.rng.uniform(4, 9))
                roofs = ("bitumen", "gravel", "concrete", "red tiles")
                self._single(site, ("rectangle", "rectangle", "l", "u"), storeys=(3, 7), limits_m=(12, 60), roofs=roofs)
                self._plant(lot, self.region.trees_per_ha)

    def _add_industry(self, block: Points) -> None:
        """Halls on paved yards with lorries and containers."""
        roofs = ("zinc", "gravel", "white metal", "bitumen", "blue metal", "rust", "green metal")
        for parcel in self._cut_streets(block, self.rng.uniform(6000, 14000)):
            for lot in split(parcel, self.rng.uniform(1800, 6000), 0.0, self.rng):
                self._surface(lot, str(self.rng.choice(["pavement", "road", "soil"])))
                self._fence(lot)
                shapes = ("rectangle", "rectangle", "rectangle", "l", "t")
                self._single(
                    inset(lot, self.rng.uniform(4, 12)), shapes, (1, 2), (0.6, 1.0), (70, 110), roofs, industrial=True
                )
                for _ in range(int(self.rng.integers(0, 8))):
                    self._container(lot)
                if self.rng.random() < 0.4:
                    self._tank(lot)
                self._cars(lot, most=9)
                self._litter(lot, 1 / 150)
                self._plant(lot, 6)

    def _add_plaza(self, block: Points) -> None:
        """A parking lot or square with a few kiosks."""
        self._surface(block, str(self.rng.choice(["road", "pavement"])))
        for lot in split(block, 2500, 0.0, self.rng):
            chance = self.rng.random()
            if chance < 0.6:
                self._parking(inset(lot, 2))
            elif chance < 0.85:
                self._single(inset(lot, 6), ("rectangle", "l"), (1, 3), (0.4, 0.9))
            self._plant(lot, 12)

    def _add_fields(self, block: Points) -> None:
        """Fields with furrows, hedges, a farm now and then."""
        self._surface(block, "wild")
        for lot in split(block, self.rng.uniform(1500, 9000), self.rng.uniform(0, 3), self.rng, 0.05):
            self._surface(lot, str(self.rng.choice(["field", "field", "grass", "soil", "wild"])))
            if self.rng.random() < 0.25:
                self._fence(lot, hedge=True)
            if self.rng.random() < 0.2:
                self._scattered(lot)
            self._plant(lot, 8)

    def _add_park(self, block: Points) -> None:
        """Lawns, trees, paths, a pond or a pitch."""
        self._surface(block, "grass")
        for lot in split(block, 5000, 0.0, self.rng):
            chance = self.rng.random()
            if chance < 0.35:
                self._pond(lot)
                continue
            if chance < 0.55:
                self._pitch(inset(lot, 6))
                continue
            if chance < 0.65:
                self._single(inset(lot, 8), ("rectangle", "u", "courtyard"), (1, 3), (0.5, 0.9))
            self._plant(lot, self.region.trees_per_ha * self.rng.choice([0.5, 1.5, 4]))
        for _ in range(3):
            self._path(block)

    def _add_forest(self, block: Points) -> None:
        """Closed trees, a hut or two."""
        self._surface(block, "wild")
        for lot in split(block, 2500, 0.0, self.rng):
            if self.rng.random() < 0.2:
                self._scattered(lot)
            self._plant(lot, self.rng.choice([60, 250, 400]))
        self._path(block)

    def _add_main_roads(self, corners: Points) -> None:
        """The carriageway below everything, its centre line and traffic."""
        outer = inset(corners, -1.0)
        paved = max(self.region.road) - min(self.region.road) < 50
        self._surface(outer, "road")
        for (ax, ay), (bx, by) in zip(corners[:2], corners[1:3]):
            length, angle = math.hypot(bx - ax, by - ay), math.atan2(by - ay, bx - ax)
            cu, su = math.cos(angle), math.sin(angle)
            if paved and self.style.main_road_m > 7:
                for start in np.arange(8, length - 10, 6.0):
                    dash = np.array(
                        [[ax + cu * start, ay + su * start], [ax + cu * (start + 3), ay + su * (start + 3)]]
                    )
                    self.cell.grounds.append(Ground(dash, ((225, 225, 220),) * 2, 0, 0.02, line_m=0.15))
            for _ in range(int(self.rng.poisson(length / 35))):
                side = self.rng.choice([-1, 1])
                offset = side * self.style.main_road_m * self.rng.choice([0.2, 0.4])
                start = self.rng.uniform(6, length - 6)
                self._car(ax + cu * start - su * offset, ay + su * start + cu * offset, angle)

    # what districts are made of

    def _cut_streets(self, block: Points, target_m2: float, street_m: float | None = None) -> list[Points]:
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
        self._litter(lot, 1 / 200)
        self._cars(lot, most=2)

    def _yard(self, lot: Points) -> None:
        centre = np.mean(lot, axis=0)
        radius_m = math.sqrt(area_m2(lot)) * self.rng.uniform(0.25, 0.5)
        self._surface(blob(centre, radius_m, self.rng), "soil")

    def _patch(self, lot: Points, kind: str, size_m: tuple[float, float] = (2, 7)) -> None:
        """A rectangle of another surface somewhere on the lot: a terrace, a bed, a driveway."""
        if not lot:
            return
        x, y = draw_point(lot, self.rng)
        half_u, half_v = self.rng.uniform(size_m[0] / 2, size_m[1] / 2, 2)
        angle = main_angle(lot)
        corners = np.array([[-half_u, -half_v], [half_u, -half_v], [half_u, half_v], [-half_u, half_v]])
        rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        self._surface([(x + px, y + py) for px, py in corners @ rotation.T], kind)

    def _house(self, site: Points) -> None:
        if self.rng.random() < 0.05:
            return
        self._single(site, ("rectangle",) * 4 + ("l", "l", "t", "u"), fill=(0.65, 1.0), limits_m=(15, 21))
        for _ in range(int(self.rng.poisson(0.8))):
            self._scattered(site, size_m=(2.5, 7), skew_rad=0.02)

    def _single(
        self,
        lot: Points,
        shapes: tuple[str, ...],
        storeys: tuple[int, int] | None = None,
        fill: tuple[float, float] = (0.8, 1.0),
        limits_m: tuple[float, float] = (60, 60),
        roofs: tuple[str, ...] | None = None,
        informal: bool = False,
        industrial: bool = False,
    ) -> None:
        """One building aligned with its lot: a share `fill` of what fits, at most `limits_m` across and along."""
        rectangle = fit_rectangle(lot)
        if rectangle is None:
            return
        x, y, angle, half_u, half_v = rectangle
        scale = self.rng.uniform(*fill, 2)
        half_u, half_v = min(half_u * scale[0], limits_m[1] / 2), min(half_v * scale[1], limits_m[0] / 2)
        if min(half_u, half_v) < (1.2 if informal else 2.2):
            return
        shape, height = str(self.rng.choice(shapes)), self._storeys(storeys)
        roof = self._roof(roofs, informal)
        self.cell.buildings.append(
            make_single(x, y, angle, half_u, half_v, shape, height, roof, self.rng, informal, industrial)
        )

    def _scattered(self, lot: Points, size_m: tuple[float, float] = (4, 13), skew_rad: float = 0.15) -> None:
        """A building anywhere on the lot; the town removes it later where it stands in another."""
        if not lot:
            return
        x, y = draw_point(lot, self.rng)
        short, long = sorted(self.rng.uniform(*size_m, 2) / 2)
        angle = main_angle(lot) + self.rng.choice([0.0, math.pi / 2]) + self.rng.normal(0, skew_rad)
        shape = "round" if self.rng.random() < 0.02 else "rectangle"
        self.cell.buildings.append(make_single(x, y, angle, long, short, shape, 1, self._roof(), self.rng))

    def _row(
        self,
        lot: Points,
        depth_m: float,
        unit_m: tuple[float, float],
        share: float,
        storeys: tuple[int, int] | None = None,
        alike: float = 0.5,
        informal: bool = False,
    ) -> None:
        """Buildings wall to wall along one side of the lot, or along both; with the chance `alike` under one roof."""
        rectangle = fit_rectangle(lot)
        if rectangle is None:
            return
        x, y, angle, half_u, half_v = rectangle
        half_depth_m = min(half_v, depth_m / 2)
        if half_u < 4 or half_depth_m < (1.3 if informal else 2.2):
            return
        room_m = half_v - half_depth_m
        sides = [-room_m, room_m] if room_m > half_depth_m + 1 else [self.rng.choice([-1.0, 1.0]) * room_m]
        for side in sides:
            cuts = [-half_u]
            while cuts[-1] < half_u:
                cuts.append(cuts[-1] + self.rng.uniform(*unit_m))
            cuts = [*cuts[:-1], half_u] if half_u - cuts[-2] > unit_m[0] * 0.7 else cuts[:-1]
            count = len(cuts) - 1
            common = self._roof(informal=informal) if self.rng.random() < alike else None
            roofs = [common or self._roof(informal=informal) for _ in range(count)]
            heights = [self._storeys(storeys)] * count if common else [self._storeys(storeys) for _ in range(count)]
            frame = (x - math.sin(angle) * side, y + math.cos(angle) * side, angle)
            self.cell.buildings += make_row(
                *frame, cuts, half_depth_m, share, heights, roofs, bool(common), self.rng, informal
            )

    def _storeys(self, storeys: tuple[int, int] | None) -> int:
        low, high = storeys or self.region.storeys
        return int(self.rng.integers(low, high + 1))

    def _roof(self, names: tuple[str, ...] | None = None, informal: bool = False) -> str:
        weights = dict(self.region.roofs)
        if informal:
            metal = (
                "zinc",
                "rust",
                "blue metal",
                "red metal",
                "green metal",
                "white metal",
                "orange metal",
                "concrete",
            )
            weights = {name: weight for name, weight in weights.items() if name in metal} or {"rust": 1.0}
        if names:
            weights = {name: weights.get(name, 0.5) for name in names}
        shares = np.array(list(weights.values()))
        return str(self.rng.choice(list(weights), p=shares / shares.sum()))

    def _plant(self, lot: Points, trees_per_ha: float) -> None:
        if not lot:
            return
        kinds = self.region.tree_kinds
        for _ in range(int(self.rng.poisson(trees_per_ha * area_m2(lot) / 1e4))):
            x, y = draw_point(lot, self.rng)
            radius_m = float(np.clip(self.rng.lognormal(0.8, 0.5), 0.5, 6.5))
            self.cell.trees.append((x, y, radius_m, kinds[int(self.rng.integers(len(kinds)))]))
            clump = self.rng.random() < 0.15  # trees stand in clumps, bushes around trees
            for _ in range(int(self.rng.poisson(6 if clump else 1.2))):
                dx, dy = self.rng.normal(0, (2.0 if clump else 1.2) * radius_m, 2)
                size_m = float(self.rng.uniform(0.4, 1.2) * radius_m if clump else self.rng.uniform(0.3, 1.1))
                self.cell.trees.append((x + dx, y + dy, size_m, "broad"))

    def _litter(self, lot: Points, per_m2: float) -> None:
        """Heaps, tarpaulins, barrels, vehicles' parts: small things that are no buildings."""
        colors = ((150, 145, 138), (96, 88, 80), (190, 186, 180), (120, 96, 78), (62, 96, 140), (64, 62, 60))
        for _ in range(int(self.rng.poisson(area_m2(lot) * per_m2)) if lot else 0):
            x, y = draw_point(lot, self.rng)
            length, width = self.rng.uniform(0.4, 2.2), self.rng.uniform(0.3, 1.2)
            color = colors[int(self.rng.integers(len(colors)))]
            angle, height_m = self.rng.uniform(0, 3.2), self.rng.uniform(0.2, 1.0)
            self.cell.things.append((x, y, float(angle), float(length), float(width), float(height_m), color))

    def _fence(self, lot: Points, hedge: bool = False) -> None:
        ring = np.array(lot + lot[:1])
        if len(lot) >= 3:
            kind = "hedge" if hedge else "wall"
            width_m = self.rng.uniform(0.4, 1.0) if hedge else self.rng.uniform(0.15, 0.3)
            ground = make_ground(ring, kind, self.style, self.rng)
            self.cell.grounds.append(replace(ground, line_m=width_m, height_m=self.rng.uniform(0.8, 2.0)))

    def _path(self, block: Points) -> None:
        (ax, ay), (bx, by) = draw_point(block, self.rng), draw_point(block, self.rng)
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
                self.cell.grounds.append(
                    Ground(np.array(ring + ring[:1]), ((220, 222, 215),) * 2, 0, 0.02, line_m=line_m)
                )
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

    def _cars(self, lot: Points, most: int) -> None:
        for _ in range(int(self.rng.integers(0, most + 1)) if lot else 0):
            x, y = draw_point(lot, self.rng)
            self._car(x, y, main_angle(lot) + self.rng.choice([0, math.pi / 2]) + self.rng.normal(0, 0.05))

    def _car(self, x: float, y: float, angle: float) -> None:
        colors = (
            (225, 225, 226),
            (180, 184, 188),
            (60, 62, 66),
            (40, 42, 46),
            (150, 40, 38),
            (50, 80, 130),
            (120, 122, 120),
        )
        color = colors[int(self.rng.integers(len(colors)))]
        lorry = self.rng.random() < 0.06
        size = (8.5, 2.5, 3.2) if lorry else (float(self.rng.uniform(3.7, 4.9)), 1.8, 1.5)
        self.cell.things.append((float(x), float(y), float(angle + self.rng.normal(0, 0.03)), *size, color))

    def _container(self, lot: Points) -> None:
        x, y = draw_point(lot, self.rng)
        colors = ((150, 70, 55), (60, 90, 130), (90, 110, 90), (170, 168, 160), (190, 120, 60))
        color = colors[int(self.rng.integers(len(colors)))]
        self.cell.things.append((x, y, main_angle(lot), float(self.rng.choice([6.1, 12.2])), 2.4, 2.6, color))

    def _tank(self, lot: Points) -> None:
        x, y = draw_point(lot, self.rng)
        radius_m = self.rng.uniform(2.5, 9)
        self.cell.buildings.append(make_single(x, y, 0.0, radius_m, radius_m, "round", 3, "white metal", self.rng))
