"""The packages of the library; pyproject.toml says the rest."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["eo_deep", "eo_deep.*"]), "eo_deep.resources"],
    package_dir={"eo_deep.resources": "resources"},
    package_data={"eo_deep.resources": ["models/*"]},
)
