"""The small vocabulary that a lesson's notebook uses: ``from cuentas import lesson``.

It is loaded when a notebook asks for it. The list of lessons lives in this room too, and
whoever only reads that list should not wait for figures and tables.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cuentas.lesson.here import Here, start

__all__ = ["Here", "start"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a class or a function
    """What a notebook asked for, loaded now."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("cuentas.lesson.here"), name)
