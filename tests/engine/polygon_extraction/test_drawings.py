import numpy as np
import shapely

from eo_deep.polygon_extraction.drawings import draw_sample, fill


def test_drawings_show_their_corners():
    for seed in range(5):
        drawing, corners = draw_sample(np.random.default_rng(seed), 64)
        xy = corners.reshape(4, 2).numpy() * 64
        assert (xy >= 0).all() and (xy <= 64).all()
        polygon = shapely.Polygon(xy)
        assert not polygon.is_valid or abs(float(drawing.sum()) - polygon.area) < 0.1 * polygon.length + 4
        x, y = xy.T
        assert np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) > 0  # clockwise on the screen


def test_fill_takes_pixels_by_their_centres():
    inside = fill(np.array([[1.0, 2.0], [4.4, 2.0], [4.4, 3.0], [1.0, 3.0]]), 6)
    assert np.argwhere(inside).tolist() == [[2, 1], [2, 2], [2, 3]]
