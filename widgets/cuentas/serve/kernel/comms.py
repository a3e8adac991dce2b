"""Comms that live before there is a kernel, and get the same names in every run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import comm
import ipywidgets
from comm.base_comm import CommManager
from ipykernel.comm.comm import BaseComm

_numbers = count(1)
_manager = CommManager()


class LessonComm(BaseComm):
    """The line between a widget and its twin on the phone.

    Without a kernel it says nothing: that is how a lesson is rehearsed. Its ids are numbers
    in the order of creation, so that the page, every learner's kernel, and the notes that a
    phone keeps of its answers all speak of the same widget.
    """

    silent = False

    def __init__(self, *arguments: Any, comm_id: str | None = None, **options: Any) -> None:  # noqa: ANN401
        """A comm named by the phone, or by the next number."""
        super().__init__(*arguments, comm_id=comm_id or f"w{next(_numbers):x}", **options)  # type: ignore[no-untyped-call]

    def publish_msg(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        """Send to the phone, unless the past is being played again."""
        if not LessonComm.silent:
            super().publish_msg(*arguments, **options)  # type: ignore[no-untyped-call]


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
def silence() -> Iterator[None]:
    """Meanwhile nothing is sent: whoever listens will ask for everything afterwards."""
    LessonComm.silent = True
    try:
        yield
    finally:
        LessonComm.silent = False
