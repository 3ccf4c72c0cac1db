"""Maps in few colours: pixels are counted by the nearest colour of the palette."""

import numpy as np

from eo_deep.evaluation.images.palette_scores import count_colors
from eo_deep.evaluation.maps.scores import score_confusion

COLORS = np.array([[242, 239, 233], [190, 60, 50], [170, 211, 223]], np.uint8)


def paint(numbers):
    return COLORS[np.array(numbers)].transpose(2, 0, 1)


def test_each_colour_has_its_iou():
    reference, made = paint([[0, 0, 1, 1], [0, 0, 1, 1]]), paint([[0, 1, 1, 1], [0, 0, 2, 1]])
    matrix = count_colors(made, reference, np.ones((2, 4), bool), COLORS)
    np.testing.assert_array_equal(matrix, [[3, 1, 0], [0, 3, 1], [0, 0, 0]])
    np.testing.assert_allclose(score_confusion(matrix).iou, [3 / 4, 3 / 5, 0])


def test_tones_count_as_the_nearest_colour_and_text_is_left_out():
    reference, made = paint([[0, 0, 1, 1]]), paint([[0, 0, 1, 1]])
    made[:, 0, 0] = 235, 235, 228  # as JPEG and antialiasing leave it
    made[:, 0, 2] = 200, 90, 80
    reference[:, 0, 1] = 0, 0, 0  # a letter
    matrix = count_colors(made, reference, np.ones((1, 4), bool), COLORS)
    np.testing.assert_array_equal(matrix, [[1, 0, 0], [0, 2, 0], [0, 0, 0]])
    valid = np.array([[True, True, True, False]])
    np.testing.assert_array_equal(count_colors(made, reference, valid, COLORS), [[1, 0, 0], [0, 1, 0], [0, 0, 0]])
