"""A stand-in for the widget of another parameter of a dialog."""

from __future__ import annotations


class Other:
    """The widget of another parameter, as far as the list listens to it."""

    def __init__(self, algorithm, name, value):
        self.definition, self.value = algorithm.parameterDefinition(name), value

    def parameterDefinition(self):
        return self.definition

    def parameterValue(self):
        return self.value
