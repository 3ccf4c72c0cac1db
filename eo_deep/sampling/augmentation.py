"""Random variation of training samples: geometry, radiometry, sharpness, objects.

Every draw comes from the generator that is passed in, one per sample: the same seed gives the same sample in whichever
thread and order it is made. Pixels are normalised (0 = middle grey, one unit = a quarter of the image's range);
most operations below work on ``v = 0.25 x + 0.5``, in which an image's bulk lies in 0..1.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor
from torch.nn import functional

from ..errors import EoDeepError
from ..io.card_schema import UNKNOWN

# The share of samples whose radiometry is left alone.
_UNTOUCHED = 0.4


@dataclass(frozen=True)
class AugmentationSettings:
    """How far samples may vary: ``radiometry`` multiplies all probabilities, scale lies in 1/max_scale .. max_scale.

    mixing: the share of samples whose labelled pixels get other surroundings, where labels are sparse.
    """

    flips: bool
    rotation: bool
    max_scale: float
    radiometry: float
    mixing: float = 0.0


STRENGTHS = {
    "none": AugmentationSettings(False, False, 1.0, 0.0),
    "flips and rotations": AugmentationSettings(True, False, 1.0, 0.0),
    "moderate": AugmentationSettings(True, False, 1.25, 0.5, 0.7),
    "strong": AugmentationSettings(True, True, 1.6, 1.0, 0.7),
}


def get_augmentation(name: str) -> AugmentationSettings:
    """The settings of that name; EoDeepError names the available ones otherwise."""
    if name not in STRENGTHS:
        raise EoDeepError(f"Augmentation must be one of {', '.join(STRENGTHS)}, got {name}.")
    return STRENGTHS[name]


@dataclass(frozen=True)
class Placement:
    """How a crop lies in its image: turned by ``angle`` (radians), mirrored, ``scale`` image pixels per crop pixel."""

    angle: float
    mirrored: bool
    scale: float

    def needed_px(self, crop_px: int, cell_px: int = 1) -> int:
        """Side of the square window of the image that covers a crop of crop_px, with a cell to interpolate from.

        It is a multiple of cell_px, which all sources' cells divide: so all have their windows' middle in one place.
        """
        spread = abs(math.cos(self.angle)) + abs(math.sin(self.angle))
        # A quarter turn's cosine is 6e-17, not 0: that much must not cost a pixel, and with it the pixels' alignment.
        return (math.ceil(crop_px * self.scale * spread / cell_px - 1e-6) + 2) * cell_px

    def to_crop(self, xy: np.ndarray, window_px: int, crop_px: int) -> np.ndarray:
        """Where points (P, 2) of a square window of window_px, (x, y) in px, lie in the crop that `place` cuts out."""
        cosine, sine = math.cos(self.angle), math.sin(self.angle)
        flip = -1.0 if self.mirrored else 1.0
        matrix = self.scale * np.array([[flip * cosine, -sine], [flip * sine, cosine]])
        return (xy - window_px / 2) @ np.linalg.inv(matrix).T + crop_px / 2


def draw_placement(settings: AugmentationSettings, rng: Generator) -> Placement:
    """Draw rotation, mirroring and scale; quarter turns are half as frequent as free angles where those are allowed."""
    scale = math.exp(rng.uniform(-1, 1) * math.log(settings.max_scale))
    if not settings.flips:
        return Placement(0.0, False, scale)
    free = settings.rotation and rng.random() < 0.67
    angle = rng.uniform(0, 2 * math.pi) if free else rng.integers(4) * math.pi / 2
    return Placement(float(angle), bool(rng.random() < 0.5), scale)


def place(layer: Tensor, placement: Placement, crop_px: int, interpolation: str) -> Tensor:
    """Resample the crop out of a square window centred on it.

    Args:
        layer: (C, S, S) float32 window, S of at least `Placement.needed_px`.
        interpolation: "bilinear" or "nearest".

    Returns:
        (C, crop_px, crop_px) float32; 0 outside the window.
    """
    half = placement.scale * crop_px / layer.shape[-1]
    cosine, sine = math.cos(placement.angle) * half, math.sin(placement.angle) * half
    flip = -1.0 if placement.mirrored else 1.0
    theta = torch.tensor([[[flip * cosine, -sine, 0.0], [flip * sine, cosine, 0.0]]], dtype=torch.float32)
    grid = functional.affine_grid(theta, [1, 1, crop_px, crop_px], align_corners=False)
    return functional.grid_sample(layer[None], grid, mode=interpolation, align_corners=False)[0]


def keep_inside(position: float, half: float, length: int) -> float:
    """The place nearest ``position`` where a crop of twice ``half`` does not hang out of 0..length."""
    return min(max(position, half), length - half) if length > 2 * half else length / 2


class SourceWindow(NamedTuple):
    """A window as one source sees it, of S / ratio cells a side.

    x: (C, S / ratio, S / ratio) float32, normalised. valid: (S / ratio, S / ratio) bool, where the source has pixels.
    is_picture: whether its bands may be mixed like colours, and its objects painted. own_sky: whether it was taken at
    another time than the first source. required: whether a pixel without this source has no class.
    """

    x: np.ndarray
    valid: np.ndarray
    ratio: int = 1
    is_picture: bool = True
    own_sky: bool = False
    required: bool = True


def augment(
    x: np.ndarray,
    classes: np.ndarray,
    objects: np.ndarray,
    valid: np.ndarray,
    placement: Placement,
    crop_px: int,
    settings: AugmentationSettings,
    rng: Generator,
) -> tuple[Tensor, Tensor, Tensor]:
    """`augment_sources` of a single source: pixels (C, crop_px, crop_px) float32, classes and objects."""
    (pixels,), y, parts = augment_sources([SourceWindow(x, valid)], classes, objects, placement, crop_px, settings, rng)
    return pixels[:-1], y, parts


def augment_sources(
    windows: Sequence[SourceWindow],
    classes: np.ndarray,
    objects: np.ndarray,
    placement: Placement,
    crop_px: int,
    settings: AugmentationSettings,
    rng: Generator,
) -> tuple[list[Tensor], Tensor, Tensor]:
    """One training sample out of a square window of an image, in its geometry and its radiometry varied.

    The geometry is one for all sources; light, air, and which objects are painted are one for those that were taken
    together; noise, sharpness and tones are each source's own.

    Args:
        windows: of each source, the first of ratio 1 and S of at least `Placement.needed_px`.
        classes: (S, S) uint8, `UNKNOWN` for pixels without class. objects: (S, S) whole numbers, 0 for none.

    Returns:
        Of each source pixels (C + 1, crop_px / ratio, crop_px / ratio) float32, 0 where nodata, the last band 1 where
        they are not; classes (crop_px, crop_px) int64; objects, alike, with numbers 1, 2, ... of their own, 0 for none.
    """
    layers = torch.from_numpy(
        np.stack([np.where(find_known(windows), classes, UNKNOWN), _renumber(objects)]).astype(np.float32)
    )
    # Outside of the window place() gives 0: classes are shifted by one so that 0 means `UNKNOWN` there.
    layers[0] = torch.where(layers[0] == UNKNOWN, 0.0, layers[0] + 1)
    y, placed = place(layers, placement, crop_px, "nearest")
    parts = placed.long()
    several = len(windows) > 1
    seeds = rng.integers(2**62, size=2).tolist() if several else []
    pixels = []
    for number, each in enumerate(windows):
        x = place(torch.from_numpy(each.x), placement, crop_px // each.ratio, "bilinear")
        valid = torch.from_numpy(each.valid.astype(np.float32))[None]
        inside = (place(valid, placement, crop_px // each.ratio, "nearest") > 0).float()
        seen = parts[each.ratio // 2 :: each.ratio, each.ratio // 2 :: each.ratio]
        sky, paint = [np.random.default_rng([seed, number if each.own_sky else 0]) for seed in seeds] or (rng, rng)
        x = vary_radiometry(x, seen, settings, rng, sky, paint, each.is_picture or not several)
        pixels.append(torch.cat([x * inside, inside]))
    return pixels, torch.where(y == 0, UNKNOWN, y - 1).long(), parts


def find_known(windows: Sequence[SourceWindow]) -> np.ndarray:
    """(S, S) bool: where all sources that are required have pixels."""
    known = windows[0].valid
    for each in windows[1:]:
        if each.required:
            known = known & each.valid.repeat(each.ratio, 0).repeat(each.ratio, 1)
    return known


def _renumber(objects: np.ndarray) -> np.ndarray:
    """Objects (H, W) as 0 for none and 1, 2, ... for those present: float32 layers hold only small numbers exactly."""
    present = np.bincount(objects.ravel()) > 0
    present[0] = False
    return np.where(present, np.cumsum(present), 0)[objects]


def vary_radiometry(
    x: Tensor,
    objects: Tensor,
    settings: AugmentationSettings,
    rng: Generator,
    sky: Generator | None = None,
    paint: Generator | None = None,
    is_picture: bool = True,
) -> Tensor:
    """Change what another sensor, sun, season or air would have changed, and the paint of objects.

    Args:
        x: (C, H, W) float32, normalised.
        objects: (H, W) int64, 0 for background, else one number per labelled object.
        sky, paint: generators for light and air, and for objects' colours; those of several sources start alike.
            Default: `rng`.
        is_picture: whether bands are colours, which may be mixed and painted, not measurements.

    Returns:
        (C, H, W) float32, normalised, of the same geometry.
    """
    sky, paint = sky or rng, paint or rng
    # Some samples stay as they are: most images are neither hazy nor blurred, and edges must be learned where they are.
    if settings.radiometry == 0 or sky.random() < _UNTOUCHED:
        return x

    def chance(probability: float, rng: Generator = rng) -> bool:
        return bool(rng.random() < probability * settings.radiometry)

    v = x * 0.25 + 0.5
    if is_picture and chance(0.5, paint):
        v = repaint_objects(v, objects, paint)
    if chance(0.3, sky):
        v = v * (1 + draw_smooth_field(v.shape[1:], sky) * sky.uniform(0.1, 0.5))
    if chance(0.15, sky):
        v = cast_shadow(v, sky)
    if is_picture and chance(0.3):
        v = mix_channels(v, rng)
    if is_picture and chance(0.2):
        grey = v.mean(0, keepdim=True)
        v = grey + (v - grey) * rng.uniform(0, 0.8)
    if chance(0.8):
        v = bend_tones(v, rng)
    if chance(0.5, sky):
        v = add_haze(v, sky)
    if chance(0.5):
        v = lose_sharpness(v, rng)
    elif chance(0.25):
        v = v + (v - blur(v, rng.uniform(0.6, 2.0))) * rng.uniform(0.3, 1.5)
    if chance(0.3):
        v = v + draw_noise(v.shape, rng) * rng.uniform(0.01, 0.06)
    if is_picture and chance(0.2) and v.shape[0] == 3:
        v = compress_jpeg(v, int(rng.integers(20, 90)))
    return (v.clamp(-0.5, 1.5) - 0.5) / 0.25


def repaint_objects(v: Tensor, objects: Tensor, rng: Generator) -> Tensor:
    """Give some objects another colour and contrast, texture kept: roofs come in more paints than one town shows."""
    count = int(objects.max()) + 1
    if count == 1:
        return v
    channels = v.shape[0]
    share = rng.uniform(0.1, 0.8)
    painted = rng.random(count) < share
    painted[0] = False
    flat = objects.reshape(-1)
    area = torch.bincount(flat, minlength=count).clamp(min=1)
    mean = torch.stack([torch.bincount(flat, weights=band.reshape(-1), minlength=count) / area for band in v]).float()
    # A shared lightness and a smaller colour: most roofs are nearly grey, a few are vivid.
    colour = rng.uniform(0.0, 1.1, (1, count)) + rng.normal(0, 1, (channels, count)) * rng.choice(
        [0.04, 0.12, 0.3], (1, count)
    )
    gain = rng.uniform(0.4, 1.2, (1, count))
    opacity = rng.uniform(0.4, 1.0, (1, count)) * painted
    gain_t = torch.from_numpy(1 + opacity * (gain - 1)).float()
    shift = torch.from_numpy(opacity).float() * (torch.from_numpy(colour).float() - mean)
    deviation = v.reshape(channels, -1) - mean[:, flat]
    out = mean[:, flat] + deviation * gain_t[:, flat] + shift[:, flat]
    return out.reshape(v.shape)


def draw_smooth_field(shape: tuple[int, ...] | torch.Size, rng: Generator) -> Tensor:
    """A random (H, W) field in -1..1 that varies over about a third of the crop."""
    coarse = torch.from_numpy(rng.uniform(-1, 1, (1, 1, 4, 4)).astype(np.float32))
    return functional.interpolate(coarse, tuple(shape), mode="bicubic", align_corners=True)[0, 0].clamp(-1, 1)


def cast_shadow(v: Tensor, rng: Generator) -> Tensor:
    """Darken a half plane or a cloud-like patch."""
    height, width = v.shape[1:]
    if rng.random() < 0.5:
        angle = rng.uniform(0, 2 * math.pi)
        y, x = torch.meshgrid(torch.linspace(-1, 1, height), torch.linspace(-1, 1, width), indexing="ij")
        distance = x * math.cos(angle) + y * math.sin(angle) - rng.uniform(-0.8, 0.8)
    else:
        distance = draw_smooth_field(v.shape[1:], rng)
    shaded = torch.sigmoid(distance * rng.uniform(5, 60))
    return v * (1 - shaded * rng.uniform(0.2, 0.65))


def mix_channels(v: Tensor, rng: Generator) -> Tensor:
    """Permute the channels or mix them a little: another sensor's bands answer to other wavelengths."""
    channels = v.shape[0]
    if rng.random() < 0.25:
        return v[torch.from_numpy(rng.permutation(channels))]
    matrix = np.eye(channels) + rng.normal(0, 0.15, (channels, channels))
    matrix /= np.abs(matrix.sum(1, keepdims=True)).clip(0.3)
    return torch.einsum("ij,jhw->ihw", torch.from_numpy(matrix.astype(np.float32)), v)


def bend_tones(v: Tensor, rng: Generator) -> Tensor:
    """Gain, offset, gamma and contrast, for the whole image and, less, for each channel by itself."""
    channels = v.shape[0]
    gamma = math.exp(rng.normal(0, 0.3)) * np.exp(rng.normal(0, 0.08, (channels, 1, 1)))
    gain = math.exp(rng.normal(0, 0.2)) * np.exp(rng.normal(0, 0.1, (channels, 1, 1)))
    offset = rng.normal(0, 0.08) + rng.normal(0, 0.05, (channels, 1, 1))
    v = v.clamp(min=0.0) ** torch.from_numpy(gamma.astype(np.float32))
    v = v * torch.from_numpy(gain.astype(np.float32)) + torch.from_numpy(offset.astype(np.float32))
    if rng.random() < 0.3:
        pivot = rng.uniform(0.2, 0.8)
        v = pivot + (v - pivot) * rng.uniform(0.35, 1.1)
    return v


def add_haze(v: Tensor, rng: Generator) -> Tensor:
    """Blend with airlight, J t + A (1 - t) (Koschmieder 1924), evenly or in drifts.

    Half the time the result is stretched again, as an image's own percentiles would stretch it.
    """
    transmission = torch.full(v.shape[1:], float(rng.uniform(0.3, 1.0)))
    if rng.random() < 0.5:
        transmission = (transmission + 0.35 * draw_smooth_field(v.shape[1:], rng)).clamp(0.2, 1.0)
    airlight = rng.uniform(0.5, 1.0) + rng.normal(0, 0.06, (v.shape[0], 1, 1))
    out = v * transmission + torch.from_numpy(airlight.astype(np.float32)) * (1 - transmission)
    if rng.random() < 0.5:
        low, high = out.amin((1, 2), keepdim=True), out.amax((1, 2), keepdim=True)
        stretched = (out - low) / (high - low).clamp(min=0.1)
        out = out + (stretched - out) * rng.uniform(0.3, 1.0)
    return out


def lose_sharpness(v: Tensor, rng: Generator) -> Tensor:
    """Blur, or go down to a coarser grid and back, as an image of up to four times the pixel size would look."""
    if rng.random() < 0.4:
        return blur(v, rng.uniform(0.4, 1.8))
    factor = math.exp(rng.uniform(0, math.log(4.0)))
    small = [max(8, round(side / factor)) for side in v.shape[1:]]
    mode = ("bilinear", "bicubic", "nearest")[int(rng.choice(3, p=[0.5, 0.4, 0.1]))]
    low = functional.interpolate(v[None], small, mode="bilinear", antialias=True)
    if mode == "nearest":
        return functional.interpolate(low, v.shape[1:], mode=mode)[0]
    return functional.interpolate(low, v.shape[1:], mode=mode, align_corners=False)[0]


def blur(v: Tensor, sigma_px: float) -> Tensor:
    """Gaussian blur of (C, H, W), borders replicated."""
    radius = math.ceil(2.5 * sigma_px)
    kernel = torch.exp(-0.5 * (torch.arange(-radius, radius + 1) / sigma_px) ** 2)
    kernel = kernel / kernel.sum()
    padded = functional.pad(v[:, None], (radius,) * 4, mode="replicate")
    return functional.conv2d(functional.conv2d(padded, kernel[None, None, None]), kernel[None, None, :, None])[:, 0]


def draw_noise(shape: tuple[int, ...] | torch.Size, rng: Generator) -> Tensor:
    """Gaussian noise, (C, H, W), the same in all channels as often as not."""
    grey = rng.random() < 0.5
    return torch.from_numpy(rng.standard_normal((1 if grey else shape[0], *shape[1:]), dtype=np.float32))


def compress_jpeg(v: Tensor, quality: int) -> Tensor:
    """Through JPEG and back, (3, H, W)."""
    from PIL import Image

    image = Image.fromarray((v.clamp(0, 1) * 255).byte().movedim(0, -1).contiguous().numpy())
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return torch.from_numpy(np.array(Image.open(buffer))).movedim(-1, 0).float() / 255
