"""Names of a layer's fields that formats take: none twice, whatever the case, and none of the format's own."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsField, QgsFields

from ...eo_deep.io.field_names import number_names
from .translation import tr


def free_names(fields: QgsFields, feedback: Any, reserved: tuple[str, ...] = ()) -> QgsFields:
    """The same fields, those with names that are taken under others, with a warning.

    reserved: names in lower case.
    """
    names = number_names({field.name(): field.name() or "field" for field in fields}, reserved)
    free = QgsFields()
    for field in fields:
        renamed = QgsField(field)
        renamed.setName(names[field.name()])
        free.append(renamed)
    changed = [pair for pair in names.items() if pair[0] != pair[1]]
    if changed:
        olds, news = (", ".join(f"'{pair[side]}'" for pair in changed) for side in (0, 1))
        warning = tr("The fields {old} are renamed to {new}, because their names are already used.")
        feedback.pushWarning(warning.format(old=olds, new=news))
    return free
