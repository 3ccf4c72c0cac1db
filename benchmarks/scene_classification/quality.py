"""A part of `compare`: what measures quality; each function prints a table."""

from __future__ import annotations

import numpy as np
import torch
from scipy.interpolate import griddata

from benchmarks.scene_classification.train import LEFT_OUT
from eo_deep.energy_models.jem import compute_logits
from eo_deep.energy_models.langevin import (
    initialize_chains,
    measure_covariance,
    read_initialization,
    read_sampler,
    run_sampler,
)
from eo_deep.evaluation import score_samples
from eo_deep.image_generation.generate import choose_classes
from eo_deep.inpainting.complete import Completer
from eo_deep.models.model_file import Model, read_extras
from eo_deep.models.scaling import fit_range
from eo_deep.out_of_distribution.compare import LOG_PX, compare_scores, score_images
from eo_deep.out_of_distribution.scores import KL_EPSILON, MAX_BINS, measure_auroc, measure_kl, trace_risk
from eo_deep.sampling.patch_collection import PatchSet
from eo_deep.sampling.scene_set import SceneSet
from eo_deep.scene_classification.calibration import measure_classification

SAMPLES, SAMPLE_STEPS = 120, 100
COMPLETED, COMPLETION_STEPS = 100, 50
_SEED = 0


def scale(images: np.ndarray) -> np.ndarray:
    """8-bit values as network input, -1..1."""
    return images.astype(np.float32) / 127.5 - 1


def find_logits(model: Model, images: np.ndarray) -> torch.Tensor:
    """Logits (N, K) of 8-bit images (N, 3, 64, 64), a few at a time."""
    return torch.cat([
        compute_logits(model.network, torch.from_numpy(scale(images[start : start + 512])), 64)
        for start in range(0, len(images), 512)
    ])


def print_accuracy(models: dict[str, Model], train: SceneSet, test: SceneSet) -> None:
    """Accuracy and calibration on the test part, and how far its log p(x) is from that of as many training images."""
    some = np.random.default_rng(_SEED).permutation(len(train.images))[: len(test.images)]
    print("## Accuracy\n\n| model | accuracy | calibration error | KL of log p(x), test against train |")
    print("| --- | ---: | ---: | ---: |")
    for name, model in models.items():
        logits = find_logits(model, test.images)
        count = len(model.card["classes"])
        found = measure_classification(logits, torch.from_numpy(test.labels), model.card["temperature"], count)
        known = find_logits(model, train.images[some]).logsumexp(1).numpy()
        kl = measure_kl(logits.logsumexp(1).numpy(), known)
        print(f"| {name} | {found['accuracy']:.2%} | {found['calibration_error']:.2%} | {kl:.3f} |", flush=True)
    print(f"\n{len(test.images)} test images. KL: {MAX_BINS} bins over the training images' range and two open ones, "
          f"epsilon {KL_EPSILON:g}, in nats.\n")


def print_foreign(model: Model, known: np.ndarray, foreign: dict[str, np.ndarray]) -> None:
    """AUROC (and FPR95) of four scores for each foreign set against test images."""
    some = np.random.default_rng(_SEED).permutation(len(known))[:2000]
    reference = score_images(model, PatchSet("test", scale(known[some])))
    print("## Foreign images against test images: AUROC (FPR95)\n")
    print("| set | images | KL of log p(x) | log p(x) | largest softmax | minus gradient norm | nearest neighbours |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, images in foreign.items():
        found = compare_scores(reference, score_images(model, PatchSet(name, scale(images))))
        cells = " | ".join(f"{each['auroc']:.3f} ({each['fpr95']:.0%})" for each in found.values())
        print(f"| {name} | {len(images)} | {found[LOG_PX]['kl']:.1f} | {cells} |", flush=True)
    print("\nNo image of these sets was in the training, but synthetic outliers were: real patches blurred, "
          "recoloured, tinted, flattened,\nwith noise, doubly exposed, enlarged, shrunk, shuffled and overexposed, "
          "fields that chains start from, and drawn towns\nseen from the air.\n")


def print_left_out(model: Model, test: SceneSet) -> None:
    """AUROC of a model that never saw three classes, for telling them from the others."""
    logits = find_logits(model, test.images)
    known = np.array([test.class_names[label] not in LEFT_OUT for label in test.labels])
    density, softmax = logits.logsumexp(1).numpy(), logits.softmax(1).amax(1).numpy()
    print(f"Classes left out of training ({', '.join(LEFT_OUT)}): AUROC of log p(x) "
          f"{measure_auroc(density[known], density[~known]):.3f}, of the largest softmax "
          f"{measure_auroc(softmax[known], softmax[~known]):.3f}.\n", flush=True)


def print_risk(model: Model, test: SceneSet, foreign: dict[str, np.ndarray]) -> None:
    """Accuracy of the most confident share of a mixed set, whose foreign images count as wrong, by three rankings."""
    logits = torch.cat([find_logits(model, images) for images in (test.images, *foreign.values())])
    right = np.zeros(len(logits), bool)
    right[: len(test.labels)] = logits[: len(test.labels)].argmax(1).numpy() == test.labels
    tempered = (logits / model.card["temperature"]).softmax(1).amax(1).numpy()
    rankings = {"log p(x)": logits.logsumexp(1).numpy(), "largest softmax": tempered,
                "largest logit, log p(x, y)": logits.amax(1).numpy()}
    shares = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    print(f"## Risk and coverage\n\nAccuracy among the most confident images of {len(test.labels)} test images and "
          f"{len(logits) - len(test.labels)} foreign ones, any answer on which is wrong.\n")
    print("| ranking | " + " | ".join(f"{share:.0%} kept" for share in shares) + " |")
    print("| --- |" + " ---: |" * len(shares))
    for name, confidence in rankings.items():
        coverage, risk = trace_risk(confidence, right)
        cells = " | ".join(f"{1 - np.interp(share, coverage, risk):.2%}" for share in shares)
        print(f"| {name} | {cells} |")
    print(flush=True)


def print_samples(path: str, model: Model, judge: Model, train: SceneSet, test: SceneSet) -> None:
    """The measures of samples and of their controls, each against training images, and the rarest class's share."""
    extras, generator = read_extras(path), torch.Generator().manual_seed(_SEED)
    start = read_initialization(extras, model.card, path)
    classes = choose_classes(model.card, None, SAMPLES)
    settings = read_sampler(model.card, SAMPLE_STEPS)
    sets = {"test images": scale(test.images[np.random.default_rng(_SEED).permutation(len(test.images))[:SAMPLES]])}
    sets["start fields alone"] = start.draw(classes, generator).numpy()
    sets["uniform noise"] = np.random.default_rng(_SEED).uniform(-1, 1, sets["test images"].shape).astype(np.float32)
    fields, chains = torch.from_numpy(sets["start fields alone"]), initialize_chains(extras, start, classes, generator)
    sets["training's chains, no steps"] = chains.numpy()
    for name, first, wanted in (("chains", chains, classes), ("chains, unconditional", chains, None),
                                ("fields", fields, classes)):
        sets[f"samples: {name}, {SAMPLE_STEPS} steps"] = run_sampler(
            model.network, first, settings, generator, wanted, start.measure_gain())[0].numpy()
    known = scale(train.images[np.random.default_rng(_SEED).permutation(len(train.images))[:2000]])
    print(f"## Samples\n\n{SAMPLES} images each, as many as the bundled model's file holds chains, against 2,000 of "
          "training.\n")
    print("| images | KID, random features | spectrum distance, dB | discriminator AUC | rarest class |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, images in sets.items():
        scores = score_samples(images, known, _SEED)
        found = compute_logits(judge.network, torch.from_numpy(images)).argmax(1).bincount(minlength=len(start.mean))
        rarest = int(found.argmin())
        share = f"{float(found[rarest]) / len(images):.1%} ({judge.card['classes'][rarest]['name']})"
        print(f"| {name} | {scores.kid:.3f} | {scores.spectrum_distance_db:.2f} | {scores.discriminator_auc:.3f} | "
              f"{share} |", flush=True)
    who = "the plain classifier" if judge is not model else "the JEM itself"
    print(f"\nClasses as {who} sees them.\n")


def print_completion(path: str, model: Model, test: SceneSet) -> None:
    """Mean PSNR in dB over the missing pixels, beside scipy's cubic interpolation and the first guess alone."""
    images = test.images[np.random.default_rng(_SEED).permutation(len(test.images))[:COMPLETED]].astype(float)
    covariance = measure_covariance(read_initialization(read_extras(path), model.card, path))
    generator = np.random.default_rng(_SEED)
    hole = np.zeros((3, 64, 64), bool)
    hole[:, 20:43, 21:43] = True
    masks = {
        "12.5 % centre hole": [hole] * COMPLETED,
        "10 % salt and pepper": [np.broadcast_to(generator.random((64, 64)) < 0.1, (3, 64, 64))
                                 for _ in range(COMPLETED)],
        "10 % salt and pepper, each band its own": [generator.random((3, 64, 64)) < 0.1 for _ in range(COMPLETED)],
    }
    scaling = fit_range([0.0] * 3, [255.0] * 3)
    enough = model.card["log_density"]["quantiles"][25]
    steps = {"first guess": 0, f"{COMPLETION_STEPS} steps": COMPLETION_STEPS}
    print(f"## Completion: mean PSNR of the missing pixels of {COMPLETED} test images, dB\n")
    print("| missing | cubic (scipy) | " + " | ".join(steps) + " |\n| --- | ---: |" + " ---: |" * len(steps))
    for name, gaps in masks.items():
        cells = [_psnr([_interpolate(image, gap) for image, gap in zip(images, gaps)], images, gaps)]
        for count in steps.values():
            settings = read_sampler(model.card, count)
            completer = Completer(model.network, settings, scaling, covariance, 64, enough)
            filled = [completer(image, gap, number) for number, (image, gap) in enumerate(zip(images, gaps))]
            cells.append(_psnr([(each + 1) * 127.5 for each in filled], images, gaps))
        print(f"| {name} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |", flush=True)
    print()


def _interpolate(image: np.ndarray, gaps: np.ndarray) -> np.ndarray:
    """Cubic interpolation of each band over the triangles between known pixels; nearest beyond their hull."""
    rows, columns = np.mgrid[: image.shape[1], : image.shape[2]]
    result = image.copy()
    for band, gap in zip(result, gaps):
        known, wanted = (rows[~gap], columns[~gap]), (rows[gap], columns[gap])
        values = griddata(known, band[~gap], wanted, "cubic")
        lost = np.isnan(values)
        values[lost] = griddata(known, band[~gap], wanted, "nearest")[lost]
        band[gap] = values
    return result


def _psnr(filled: list[np.ndarray], images: np.ndarray, gaps: list[np.ndarray]) -> float:
    """Mean over the images of the PSNR in dB of whole 8-bit values at the missing pixels."""
    errors = [((np.rint(each).clip(0, 255) - image)[gap] ** 2).mean()
              for each, image, gap in zip(filled, images, gaps)]
    return float(np.mean(10 * np.log10(255**2 / np.maximum(errors, 1e-2))))
