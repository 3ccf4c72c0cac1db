import numpy as np
import shapely
import shapely.affinity

from eo_deep.alignment.shape_points import CHANNELS, sample_shape
from eo_deep.alignment.templates import draw_template, spread_plainly


def test_templates_are_the_same_without_numba():
    shape = sample_shape(shapely.affinity.rotate(shapely.box(3.3, 4.1, 40.2, 31.7), 17))
    template, (left, top) = draw_template(shape)
    plain = np.zeros((len(CHANNELS), *template.shape[1:]), np.float32)
    x, y = shape.xy.T - 0.5
    spread_plainly(plain, x - left, y - top, shape.features)
    assert (plain == template).all()
