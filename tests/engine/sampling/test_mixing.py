"""Labelled pixels in other surroundings."""

import numpy as np
import torch

from eo_deep.io.card_schema import UNKNOWN
from eo_deep.sampling.mixing import is_sparse, paste_labelled


def make_sample(value, labelled):
    classes = torch.full((8, 8), UNKNOWN)
    classes[labelled] = value
    return (torch.full((2, 8, 8), float(value)), torch.full((3, 4, 4), 10.0 * value)), classes


def test_labelled_cells_of_all_sources_are_pasted_and_keep_their_labels():
    front, back = make_sample(1, np.s_[1:3, 4:6]), make_sample(2, np.s_[2:6, 0:6])
    (fine, coarse), classes = paste_labelled(front, back, 2)
    pasted = np.zeros((8, 8), bool)
    pasted[0:4, 4:6] = True  # the cells of 2 px that rows 1 and 2 touch
    assert ((fine == 1).numpy() == pasted).all() and ((fine == 2).numpy() == ~pasted).all()
    assert ((coarse == 10).numpy() == pasted[::2, ::2]).all()
    expected = np.where(pasted, front[1].numpy(), back[1].numpy())
    assert (classes.numpy() == expected).all()


def test_a_single_source_stays_one():
    front, back = make_sample(1, np.s_[:1, :1]), make_sample(2, np.s_[:0])
    pixels, classes = paste_labelled((front[0][0], front[1]), (back[0][0], back[1]))
    assert pixels.shape == (2, 8, 8) and (pixels == 1).sum() == 2 and (classes != UNKNOWN).sum() == 1


def test_few_labelled_pixels_are_sparse():
    assert is_sparse(make_sample(1, np.s_[:3])[1]) and not is_sparse(make_sample(1, np.s_[:4])[1])
