"""Objects that a model outlines under points or in boxes, as Segment Anything; the pair of programs is a small one."""

import numpy as np
import pyogrio
import pyproj
import pytest
import rasterio
import shapely
import torch
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.model_card import read_card
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.model_exchange import describe_model, export_model, import_model
from eo_deep.polygon_extraction import extract_polygons, prompts
from eo_deep.polygonization import Tolerances
from eo_deep.progress import silent
from eo_deep.runtime.kept import keep_between_jobs
from eo_deep.segmentation import segment
from tests.engine.notes import Notes
from tests.engine.onnx_programs import WITHOUT, write_program
from tests.engine.prompt_pairs import Encoder, export, train_pair, write_pair

onnx = pytest.importorskip("onnx", reason=WITHOUT)
pytest.importorskip("onnxruntime", reason=WITHOUT)

PIXEL_M, WEST, NORTH, CRS = 0.5, 500_000, 5_000_000, pyproj.CRS(32633)
# Left, top, right and bottom in px; the second and the third one share a wall.
ROOFS = [(30, 40, 90, 100), (130, 50, 180, 110), (180, 50, 240, 110), (60, 180, 140, 260), (300, 300, 350, 380)]
COLOURS = [(230, 90, 80), (210, 205, 120), (150, 210, 230), (235, 150, 90), (200, 120, 200)]
SIDE_PX = 400


@pytest.fixture(scope="module")
def networks():
    return train_pair()


@pytest.fixture(scope="module")
def pair(networks, tmp_path_factory):
    """Paths of an encoder and a decoder as Segment Anything is exported, for images of 256 px."""
    return write_pair(*networks, tmp_path_factory.mktemp("pair"))


@pytest.fixture(scope="module")
def model(pair, tmp_path_factory):
    path = str(tmp_path_factory.mktemp("model") / "prompts.safetensors")
    import_model(pair[0], decoder=pair[1], licence="CC0 1.0", output=path)
    return path


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    pixels = np.empty((3, SIDE_PX, SIDE_PX))
    pixels[:] = np.array([70, 110, 60])[:, None, None]
    for (left, top, right, bottom), colour in zip(ROOFS, COLOURS):
        pixels[:, top:bottom, left:right] = np.array(colour)[:, None, None]
    pixels += np.random.default_rng(0).normal(0, 4, pixels.shape)
    path = str(tmp_path_factory.mktemp("image") / "image.tif")
    return write_image(path, np.clip(pixels, 0, 255).astype(np.uint8))


def write_image(path, pixels):
    with rasterio.open(path, "w", driver="GTiff", width=pixels.shape[2], height=pixels.shape[1], count=3, crs=CRS,
                       dtype=pixels.dtype, transform=from_origin(WEST, NORTH, PIXEL_M, PIXEL_M)) as file:  # fmt: skip
        file.write(pixels)
    return path


def place(left, top, right, bottom):
    """A rectangle in px on the map."""
    return shapely.box(WEST + PIXEL_M * left, NORTH - PIXEL_M * bottom, WEST + PIXEL_M * right, NORTH - PIXEL_M * top)


def write(path, *geometries, **fields):
    fields = {name: np.array(values) for name, values in fields.items()}
    write_vectors(str(path), VectorLayer(np.array(geometries), fields, CRS))
    return str(path)


def check(path, roofs, lowest=0.85):
    """The polygons are the roofs, in their order, and do not overlap."""
    found = read_polygons(path)
    assert len(found) == len(roofs)
    for polygon, roof in zip(found.geometries, roofs):
        wanted = place(*ROOFS[roof])
        assert polygon.intersection(wanted).area / polygon.union(wanted).area > lowest
    for one in range(len(found)):
        for other in range(one):
            assert found.geometries[one].intersection(found.geometries[other]).area == 0
    return found


def test_points_get_the_objects_under_them(image, model, tmp_path):
    points = write(tmp_path / "p.gpkg", *(place(*roof).centroid for roof in ROOFS), name=list("abcde"))
    output, notes = str(tmp_path / "o.gpkg"), Notes()
    assert extract_polygons(image, model, points=points, output=output, progress=notes)["polygons_count"] == 5
    assert notes.warnings == []
    assert "The model sees 256 x 256 px at a time, pixels of 0.5 m." in notes.messages
    found = read_polygons(output)
    check(output, range(5))
    assert found.fields["name"].tolist() == list("abcde")
    assert found.fields["marker"].tolist() == [1, 2, 3, 4, 5]
    assert found.fields["score"] == pytest.approx([0.9] * 5)  # as the decoder says
    assert set(found.fields["status"]) == {"free"}


def test_right_angles_are_the_users_choice(image, model, tmp_path):
    points = write(tmp_path / "p.gpkg", place(*ROOFS[0]).centroid, place(*ROOFS[3]).centroid)
    output = str(tmp_path / "o.gpkg")
    extract_polygons(image, model, points=points, right_angles="on", output=output)
    found = check(output, [0, 3])
    assert found.fields["status"].tolist() == ["regular", "regular"]
    assert found.fields["n_vertices"].tolist() == [4, 4]
    with pytest.raises(EoDeepError, match="Right angles must be one of auto, on, off, got 'yes'"):
        extract_polygons(image, model, points=points, right_angles="yes", output=output)


def test_masks_that_touch_share_walls(tmp_path):
    grid = Grid(rasterio.CRS.from_epsg(32633), from_origin(WEST, NORTH, PIXEL_M, PIXEL_M), 200, 100)
    probability, owner = np.full((100, 200), 0.02, np.float32), np.full((100, 200), -1, np.int32)
    for number, columns in enumerate((slice(40, 90), slice(90, 150))):
        probability[30:70, columns], owner[30:70, columns] = 0.95, number
    masks = prompts._Masks(probability, owner, [5, 3], [(60, 50), (120, 50)], [0.8, 0.7])
    view = prompts._View(grid, np.array([3, 5]), np.ones(4, bool))
    found = prompts._outline(masks, view, 0.5, True, Tolerances(), str(tmp_path / "o.gpkg"), silent)
    assert found.fields["marker"].tolist() == [0, 1]
    assert found.fields["mean_probability"].tolist() == [0.8, 0.7]  # what is expected of them
    assert found.fields["touches"].tolist() == [1, 1]
    assert found.fields["n_vertices"].tolist() == [4, 4]
    assert found.geometries[0].intersection(found.geometries[1]).length == pytest.approx(40 * PIXEL_M, abs=0.1)
    assert shapely.area(found.geometries) == pytest.approx([50 * 40 * 0.25, 60 * 40 * 0.25], rel=0.01)


def test_boxes_get_what_they_mark(image, model, tmp_path):
    boxes = write(tmp_path / "b.gpkg", *(place(*ROOFS[roof]).buffer(2, join_style="mitre") for roof in (4, 1)))
    output, notes = str(tmp_path / "o.gpkg"), Notes()
    extract_polygons(image, model, boxes=boxes, output=output, progress=notes)
    check(output, [4, 1], 0.8)
    large = write(tmp_path / "l.gpkg", place(10, 20, 260, 270))  # seen in a view of twice the size
    extract_polygons(image, model, boxes=large, output=output, progress=notes)
    assert "The model sees 200 x 200 px at a time, pixels of 1 m." in notes.messages


def test_an_area_is_the_view(image, model, tmp_path):
    points = write(tmp_path / "p.gpkg", *(place(*ROOFS[roof]).centroid for roof in (0, 3, 4)))
    output, notes = str(tmp_path / "o.gpkg"), Notes()
    area = write(tmp_path / "a.gpkg", place(0, 0, 300, 300))
    extract_polygons(image, model, points=points, area=area, output=output, progress=notes)
    check(output, [0, 3])
    assert "The model sees 256 x 256 px at a time, pixels of 0.586 m." in notes.messages
    assert notes.warnings == ["1 of 3 points on the image have no object of their own."]
    beside = write(tmp_path / "a2.gpkg", place(370, 0, 400, 30))
    with pytest.raises(EoDeepError, match="No point lies in the view, the box around the area"):
        extract_polygons(image, model, points=points, area=beside, output=output)


def test_of_points_on_one_object_the_first_one_gets_it(image, model, tmp_path):
    middle = place(*ROOFS[3]).centroid
    points = write(tmp_path / "p.gpkg", middle, shapely.Point(middle.x + 5, middle.y + 5))
    output, notes = str(tmp_path / "o.gpkg"), Notes()
    extract_polygons(image, model, points=points, output=output, progress=notes)
    found = check(output, [3])
    assert found.fields["marker"].tolist() == [1]
    assert notes.warnings == ["1 of 2 points on the image have no object of their own."]


def test_where_nothing_is_there_are_no_polygons(image, model, tmp_path):
    points, output, notes = write(tmp_path / "p.gpkg", place(200, 200, 240, 240).centroid), str(tmp_path / "o"), Notes()
    area = write(tmp_path / "a.gpkg", place(0, 0, SIDE_PX, SIDE_PX))
    found = extract_polygons(image, model, points=points, area=area, min_area_m2=50_000, output=f"{output}.gpkg",
                             progress=notes)  # fmt: skip
    assert found["polygons_count"] == 0
    assert "score" in pyogrio.read_info(f"{output}.gpkg")["fields"]
    extract_polygons(image, model, points=points, threshold=1, output=f"{output}.gpkg", progress=notes)
    assert set(pyogrio.read_info(f"{output}.gpkg")["fields"]) >= {"score", "area_m2", "status", "marker"}
    assert notes.warnings == ["1 of 1 points on the image have no object of their own."] * 2


def test_an_object_that_the_view_cuts_is_told(image, model, tmp_path):
    points = write(tmp_path / "p.gpkg", place(*ROOFS[3]).centroid)
    area, notes = write(tmp_path / "a.gpkg", place(20, 120, 120, 240)), Notes()
    extract_polygons(image, model, points=points, area=area, output=str(tmp_path / "o.gpkg"), progress=notes)
    assert notes.warnings == ["1 objects reach the edge of what the model sees at once; they may be cut there."]


def test_a_process_of_several_jobs_encodes_a_view_once(image, model, tmp_path, monkeypatch):
    runs, run = [], prompts._run_encoder
    monkeypatch.setattr(prompts, "_run_encoder", lambda *arguments: runs.append(1) or run(*arguments))
    area, output = write(tmp_path / "a.gpkg", place(0, 0, 300, 300)), str(tmp_path / "o.gpkg")
    keep_between_jobs(4)
    try:
        for number, threshold in ((0, 0.5), (3, 0.5), (3, 0.4)):
            points = write(tmp_path / f"p{number}.gpkg", place(*ROOFS[number]).centroid)
            extract_polygons(image, model, points=points, area=area, threshold=threshold, output=output)
            check(output, [number])
        assert len(runs) == 1
    finally:
        keep_between_jobs(0)


def test_values_of_more_than_8_bits_are_stretched(image, model, tmp_path):
    with rasterio.open(image) as file:
        deep = write_image(str(tmp_path / "deep.tif"), file.read().astype(np.uint16) * 40)
    points, output = write(tmp_path / "p.gpkg", place(*ROOFS[3]).centroid), str(tmp_path / "o.gpkg")
    extract_polygons(deep, model, points=points, output=output)
    check(output, [3], 0.75)


class Shared(torch.nn.Module):
    """The encoder of `prompt_pairs` with the outputs of SAM 2: the features in three parts."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, image):
        features = self.encoder(image)
        return features[:, :4], features[:, 4:10], features[:, 10:]


class Second(torch.nn.Module):
    """The decoder with the inputs and outputs of SAM 2, which adds the point that is none itself."""

    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, image_embed, high_res_feats_0, high_res_feats_1, point_coords, point_labels, mask_input,
                has_mask_input):  # fmt: skip
        features = torch.cat([high_res_feats_0, high_res_feats_1, image_embed], 1)
        low = self.decoder.find(features, point_coords, point_labels) + has_mask_input * mask_input
        return low, 0 * has_mask_input[None] + 0.8


class Raw(torch.nn.Module):
    """The encoder with its normalization in it, as samexporter writes it: (height, width, 3)."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, image):
        mean, std = torch.tensor([123.675, 116.28, 103.53]), torch.tensor([58.395, 57.12, 57.375])
        return self.encoder(((image - mean) / std).permute(2, 0, 1)[None])


def test_the_interface_of_sam_2(image, networks, tmp_path):
    encoder, decoder = str(tmp_path / "e.onnx"), str(tmp_path / "d.onnx")
    parts = {"high_res_feats_0": 4, "high_res_feats_1": 6, "image_embed": 6}
    export(Shared(networks[0]), {"image": torch.zeros(1, 3, 256, 256)}, list(parts), encoder)
    features = {name: torch.zeros(1, count, 128, 128) for name, count in parts.items()}
    inputs = {"image_embed": features["image_embed"], **{name: features[name] for name in list(parts)[:2]},
              "point_coords": torch.ones(1, 2, 2), "point_labels": torch.ones(1, 2),
              "mask_input": torch.zeros(1, 1, 128, 128), "has_mask_input": torch.zeros(1)}  # fmt: skip
    export(Second(networks[1]), inputs, ["masks", "iou_predictions"], decoder)
    model, notes = str(tmp_path / "m.safetensors"), Notes()
    import_model(encoder, decoder=decoder, classes="roof", output=model, progress=notes)
    assert any("takes image_embed, high_res_feats_0, high_res_feats_1, point_coords" in each for each in notes.messages)
    points, output = write(tmp_path / "p.gpkg", *(place(*ROOFS[i]).centroid for i in (0, 4))), str(tmp_path / "o.gpkg")
    extract_polygons(image, model, points=points, output=output)
    found = check(output, [0, 4])
    assert found.fields["class_name"].tolist() == ["roof", "roof"]
    assert found.fields["score"] == pytest.approx([0.8, 0.8])


def test_an_encoder_that_takes_the_images_own_values(image, networks, pair, tmp_path):
    encoder, model = str(tmp_path / "e.onnx"), str(tmp_path / "m.safetensors")
    export(Raw(networks[0]), {"input_image": torch.zeros(256, 256, 3)}, ["image_embeddings"], encoder)
    import_model(encoder, decoder=pair[1], output=model)
    assert read_card(model)["inputs"][0]["scaling"]["mean"] == [0, 0, 0]
    points, output = write(tmp_path / "p.gpkg", place(*ROOFS[0]).centroid), str(tmp_path / "o.gpkg")
    extract_polygons(image, model, points=points, output=output)
    check(output, [0])


def test_the_card_says_what_a_model_is(model):
    card = read_card(model)
    assert card["task"] == "prompts"
    assert card["network"]["arguments"]["side_px"] == 256
    assert card["inputs"][0]["scaling"]["mean"] == pytest.approx([123.675, 116.28, 103.53])
    described = describe_model(model)
    assert (described["task"], described["bands"], described["licence"]) == ("prompts", "red, green, blue", "CC0 1.0")


def test_refuses_what_is_no_pair(pair, image, model, tmp_path):
    output = str(tmp_path / "m.safetensors")
    plain = tmp_path / "plain.onnx"
    plain.write_bytes(write_program(("Relu", ["image"], ["result"], {}), sizes=(1, 3, 256, 256)))
    other = str(tmp_path / "other.onnx")
    export(Encoder(), {"images": torch.zeros(1, 3, 128, 128)}, ["image_embeddings"], other)
    for encoder, decoder, more, sentence in (
        (pair[0], str(plain), {}, "is no decoder of prompts as Segment Anything's: it has no input 'point_coords'"),
        (pair[1], pair[1], {}, "must have one input, an image, got 6"),
        (other, pair[1], {}, r"needs 'image_embeddings' \(1, 16, 128, 128\), which the encoder 'other.onnx' does not"),
        (pair[1], None, {}, "'decoder.onnx' is a decoder of prompts; it goes with its encoder, which is the network"),
        (pair[0], None, {"task": "prompts"}, "made of two files, an encoder and a decoder: give both"),
        (pair[0], pair[1], {"task": "detection"}, "Only a model for prompts has a decoder; leave it out for detection"),
        (pair[0], str(tmp_path / "none.onnx"), {}, "does not exist"),
        (pair[0], pair[1], {"classes": "roof, tree"}, "is of one class, got the names roof, tree"),
    ):
        with pytest.raises(EoDeepError, match=sentence):
            import_model(encoder, decoder=decoder, output=output, **more)
    with pytest.raises(EoDeepError, match="only outlines what is marked: give points or boxes"):
        extract_polygons(image, model, output=str(tmp_path / "o.gpkg"))
    with pytest.raises(EoDeepError, match="is a model for prompts, this needs one for segmentation"):
        segment(image, model, output=str(tmp_path / "o.tif"))
    with pytest.raises(EoDeepError, match="is a model for prompts"):
        export_model(model, output=str(tmp_path / "o.onnx"))
