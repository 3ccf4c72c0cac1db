"""The help of the command line: the list of algorithms, and the arguments of each."""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
import textwrap
import typing
from pathlib import Path

from .. import __version__
from .jobs import describe_limits, describe_type, find_function, list_outputs
from .lazy import find_homes, parse

_ENGINE = __package__.rpartition(".")[0]
_WIDTH = 100


def list_algorithms() -> str:
    """A line for each algorithm, read without loading any."""
    homes = {name: find_homes(package)[name] for name, package in find_homes(_ENGINE).items()}
    lines = {name: line for name, home in homes.items() if (line := _find_summary(home, name))}
    width = max(map(len, lines))
    return "\n".join(
        [
            f"EO Deep {__version__}: deep networks on Earth observation images of any size.",
            "",
            f"Usage: {_name_program()} ALGORITHM [ARGUMENT=VALUE ...]",
            f"       {_name_program()} ALGORITHM --help",
            "",
            "Algorithms:",
            *(f"  {name:<{width}}  {line}" for name, line in lines.items()),
        ]
    )


def describe_algorithm(name: str) -> str:
    """What an algorithm does, and its arguments with types, limits, defaults and help. Raises EoDeepError."""
    function = find_function(name)
    text, sections = read_docstring(inspect.getdoc(function) or "")
    helps = read_entries(sections.get("Parameters", ""))
    parameters = [p for p in inspect.signature(function).parameters.values() if p.name != "progress"]
    types, outputs = typing.get_type_hints(function), list_outputs(function)
    needed = [p.name for p in parameters if p.default is p.empty or (p.name,) == outputs]
    lines = [
        text,
        "",
        f"Usage: {' '.join([_name_program(), function.__name__, *(f'{name}=VALUE' for name in needed)])} [...]",
        "",
        "Arguments, with values as in JSON or as plain text:",
    ]
    for parameter in parameters:
        kind = describe_type(types[parameter.name])
        if parameter.name in needed:
            kind, end = kind.removesuffix(" or null"), "needed"
        else:
            end = f"default: {json.dumps(parameter.default)}"
        lines.append(f"  {parameter.name}: {kind}{describe_limits(function, parameter.name)}; {end}")
        lines += _wrap(helps.get(parameter.name, ""), "      ")
    if len(outputs) > 1:
        lines += ["", f"At least one of these has to be given: {', '.join(outputs)}."]
    for title in ("Returns", "Raises", "Notes", "References"):
        if title in sections:
            lines += ["", f"{title}:", textwrap.indent(sections[title], "  ")]
    return "\n".join(lines)


def read_docstring(docstring: str) -> tuple[str, dict[str, str]]:
    """The text of a docstring in numpydoc's format, and its sections by their titles."""
    parts = re.split(r"^([A-Z][A-Za-z ]*)\n-{3,}\n", inspect.cleandoc(docstring), flags=re.MULTILINE)
    return parts[0].strip(), {title: text.strip("\n") for title, text in zip(parts[1::2], parts[2::2])}


def read_entries(section: str) -> dict[str, str]:
    """The help of each argument in a section "Parameters"; several may share one ("low, high : float")."""
    helps: dict[str, str] = {}
    names: list[str] = []
    for line in section.splitlines():
        if line[:1].strip():
            names = [name.strip(" *") for name in line.partition(":")[0].split(",")]
            helps.update(dict.fromkeys(names, ""))
        else:
            helps.update({name: f"{helps[name]}\n{line}" for name in names})
    return {name: textwrap.dedent(text).strip() for name, text in helps.items()}


def _find_summary(module: str, name: str) -> str | None:
    """The first line of the docstring of an algorithm; None for functions that are none."""
    for node in parse(module).body:
        if isinstance(node, ast.FunctionDef) and node.name == name and _is_algorithm(node):
            return (ast.get_docstring(node) or "").partition("\n")[0]
    return None


def _is_algorithm(function: ast.FunctionDef) -> bool:
    return any(ast.unparse(mark).startswith("algorithm(") for mark in function.decorator_list)


def _wrap(text: str, indent: str) -> list[str]:
    paragraphs = re.split(r"\n\s*\n", text) if text else []
    return [
        line
        for paragraph in paragraphs
        for line in textwrap.wrap(paragraph, _WIDTH, initial_indent=indent, subsequent_indent=indent)
    ]


def _name_program() -> str:
    program = Path(sys.argv[0]).name
    return "python -m eo_deep" if program == "__main__.py" else program
