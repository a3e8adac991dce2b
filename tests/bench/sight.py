"""What a learner sees and can move: the figures and controls among a page's widget states."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import dataclass, field
from typing import Any

from bench.wire import Json

CONTROL_MODELS = ("DropdownModel", "SelectionSliderModel")
FIGURE_MARK = "<svg"
OWN_ID = re.compile(r"[0-9a-f]{32}")
"""The id of a widget inside a figure: stock Voilà gives each kernel others."""


@dataclass(frozen=True)
class Change:
    """One control moved to one of its options."""

    model: str
    place: int
    index: int
    before: str
    label: str

    @property
    def is_said(self) -> bool:
        """Whether figures name the option: they do with years."""
        return self.label.isdigit()

    @property
    def data(self) -> Json:
        """What a page script sends for it."""
        return {"method": "update", "state": {"index": self.index}}


@dataclass
class Sight:
    """Every widget of a page as the learner's browser knows it now."""

    models: dict[str, Json] = field(default_factory=dict)

    def take_all(self, states: dict[str, Json]) -> None:
        """Know these models, as a page or a kernel tells them all at once."""
        for identity, model in states.items():
            state = {"_model_name": model["model_name"], **model["state"]}
            self.models[identity] = state

    def take(self, identity: str, state: Json) -> None:
        """Know what one update tells."""
        self.models.setdefault(identity, {}).update(state)

    def is_figure(self, identity: str) -> bool:
        """Whether the model draws a figure."""
        return FIGURE_MARK in str(self.models.get(identity, {}).get("value", ""))

    def figures(self) -> list[str]:
        """What every figure says, as HTML."""
        return [str(model["value"]) for name, model in self.models.items() if self.is_figure(name)]

    def controls(self) -> list[str]:
        """Ids of what can be chosen from a list, those that say years first."""
        found = [name for name, model in self.models.items() if _can_move(model)]
        return sorted(found, key=lambda name: not _labels(self.models[name])[0].isdigit())

    def change(self, place: int, chance: random.Random) -> Change:
        """Another option of the control at ``place``.

        Raises:
            IndexError: there are not that many controls.
        """
        identity = self.controls()[place]
        model = self.models[identity]
        labels, now = _labels(model), model.get("index") or 0
        index = chance.choice([other for other in range(len(labels)) if other != now])
        return Change(identity, place, index, labels[now], labels[index])


def fingerprint(figures: list[str]) -> str:
    """The same figures give the same few letters, in whatever order and kernel they came."""
    joined = "\0".join(sorted(OWN_ID.sub("", figure) for figure in figures))
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


def _labels(model: Json) -> list[str]:
    return [str(label) for label in model.get("_options_labels", ())]


def _can_move(model: dict[str, Any]) -> bool:
    return model.get("_model_name") in CONTROL_MODELS and len(_labels(model)) > 1
