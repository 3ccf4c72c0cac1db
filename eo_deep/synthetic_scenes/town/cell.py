"""What stands between four main roads of a procedural town."""

from __future__ import annotations

from dataclasses import dataclass, field

from .buildings import Building
from .ground import Ground
from .styles import Color


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
