"""What an algorithm is, before QGIS comes into play."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .outputs import Destination
from .params import Declared
from .translation import tr

if TYPE_CHECKING:
    from .worker import Job


class Algorithm:
    """One engine function as users see it: the class attributes are its parameters and outputs.

    Class `ExtractBuildings` in algorithms/buildings.py is the algorithm `eodeep:extractbuildings` and runs
    `extract_buildings` of the package eo_deep/buildings. An attribute's name is the function's argument (or a key of
    the result), and in upper case the name of the QGIS parameter or output.

    The docstring is the help's first part: its first line describes what the algorithm does.
    """

    title = ""  # shown in the Toolbox
    group = ""
    tags: tuple[str, ...] = ()  # other words a user might search for
    icon = ""  # file in resources/icons; by default the one with the group's name, else the plugin's
    needs_engine = True  # False: stays runnable while the engine is missing
    in_place = False  # True: its output has the features of its polygons `input`, so QGIS can edit them in place

    id: str
    engine: str
    declared: dict[str, Declared]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        function = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.id = cls.__name__.lower()
        if "engine" not in vars(cls):
            cls.engine = f"{cls.__module__.rsplit('.', 1)[-1]}.{function}"
        cls.icon = cls.icon or f"{cls.group.lower().replace(' ', '_')}.svg"
        cls.declared = {name: value for name, value in vars(cls).items() if isinstance(value, Declared)}

    def check(self, values: dict[str, Any]) -> str | None:
        """One sentence on values that do not fit together, or None. Cheap: it runs at every click on Run."""
        return None

    def run(self, arguments: dict[str, Any], job: Job) -> dict[str, Any]:
        """Do the work with `arguments` by name and return the outputs by name. It runs in a background thread."""
        for name, output in self.declared.items():
            is_lasting = isinstance(output, Destination) and output.is_lasting and arguments[name]
            if is_lasting and job.is_temporary(arguments[name]):
                warning = tr("{name} is saved to a temporary place; QGIS removes it on exit.")
                job.feedback.pushWarning(warning.format(name=tr(output.label)))
        return job.call(self.engine, arguments)
