"""What networks see of an image: the probability of buildings, and the evidence that objects are aligned with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..alignment import Evidence, EvidenceMaker, check_overlap, load_matching_model, open_evidence, warn_of_lines
from ..geo.image_frame import ImageFrame, make_image_frame
from ..io.files import identify_file
from ..io.raster import open_raster
from ..io.vector_layer import VectorLayer
from ..models.bundled import Thresholds, find_building_class, find_thresholds
from ..models.image_input import ImageSettings, open_model_image
from ..polygon_extraction import ObjectMaps, ObjectMapsMaker, load_object_model, open_object_maps
from ..progress import Progress, silent
from ..streaming.image_job import ImageJob
from ..streaming.probabilities import PREDICTING_SHARE


@contextmanager
def open_predictions(settings: ImageSettings, features: VectorLayer, method: str, models: tuple[str, str | None],
                     test_time_augmentation: bool, folder: Path, progress: Progress = silent,
                     ) -> Iterator[tuple[ObjectMaps, Thresholds, Evidence, ImageFrame]]:  # fmt: skip
    """The maps of buildings with their thresholds, and the evidence with its frame.

    models: paths of the building model and of the one for the method (None: the bundled one, for "correlation" the
    building model). Where both are one file, the network runs once. folder: for temporary files. Raises EoDeepError
    for features off the image.
    """
    building_model, alignment_model = models
    with open_raster(settings.path) as source:
        check_overlap(features, source.grid, progress)
    loaded = load_object_model(building_model)
    building, thresholds = find_building_class(building_model, loaded.card), find_thresholds(loaded.card)
    shown = folder / "evidence.tif"
    is_one_file = alignment_model is None or identify_file(alignment_model) == identify_file(building_model)
    if method == "correlation" and is_one_file:
        warn_of_lines(features.geometries[features.present], progress)
        seen = ObjectMapsMaker(loaded, [building], test_time_augmentation)
        with open_model_image(settings, loaded.card, progress) as image:
            maker = EvidenceMaker(loaded, image, building)
            job = ImageJob(loaded, image, [*seen.outputs, seen.take_classes(maker.output)], cell_px=maker.cell_px)
            with seen.write(folder, job, progress) as maps, maker.write(shown, job, progress) as cells:
                job.run(job.plan(), [*maps, cells], progress.part(0, PREDICTING_SHARE))
        with seen.open(folder) as found, maker.open(shown) as evidence:
            frame = make_image_frame(features.crs, evidence.grid, evidence.resolution_m, progress)
            yield found, thresholds, evidence, frame
        return
    aligner, position = load_matching_model(alignment_model, method)
    with open_object_maps(settings, loaded, [building], folder / "maps", None, test_time_augmentation,
                          progress.part(0, 0.9)) as found, \
            open_model_image(settings, aligner.card, progress) as image, \
            open_evidence(image, aligner, position, features, shown, None,
                          progress.part(0.9, 1)) as (evidence, frame):  # fmt: skip
        yield found, thresholds, evidence, frame
