"""What districts of a procedural town are made of: streets, surfaces, buildings, trees and cars on a lot."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from .buildings import make_block, make_row, make_single
from .cell import Cell
from .ground import Ground, make_ground
from .plots import Points, area_m2, blob, draw_point, fit_rectangle, inset, main_angle, split
from .styles import Style


class LotBuilder:
    """Puts things on lots of one cell, each drawn from the cell's own random generator."""

    def __init__(self, style: Style, rng: np.random.Generator):
        self.style, self.region, self.rng, self.cell = style, style.region, rng, Cell()
        self.estate: str | None = None  # the roof of all houses, where one builder built them

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

    def _terrace(self, lot: Points) -> None:
        """A row of narrow houses and, behind each, a garden of its own with a hedge, a shed, a bush."""
        rectangle = fit_rectangle(lot)
        if rectangle is None or rectangle[4] < 7:
            self._garden(lot)
            return
        x, y, angle, half_u, half_v = rectangle
        depth_m, unit_m = self.rng.uniform(7.5, 10), self.rng.uniform(4.8, 7.5)
        count = int(2 * half_u / unit_m)
        cuts = [unit_m * (k - count / 2) for k in range(count + 1)]
        common = self._roof()
        cu, su = math.cos(angle), math.sin(angle)
        for side in (-1, 1) if half_v > 1.2 * depth_m + 3 else (-1,):
            roofs = [common if self.rng.random() < 0.85 else self._roof() for _ in range(count)]
            front = side * (half_v - depth_m / 2 - 1)
            back, end = side * (half_v - depth_m - 1), 0.0 if half_v > 1.2 * depth_m + 3 else -side * half_v
            for u0, u1 in zip(cuts, cuts[1:]):
                strip = [(u0, back), (u1, back), (u1, end), (u0, end)]
                strip = [(x + cu * u - su * v, y + su * u + cu * v) for u, v in (strip if side > 0 else strip[::-1])]
                self._surface(strip, str(self.rng.choice(["grass", "grass", "wild", "pavement", "soil", "yard"])))
                if self.rng.random() < 0.7:
                    self._fence(strip, hedge=self.rng.random() < 0.6)
                if self.rng.random() < 0.45:
                    self._scattered(strip, size_m=(1.8, 4), skew_rad=0.03)
                self._plant(strip, self.region.trees_per_ha * 1.5)
            storeys = [self._storeys(None)] * count
            place = (x - su * front, y + cu * front, angle)
            self.cell.buildings += make_row(*place, cuts, depth_m / 2, 1.0, storeys, roofs, True, self.rng)

    def _shacks(self, lot: Points, size_m: tuple[float, float], share: float) -> None:
        """Shacks that share walls on all sides."""
        rectangle = fit_rectangle(lot)
        if rectangle is None or rectangle[4] < size_m[0] / 2:
            return
        x, y, angle, half_u, half_v = rectangle

        def cut(half: float) -> list[float]:
            steps = np.cumsum(self.rng.uniform(*size_m, max(1, round(4 * half / sum(size_m)))))
            return [-half, *(2 * half * steps / steps[-1] - half).tolist()]

        lines = cut(half_v)
        cuts = [cut(half_u) for _ in lines[1:]]
        roofs = [[self._roof(informal=True) for _ in row[1:]] for row in cuts]
        self.cell.buildings += make_block(x, y, angle, lines, cuts, share, roofs, self.rng)

    def _storeys(self, storeys: tuple[int, int] | None) -> int:
        low, high = storeys or self.region.storeys
        return int(self.rng.integers(low, high + 1))

    def _roof(self, names: tuple[str, ...] | None = None, informal: bool = False) -> str:
        if self.estate and not names and not informal:
            return self.estate
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
            self._tree(x, y, radius_m, kinds[int(self.rng.integers(len(kinds)))])
            clump = self.rng.random() < 0.15  # trees stand in clumps, bushes around trees
            for _ in range(int(self.rng.poisson(6 if clump else 1.2))):
                dx, dy = self.rng.normal(0, (2.0 if clump else 1.2) * radius_m, 2)
                size_m = float(self.rng.uniform(0.4, 1.2) * radius_m if clump else self.rng.uniform(0.3, 1.1))
                self._tree(x + dx, y + dy, size_m, "broad")

    def _shade(self, lot: Points) -> None:
        """Large trees beside a house, their crowns above its roof."""
        for _ in range(int(self.rng.integers(1, 4)) if lot else 0):
            x, y = draw_point(lot, self.rng)
            self._tree(x, y, float(self.rng.uniform(2.5, 5.5)), str(self.rng.choice(self.region.tree_kinds)))

    def _tree(self, x: float, y: float, radius_m: float, kind: str) -> None:
        if kind == "broad" and self.rng.random() < self.style.leafless:
            kind = "bare"
        self.cell.trees.append((x, y, radius_m, kind))

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
        self._surface(outline, str(self.rng.choice(["water", "murky water"])))

    def _basin(self, lot: Points) -> None:
        """A pond with straight banks, as for fish or irrigation."""
        self._surface(lot, "soil")
        self._surface(inset(lot, self.rng.uniform(1, 4)), str(self.rng.choice(["water", "murky water"])))

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
        starts = np.arange(-half_v + 2.5, half_v - 2.5, 16.2)
        for v in sorted([*starts, *(v + 5.1 for v in starts if v + 5.1 < half_v - 2)]):  # two rows, then a lane
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
            (236, 236, 236),
            (180, 184, 188),
            (60, 62, 66),
            (40, 42, 46),
            (150, 40, 38),
            (50, 80, 130),
            (120, 122, 120),
        )
        color = colors[int(self.rng.integers(len(colors)))]
        kind = self.rng.random()
        size = (float(self.rng.uniform(3.7, 4.9)), 1.8, 1.5)
        if kind < 0.06:
            size = (8.5, 2.5, 3.2)  # a lorry
        elif kind < 0.16:
            size, color = (float(self.rng.uniform(5.2, 6.4)), 2.1, 2.3), colors[int(self.rng.integers(3))]  # a van
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
