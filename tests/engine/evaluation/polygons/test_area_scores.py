"""Areas between polygons, where rounding makes geometry invalid."""

import numpy as np
import pytest
import shapely

from eo_deep.evaluation.polygons.area_scores import find_gaps


def test_gaps_beside_a_wall_that_is_straight_but_for_a_rounding():
    notch = (0.92, 4), (0.8200000000000001, 3.66), (0.41, 3.8600000000000003), (0.66, 4)
    notched = shapely.Polygon([(0, 0), (6, 0), (6, 4), *notch, (0, 3.9999991)])
    gaps = find_gaps(np.array([notched, shapely.box(0, -3, 6, -0.5)], object), width_m=1.0)
    assert shapely.area(gaps).sum() == pytest.approx(3.0, abs=1e-3)  # the alley of 6 x 0.5 m between both
