"""Pairs of a coarse and a fine image: what is found of them, and what is refused."""

import numpy as np
import pytest
import rasterio
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
