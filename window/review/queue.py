"""The objects of a layer in the order of their review, and the decisions on them in the layer's field 'review'."""

from __future__ import annotations

import math
from typing import Any

from qgis.core import QgsFeatureRequest, QgsField, QgsProject, QgsVectorDataProvider, QgsVectorLayer

from ...algorithms.framework.translation import mark, tr

FIELD = "review"
ACCEPTED, REJECTED, OPEN = "accepted", "rejected", ""  # OPEN: no decision yet
_SHOWN = {ACCEPTED: mark("accepted"), REJECTED: mark("rejected"), OPEN: mark("no decision")}
# Of the results of EO Deep: low is less sure. The confidence is an object's own where a map was moved or updated, and
# says elsewhere how well the model knows the place.
SCORES = "score", "mean_probability", "mean_score", "confidence", "percentile"
_MOVED = "shift_m"
STATUS = "status"
ALL = "all"
READ_ONLY = mark(
    "'{name}' is read-only: its objects can be looked at, but decisions need a layer that can be edited, such as an "
    "export to GeoPackage."
)
NO_FIELD_POSSIBLE = mark(
    "'{name}' has no field '{field}', and its format cannot add one: export it to GeoPackage."
)


class Queue:
    """The objects of `layer`, the least sure first; those whose score is not known come before all others.

    score: the field to sort by, "" for the layer's own order. status: only objects with this value of the field
    'status', ALL for all of them.
    """

    def __init__(self, layer: QgsVectorLayer):
        self.layer = layer
        self.score = guess_score(layer.fields().names())
        self.highest_first = False
        self.status = ALL
        self.ids: list[int] = []
        self.decisions: dict[int, str] = {}

    def load(self) -> None:
        """Read what the layer has now."""
        fields = self.layer.fields()
        score, field, status = (fields.lookupField(name) for name in (self.score, FIELD, STATUS))
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setSubsetOfAttributes([index for index in (score, field, status) if index >= 0])
        keys: dict[int, float] = {}
        self.decisions = {}
        for feature in self.layer.getFeatures(request):
            if self.status != ALL and status >= 0 and feature[status] != self.status:
                continue
            keys[feature.id()] = self.rank(feature[score]) if score >= 0 else 0.0
            self.decisions[feature.id()] = to_decision(feature[field]) if field >= 0 else OPEN
        self.ids = sorted(keys, key=lambda each: (keys[each], abs(each)))

    def rank(self, score: Any) -> float:
        if not isinstance(score, (int, float)) or math.isnan(score):
            return -math.inf
        return -score if self.highest_first else score

    def list_statuses(self) -> list[str]:
        """The values of the field 'status', sorted; none where it has only one."""
        index = self.layer.fields().lookupField(STATUS)
        found = self.layer.uniqueValues(index) if index >= 0 else set()
        texts = sorted(value for value in found if isinstance(value, str))
        return texts if len(texts) > 1 else []

    def note(self, feature_id: int, value: Any) -> None:
        """Remember what the field has now."""
        if feature_id in self.decisions:
            self.decisions[feature_id] = to_decision(value)

    def count(self, decision: str) -> int:
        return list(self.decisions.values()).count(decision)

    def find_next(self, current: int | None, step: int, decision: str) -> int | None:
        """The id of the next object with this decision (or ALL), from `current` on and once around; None: no other.

        step: 1 forwards, -1 backwards. Without a current object, the first one, which may be anywhere.
        """
        count = len(self.ids)
        start = self.ids.index(current) if current in self.decisions else (-1 if step > 0 else count)
        for place in range(1, count + 1):
            found = self.ids[(start + step * place) % count]
            if decision in (ALL, self.decisions[found]):
                return None if found == current else found
        return None

    # The field

    def find_obstacle(self) -> str:
        """Why no decision can be written, in one sentence, or ''."""
        layer, capabilities = self.layer, self.layer.dataProvider().capabilities()
        can = QgsVectorDataProvider.Capability
        if layer.readOnly() or not capabilities & can.ChangeAttributeValues:
            return tr(READ_ONLY).format(name=layer.name())
        index = layer.fields().lookupField(FIELD)
        if index < 0:
            if not capabilities & can.AddAttributes:
                return tr(NO_FIELD_POSSIBLE).format(name=layer.name(), field=FIELD)
            return tr("'{name}' has no field '{field}' for the decisions.").format(name=layer.name(), field=FIELD)
        field = layer.fields().at(index)
        if field.isNumeric() or 0 < field.length() < len(REJECTED):
            return tr("The field '{field}' of '{name}' cannot hold a text such as '{value}': rename it.").format(
                field=FIELD, name=layer.name(), value=REJECTED
            )
        return ""

    def can_add_field(self) -> bool:
        can = QgsVectorDataProvider.Capability
        needed = can.AddAttributes | can.ChangeAttributeValues
        is_missing = self.layer.fields().lookupField(FIELD) < 0
        return is_missing and not self.layer.readOnly() and self.layer.dataProvider().capabilities() & needed == needed

    def add_field(self) -> bool:
        """Add the field, in the layer's edit session; whether that worked."""
        text = tr("Add the field '{field}'").format(field=FIELD)
        return self.edit(text, lambda: self.layer.addAttribute(make_field()))

    def decide(self, feature_id: int, decision: str) -> bool:
        """Write a decision, as one step that QGIS can undo; whether that worked."""
        index = self.layer.fields().lookupField(FIELD)
        text = tr("Review: {decision}").format(decision=tr(_SHOWN[decision]))
        return self.edit(text, lambda: self.layer.changeAttributeValue(feature_id, index, decision or None))

    def edit(self, text: str, change: Any) -> bool:
        layer = self.layer
        if not layer.isEditable() and not layer.startEditing():
            return False
        layer.beginEditCommand(text)
        if change():
            layer.endEditCommand()
            return True
        layer.destroyEditCommand()
        return False


def to_decision(value: Any) -> str:
    return value if value in (ACCEPTED, REJECTED) else OPEN


def make_field() -> QgsField:
    """The field for decisions; a memory layer makes it, since the types' names differ between versions of Qt."""
    return QgsVectorLayer(f"None?field={FIELD}:string({len(REJECTED)})", "", "memory").fields().at(0)


def guess_score(names: list[str]) -> str:
    """Which of a layer's fields says how sure its objects are; "" where none is known to."""
    ranked = ("confidence", *SCORES) if _MOVED in names else SCORES
    return next((name for name in ranked if name in names), "")


def find_layer(active: Any) -> QgsVectorLayer | None:
    """The layer to begin with: the active one, else the last one that has a score."""
    if isinstance(active, QgsVectorLayer) and active.isSpatial():
        return active
    vectors = [layer for layer in QgsProject.instance().mapLayers().values() if isinstance(layer, QgsVectorLayer)]
    scored = [layer for layer in vectors if guess_score(layer.fields().names())]
    return scored[-1] if scored else None
