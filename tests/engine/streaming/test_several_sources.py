"""Several sources through one network, in tiles: as one pass over all of them, whatever their grids."""

import numpy as np
import pytest
import rasterio
import torch
from rasterio.windows import Window

from eo_deep.buildings import extract_buildings
from eo_deep.errors import EoDeepError
from eo_deep.library.predictors import load_model as load_shown
from eo_deep.models.confidence import CellStatistics, Confidence, add_confidence
from eo_deep.models.image_input import ImageSettings
from eo_deep.models.model_file import load_model
from eo_deep.polygon_extraction import extract_polygons
from eo_deep.segmentation import segment
from eo_deep.streaming.graph_optimization import prepare_network, split_decoder
from eo_deep.streaming.image_job import open_job
from eo_deep.streaming.pipeline import Output

from .source_models import CLASSES, make_source_model, write_source

HEIGHT, WIDTH = 131, 190


class Whole:
    """Puts blocks of scores together."""

    def __init__(self):
        self.scores = np.full((2, HEIGHT, WIDTH), np.nan)

    def write(self, scores, valid, window):
        self.scores[(slice(None), *window.toslices())] = np.where(valid, scores, np.nan)


def run_tiles(settings, model, dihedral=False, order=1):
    """Probabilities (2, H, W) of a job in float64."""
    outputs, whole = [Output(lambda scores, valid: scores.softmax(0), dihedral)], Whole()
    with open_job(settings, model, outputs) as job:
        # Folded in double precision too: the predictor's own network is of single precision from the start.
        job.predict.network, job.predict.dtype = split_decoder(prepare_network(model.network.double())), torch.float64
        job.run(job.plan()[::order], [whole])
        model.network.float()
    return whole.scores


def run_once(settings, model):
    """The same by one pass of the network over everything."""
    with open_job(settings, model) as job:
        column, row = job.image.corner
        stride = job.footprint.stride_px
        size = [-(-(length - first) // stride) * stride for length, first in ((HEIGHT, row), (WIDTH, column))]
        window = Window(column, row, size[1], size[0])
        pixels, valid = job.image.reader.read(window)
        sources = [job.scaling(pixels, valid)]
        for other in job.image.others:
            ratio = other.described["ratio"]
            sources.append(other.read(Window(0, 0, size[1] // ratio, size[0] // ratio))[0])
        network = model.network.double()
        with torch.inference_mode():
            scores = network(*(torch.from_numpy(source)[None].double() for source in sources))[0].softmax(0).numpy()
        network.float()
    return scores[:, -row : HEIGHT - row, -column : WIDTH - column]


# Of each further source: ratio, and where its pixels begin in px of the first one.
CASES = {
    "ratio 2": [(2, (0, 0))],
    "ratio 3": [(3, (0, 0))],
    "ratio 4": [(4, (0, 0))],
    "a phase of whole pixels": [(4, (-5, -2))],
    "half a pixel off": [(2, (-0.5, 0.5))],
    "a fraction of a pixel": [(3, (0.3, -1.4))],
    "three sources": [(2, (0, 0)), (4, (0, 0))],
    "three sources, cells of 12 px": [(4, (-2, -2)), (3, (-1, -1))],
    "three sources that do not nest together": [(4, (-2, -2)), (2, (-1, -1))],
    "a smaller source": [(4, (41, 30))],
}


@pytest.mark.parametrize("case", CASES)
def test_tiles_are_as_one_pass(tmp_path, case):
    ratios = [1, *(ratio for ratio, _ in CASES[case])]
    channels = [1, 3, 2][: len(ratios)]
    model = load_model(make_source_model(tmp_path / "m.safetensors", ratios, channels), several=True)
    image = write_source(tmp_path, "PAN", 1, HEIGHT, WIDTH)
    others = []
    for name, count, (ratio, start) in zip(("MS", "TIR"), (3, 2), CASES[case]):
        others.append(write_source(tmp_path, name, count, HEIGHT // ratio, WIDTH // ratio + 2, ratio, start))
    align = np.lcm(model.card["stride_px"], 16)
    whole = run_once(ImageSettings(image, device="cpu", other_images=others), model)
    assert np.ptp(whole) > 0.5 and (whole[1] > 0.5).any() and (whole[1] < 0.5).any()
    for core_px in (align, 2 * align, None):
        settings = ImageSettings(image, device="cpu", core_px=core_px and int(core_px), other_images=others)
        tiled = run_tiles(settings, model)
        known = np.isfinite(tiled).all(0)
        assert known.mean() > 0.4
        assert np.abs(tiled - whole)[:, known].max() < 1e-12
        assert (tiled.argmax(0) == whole.argmax(0))[known].all()


def test_eight_views_do_not_depend_on_tiles_either(tmp_path):
    model = load_model(make_source_model(tmp_path / "m.safetensors", [1, 4], [1, 3]), several=True)
    image = write_source(tmp_path, "PAN", 1, HEIGHT, WIDTH)
    other = write_source(tmp_path, "MS", 3, HEIGHT // 4 + 2, WIDTH // 4 + 2, 4, (-5, -2))
    settings = [ImageSettings(image, device="cpu", core_px=core_px, other_images=[other]) for core_px in (32, 256)]
    tiled, whole = (run_tiles(each, model, dihedral=True) for each in settings)
    assert np.abs(tiled - whole).max() < 1e-12


def test_the_map_is_nodata_where_an_image_that_is_needed_is(tmp_path):
    model = make_source_model(tmp_path / "m.safetensors", [1, 4], [1, 3])
    image = write_source(tmp_path, "PAN", 1, HEIGHT, WIDTH)
    pixels = np.ones((3, 20, 48), np.float32)
    pixels[:, 5, 7] = -1
    other = write_source(tmp_path, "MS", 3, 20, 48, 4, pixels=pixels, nodata=-1)
    segment(image, model, other_images=other, core_px=32, device="cpu", output=str(tmp_path / "map.tif"))
    with rasterio.open(tmp_path / "map.tif") as file:
        found = file.read(1)
    expected = np.ones((HEIGHT, WIDTH), bool)
    expected[80:] = False  # below the end of the other image
    expected[20:24, 28:32] = False
    np.testing.assert_array_equal(found != 255, expected)


def test_an_image_that_may_be_missing_leaves_no_hole(tmp_path):
    model = make_source_model(tmp_path / "m.safetensors", [1, 4], [1, 3], optional=(1,))
    image = write_source(tmp_path, "PAN", 1, HEIGHT, WIDTH)
    other = write_source(tmp_path, "MS", 3, 20, 48, 4)
    maps = []
    for number, others in enumerate(([other], [])):
        path = str(tmp_path / f"p{number}.tif")
        segment(image, model, other_images=others, device="cpu", probabilities=path)
        with rasterio.open(path) as file:
            maps.append(file.read())
    assert np.isfinite(maps).all()
    assert np.abs(maps[0] - maps[1])[:, :70].max() > 0.01  # it counts where it is,
    assert np.abs(maps[0] - maps[1])[:, 110:].max() < 2e-3  # and nowhere else, beyond the network's view


def test_several_sources_have_confidence_too(tmp_path):
    model = load_model(make_source_model(tmp_path / "m.safetensors", [1, 4], [1, 3]), several=True)
    image = write_source(tmp_path, "PAN", 1, HEIGHT, WIDTH)
    other = write_source(tmp_path, "MS", 3, 40, 50, 4)
    statistics = CellStatistics(model.network)
    with torch.no_grad():
        _, energies, features = statistics(torch.randn(2, 1, 256, 256), torch.randn(2, 3, 64, 64))
    known = Confidence.fit(energies.flatten().numpy(), features.movedim(1, 3).flatten(0, 2).numpy(), 17)
    settings = ImageSettings(image, device="cpu", core_px=64, other_images=[other])
    with open_job(settings, add_confidence(model, known), [Output(lambda scores, valid: scores[2:].float())]) as job:
        measured = Whole()
        job.run(job.plan(), [measured])
    assert np.isfinite(measured.scores).all() and measured.scores.std() > 0


@pytest.mark.parametrize("extract", [extract_buildings, extract_polygons])
def test_objects_are_extracted_from_several_images_too(tmp_path, extract):
    classes = [{**entry, "name": name} for entry, name in zip(CLASSES, ("background", "building"))]
    model = make_source_model(tmp_path / "m.safetensors", [1, 4], [1, 3], classes=classes)
    image = write_source(tmp_path, "PAN", 1, HEIGHT, WIDTH)
    other = write_source(tmp_path, "MS", 3, HEIGHT // 4 + 1, WIDTH // 4 + 1, 4)
    output = str(tmp_path / "objects.gpkg")
    found = extract(image, model, other_images=[other], output=output, device="cpu", min_area_m2=1.0, threshold=0.2,
                    seed_threshold=0.2)  # fmt: skip
    assert found["polygons_count"] > 0
    with pytest.raises(EoDeepError, match=r"^The model needs 2 images: 'PAN' .*; got 1.$"):
        extract(image, model, output=output, device="cpu")


def test_arrays_in_memory_are_of_one_image(tmp_path):
    model = make_source_model(tmp_path / "m.safetensors", [1, 4], [1, 3])
    sentence = r"is a model of 2 images: 'PAN' \(1 band, 1 m\) and 'MS' .*; this needs one of a single image.$"
    with pytest.raises(EoDeepError, match=sentence):
        load_shown(model).predict(np.zeros((1, 32, 32), np.float32))
