"""Semantic segmentation: every pixel of an image gets a class."""

from importlib import import_module

_DOORS = {"segment": "inference", "train_segmentation": "train"}
__all__ = list(_DOORS)


def __getattr__(name: str):
    if name in _DOORS:  # loaded when used: applying a model needs nothing that training needs
        return getattr(import_module(f".{_DOORS[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
