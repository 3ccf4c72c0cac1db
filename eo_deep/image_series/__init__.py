"""Several images of one place as one series: their dates, masks, shifts and one grid."""

from .series import ImageSeries, SeriesImage, open_series
