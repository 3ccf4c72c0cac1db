"""The training of a super-resolution: faithful weights, sharp ones where they are asked for, and the expected error."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

import torch
from torch import Tensor, nn

from ..evaluation import PixelScores, score_expected_errors
from ..models.footprint import Footprint, measure_footprint
from ..models.networks.degradation import BicubicEnlargement
from ..progress import Progress
from ..training.adversarial import Adversarial, AdversarialSettings
from ..training.batch import Batch
from ..training.losses import compute_charbonnier, fill_unknown
from ..training.objectives import Objective, Supervised
from ..training.session import Outcome, RunStage, Stage, describe_stage, describe_versions
from ..training.settings import TrainSettings
from ..training.state import Training
from .baselines import PROJECTED
from .error_calibration import calibrate, expect
from .expected_error import ErrorObjective, collect_errors, cut_border
from .finer_networks import SHARP
from .samples import PatchSampler, SuperResolutionData
from .validation import Validation, on_device

_BORDER_PX = 2  # low pixels along the sides of a patch, whose surroundings are missing
_ERROR_SHARE, _SHARP_SHARE = 0.2, 0.4  # of the epochs


@dataclass(frozen=True)
class SuperResolutionTask:
    """The training of a super-resolution; see `super_resolution.train_super_resolution`.

    sharpness: the adversarial stage, or None.
    """

    data: SuperResolutionData
    settings: TrainSettings
    sharpness: AdversarialSettings | None = None
    name: str = "super-resolution"

    @property
    def output_count(self) -> int:
        return len(self.data.inputs[0]["bands"])

    def measure_footprint(self, network: nn.Module) -> Footprint:
        return measure_footprint(network)

    def train(
        self, network: nn.Module, footprint: Footprint, device: torch.device, run: RunStage, progress: Progress
    ) -> Outcome:
        data, validation, sampler = self.data, Validation(self.data), PatchSampler(self.data)
        progress.message(f"Training on {len(data.training)} blocks of ground, judged on {len(data.validation)} others.")
        found = validation.score_baselines()
        ours = on_device(network, device)

        def validate(average: nn.Module) -> dict:
            average.gives_errors = False  # type: ignore[assignment]
            scores = validation.score(on_device(average, device))
            return {"score": scores.psnr_db, "gain_db": scores.psnr_db - found[PROJECTED].psnr_db, "ssim": scores.ssim}

        def run_stage(name: str, settings: TrainSettings, objective: Objective, share: tuple[float, float],
                      keep_best: bool) -> Training:  # fmt: skip
            judge = validate if name != "errors" else None
            return run(Stage(settings, sampler.draw, objective, [data.sigma, name], judge, keep_best, share, name,
                             "PSNR (dB)"))  # fmt: skip

        network.gives_errors = False  # type: ignore[assignment]
        settings, sharp_settings, error_settings = self._plan()
        loss = self._compute_loss
        done = 0.4 if sharp_settings else 0.8
        trained = {"faithful": run_stage("faithful", settings, Supervised(loss), (0.03, done), True)}
        sharp: dict[str, Tensor] = {}
        found["model"] = validation.score(ours)
        if sharp_settings and self.sharpness:
            faithful = copy.deepcopy(network.state_dict())
            objective = Adversarial(lambda outputs, batch: loss(outputs, batch[1]), self._see, 2 * self.output_count,
                                    self.sharpness)  # fmt: skip
            trained["sharp"] = run_stage("sharp", sharp_settings, objective, (done, 0.8), False)
            found["sharp model"] = validation.score(ours)
            sharp = {SHARP + name: value.detach().cpu().half() for name, value in network.state_dict().items()
                     if not name.startswith("errors.")}  # fmt: skip
            network.load_state_dict(faithful)
        network.gives_errors = True  # type: ignore[assignment]
        trained["errors"] = run_stage("errors", error_settings, ErrorObjective(_BORDER_PX * data.ratio), (0.8, 0.96),
                                      False)  # fmt: skip
        predicted, errors = collect_errors(validation, ours)
        calibration = calibrate(predicted, errors)
        expected = score_expected_errors(expect(predicted, calibration), errors)
        gain_db = found["model"].psnr_db - found[PROJECTED].psnr_db
        if gain_db <= 0:
            progress.warning(f"The model is no better than bicubic enlargement with projection ({gain_db:+.2f} dB "
                             "PSNR) on ground that it has not seen; train it longer or on more images.")
        scores = {name: _describe(each) for name, each in found.items()}
        return Outcome(
            card={
                "bf16": False,
                "scale": data.ratio,
                "sharpness": bool(sharp),
                "expected_error": calibration,
            },
            record={
                **describe_stage(settings, trained["faithful"]),
                "protocol": "Wald" if data.is_self_supervised else "pairs",
                "patch_px": sampler.patch_px,
                "sharpness": asdict(self.sharpness) if self.sharpness else None,
                "metrics": {"split": "validation", "scores": scores, "expected_error": asdict(expected)},
                "versions": describe_versions("torch", "rasterio"),
            },
            result={
                "ratio": data.ratio,
                "sigma": data.sigma,
                "psnr_db": found["model"].psnr_db,
                "gain_db": gain_db,
                "ssim": found["model"].ssim,
                "seconds": round(sum(each.seconds for each in trained.values()), 1),
            },
            write_pages=lambda report, card: _load_pages()(
                report, card, trained, network, validation, (predicted, errors), device, sharp),
            tensors=sharp,
        )

    def _plan(self) -> tuple[TrainSettings, TrainSettings | None, TrainSettings]:
        """The settings of the faithful, the sharp and the error stage."""

        def cut(share: float) -> TrainSettings:
            limit_s = self.settings.time_limit_s
            return replace(self.settings, epochs=max(1, round(share * self.settings.epochs)),
                           time_limit_s=share * limit_s if limit_s else None)

        sharp_share = _SHARP_SHARE if self.sharpness else 0.0
        sharp = replace(cut(sharp_share), continued=True, schedule="cosine",
                        learning_rate=0.3 * self.settings.learning_rate) if self.sharpness else None
        return cut(1 - sharp_share - _ERROR_SHARE), sharp, cut(_ERROR_SHARE)

    def _compute_loss(self, outputs: Tensor, targets: tuple[Tensor, Tensor]) -> Tensor:
        """The absolute error in standard deviations of the bands, away from the sides of the patch."""
        high, known = (cut_border(each, _BORDER_PX * self.data.ratio) for each in targets)
        outputs = cut_border(outputs, _BORDER_PX * self.data.ratio)
        return compute_charbonnier(fill_unknown(outputs, high, known), high)

    def _see(self, outputs: Tensor, batch: Batch) -> tuple[Tensor, Tensor]:
        """What a discriminator gets: detail alone, and the bicubic image that it belongs to."""
        inputs, (high, known) = batch
        enlarged = BicubicEnlargement(self.data.ratio)(inputs[0] if isinstance(inputs, tuple) else inputs)
        made = fill_unknown(outputs, high, known)
        return torch.cat([made - enlarged, enlarged], dim=1), torch.cat([high - enlarged, enlarged], dim=1)


def _describe(scores: PixelScores) -> dict:
    """What the card stores of scores."""
    return {"psnr_db": round(scores.psnr_db, 3), "ssim": round(scores.ssim, 4), "ergas": round(scores.ergas, 3),
            "angle_deg": round(scores.angle_deg, 3)}  # fmt: skip


def _load_pages() -> Callable[..., None]:
    from .report import write_pages  # only now: it loads what draws figures

    return write_pages
