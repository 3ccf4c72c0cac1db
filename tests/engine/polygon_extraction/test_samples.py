import numpy as np

from eo_deep.polygon_extraction.samples import PolygonSampler
from eo_deep.progress import silent
from eo_deep.sampling.augmentation import get_augmentation
from eo_deep.sampling.dataset import DataSettings, open_data
from tests.engine.polygon_extraction.test_train import write_rows


def open_rows(folder, **changes):
    image, polygons = write_rows(folder)
    settings = {"class_field": None, "bands": None, "area": None, "validation_area": None, "validation_share": 0.0,
                "resolution_m": None, "crop_px": 96, "seed": 0, **changes}  # fmt: skip
    return open_data(DataSettings([image], [polygons], **settings), None, silent)


def test_the_maps_lie_where_the_augmented_objects_are(tmp_path):
    sampler = PolygonSampler(open_rows(tmp_path).images, 2, 96, get_augmentation("strong"), 0)
    for number in range(8):
        x, (classes, heads) = sampler.draw(np.random.default_rng([0, 0, number]))
        assert x.shape == (3, 96, 96) and heads.direction.shape == (2, 96, 96)
        wall = heads.direction.norm(dim=0) > 0.5
        inside = classes == 1
        change = (inside[1:, 1:] != inside[:-1, 1:]) | (inside[1:, 1:] != inside[1:, :-1])
        known = (classes[1:, 1:] < 2) & (classes[:-1, 1:] < 2) & (classes[1:, :-1] < 2)
        assert wall[1:, 1:][change & known].all()  # an outline on the ground is one in the maps
        assert wall[heads.border & (classes < 2)].all()
        assert heads.corners.amax() > 0.5


def test_the_same_generator_gives_the_same_sample(tmp_path):
    sampler = PolygonSampler(open_rows(tmp_path).images, 2, 96, get_augmentation("strong"), 0)
    one, other = (sampler.draw(np.random.default_rng(5)) for _ in range(2))
    assert one[0].equal(other[0])
    assert all(a.equal(b) for a, b in zip(one[1].heads, other[1].heads))
