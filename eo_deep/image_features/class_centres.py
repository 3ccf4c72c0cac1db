"""A small file of the centres of classes, by which another image gets the same classes."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import EoDeepError
from ..io.names import name_of
from ..io.staging import stage
from .clusters import FEWEST, MOST, Clusters
from .place_images import BandStatistics

_KIND = "EO Deep class centres"
_MOST_BYTES = 10_000_000


@dataclass(frozen=True)
class ClassCentres:
    """Clusters, and what their features are made of.

    features: one of `FEATURES`, or "model" with the hash of its file. names: of the features. bands: names of the
    image's. scaling: of the bands; None where they are not scaled. window_px: over which features were averaged.
    """

    clusters: Clusters
    features: str
    model: str | None
    names: list[str]
    bands: list[str]
    scaling: BandStatistics | None
    window_px: int


def hash_model(path: str | None) -> str | None:
    """What tells a model's file from others."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else None


def write_centres(path: str, centres: ClassCentres) -> None:
    """Write a JSON file."""
    clusters, scaling = centres.clusters, centres.scaling
    described = {
        "kind": _KIND, "features": centres.features, "model": centres.model, "window_px": centres.window_px,
        "bands": centres.bands,
        "band_mean": scaling.mean.tolist() if scaling else None,
        "band_deviation": scaling.deviation.tolist() if scaling else None,
        "names": centres.names, "mean": clusters.mean.tolist(), "deviation": clusters.deviation.tolist(),
        "spread": clusters.spread, "shares": clusters.shares.tolist(), "centres": clusters.centres.tolist(),
    }  # fmt: skip
    with stage(path) as part:
        part.write_text(json.dumps(described, indent=1), "utf-8")


def read_centres(path: str) -> ClassCentres:
    """Read a file that `write_centres` wrote. EoDeepError for any other."""
    try:
        if Path(path).stat().st_size > _MOST_BYTES:
            raise ValueError(path)
        return _parse(json.loads(Path(path).read_text("utf-8")))
    except OSError as error:
        raise EoDeepError(f"'{name_of(path)}' cannot be read: {error.strerror}.") from None
    except (KeyError, TypeError, ValueError):
        raise EoDeepError(f"'{name_of(path)}' holds no class centres; give the file that 'Segment without training "
                          "data' wrote.") from None  # fmt: skip


def _parse(found: dict) -> ClassCentres:
    """The centres of a file's JSON; KeyError, TypeError or ValueError for what is none."""
    mean, deviation, centres, shares = (np.array(found[name], np.float64) for name in
                                        ("mean", "deviation", "centres", "shares"))  # fmt: skip
    names, bands = ([str(each) for each in found[name]] for name in ("names", "bands"))
    clusters = Clusters(centres, mean, deviation, shares, float(found["spread"]))
    scaling = None
    if found["band_mean"] is not None:
        scaling = BandStatistics(*(np.array(found[name], np.float64) for name in ("band_mean", "band_deviation")))
    numbers = [mean, deviation, centres, np.array(clusters.spread)]
    numbers += [scaling.mean, scaling.deviation] if scaling else []
    is_whole = (
        found["kind"] == _KIND
        and all(np.isfinite(each).all() for each in numbers)
        and mean.shape == deviation.shape == (len(names),)
        and centres.shape == (len(shares), len(names))
        and FEWEST <= len(shares) <= MOST
        and (deviation > 0).all()
        and (scaling is None or scaling.mean.shape == scaling.deviation.shape == (len(bands),))
        and (scaling is None or (scaling.deviation > 0).all())
        and clusters.spread >= 0
        and int(found["window_px"]) > 0
    )
    if not is_whole:
        raise ValueError("no centres")
    return ClassCentres(clusters, str(found["features"]), found["model"], names, bands, scaling,
                        int(found["window_px"]))  # fmt: skip
