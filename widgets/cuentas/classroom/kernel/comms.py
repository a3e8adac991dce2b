"""Comms that live before there is a kernel, and get the same names in every run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import comm
import ipywidgets
from comm.base_comm import CommManager
from ipykernel.comm.comm import BaseComm
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances  # its public name announces itself as old

_numbers = count(1)
_manager = CommManager()


@dataclass
class Withheld:
    """What was not sent, as the names of what changed.

    Attributes:
        changed: names of the traits of each widget that have another value now.
        created: widgets that did not exist before.
    """

    changed: dict[str, set[str]] = field(default_factory=dict)
    created: set[str] = field(default_factory=set)

    def note(self, widget: str, kind: str, data: Any) -> None:  # noqa: ANN401
        """Remember a message between a widget and its twin."""
        if kind == "comm_open":
            self.created.add(widget)
        elif data.get("method") == "update" and isinstance(data.get("state"), dict):
            self.changed.setdefault(widget, set()).update(data["state"])

    def states(self) -> dict[str, dict[str, Any]]:
        """What a phone must know to be as this kernel: whole new widgets, and what changed."""
        told = {}
        for name in self.changed.keys() | self.created:
            widget = _instances.get(name)
            if widget is None:
                continue
            if name in self.created:
                told[name] = Widget.get_manager_state(widgets=[widget])["state"][name]
            elif keys := self.changed[name] & set(widget.keys):
                told[name] = {"state": widget.get_state(keys)}
        return told


class LessonComm(BaseComm):
    """The line between a widget and its twin on the phone.

    Without a kernel it says nothing: that is how a lesson is rehearsed. Its ids are numbers
    in the order of creation, so that the page, every learner's kernel, and the notes that a
    phone keeps of its answers all speak of the same widget.
    """

    withheld: Withheld | None = None

    def __init__(self, *arguments: Any, comm_id: str | None = None, **options: Any) -> None:  # noqa: ANN401
        """A comm named by the phone, or by the next number."""
        super().__init__(*arguments, comm_id=comm_id or f"w{next(_numbers):x}", **options)  # type: ignore[no-untyped-call]

    def publish_msg(self, msg_type: str, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        """Send to the phone, unless the past is being played again."""
        if LessonComm.withheld is None:
            super().publish_msg(msg_type, *arguments, **options)  # type: ignore[no-untyped-call]
        else:
            LessonComm.withheld.note(self.comm_id, msg_type, options.get("data") or {})


def install() -> CommManager:
    """Make every widget of this process use these comms.

    Returns:
        The register of all comms, for the kernel that will listen to the phone.
    """
    comm.create_comm = LessonComm
    comm.get_comm_manager = lambda: _manager
    ipywidgets.register_comm_target()
    return _manager


@contextmanager
def silence() -> Iterator[Withheld]:
    """Meanwhile nothing is sent; what it would have changed can be told afterwards at once."""
    LessonComm.withheld = withheld = Withheld()
    try:
        yield withheld
    finally:
        LessonComm.withheld = None
