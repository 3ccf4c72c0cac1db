"""Interpolation of missing pixels: biharmonic surfaces for holes, ordinary kriging beside valid neighbours."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.ndimage import distance_transform_edt
from scipy.sparse.linalg import spsolve

_REACH_PX = 3
_MIN_VALID_SHARE = 0.6
_AT_ONCE = 256
_BLOCK_PX = 64
_OWN_SHARE = 0.7


def fill_smoothly(pixels: np.ndarray, missing: np.ndarray) -> np.ndarray:
    """Fill the missing pixels of each band (C, H, W) from their surroundings; `missing` (C, H, W) bool.

    Next to valid pixels the surface continues their slope (biharmonic equation); deeper in holes it is harmonic,
    because extrapolated slopes overshoot. A band without any valid pixel becomes 0.
    """
    filled = pixels.astype(np.float64)
    for band, gaps in zip(filled, missing):
        if gaps.all():
            band[:] = 0
        elif gaps.any():
            _fill_band(band, gaps)
    return filled


def _fill_band(band: np.ndarray, gaps: np.ndarray) -> None:
    """Solve for the gaps of one band (H, W) in place, in the box around them that the equations involve."""
    rows, columns = (np.flatnonzero(gaps.any(axis=axis)) for axis in (1, 0))
    box = tuple(slice(max(0, span[0] - 3), span[-1] + 4) for span in (rows, columns))
    values, missing = band[box].ravel(), gaps[box].ravel()
    flat = _laplacian(*band[box].shape)
    near = (distance_transform_edt(gaps)[box].ravel() <= 1.5).astype(float)
    equations = (sparse.diags_array(near) @ (flat @ flat) + sparse.diags_array(1 - near) @ flat).tocsr()[missing]
    values[missing] = spsolve(equations[:, missing].tocsc(), -(equations[:, ~missing] @ values[~missing]))
    band[box] = values.reshape(band[box].shape)


def _laplacian(height: int, width: int) -> sparse.csr_array:
    """The sum of differences to the (up to four) neighbours of each pixel, as a matrix."""
    lines = [sparse.diags_array([np.r_[1.0, np.full(max(0, n - 2), 2.0), 1.0][:n] * (n > 1),
                                 -np.ones(n - 1), -np.ones(n - 1)], offsets=[0, 1, -1]) for n in (height, width)]
    whole = sparse.kron(lines[0], sparse.eye_array(width)) + sparse.kron(sparse.eye_array(height), lines[1])
    return whole.tocsr()


def refine_by_field(filled: np.ndarray, missing: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Replace single missing pixels by ordinary kriging from their valid neighbours, block by block.

    filled, missing: (C, H, W), as given to and by `fill_smoothly`. covariance: (C, C, 2 R + 1, 2 R + 1) between a
    pixel's band c and band d of the pixel at an offset, R >= 6 px; in each block it is mixed with the block's own.
    """
    result, reach, middle = filled.copy(), _REACH_PX, covariance.shape[-1] // 2
    for row in range(0, filled.shape[1], _BLOCK_PX):
        for column in range(0, filled.shape[2], _BLOCK_PX):
            block = np.s_[:, row : row + _BLOCK_PX, column : column + _BLOCK_PX]
            if not missing[block].any():
                continue
            # The last blocks may be too narrow to estimate a covariance in them.
            top, left = (max(0, min(start - reach, length - _BLOCK_PX))
                         for start, length in ((row, filled.shape[1]), (column, filled.shape[2])))
            around = np.s_[:, top : row + _BLOCK_PX + reach, left : column + _BLOCK_PX + reach]
            own = estimate_covariance(filled[around], middle)
            scale = np.trace(own[:, :, middle, middle]) / np.trace(covariance[:, :, middle, middle])
            mixed = _OWN_SHARE * own + (1 - _OWN_SHARE) * scale * covariance
            if scale > 1e-9:  # a block of one colour is filled with it already
                inner = np.s_[:, row - top :, column - left :]
                refined = _krige_block(filled[around], missing[around], mixed)[inner]
                result[block] = refined[:, :_BLOCK_PX, :_BLOCK_PX]
    return result


def estimate_covariance(pixels: np.ndarray, reach_px: int) -> np.ndarray:
    """Covariance (C, C, 2 R + 1, 2 R + 1) of band c with band d of the pixel at an offset, of pixels (C, H, W)."""
    spectrum = np.fft.rfft2(pixels - pixels.mean(axis=(1, 2), keepdims=True))
    cross = np.einsum("chw,dhw->cdhw", spectrum.conj(), spectrum) / pixels[0].size
    covariance = np.fft.irfft2(cross, s=pixels.shape[1:])
    offsets = np.arange(-reach_px, reach_px + 1)
    return covariance[:, :, offsets[:, None], offsets]


def _krige_block(filled: np.ndarray, missing: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Ordinary kriging of missing pixels (C, H, W) that have enough valid neighbours.

    These are the pixels with at least 60 % valid neighbours among 7 x 7, and those that are valid in another band; at
    the edges of holes kriging would extrapolate. The estimate is sum_i w_i z_i over the valid neighbours z_i of all
    bands; the weights solve C w + A^T m = c, A w = (1, 0): C the covariance between neighbours, c the covariance of
    the neighbours with the pixel, m Lagrange multipliers, A sums the weights of the same band, and those of the
    other bands. Source: Isaaks and Srivastava, "Applied geostatistics", 1989 (ordinary cokriging).
    """
    result, bands = filled.copy(), len(filled)
    padded = np.pad(filled, ((0, 0), *[(_REACH_PX, _REACH_PX)] * 2))
    valid = np.pad(~missing, ((0, 0), *[(_REACH_PX, _REACH_PX)] * 2))
    side, middle = 2 * _REACH_PX + 1, covariance.shape[-1] // 2
    offset = np.stack(np.meshgrid(range(bands), range(side), range(side), indexing="ij"), axis=-1).reshape(-1, 3)
    lag = middle + offset[None, :, 1:] - offset[:, None, 1:]
    covariances = covariance[offset[:, None, 0], offset[None, :, 0], lag[..., 0], lag[..., 1]]
    covariances += 1e-4 * np.trace(covariance[:, :, middle, middle]) / bands * np.eye(len(offset))
    lag_to_pixel = offset[:, 1:] - _REACH_PX + middle
    same_place = (offset[:, 1:] == _REACH_PX).all(axis=1)
    close = (np.abs(offset[:, 1:] - _REACH_PX) <= 2).all(axis=1)
    for band in range(bands):
        to_pixel = covariance[band, offset[:, 0], lag_to_pixel[:, 0], lag_to_pixel[:, 1]]
        own = offset[:, 0] == band
        places = np.argwhere(missing[band])
        for start in range(0, len(places), _AT_ONCE):
            some = places[start : start + _AT_ONCE]
            rows, columns = (some[:, axis, None] + offset[:, 1 + axis] for axis in (0, 1))
            near, values = valid[offset[:, 0], rows, columns], padded[offset[:, 0], rows, columns]
            in_other_band = near[:, same_place].any(axis=1)
            # Other bands help only where the pixel is valid in one of them; then its close neighbours are enough.
            for group, members in ((in_other_band, close),
                                   (~in_other_band & (near[:, own].mean(axis=1) >= _MIN_VALID_SHARE), own)):
                if group.any():
                    used = near[np.ix_(group, members)]
                    weights = _krige(covariances[np.ix_(members, members)], to_pixel[members], own[members], used)
                    result[band][tuple(some[group].T)] = (weights * values[np.ix_(group, members)]).sum(axis=1)
    return result


def measure_uncertainty(missing: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Uncertainty of each missing pixel (C, H, W) by the distance to the nearest valid one of its band, 0 to 1.

    1 - correlation at that distance, relative to its value at the largest offset of `covariance`.
    """
    middle = covariance.shape[-1] // 2
    along = np.mean([band[middle, middle:] / band[middle, middle] for band in np.einsum("cchw->chw", covariance)], 0)
    loss = np.maximum.accumulate(1 - along)
    uncertainty = loss / max(loss[-1], 1e-6)
    return np.stack([np.interp(distance_transform_edt(gaps) if not gaps.all() else np.full(gaps.shape, np.inf),
                               np.arange(len(uncertainty)), uncertainty) for gaps in missing])


def _krige(covariances: np.ndarray, to_pixel: np.ndarray, same_band: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Weights (N, M) of the neighbours `near` (N, M) bool: they sum to 1 in the same band, to 0 in the others."""
    count, size = near.shape
    system = np.zeros((count, size + 2, size + 2))
    pairs = near[:, :, None] & near[:, None, :]
    system[:, :size, :size] = np.where(pairs, covariances, np.eye(size))
    for number, group in enumerate((same_band, ~same_band)):
        column = near & group
        system[:, size + number, :size] = system[:, :size, size + number] = column
        # A group without valid neighbours has no constraint.
        system[:, size + number, size + number] = ~column.any(axis=1)
    right = np.zeros((count, size + 2))
    right[:, :size] = near * to_pixel
    right[:, size] = (near & same_band).any(axis=1)
    return np.linalg.solve(system, right[..., None])[:, :size, 0]
