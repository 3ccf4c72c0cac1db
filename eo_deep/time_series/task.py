"""The training of a disentangled series model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn

from ..models.footprint import Footprint, measure_footprint
from ..models.networks.paper_disentangler import PaperDisentangler
from ..models.networks.series_network import SeriesNetwork
from ..progress import Progress
from ..training.loop import Draw
from ..training.session import Outcome, RunStage, Stage, describe_stage, describe_versions
from ..training.settings import TrainSettings
from .objective import SeriesObjective
from .paper_objective import PaperObjective, PaperWeights
from .samples import WINDOW_PX, BlockSampler, SeriesData, find_held_places
from .scores import measure
from .verdicts import judge

FindCodes = Callable[[SeriesNetwork, torch.device], list[Tensor | None]]  # the global code of each image


@dataclass(frozen=True)
class SeriesTask:
    """The training of a disentangled series model; see `time_series.train_time_series`.

    find_codes: of the trained network, the global codes of the series' images, None where an image has none.
    """

    data: SeriesData
    settings: TrainSettings
    find_codes: FindCodes
    name: str = "series"

    @property
    def output_count(self) -> int:
        return len(self.data.inputs[0]["bands"])

    def measure_footprint(self, network: nn.Module) -> Footprint:
        return measure_footprint(network)

    def make_sampler(self) -> Draw:
        """What draws a sample of the training, a `SeriesBatch`."""
        return BlockSampler(self.data).draw

    def make_objective(self, network: SeriesNetwork) -> SeriesObjective | PaperObjective:
        """What a network of its kind minimizes."""
        if isinstance(network, PaperDisentangler):
            return PaperObjective(PaperWeights(), self.output_count, network.base_channels)
        return SeriesObjective()

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        assert isinstance(network, SeriesNetwork)
        data, draw = self.data, self.make_sampler()
        find_held_places(data, 1, self.settings.seed)  # or it would fail when the training is over
        progress.message(f"Training on {len(data.images)} dates of {len(data.blocks)} blocks of ground.")
        objective = self.make_objective(network)
        weights = objective.weights
        identity = ["series", asdict(weights)]
        training = run(Stage(self.settings, draw, objective, identity, keep_best=False, share=(0.03, 0.9)))
        found = measure(network, data, device, self.settings.seed)
        failed = [line.failure for line in judge(found) if line.passed is False]
        for sentence in failed:
            progress.message(sentence)
        if failed:
            count = f"{len(failed)} figures of the model are" if len(failed) > 1 else "One figure of the model is"
            progress.warning(f"{count} not as wanted; the messages and the report say what that means.")
        codes = [None if code is None else [round(value, 5) for value in code.tolist()]
                 for code in self.find_codes(network, device)]  # fmt: skip
        dates = [{"name": name, "date": date, "code": code}
                 for (name, date), code in zip(data.images, codes, strict=True) if code]  # fmt: skip
        return Outcome(
            card={"series": {"dates": dates}},
            record={
                **describe_stage(self.settings, training),
                "window_px": WINDOW_PX,
                "weights": asdict(weights),
                "metrics": {"split": "held-out ground", "figures": found},
                "versions": describe_versions("torch", "rasterio"),
            },
            result={
                "dates": len(data.images),
                "translation_error": found.get("translation"),
                "unchanged_error": found.get("nothing"),
                "failed": len(failed),
                "seconds": round(training.seconds, 1),
            },
            write_pages=lambda report, card: _load_pages()(report, card, training, network, data, found, device),
        )


def _load_pages() -> Callable:
    from .report import write_pages  # it loads what draws figures

    return write_pages
