"""How real generated images are: their distribution beside that of real ones, by no trained classifier.

In features of a network trained on the classes, blurred class means already look nearly real. The features here are
those of fixed random filters, which see texture as well as colour, and are the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from torch.nn import functional

from .spectrum import measure_power

_FILTERS, _FILTER_PX, _SMALLEST_PX = 32, 5, 8
_BATCH = 256


@dataclass(frozen=True)
class SampleScores:
    """Samples against real images: each is 0 (discriminator_auc 0.5) for images from the same distribution."""

    kid: float
    spectrum_distance_db: float
    discriminator_auc: float


def score_samples(samples: np.ndarray, real: np.ndarray, seed: int = 0) -> SampleScores:
    """All measures of `samples` (N, C, H, W) against `real` (M, C, H, W), both float32 in [-1, 1]."""
    ours, theirs = extract_texture(samples), extract_texture(real)
    mean, spread = theirs.mean(axis=0), theirs.std(axis=0) + 1e-6
    ours, theirs = (ours - mean) / spread, (theirs - mean) / spread
    return SampleScores(measure_kid(ours, theirs, seed), measure_spectrum_distance_db(samples, real),
                        measure_discriminator_auc(ours, theirs, seed))


def extract_texture(images: np.ndarray) -> np.ndarray:
    """Features (N, D) of images (N, C, H, W): mean and spread of random filters' answers at each halving of the size.

    The filters are drawn once from a fixed seed; no training is involved.
    """
    channels = images.shape[1]
    generator = torch.Generator().manual_seed(20)
    filters = torch.randn(_FILTERS, channels, _FILTER_PX, _FILTER_PX, generator=generator)
    filters[_FILTERS // 4 :] -= filters[_FILTERS // 4 :].mean(dim=(2, 3), keepdim=True)  # a quarter sees colour
    filters /= filters.flatten(1).norm(dim=1)[:, None, None, None]
    features = []
    for start in range(0, len(images), _BATCH):
        batch, rows = torch.from_numpy(images[start : start + _BATCH]).float(), []
        while True:
            answers = functional.conv2d(batch, filters).abs().flatten(2)
            rows += [answers.mean(dim=2), answers.std(dim=2)]
            if min(batch.shape[2:]) // 2 < _SMALLEST_PX:
                break
            batch = functional.avg_pool2d(batch, 2)
        features.append(torch.cat(rows, dim=1))
    return torch.cat(features).numpy()


def measure_kid(samples: np.ndarray, real: np.ndarray, seed: int = 0, subsets: int = 50,
                subset_size: int = 500) -> float:
    """Kernel inception distance: the unbiased MMD^2 of features (N, D), (M, D) under the kernel (a b / D + 1)^3.

    Mean over random subsets. Source: Binkowski et al., "Demystifying MMD GANs", ICLR 2018.
    """
    size = min(subset_size, len(samples), len(real))
    generator, values = np.random.default_rng(seed), []
    for _ in range(subsets):
        x = samples[generator.choice(len(samples), size, replace=False)]
        y = real[generator.choice(len(real), size, replace=False)]
        xx, yy, xy = (_kernel(a, b) for a, b in ((x, x), (y, y), (x, y)))
        within = sum((k.sum() - np.trace(k)) / (size * (size - 1)) for k in (xx, yy))
        values.append(within - 2 * xy.mean())
    return float(np.mean(values))


def measure_spectrum_distance_db(samples: np.ndarray, real: np.ndarray) -> float:
    """Root mean square difference of the radial power spectra in dB, over all frequencies and bands."""
    ours, theirs = (10 * np.log10(measure_power(images) + 1e-6) for images in (samples, real))
    return float(np.sqrt(np.mean((ours - theirs) ** 2)))


def measure_discriminator_auc(samples: np.ndarray, real: np.ndarray, seed: int = 0) -> float:
    """How well logistic regression separates features (N, D) of samples from real ones: 5-fold cross-validated AUC."""
    features = np.concatenate([samples, real])
    is_real = np.repeat([0, 1], [len(samples), len(real)])
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    classifier = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=300))
    scores = cross_val_predict(classifier, features, is_real, cv=folds, method="decision_function")
    return float(roc_auc_score(is_real, scores))


def _kernel(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return (a @ b.T / a.shape[1] + 1) ** 3
