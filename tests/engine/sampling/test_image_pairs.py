"""Pairs of a coarse and a fine image: what is found of them, and what is refused."""

import numpy as np
import pytest
import rasterio
from rasterio.enums import Resampling
from rasterio.vrt import WarpedVRT
from rasterio.windows import Window
from scipy import ndimage

from eo_deep.errors import EoDeepError
from eo_deep.sampling.degraded import degrade
from eo_deep.sampling.image_pairs import PairSettings, open_pair
from eo_deep.sampling.pair_blocks import DIFFERENT, USED
from tests.engine.notes import Notes
from tests.engine.sampling.test_multisource import write_image

GAIN, OFFSET = np.array([0.5, 0.8]), np.array([200.0, -50.0])


def make_scene(size, seed=0):
    """(2, size, size): fields with sharp edges and a texture, 300 to 3,000, as reflectance x 10,000."""
    rng = np.random.default_rng(seed)
    fields = ndimage.gaussian_filter(rng.normal(size=(2, size, size)), (0, 6, 6)) > 0
    texture = ndimage.gaussian_filter(rng.normal(size=(2, size, size)), (0, 1, 1))
    return 1500 + 800 * fields + 400 * texture


def see_coarse(scene, ratio, moved=(0, 0), size=80, corner=8):
    """A coarse image that begins `corner` coarse pixels into the scene, moved by (dx, dy) fine pixels."""
    dx, dy = moved
    rows, columns = (slice(corner * ratio + d, (corner + size) * ratio + d) for d in (dy, dx))
    return GAIN[:, None, None] * degrade(scene[:, rows, columns], ratio, 0.5) + OFFSET[:, None, None]


def write_pair(folder, ratio=4, moved=(0, 0), size=80, change=None, dtype=np.uint16, **high):
    """A coarse image of 10 m pixels and a fine one that is 8 of them larger on each side."""
    scene = make_scene((size + 16) * ratio)
    low = see_coarse(scene, ratio, moved, size)
    if change:
        low = change(low)
    pixel_m = 10 / ratio
    return (write_image(folder / "low.tif", np.rint(low).astype(dtype), 10.0),
            write_image(folder / "high.tif", np.rint(scene).astype(np.uint16), pixel_m, -80.0, -80.0, **high), scene)


@pytest.mark.parametrize(("ratio", "moved"), [(2, (1, -3)), (3, (0, 0)), (4, (5, -7)), (5, (-2, 4))])
def test_place_and_radiometry_are_found(tmp_path, ratio, moved):
    low, high, scene = write_pair(tmp_path, ratio, moved)
    with open_pair(low, high) as pair:
        assert pair.ratio == ratio
        assert (pair.registration.dx, pair.registration.dy) == pytest.approx(moved, abs=0.05)
        assert pair.harmonization.gain == pytest.approx(GAIN, rel=0.005)
        assert pair.harmonization.offset == pytest.approx(OFFSET, abs=8)
        assert pair.sigma == 0.5
        assert pair.refused_share == 0 and pair.fill_share == 0
        part = pair.read(Window(10, 20, 30, 16))
        assert part.known.all() and part.low.shape == (2, 16, 30) and part.high.shape == (2, 16 * ratio, 30 * ratio)
        top, left = (28 * ratio + moved[1], 18 * ratio + moved[0])
        wanted = scene[:, top : top + 16 * ratio, left : left + 30 * ratio]
        wanted = GAIN[:, None, None] * wanted + OFFSET[:, None, None]
        assert np.abs(part.high - wanted).mean() < 0.02 * wanted.std()
        assert np.abs(degrade(part.high, ratio, 0.5) - part.low)[:, 2:-2, 2:-2].max() < 12


def test_fill_is_found_without_help(tmp_path):
    def spoil(low):
        low[:, 40:46, 20:60] = 64_537  # no nodata value says so
        return low

    low, high, _ = write_pair(tmp_path, change=spoil)
    with open_pair(low, high) as pair:
        assert pair.fill_share == pytest.approx(6 * 40 / 6400, abs=1e-3)
        assert pair.harmonization.gain == pytest.approx(GAIN, rel=0.01)
        known = pair.read(Window(0, 0, 80, 80)).known
        assert not known[38:48, 18:62].any() and known[:37].all() and known[49:].all()
        assert max(values.max() for values in pair.list_low_values()) < 10_000


def test_places_that_changed_are_refused(tmp_path):
    def change(low):
        low[:, :32, 32:64] = see_coarse(make_scene(400, 1), 4, size=32)
        return low

    low, high, _ = write_pair(tmp_path, change=change)
    with open_pair(low, high) as pair:
        status = {(block.row, block.column): block.status for block in pair.blocks}
        assert status[0, 32] == DIFFERENT
        assert [place for place, what in status.items() if what != USED] == [(0, 32)]
        assert pair.refused_share == pytest.approx(1 / 9)
        known = pair.read(Window(0, 0, 80, 80)).known
        assert not known[:32, 32:64].any() and known[40:, :].all()


def test_unlike_images_are_refused(tmp_path):
    low, high, _ = write_pair(tmp_path, change=lambda low: see_coarse(make_scene(400, 1), 4))
    with pytest.raises(EoDeepError, match="No part of 'low.tif' and 'high.tif' shows the same"):
        open_pair(low, high)


def test_nodata_of_both_counts_with_a_margin(tmp_path):
    def punch(low):
        low[:, 10:12, 10:12] = 0
        return low

    low, high, _ = write_pair(tmp_path, change=punch, nodata=0)
    with rasterio.open(low, "r+") as file:
        file.nodata = 0
    with rasterio.open(high, "r+") as file:
        file.write(np.zeros((2, 1, 1), np.uint16), window=Window((50 + 8) * 4, (60 + 8) * 4, 1, 1))
    with open_pair(low, high, PairSettings(max_shift_px=0)) as pair:
        known = pair.read(Window(0, 0, 80, 80)).known
        lacking = np.zeros((80, 80), bool)
        lacking[8:14, 8:14] = lacking[58:63, 48:53] = True
        assert (known == ~lacking).all()


def test_what_lies_outside_is_not_known(tmp_path):
    low, high, _ = write_pair(tmp_path)
    with open_pair(low, high) as pair:
        known = pair.read(Window(-4, 70, 20, 20)).known
        assert known[:10, 4:].all() and not known[:, :4].any() and not known[10:].any()


def test_images_must_suit_each_other(tmp_path):
    low, high, scene = write_pair(tmp_path)
    apart = write_image(tmp_path / "apart.tif", scene[:, :80, :80].astype(np.uint16), 2.5, 50_000.0)
    for other, settings, text in [
        (low, PairSettings(), "'low.tif' must be at least 1.5 times smaller than those of 'low.tif', but they are 1 "),
        (high, PairSettings(ratio=8), "A ratio of 8 needs a finer image: the pixels of 'high.tif' are only 4 times"),
        (high, PairSettings(ratio=9), "The ratio must be 2 to 8, got 9"),
        (apart, PairSettings(), "'low.tif' does not lie where 'apart.tif' does"),
    ]:
        with pytest.raises(EoDeepError, match=text):
            open_pair(low, other, settings)


def test_what_was_found_is_said(tmp_path):
    low, high, _ = write_pair(tmp_path, moved=(4, 0))
    notes = Notes()
    open_pair(low, high, progress=notes).close()
    assert any("'high.tif' is moved by -4.0" in text and "(10 m)" in text for text in notes.messages)


def rewrite(folder, scene, name="other.tif", pixel_m=2.5, **how):
    """A fine image in place of `write_pair`'s."""
    return write_image(folder / name, scene, pixel_m, -80.0, -80.0, **how)


def stretch(scene, gamma):
    """As images are stretched for display: 2 to 98 % of the values on 8 bits."""
    low, high = np.quantile(scene, (0.02, 0.98), axis=(1, 2))[..., None, None]
    return np.rint(255 * ((scene - low) / (high - low)).clip(0, 1) ** gamma).astype(np.uint8)


def test_a_stretched_image_needs_a_curve(tmp_path):
    low, _, scene = write_pair(tmp_path)
    straight, bent = (rewrite(tmp_path, stretch(scene, gamma), f"{gamma}.tif") for gamma in (1.0, 0.4))
    with open_pair(low, straight) as pair:
        assert pair.refused_share == 0
    with pytest.raises(EoDeepError, match=r"'0.4.tif' are no linear function of those of 'low.tif', as if "):
        open_pair(low, bent)
    with open_pair(low, bent, PairSettings(harmonization="histogram")) as pair:
        part = pair.read(Window(8, 8, 64, 64))
        made = degrade(part.high, 4, 0.5)[:, part.known]
        assert np.abs(made - part.low[:, part.known]).mean() < 0.12 * part.low[:, part.known].std(axis=1).mean()


def test_an_offset_of_one_image_is_removed_and_said(tmp_path):
    low, _, scene = write_pair(tmp_path, change=lambda low: (low - OFFSET[:, None, None]) / GAIN[:, None, None])
    high = rewrite(tmp_path, np.rint(scene + 1000).astype(np.uint16))
    notes = Notes()
    with open_pair(low, high, progress=notes) as pair:
        assert pair.harmonization.offset == pytest.approx([-1000, -1000], abs=15)
        part = pair.read(Window(20, 20, 40, 40))
        assert part.high.mean() == pytest.approx(part.low.mean(), rel=0.01)
    assert any("'other.tif' are about 1000 higher than those of 'low.tif'" in text for text in notes.messages)
    with open_pair(low, high, PairSettings(harmonization="none"), progress=notes) as pair:
        part = pair.read(Window(20, 20, 40, 40))
        assert part.high.mean() == pytest.approx(part.low.mean() + 1000, rel=0.01)
    assert any("in band 1 by gain 1 and offset -1000; choose the harmonization" in text for text in notes.warnings)


def make_cloud(share, seed=2):
    """(80, 80) 0..1: clouds over a share of the pixels, with soft edges."""
    field = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=(80, 80)), 8)
    return ndimage.gaussian_filter((field > np.quantile(field, 1 - share)).astype(float), 1)


@pytest.mark.parametrize(("share", "opacity"), [(0.25, 1.0), (0.5, 1.0), (0.25, 0.4)])
def test_clouds_leave_radiometry_alone_and_are_left_out(tmp_path, share, opacity):
    cloud = opacity * make_cloud(share)
    low, high, _ = write_pair(tmp_path, change=lambda low: (1 - cloud) * low + 6000 * cloud)
    with open_pair(low, high) as pair:
        assert pair.harmonization.gain == pytest.approx(GAIN, rel=0.02)
        assert not pair.read(Window(0, 0, 80, 80)).known[cloud > 0.5 * opacity].any()


def test_stripes_without_a_nodata_value_are_left_out(tmp_path):
    stripes = np.arange(80) % 20 < 2

    def spoil(low):
        low[:, stripes] = 0
        return low

    low, high, _ = write_pair(tmp_path, change=spoil)
    with open_pair(low, high) as pair:
        known = pair.read(Window(0, 0, 80, 80)).known
        assert pair.harmonization.gain == pytest.approx(GAIN, rel=0.01)
        assert not known[stripes].any() and known[np.arange(80) % 20 == 10].all()


def test_a_field_of_shifts_is_followed(tmp_path):
    low, _, scene = write_pair(tmp_path, size=224)
    rows, columns = np.mgrid[: scene.shape[1], : scene.shape[2]] - scene.shape[1] / 2
    places = (1.005 * rows + 0.003 * columns, 1.005 * columns - 0.003 * rows)
    places = np.stack(places) + scene.shape[1] / 2
    bent = np.stack([ndimage.map_coordinates(band, places, order=3, mode="nearest") for band in scene])
    with open_pair(low, rewrite(tmp_path, np.rint(bent).astype(np.uint16))) as pair:
        assert pair.registration.is_field and pair.registration.spread < 0.2
        part = pair.read(Window(8, 8, 16, 16))
        wanted = GAIN[:, None, None] * scene[:, 64:128, 64:128] + OFFSET[:, None, None]
        assert np.abs(part.high - wanted).mean() < 0.1 * wanted.std()


def test_bands_must_fit_each_other(tmp_path):
    low, _, scene = write_pair(tmp_path)
    notes = Notes()
    swapped = np.rint(scene[::-1] + 0.9 * scene).astype(np.uint16)
    open_pair(low, rewrite(tmp_path, swapped), progress=notes).close()
    assert any("In 'low.tif', band 1 correlates best with band 2 of 'other.tif'" in text for text in notes.warnings)
    with pytest.raises(EoDeepError, match="In 'low.tif', band .* is bright where its partner in 'other.tif' is dark"):
        open_pair(low, rewrite(tmp_path, np.rint(9000 - scene).astype(np.uint16)))
    with pytest.raises(EoDeepError, match="In 'low.tif', band 2 has no like in 'other.tif': their correlation is"):
        open_pair(low, rewrite(tmp_path, np.rint(scene[:1]).astype(np.uint16)), low_bands=(1, 1, 2))
    with open_pair(low, rewrite(tmp_path, np.rint([scene[0], scene[1], scene.sum(0)]).astype(np.uint16))) as pair:
        assert pair.harmonization.gain is None
        part = pair.read(Window(20, 20, 16, 16))
        assert np.abs(part.high.mean(axis=(1, 2)) - part.low.mean(axis=(1, 2))).max() < 20


def test_what_cannot_be_compared_is_refused(tmp_path):
    low, high, scene = write_pair(tmp_path)
    far = write_image(tmp_path / "far.tif", np.rint(scene).astype(np.uint16), 2.5, -50.0, -80.0)
    flat = rewrite(tmp_path, np.full_like(scene, 700).astype(np.uint16), "flat.tif")
    empty = rewrite(tmp_path, np.zeros_like(scene).astype(np.uint16), "empty.tif", nodata=0)
    speck = write_image(tmp_path / "speck.tif", np.full((2, 1, 1), 900, np.uint16), 2.5, 100.0, 100.0)
    for other, text in [
        (far, "'far.tif' lies more than 2 px of 'low.tif' beside it; georeference it, or allow a larger shift"),
        (flat, "No part of 'low.tif' and 'flat.tif' shows the same: one of them does not vary"),
        (empty, "No pixel of 'low.tif' is valid in 'empty.tif' too: check nodata and the area"),
        (speck, "'low.tif' and 'speck.tif' have 1 x 1 px of the first in common; at least 8 x 8 px are needed"),
    ]:
        with pytest.raises(EoDeepError, match=text):
            open_pair(low, other)
    with open_pair(low, far, PairSettings(max_shift_px=4)) as pair:
        assert (pair.registration.dx, pair.registration.dy) == pytest.approx((12, 0), abs=0.05)
    for settings, text in [
        (PairSettings(harmonization="full"), "Harmonization must be one of regression, histogram, none, got 'full'"),
        (PairSettings(max_shift_px=7), "Maximum shift must be 0 to 6 px, got 7 px"),
    ]:
        with pytest.raises(EoDeepError, match=text):
            open_pair(low, high, settings)


def test_jpeg_is_told(tmp_path):
    low, _, scene = write_pair(tmp_path)
    with rasterio.open(low) as file:
        shape = {"crs": file.crs, "transform": file.transform * rasterio.Affine.translation(-8, -8)
                 * rasterio.Affine.scale(0.25), "count": 2, "height": 384, "width": 384, "dtype": "uint8"}  # fmt: skip
    path = str(tmp_path / "high.tif")
    with rasterio.open(path, "w", driver="GTiff", compress="jpeg", **shape) as file:
        file.write(stretch(scene, 1.0))
    notes = Notes()
    open_pair(low, path, progress=notes).close()
    assert any("'high.tif' is compressed as JPEG" in text for text in notes.warnings)


def test_images_without_georeference_lie_on_each_other(tmp_path):
    _, _, scene = write_pair(tmp_path)
    paths = []
    for name, pixels in ("a.tif", see_coarse(scene, 4, corner=0, size=96)), ("b.tif", scene):
        paths.append(str(tmp_path / name))
        shape = dict(zip(("count", "height", "width"), pixels.shape))
        with rasterio.open(paths[-1], "w", driver="GTiff", dtype="uint16", **shape) as file:
            file.write(np.rint(pixels).astype(np.uint16))
    with open_pair(*paths) as pair:
        assert pair.ratio == 4 and (pair.registration.dx, pair.registration.dy) == pytest.approx((0, 0), abs=0.05)
        assert pair.harmonization.gain == pytest.approx(GAIN, rel=0.01)


def test_another_crs_is_warped_once(tmp_path):
    low, high, _ = write_pair(tmp_path)
    turned = str(tmp_path / "degrees.tif")
    with rasterio.open(high) as source:
        with WarpedVRT(source, crs="EPSG:4326", resampling=Resampling.cubic, tolerance=0.001) as warped:
            profile = {**warped.profile, "driver": "GTiff", "nodata": 0}
            with rasterio.open(turned, "w", **profile) as file:
                file.write(warped.read())
    with open_pair(low, turned) as pair:
        assert pair.ratio in (4, 5) and pair.refused_share == 0
        assert np.hypot(pair.registration.dx, pair.registration.dy) < 0.6
        assert pair.harmonization.gain == pytest.approx(GAIN, rel=0.02)
