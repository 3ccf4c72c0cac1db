"""Paint the layers of a window of a procedural town: colours, heights, light, shadows."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

from .buildings import Building
from .camera import linearize
from .cell import Cell
from .crowns import make_crown
from .frame import Frame
from .ground import make_ground
from .noise import draw_pixel_noise, make_noise_tables
from .plan import OVERHANG_M, find_cells
from .styles import ROOFS, Style

TALLEST_M = 26.0


class Canvas(Frame):
    """The layers of a window: albedo, height, light. It reaches further towards the sun than the window."""

    def __init__(self, style: Style, pixel_m: float, row: int, column: int, height: int, width: int):
        self.style, self.pixel_m = style, pixel_m  # the pixel's size is needed to find out how large the canvas must be
        self.sun = (math.sin(style.sun_azimuth_rad), -math.cos(style.sun_azimuth_rad))  # x right, y down
        self.tangent = math.tan(style.sun_elevation_rad)
        around = self._find_cells(row, column, height, width, OVERHANG_M + TALLEST_M / self.tangent)
        reach = math.ceil(min(max(cell.tallest_m for cell in around), TALLEST_M) / self.tangent / pixel_m) + 2
        self.steps = reach
        left, right = (reach, 0) if self.sun[0] < 0 else (0, reach)
        top, bottom = (reach, 0) if self.sun[1] < 0 else (0, reach)
        left, right = (math.ceil(side * abs(self.sun[0])) for side in (left, right))
        top, bottom = (math.ceil(side * abs(self.sun[1])) for side in (top, bottom))
        self.inner = (slice(top, top + height), slice(left, left + width))
        super().__init__(pixel_m, row - top, column - left, height + top + bottom, width + left + right)
        self.cells = self._find_cells(self.row, self.column, self.height, self.width, OVERHANG_M)
        shape = (self.height, self.width)
        self.elevation = np.zeros(shape, np.float32)
        self.light = np.ones(shape, np.float32)  # relative to level ground in the sun
        tables = make_noise_tables(style.seed)
        self.fine = draw_pixel_noise(tables, self.row, self.column, shape)
        self.medium = self._smooth_noise(tables[0], 1.3)
        self.detail = self._smooth_noise(tables[1], 0.45)
        self.coarse = self._smooth_noise(tables[1], 7.0) + 0.6 * self._smooth_noise(tables[2], 31.0)
        self.albedo = np.zeros((*shape, 3), np.float32)

    def paint(self) -> None:
        """Ground, cars and the like, buildings, trees, in this order."""
        self._paint_grounds()
        for cell in self.cells:
            for thing in cell.things:
                self._paint_thing(*thing)
        for cell in self.cells:
            for building in cell.buildings:
                if not building.gone:
                    self._paint_building(building)
        for cell in self.cells:
            for tree in cell.trees:
                self._paint_tree(*tree)

    def develop(self) -> np.ndarray:
        """The light that leaves the window's surface, (H, W, 3) float32."""
        lit = 1.0 - gaussian_filter(self._shadow().astype(np.float32), 0.6)
        direct = (1 - self.style.sky_share) * self.light * lit
        sky = self.style.sky_share * np.array([0.9, 0.98, 1.16], np.float32)
        inner = self.inner
        return self.albedo[inner] * (direct[inner][..., None] + sky)

    def _find_cells(self, row: int, column: int, height: int, width: int, margin_m: float) -> list[Cell]:
        x, y = column * self.pixel_m, row * self.pixel_m
        return find_cells(self.style, x, y, x + width * self.pixel_m, y + height * self.pixel_m, margin_m)

    def _smooth_noise(self, table: np.ndarray, wavelength_m: float) -> np.ndarray:
        """Values about -1..1 that change over `wavelength_m`, from a table repeated endlessly."""
        size = len(table)

        def corners(position_m: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
            place = position_m / wavelength_m
            low = np.floor(place).astype(np.int64)
            t = (place - low).astype(np.float32)
            return low % size, (low + 1) % size, t * t * (3 - 2 * t)

        low, high, t = corners(self.y)
        lines = table[low] * (1 - t)[:, None] + table[high] * t[:, None]
        low, high, t = corners(self.x)
        return lines[:, low] * (1 - t) + lines[:, high] * t

    def _paint_grounds(self) -> None:
        base = make_ground(np.zeros((1, 2)), "wild", self.style, np.random.default_rng([self.style.seed, 3]))
        grounds = [base]
        identity = Image.new("I", (self.width, self.height), 0)
        draw = ImageDraw.Draw(identity)
        offset = np.array([self.column + 0.5, self.row + 0.5])
        for cell in self.cells:
            for ground in cell.grounds:
                points = ground.outline / self.pixel_m - offset
                low, high = points.min(axis=0), points.max(axis=0)
                if high[0] < -9 or high[1] < -9 or low[0] > self.width + 9 or low[1] > self.height + 9:
                    continue
                corners = points.ravel().tolist()
                if ground.line_m:
                    width_px = ground.line_m / self.pixel_m
                    if width_px < 0.4:
                        continue
                    draw.line(corners, fill=len(grounds), width=max(1, round(width_px)))
                else:
                    draw.polygon(corners, fill=len(grounds))
                grounds.append(ground)
        index = np.asarray(identity)
        first, second = (np.array([g.colors[k] for g in grounds], np.float32) for k in (0, 1))
        first, second = (linearize(color) for color in (first, second))
        numbers = np.array(
            [
                (
                    g.bias,
                    g.grain,
                    g.height_m,
                    g.row_amplitude if g.row_m > 2.2 * self.pixel_m else 0.0,
                    2 * np.pi * math.cos(g.row_angle_rad) / max(g.row_m, 0.1),
                    -2 * np.pi * math.sin(g.row_angle_rad) / max(g.row_m, 0.1),
                )
                for g in grounds
            ],
            np.float32,
        )
        bias, grain, height, amplitude, kx, ky = (numbers[:, k][index] for k in range(6))
        share = np.clip(bias + 0.33 * self.coarse + (0.1 + 3 * grain) * (self.medium + 0.5 * self.detail), 0, 1)[
            ..., None
        ]
        tone = 1 + grain * (self.fine + 0.9 * self.medium)
        phase = kx * self.y.astype(np.float32)[:, None] + ky * self.x.astype(np.float32)
        tone *= 1 + amplitude * np.sin(phase)
        tone *= 1 + 0.09 * self.coarse + 0.07 * self.detail
        self.albedo = (first[index] * (1 - share) + second[index] * share) * tone[..., None]
        self.elevation = height

    def _paint_thing(self, x, y, angle, length, width, height, color) -> None:
        if length < 1.2 * self.pixel_m:
            return
        half = 0.5 * math.hypot(length, width)
        patch = self.patch(x - half, y - half, x + half, y + half)
        if patch is None:
            return
        u, v = self.local(patch, x, y, angle)
        inside = (np.abs(u) <= length / 2) & (np.abs(v) <= width / 2)
        tone = np.where(
            (np.abs(np.abs(u) - 0.22 * length) < 0.07 * length) & (3.5 < length < 5), 0.25, 1.0
        )  # a car's windows
        self._cover(
            patch, inside, linearize(np.array(color, np.float32)) * tone[..., None].astype(np.float32), height, 1.0
        )

    def _paint_building(self, building: Building) -> None:
        corners = building.outer_box()
        patch = self.patch(*corners.min(axis=0), *corners.max(axis=0))
        if patch is None:
            return
        u, v = self.local(patch, building.x, building.y, building.angle)
        cu, su = math.cos(building.angle), math.sin(building.angle)
        sun_u, sun_v = cu * self.sun[0] + su * self.sun[1], cu * self.sun[1] - su * self.sun[0]
        top = np.full(u.shape, -1.0, np.float32)
        light = np.ones(u.shape, np.float32)
        along, across = u, v  # along the ridge, down the slope: where sheets and tiles lie
        edge = np.full(u.shape, -1.0)
        for wing in building.wings:
            du, dv = building.measure_edge(wing, u, v)
            inside = np.minimum(du, dv) >= 0
            wing_top, wing_light = self._roof_surface(building, wing, u, v, du, dv, sun_u, sun_v)
            higher = inside & (wing_top > top)
            top = np.where(higher, wing_top, top)
            light = np.where(higher, wing_light, light)
            edge = np.maximum(edge, np.minimum(du, dv))
            if not wing.ridge_along_u:
                along, across = np.where(higher, v, along), np.where(higher, u, across)
        inside = edge >= 0
        color = self._roof_color(building, patch, along, across, edge)
        if building.parapet_m:
            rim = edge < max(0.28, 0.5 * self.pixel_m)
            top = np.where(rim, top + building.parapet_m, top)
            color = np.where(rim[..., None], color * 1.12, color)
        for fixture in building.fixtures:
            du, dv = np.abs(u - fixture.u) / fixture.half_u, np.abs(v - fixture.v) / fixture.half_v
            on = inside & ((np.hypot(du, dv) if fixture.round else np.maximum(du, dv)) <= 1)
            color = np.where(on[..., None], linearize(np.array(fixture.color, np.float32)), color)
            top = np.where(on, top + fixture.height_m, top)
        self._cover(patch, inside, color, top, light)

    def _roof_surface(self, building, wing, u, v, du, dv, sun_u, sun_v) -> tuple[np.ndarray, np.ndarray]:
        """Height (m) and light of one wing's roof over the patch."""
        pitch, form = building.pitch, building.form
        side_u, side_v = np.sign(u - wing.u), np.sign(v - wing.v)
        zero = np.zeros_like(u)
        if form in ("gabled", "hipped"):
            if wing.ridge_along_u:
                rise, normal_u, normal_v = dv, zero, side_v
            else:
                rise, normal_u, normal_v = du, side_u, zero
            if form == "hipped":
                end = du < dv
                rise = np.minimum(du, dv)
                normal_u, normal_v = np.where(end, side_u, 0), np.where(end, 0, side_v)
        elif form == "shed":
            rise, normal_u, normal_v = v - wing.v + wing.half_v, zero, -np.ones_like(u)
        elif form == "round":
            radius = np.maximum(np.hypot(u, v), 1e-6)
            rise, normal_u, normal_v = du, u / radius, v / radius
        else:
            rise, normal_u, normal_v = zero, zero, zero
        horizontal = (normal_u * sun_u + normal_v * sun_v) * pitch / self.tangent
        light = np.clip((1 + horizontal) / math.sqrt(1 + pitch * pitch), 0.0, 1.9)
        return (building.eave_m + pitch * rise).astype(np.float32), light.astype(np.float32)

    def _roof_color(self, building: Building, patch, along, across, edge) -> np.ndarray:
        """Linear colour of the covering: (h, w, 3)."""
        base = linearize(np.array(building.color, np.float32))
        texture = ROOFS[building.roof].texture
        tone = 1 + 0.04 * self.fine[patch] + 0.06 * self.medium[patch] + 0.05 * self.detail[patch]
        rng = np.random.default_rng(building.pattern)
        table = rng.random(256, dtype=np.float32)
        if texture == "tiles":
            tone = tone * (1 + 0.10 * self._ripple(across, 0.34)) * (1 + 0.06 * self.medium[patch])
        elif texture == "metal":
            tone = tone * (1 + 0.10 * self._ripple(along, 0.3 + 0.9 * table[0]))
            if building.patchiness:
                sheet = (np.floor(along / 0.95).astype(np.int64) + 37 * np.floor(across / 2.6).astype(np.int64)) % 256
                chance = table[sheet]
                tone = tone * (1 + building.patchiness * 1.3 * (chance - 0.5))
                rust = (chance > 1 - 0.5 * building.patchiness)[..., None]
                other = linearize(np.array(ROOFS["rust"].colors[building.pattern % 5], np.float32))
                return np.where(rust, other, base) * tone[..., None]
        else:
            tone = tone * (1 + 0.16 * np.clip(self.coarse[patch], -1, 1) + 0.12 * self.medium[patch])
            tone = tone * np.where(edge < 1.0, 0.93, 1.0)  # water stains along the parapet
        return base * tone[..., None]

    def _ripple(self, position_m: np.ndarray, spacing_m: float) -> np.ndarray:
        """Ribs or rows of tiles; they fade where a pixel covers more than half a period."""
        return np.sin(position_m * (2 * np.pi / spacing_m)) * math.exp(-((1.1 * self.pixel_m / spacing_m) ** 2) * 4)

    def _paint_tree(self, x: float, y: float, radius_m: float, kind: str) -> None:
        if radius_m < 0.6 * self.pixel_m:
            return
        variant = int(abs(x * 7.3 + y * 3.1) * 10) % 5
        bucket = max(1, round(radius_m / self.pixel_m * (1 if radius_m / self.pixel_m < 12 else 0.5)))
        radius_px = bucket if radius_m / self.pixel_m < 12 else 2 * bucket
        tops, tone, light = make_crown(self.style, kind, radius_px, variant, self.pixel_m)
        r0, c0 = round(y / self.pixel_m) - self.row - radius_px, round(x / self.pixel_m) - self.column - radius_px
        size = 2 * radius_px + 1
        rows, columns = slice(max(0, r0), min(self.height, r0 + size)), slice(max(0, c0), min(self.width, c0 + size))
        if rows.start >= rows.stop or columns.start >= columns.stop:
            return
        part = (slice(rows.start - r0, rows.stop - r0), slice(columns.start - c0, columns.stop - c0))
        shade = 0.75 + 0.5 * ((int(abs(x * 13.7 + y * 9.1) * 10) % 97) / 97)
        top = tops[part]
        inside = top > self.elevation[rows, columns]
        self._cover((rows, columns), inside & (top > 0), tone[part] * shade, top, light[part])

    def _cover(self, patch, inside, color, top, light) -> None:
        np.copyto(self.albedo[patch], color, where=inside[..., None], casting="same_kind")
        np.copyto(self.elevation[patch], top, where=inside, casting="same_kind")
        np.copyto(self.light[patch], light, where=inside, casting="same_kind")

    def _shadow(self) -> np.ndarray:
        """Where something towards the sun stands above the ray, in log2(reach) doublings: (H, W) bool.

        highest_n(p) is the greatest height, above the ray from p, of the first n steps; then
        highest_2n(p) = max(highest_n(p), highest_n(p + n steps) - n * rise).
        """
        rise_m = self.pixel_m * self.tangent
        highest = _shifted(self.elevation, round(self.sun[1]), round(self.sun[0])) - rise_m
        count = 1
        while count < self.steps:
            moved = _shifted(highest, round(count * self.sun[1]), round(count * self.sun[0])) - count * rise_m
            np.maximum(highest, moved, out=highest)
            count *= 2
        return highest > self.elevation + 0.05


def _shifted(values: np.ndarray, rows: int, columns: int) -> np.ndarray:
    """values[i + rows, j + columns] at (i, j), far below the ground where that lies outside."""
    shifted = np.full_like(values, -1e6)
    height, width = values.shape
    if abs(rows) < height and abs(columns) < width:
        to = (slice(max(0, -rows), min(height, height - rows)), slice(max(0, -columns), min(width, width - columns)))
        of = (slice(max(0, rows), min(height, height + rows)), slice(max(0, columns), min(width, width + columns)))
        shifted[to] = values[of]
    return shifted
