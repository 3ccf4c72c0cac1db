"""What the engine may be asked for: algorithms by name, with arguments of the types and in the limits they declare."""

from __future__ import annotations

import importlib
import inspect
import sys
import typing
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from types import NoneType, UnionType
from typing import Any

from ..errors import EoDeepError
from .traces import job

Algorithm = Callable[..., dict]
Limits = tuple[float | None, float | None]

_ENGINE = __package__.rpartition(".")[0]
_ROOT = Path(__file__).parents[1]

_algorithms: dict[str, Algorithm] = {}
_limits: dict[Algorithm, dict[str, Limits]] = {}


def algorithm(**limits: Limits) -> Callable[[Algorithm], Algorithm]:
    """Open a package's function to jobs, which name it "package.function"; no other function can be named.

    limits: the least and the greatest value of arguments that are numbers, None for none. While the function runs, no
    other job may write its outputs.
    """

    def open_door(function: Algorithm) -> Algorithm:
        @wraps(function)
        def run(*arguments: Any, **named: Any) -> dict:
            with job():
                return function(*arguments, **named)

        _algorithms[f"{_find_package(function)}.{function.__name__}"] = run
        _limits[run] = limits
        return run

    return open_door


def _find_package(function: Algorithm) -> str:
    return function.__module__.removeprefix(f"{_ENGINE}.").partition(".")[0]


def find_function(name: object) -> Algorithm:
    """The algorithm that a job names. Raises EoDeepError for every other name."""
    package, _, function = name.partition(".") if isinstance(name, str) else ("", "", "")
    if package in {path.parent.name for path in _ROOT.glob("*/__init__.py")}:
        doors = importlib.import_module(f"{_ENGINE}.{package}")
        if function in getattr(doors, "__all__", ()):
            getattr(doors, function)
    if not isinstance(name, str) or name not in _algorithms:
        raise EoDeepError(f"The engine has no algorithm '{name}'.")
    return _algorithms[name]


def check_arguments(function: Algorithm, arguments: Mapping[str, Any]) -> None:
    """EoDeepError unless all that `function` needs is given, nothing else, and each value is as declared."""
    declared = inspect.signature(function).parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in declared.values()):
        return
    known = [name for name in declared if name != "progress"]
    for name in arguments:
        if name not in known:
            raise EoDeepError(f"'{function.__name__}' has no argument '{name}'; it takes {', '.join(known)}.")
    types = typing.get_type_hints(function)
    for name, value in arguments.items():
        _check_value(name, value, types[name])
        if value is not None:
            _check_limits(name, value, *_limits.get(function, {}).get(name, (None, None)))
    for name in known:
        if name not in arguments and declared[name].default is inspect.Parameter.empty:
            raise EoDeepError(f"'{function.__name__}' needs the argument '{name}'.")


def _check_value(name: str, value: object, wanted: Any) -> None:
    choices = typing.get_args(wanted) if typing.get_origin(wanted) in (typing.Union, UnionType) else (wanted,)
    if not any(_fits(value, choice) for choice in choices):
        if isinstance(value, str) and str in choices:  # none that a file or a class may have
            raise EoDeepError(f"'{name}' must be a text without control characters, got {value!r}.")
        kinds = " or ".join(_KINDS[choice] for choice in choices)
        raise EoDeepError(f"'{name}' must be {kinds}, got {'null' if value is None else repr(value)}.")


def _check_limits(name: str, value: Any, least: float | None, greatest: float | None) -> None:
    too_small, too_large = least is not None and value < least, greatest is not None and value > greatest
    if too_small or too_large:
        limit = f"at least {least:.10g}" if too_small else f"at most {greatest:.10g}"
        raise EoDeepError(f"'{name}' must be {limit}, got {value:.10g}.")


def _fits(value: object, wanted: Any) -> bool:
    if typing.get_origin(wanted) is Sequence:
        (item,) = typing.get_args(wanted)
        return isinstance(value, (list, tuple)) and all(_fits(part, item) for part in value)
    if wanted is str:
        return isinstance(value, str) and "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if wanted is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= sys.float_info.max
    if wanted is int:  # what all libraries below can hold
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
    return isinstance(value, wanted)


_KINDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
    Sequence[str]: "a list of texts",
    Sequence[int]: "a list of whole numbers",
}
