"""What distinguishes one procedural town from another: region, materials, light and sensor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Color = tuple[int, int, int]  # as it looks in a sunny photograph, 0..255


@dataclass(frozen=True)
class RoofMaterial:
    """A covering: its colours, its texture ("tiles", "metal", "plain"), the roof forms it is used on and its slopes."""

    colors: tuple[Color, ...]
    texture: str
    forms: tuple[str, ...]
    pitch: tuple[float, float]


ROOFS = {
    "red tiles": RoofMaterial(
        ((168, 88, 62), (152, 74, 54), (184, 108, 78), (142, 84, 68), (196, 122, 92)),
        "tiles",
        ("gabled", "hipped"),
        (0.45, 1.0),
    ),
    "brown tiles": RoofMaterial(
        ((112, 84, 68), (96, 74, 62), (128, 98, 80)), "tiles", ("gabled", "hipped"), (0.4, 0.9)
    ),
    "dark tiles": RoofMaterial(
        ((62, 62, 66), (78, 76, 76), (52, 54, 60), (90, 88, 90)), "tiles", ("gabled", "gabled", "hipped"), (0.4, 0.9)
    ),
    "dark shingle": RoofMaterial(
        ((58, 55, 54), (70, 64, 60), (48, 48, 52), (82, 76, 72)), "tiles", ("hipped", "gabled", "gabled"), (0.35, 0.8)
    ),
    "slate": RoofMaterial(((70, 76, 84), (84, 88, 94), (60, 64, 70)), "tiles", ("gabled",), (0.6, 1.0)),
    "coloured steel": RoofMaterial(
        ((70, 76, 80), (96, 104, 110), (88, 60, 54), (60, 78, 66), (124, 128, 128), (60, 66, 88), (112, 96, 84)),
        "metal",
        ("gabled", "hipped", "gabled"),
        (0.3, 0.65),
    ),
    "shingle": RoofMaterial(
        ((122, 116, 110), (102, 95, 88), (142, 132, 122), (88, 84, 84)), "tiles", ("hipped", "gabled"), (0.3, 0.6)
    ),
    "zinc": RoofMaterial(
        ((188, 196, 200), (168, 176, 180), (206, 212, 216), (150, 156, 160)),
        "metal",
        ("gabled", "shed", "gabled", "hipped"),
        (0.08, 0.35),
    ),
    "rust": RoofMaterial(
        ((142, 94, 72), (120, 84, 68), (160, 112, 88), (112, 96, 88), (132, 112, 100)),
        "metal",
        ("gabled", "shed"),
        (0.08, 0.3),
    ),
    "blue metal": RoofMaterial(
        ((50, 108, 178), (72, 140, 192), (92, 176, 210), (44, 84, 150)), "metal", ("gabled", "shed"), (0.08, 0.35)
    ),
    "red metal": RoofMaterial(
        ((166, 52, 58), (192, 74, 62), (152, 62, 78), (204, 96, 64)), "metal", ("gabled", "hipped"), (0.15, 0.5)
    ),
    "orange metal": RoofMaterial(
        ((214, 112, 70), (200, 96, 62), (222, 136, 96)), "metal", ("gabled", "hipped", "hipped"), (0.2, 0.6)
    ),
    "green metal": RoofMaterial(
        ((72, 120, 98), (92, 142, 112), (60, 100, 90), (46, 82, 64), (72, 98, 70)),
        "metal",
        ("gabled", "hipped", "shed"),
        (0.1, 0.5),
    ),
    "white metal": RoofMaterial(((228, 230, 232), (214, 218, 222)), "metal", ("gabled", "shed", "flat"), (0.05, 0.2)),
    "concrete": RoofMaterial(
        ((164, 158, 150), (142, 138, 132), (182, 174, 162), (126, 122, 118)), "plain", ("flat",), (0, 0)
    ),
    "bitumen": RoofMaterial(((72, 72, 74), (92, 90, 90), (112, 110, 106)), "plain", ("flat",), (0, 0)),
    "black membrane": RoofMaterial(((38, 38, 42), (52, 52, 54), (64, 62, 62)), "plain", ("flat",), (0, 0)),
    "white membrane": RoofMaterial(((232, 232, 230), (216, 216, 212)), "plain", ("flat",), (0, 0)),
    "gravel": RoofMaterial(((152, 148, 142), (176, 170, 162)), "plain", ("flat",), (0, 0)),
    "plaster": RoofMaterial(((202, 188, 164), (186, 172, 148), (218, 208, 190)), "plain", ("flat",), (0, 0)),
    "terrace": RoofMaterial(((182, 112, 88), (166, 98, 78), (150, 110, 96)), "plain", ("flat",), (0, 0)),
    "thatch": RoofMaterial(((134, 118, 88), (112, 100, 78)), "tiles", ("hipped", "round"), (0.6, 1.0)),
}


@dataclass(frozen=True, eq=False)  # one object per region, hashed by identity
class Region:
    """A way of building: weights of districts and roofs, colours of the ground, sizes of streets and parcels."""

    districts: dict[str, float]
    roofs: dict[str, float]
    grass: Color
    soil: Color
    road: Color
    pavement: Color
    leaves: Color
    parcel_m2: tuple[float, float]
    storeys: tuple[int, int]
    street_m: tuple[float, float]
    trees_per_ha: float
    tree_kinds: tuple[str, ...]
    strain: float  # how far streets may bend
    fences: float  # share of parcels with a wall or hedge
    pools: float
    seasons: float = 0.0  # share of scenes with yellow or without leaves


REGIONS = {
    "central europe": Region(
        {"houses": 5, "rows": 1, "terraces": 1.5, "centre": 1.5, "slabs": 1, "industry": 1, "retail": 0.6,
         "fields": 1, "bare": 0.3, "park": 1, "forest": 0.4},
        {"red tiles": 5, "brown tiles": 3, "dark tiles": 3, "slate": 1, "bitumen": 1, "black membrane": 0.5,
         "gravel": 1, "zinc": 0.4, "green metal": 0.2},
        (104, 122, 74), (150, 132, 106), (124, 122, 120), (168, 163, 156), (66, 86, 46),
        (450, 900), (1, 3), (6, 9), 45, ("broad", "broad", "conifer"), 0.14, 0.7, 0.06, 0.45,
    ),
    "western europe": Region(
        {"terraces": 5, "houses": 3, "rows": 1, "centre": 1, "slabs": 0.5, "industry": 0.8, "retail": 0.6,
         "fields": 1, "park": 1},
        {"slate": 4, "red tiles": 3, "brown tiles": 3, "dark tiles": 3, "black membrane": 0.8, "gravel": 0.6},
        (92, 118, 66), (132, 116, 96), (112, 112, 112), (156, 150, 144), (62, 86, 44),
        (250, 600), (2, 3), (6, 9), 50, ("broad", "broad", "broad", "conifer"), 0.16, 0.9, 0.0, 0.45,
    ),
    "oceania": Region(
        {"houses": 7, "retail": 1, "industry": 1, "park": 0.7, "fields": 0.6, "bare": 0.3},
        {"coloured steel": 5, "dark tiles": 3, "dark shingle": 2, "brown tiles": 2, "red tiles": 1, "zinc": 1,
         "green metal": 1},
        (110, 124, 78), (158, 144, 122), (112, 112, 114), (172, 168, 162), (58, 80, 42),
        (450, 900), (1, 2), (7, 10), 70, ("broad", "broad", "conifer"), 0.16, 0.8, 0.12, 0.2,
    ),
    "boreal countryside": Region(
        {"houses": 2, "village": 3, "fields": 4, "forest": 3, "bare": 1, "park": 0.4},
        {"dark shingle": 3, "shingle": 2, "zinc": 2, "coloured steel": 2, "red metal": 1, "green metal": 2,
         "black membrane": 0.5},
        (128, 128, 84), (156, 138, 110), (150, 146, 138), (168, 162, 152), (62, 80, 46),
        (800, 1800), (1, 2), (5, 8), 120, ("broad", "broad", "conifer"), 0.14, 0.3, 0.03, 0.6,
    ),
    "northern europe": Region(
        {"houses": 6, "rows": 1, "slabs": 1, "industry": 1, "retail": 0.5, "fields": 1, "park": 1, "forest": 1.5},
        {"dark tiles": 5, "dark shingle": 2, "shingle": 1, "red tiles": 2, "brown tiles": 1, "bitumen": 1,
         "black membrane": 1, "red metal": 0.4, "green metal": 0.4, "zinc": 0.5},
        (86, 106, 72), (140, 130, 115), (118, 122, 126), (165, 165, 162), (48, 70, 46),
        (700, 1300), (1, 2), (6, 9), 70, ("conifer", "conifer", "broad"), 0.16, 0.5, 0.08, 0.4,
    ),
    "north america": Region(
        {"houses": 6, "slabs": 1, "industry": 1, "retail": 1.2, "plaza": 0.4, "park": 1, "fields": 0.8, "bare": 0.4,
         "forest": 0.6},
        {"shingle": 4, "dark shingle": 4, "brown tiles": 2, "red tiles": 0.7, "green metal": 0.5, "gravel": 1.5,
         "white metal": 1, "bitumen": 1},
        (112, 126, 78), (160, 142, 118), (136, 134, 132), (186, 182, 176), (70, 90, 50),
        (600, 1200), (1, 2), (8, 11), 60, ("broad", "broad", "conifer"), 0.16, 0.5, 0.2, 0.4,
    ),
    "himalaya": Region(
        {"dense": 5, "village": 2, "houses": 1.5, "informal": 1, "industry": 0.6, "fields": 1, "bare": 0.4,
         "plaza": 0.4},
        {"concrete": 5, "terrace": 2, "zinc": 2, "blue metal": 1.5, "rust": 2, "plaster": 1,
         "bitumen": 0.6, "red metal": 0.4},
        (104, 118, 74), (164, 144, 118), (150, 142, 132), (170, 160, 148), (62, 84, 44),
        (250, 600), (2, 5), (3, 6), 30, ("broad",), 0.12, 0.35, 0.0,
    ),
    "east africa": Region(
        {"informal": 2, "shanty": 1.5, "houses": 4, "village": 2, "industry": 0.8, "dense": 0.8, "bare": 0.4,
         "park": 0.5, "fields": 0.8},
        {"rust": 3, "red metal": 2.5, "orange metal": 3, "zinc": 2, "red tiles": 2, "blue metal": 0.5,
         "green metal": 0.6, "concrete": 0.5},
        (98, 122, 60), (190, 126, 88), (186, 134, 100), (196, 160, 132), (52, 82, 34),
        (350, 900), (1, 2), (4, 8), 50, ("broad", "broad", "palm"), 0.12, 0.6, 0.01,
    ),
    "tropical coast": Region(
        {"village": 5, "houses": 2, "informal": 2, "fields": 0.6, "forest": 1.5, "industry": 0.6, "park": 0.5},
        {"zinc": 5, "white metal": 3, "blue metal": 1.5, "red metal": 1, "rust": 2, "green metal": 0.6,
         "thatch": 0.8, "concrete": 0.6},
        (112, 138, 66), (196, 178, 142), (190, 182, 164), (200, 194, 180), (66, 98, 40),
        (500, 1400), (1, 2), (4, 7), 90, ("palm", "broad", "broad"), 0.12, 0.2, 0.0,
    ),
    "south asia": Region(
        {"shanty": 3, "informal": 3, "dense": 4, "industry": 0.8, "village": 1, "plaza": 0.4, "fields": 0.8,
         "bare": 0.4},
        {"rust": 4, "zinc": 3, "concrete": 4, "blue metal": 1.2, "bitumen": 1, "terrace": 1,
         "plaster": 1, "white metal": 0.5},
        (106, 120, 76), (168, 150, 126), (150, 142, 134), (172, 164, 154), (64, 88, 46),
        (180, 450), (1, 4), (2.5, 5), 20, ("broad", "palm"), 0.08, 0.3, 0.0,
    ),
    "dry south": Region(
        {"dense": 3, "houses": 3, "informal": 0.7, "shanty": 0.5, "industry": 1, "retail": 0.5, "plaza": 0.4,
         "fields": 0.6, "bare": 0.7, "slabs": 1},
        {"plaster": 5, "concrete": 3, "gravel": 1.5, "white metal": 0.6, "terrace": 1, "red tiles": 1.2, "zinc": 0.4},
        (142, 140, 94), (204, 180, 146), (158, 150, 140), (204, 192, 172), (84, 96, 58),
        (300, 700), (1, 3), (6, 10), 15, ("broad", "palm"), 0.1, 0.7, 0.1,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Style:
    """One scene's constants. Sun azimuth clockwise from north; shares and gains have no unit."""

    seed: int
    region: Region
    region_name: str
    pitch_m: float  # distance between main roads
    main_road_m: float
    street_m: float
    warp: tuple[tuple[float, float, float, float, float], ...]  # (kx, ky in rad/m, phase, x and y amplitude in m)
    sun_azimuth_rad: float
    sun_elevation_rad: float
    sky_share: float  # of a sunlit ground's light that comes from the sky, hence stays in shadow
    dryness: float
    autumn: float  # share of the broad-leaved trees that are yellow to brown
    leafless: float  # share of the broad-leaved trees without leaves
    haze: float
    haze_color: tuple[float, float, float]
    exposure: float
    gains: tuple[float, float, float]
    gamma: float
    saturation: float
    contrast: float
    blur_px: float
    sharpening: float
    noise: float
    jpeg_quality: int | None


def draw_style(seed: int) -> Style:
    """The style of the scene with this seed."""
    rng = np.random.default_rng([seed, 0])
    name = str(rng.choice(list(REGIONS)))
    region = REGIONS[name]
    hazy, overcast = rng.random() < 0.3, rng.random() < 0.2
    autumn, leafless = 0.0, 0.0
    if rng.random() < region.seasons:
        autumn, leafless = (rng.uniform(0.2, 0.7), rng.uniform(0, 0.4)) if rng.random() < 0.5 else (0.1, 1.0)
    warp = []
    for wavelength_m in rng.uniform(220, 900, 3):
        direction = rng.uniform(0, 2 * np.pi)
        k = 2 * np.pi / wavelength_m
        bend = rng.uniform(0, 2 * np.pi)
        amplitude_m = region.strain * rng.uniform(0.2, 1.0) / k
        warp.append(
            (k * np.cos(direction), k * np.sin(direction), rng.uniform(0, 2 * np.pi),
             amplitude_m * np.cos(bend) * 0.6, amplitude_m * np.sin(bend) * 0.6)
        )  # fmt: skip
    return Style(
        seed=seed,
        region=region,
        region_name=name,
        pitch_m=float(rng.uniform(120, 210)),
        main_road_m=float(rng.uniform(1.2, 2.2) * np.mean(region.street_m)),
        street_m=float(rng.uniform(*region.street_m)),
        warp=tuple(tuple(float(value) for value in wave) for wave in warp),  # type: ignore[misc]
        sun_azimuth_rad=float(rng.uniform(0, 2 * np.pi)),
        sun_elevation_rad=float(np.radians(rng.uniform(24, 75))),
        sky_share=float(rng.uniform(0.6, 0.9) if overcast else rng.uniform(0.16, 0.4)),
        dryness=float(rng.beta(1.3, 1.8)),
        autumn=float(autumn),
        leafless=float(leafless),
        haze=float(rng.uniform(0.15, 0.5) if hazy else rng.uniform(0, 0.12)),
        haze_color=tuple(rng.uniform([0.42, 0.46, 0.48], [0.62, 0.64, 0.72]).tolist()),
        exposure=float(np.exp(rng.normal(0.0, 0.3))),
        gains=tuple(float(value) for value in np.exp(rng.normal(0, 0.07, 3))),  # type: ignore[arg-type]
        gamma=float(rng.uniform(0.8, 1.25)),
        saturation=float(rng.uniform(0.5, 1.15)),
        contrast=float(rng.uniform(0.8, 1.25)),
        blur_px=float(rng.uniform(0.4, 1.1)),
        sharpening=float(rng.uniform(0.3, 1.2) if rng.random() < 0.4 else 0.0),
        noise=float(np.exp(rng.uniform(np.log(0.003), np.log(0.025)))),
        jpeg_quality=int(rng.integers(55, 95)) if rng.random() < 0.5 else None,
    )
