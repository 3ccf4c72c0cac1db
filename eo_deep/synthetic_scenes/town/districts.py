"""The districts of a procedural town: what is built between four main roads."""

from __future__ import annotations

import math

import numpy as np

from .ground import Ground
from .lots import LotBuilder
from .plots import Points, blob, draw_point, inset, split


class DistrictBuilder(LotBuilder):
    """Fills one cell with main roads and the one kind of district that is drawn by the region's weights."""

    def build(self, corners: Points) -> None:
        """Fill the cell between four crossings with its roads and one kind of district."""
        districts = {
            "houses": self._add_houses,
            "rows": self._add_rows,
            "terraces": self._add_terraces,
            "centre": self._add_centre,
            "dense": self._add_dense,
            "informal": self._add_informal,
            "shanty": self._add_shanty,
            "village": self._add_village,
            "slabs": self._add_slabs,
            "industry": self._add_industry,
            "retail": self._add_retail,
            "plaza": self._add_plaza,
            "fields": self._add_fields,
            "bare": self._add_bare,
            "park": self._add_park,
            "forest": self._add_forest,
        }
        weights = np.array([self.region.districts.get(name, 0.0) for name in districts])
        district = str(self.rng.choice(list(districts), p=weights / weights.sum()))
        if self.rng.random() < 0.25:
            self.estate = str(self.rng.choice(list(self.region.roofs)))
        self._add_main_roads(corners)
        block = inset(corners, self.style.main_road_m / 2)
        if block:
            districts[district](block)

    def _add_houses(self, block: Points) -> None:
        """Detached houses in gardens."""
        target_m2 = self.rng.uniform(*self.region.parcel_m2)
        for parcel in self._cut_streets(block, target_m2 * self.rng.uniform(6, 12)):
            for lot in split(parcel, target_m2, 0.0, self.rng):
                self._garden(lot)
                site = inset(lot, self.rng.uniform(1.5, 4.5))
                self._house(site)
                self._plant(lot, self.region.trees_per_ha)
                if self.rng.random() < 0.3:
                    self._shade(site)

    def _add_rows(self, block: Points) -> None:
        """Terraced houses that share walls, gardens behind."""
        for parcel in self._cut_streets(block, self.rng.uniform(2500, 5000)):
            for lot in split(parcel, self.rng.uniform(700, 1300), 0.0, self.rng):
                self._garden(lot)
                self._row(inset(lot, 2.0), self.rng.uniform(8, 11), (5.5, 8.5), 0.97, alike=0.7)
                self._plant(lot, self.region.trees_per_ha * 0.6)

    def _add_terraces(self, block: Points) -> None:
        """Streets of narrow houses wall to wall, each with its own strip of garden."""
        for parcel in self._cut_streets(block, self.rng.uniform(2000, 5000)):
            for lot in split(parcel, self.rng.uniform(1400, 2600), 0.0, self.rng):
                self._surface(lot, "pavement" if self.rng.random() < 0.5 else "grass")
                self._terrace(lot)

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
            self._surface(parcel, str(self.rng.choice(["pavement", "yard", "soil", "soil"])))
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

    def _add_shanty(self, block: Points) -> None:
        """Shacks wall to wall and back to back, alleys between the clusters."""
        low_m = self.rng.uniform(2.8, 4.5)
        size_m, share = (low_m, low_m * self.rng.uniform(1.4, 2.2)), self.rng.uniform(0.85, 1.0)
        for parcel in self._cut_streets(block, self.rng.uniform(1200, 4000), street_m=self.rng.uniform(1.5, 4)):
            self._surface(parcel, "soil")
            for lot in split(parcel, self.rng.uniform(300, 2500), self.rng.uniform(0.5, 1.5), self.rng):
                self._shacks(lot, size_m, share)
            self._plant(parcel, 12)
        self._litter(block, 1 / 40)

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

    def _add_retail(self, block: Points) -> None:
        """Large flat halls, mostly white, between parking lots full of cars."""
        self._surface(block, "road")
        roofs = ("white metal", "white metal", "white membrane", "white membrane", "gravel", "black membrane", "zinc")
        for lot in split(inset(block, 3), self.rng.uniform(3500, 12000), self.rng.uniform(2, 8), self.rng):
            if self.rng.random() < 0.7:
                self._surface(lot, str(self.rng.choice(["road", "pavement", "yard"])))
                shapes, roof = ("rectangle", "rectangle", "l", "t"), (roofs[int(self.rng.integers(len(roofs)))],)
                self._single(inset(lot, 4), shapes, (1, 2), (0.75, 1.0), (90, 140), roof, industrial=True)
                self._cars(lot, most=9)
            else:
                self._parking(inset(lot, 1))
            self._plant(lot, 12)

    def _add_bare(self, block: Points) -> None:
        """Bare soil: a building site, a quarry, dry ground, with heaps, tracks and puddles."""
        self._surface(block, "soil")
        for lot in split(block, self.rng.uniform(2000, 8000), 0.0, self.rng, 0.1):
            self._surface(lot, str(self.rng.choice(["soil", "ploughed", "wild", "path", "soil"])))
            for _ in range(int(self.rng.poisson(1.5))):
                spot = blob(np.array(draw_point(lot, self.rng)), self.rng.uniform(2, 9), self.rng)
                self._surface(spot, str(self.rng.choice(["ploughed", "murky water", "yard", "wild", "field"])))
            self._litter(lot, 1 / 120)
            if self.rng.random() < 0.2:
                self._container(lot)
            self._plant(lot, 8)
        for _ in range(3):
            self._path(block)

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
            kind = str(self.rng.choice(["field", "field", "ploughed", "ploughed", "grass", "soil", "wild", "basin"]))
            if kind == "basin":
                self._basin(lot)
                continue
            self._surface(lot, kind)
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
