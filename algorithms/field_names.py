"""Names of fields that formats take: none twice, whatever the case, and none of the format's own."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsField, QgsFields


def free_names(fields: QgsFields, feedback: Any, reserved: tuple[str, ...] = ()) -> QgsFields:
    """The same fields, those with names that are taken under others, which is told.

    reserved: names in lower case.
    """
    taken = {field.name().lower() for field in fields} | set(reserved)
    used, free, changed = set(reserved), QgsFields(), []
    for field in fields:
        name, number = field.name() or "field", 2
        while name.lower() in used or (name != field.name() and name.lower() in taken):
            name, number = f"{field.name() or 'field'}_{number}", number + 1
        if name != field.name():
            changed.append((field.name(), name))
            field = QgsField(field)
            field.setName(name)
        used.add(name.lower())
        free.append(field)
    if changed:
        olds, news = (", ".join(f"'{pair[side]}'" for pair in changed) for side in (0, 1))
        feedback.pushWarning(f"Fields {olds} are called {news}, since their names are taken.")
    return free
