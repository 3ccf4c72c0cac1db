"""What an image's pixel values can be, as users choose it. Plain Python, for QGIS's process too."""

VALUES = (
    "auto",
    "as in training",
    "reflectance x 10,000",
    "reflectance x 10,000 + 1000",
    "reflectance 0 to 1",
    "surface reflectance x 10,000",
    "surface reflectance x 10,000 + 1000",
    "surface reflectance 0 to 1",
)
