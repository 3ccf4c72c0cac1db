"""What the engine may be asked for: algorithms by name, with arguments of the types and in the limits they declare."""

from __future__ import annotations

import inspect
import os
import sys
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, ParamSpec

from ..errors import EoDeepError
from ..progress import Progress, Relay
from .lazy import find_homes
from .traces import job

Limits = tuple[float | None, float | None]
Arguments = ParamSpec("Arguments")

_ENGINE = __package__.rpartition(".")[0]

_call: ContextVar[Call | None] = ContextVar("call", default=None)
_outputs: dict[Callable, tuple[str, ...]] = {}
_limits: dict[Callable, dict[str, Limits]] = {}


@dataclass
class Call:
    """A door that is being run, and what with.

    door: its function. arguments: all of them but the progress, defaults too. restartable: see `algorithm`. kept: what
    is kept for as long as it runs, by name. at_success: what is left to do once it has ended well. warnings: what a
    restartable one has warned of.
    """

    door: Callable[..., dict[str, Any]]
    arguments: dict[str, Any]
    restartable: bool = False
    kept: dict[str, Any] = field(default_factory=dict)
    at_success: ExitStack = field(default_factory=ExitStack)
    warnings: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """What a job calls the door: "segmentation.segment"."""
        return f"{self.door.__module__.removeprefix(_ENGINE + '.').partition('.')[0]}.{self.door.__name__}"

    @property
    def targets(self) -> dict[str, str]:
        """The paths of the outputs that are asked for, by their arguments."""
        given = {name: self.arguments.get(name) for name in _outputs[self.door]}
        return {name: path for name, path in given.items() if path}

    @property
    def target(self) -> Path:
        """The first output that is asked for; where that is a link, what it points to."""
        return Path(os.path.realpath(next(iter(self.targets.values()))))


def current_call() -> Call | None:
    """The door that is being run, the innermost one where one calls another."""
    return _call.get()


def algorithm(
    *outputs: str, restartable: bool = False, **limits: Limits
) -> Callable[[Callable[Arguments, dict[str, Any]]], Callable[Arguments, dict[str, Any]]]:
    """Open a public function of a package to jobs; no other function can be named.

    While it runs, no other job may write its outputs.

    Parameters
    ----------
    *outputs : str
        Arguments that name files to write. At least one of them has to be given.
    restartable : bool
        What it streams of large images is written in parts that stand by themselves, see `io.parts`.
    **limits : (float or None, float or None)
        Minimum and maximum of arguments that are numbers; None: no limit.
    """

    def open_door(function: Callable[Arguments, dict[str, Any]]) -> Callable[Arguments, dict[str, Any]]:
        @wraps(function)
        def run(*arguments: Arguments.args, **named: Arguments.kwargs) -> dict[str, Any]:
            bound = inspect.signature(function).bind(*arguments, **named)
            require_output(run, bound.arguments)
            bound.apply_defaults()
            given = {name: value for name, value in bound.arguments.items() if name != "progress"}
            call = Call(run, given, restartable)
            if restartable:
                bound.arguments["progress"] = _Noting(bound.arguments["progress"], call.warnings)
            with job(), _enter(call):
                return function(*bound.args, **bound.kwargs)

        _outputs[run], _limits[run] = outputs, limits
        return run

    return open_door


class _Noting(Relay):
    """Notes what is warned of: processes that help warn of the same."""

    def __init__(self, progress: Progress, warnings: set[str]):
        super().__init__(progress)
        self._warnings = warnings

    def warning(self, text: str) -> None:
        self._warnings.add(text)
        super().warning(text)


@contextmanager
def _enter(call: Call) -> Iterator[None]:
    token = _call.set(call)
    try:
        yield
        call.at_success.close()
    finally:
        _call.reset(token)


def find_function(name: object) -> Callable[..., dict[str, Any]]:
    """The algorithm that a job names, "package.function" or "function". Raises EoDeepError for every other name."""
    package, _, function = name.rpartition(".") if isinstance(name, str) else ("", "", "")
    home = find_homes(_ENGINE).get(function, "")
    if home and package in ("", home.rpartition(".")[2]):
        found = getattr(import_module(home), function)
        if found in _limits:
            return found
    raise EoDeepError(f"The engine has no algorithm '{name}'.")


def check_arguments(function: Callable, arguments: Mapping[str, Any]) -> None:
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
    require_output(function, arguments)


def require_output(function: Callable, arguments: Mapping[str, Any]) -> None:
    """EoDeepError unless there is something that `function` shall write."""
    outputs = _outputs.get(function, ())
    if outputs and not any(arguments.get(name) for name in outputs):
        names = " or ".join(", ".join(f"'{name}'" for name in part) for part in (outputs[:-1], outputs[-1:]) if part)
        raise EoDeepError(f"'{function.__name__}' has no output: give {names}.")


def list_outputs(function: Callable) -> tuple[str, ...]:
    """The arguments of an algorithm of which at least one has to be given."""
    return _outputs[function]


def describe_type(wanted: Any) -> str:
    """What an argument may be: "a whole number or null"."""
    return " or ".join(_KINDS[choice] for choice in _list_choices(wanted))


def describe_limits(function: Callable, name: str) -> str:
    """The limits of an argument of an algorithm: ", at least 1, at most 10"."""
    limits = zip(("at least", "at most"), _limits[function].get(name, (None, None)))
    return "".join(f", {words} {limit:.10g}" for words, limit in limits if limit is not None)


def _list_choices(wanted: Any) -> tuple[Any, ...]:
    return typing.get_args(wanted) if typing.get_origin(wanted) in (typing.Union, UnionType) else (wanted,)


def _check_value(name: str, value: object, wanted: Any) -> None:
    choices = _list_choices(wanted)
    if not any(_fits(value, choice) for choice in choices):
        if isinstance(value, str) and str in choices:  # none that a file or a class may have
            raise EoDeepError(f"'{name}' must be a text without control characters, got {value!r}.")
        raise EoDeepError(f"'{name}' must be {describe_type(wanted)}, got {'null' if value is None else repr(value)}.")


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
