"""Orders that can be copied as they are printed, wherever the pack is."""

from __future__ import annotations

from pathlib import Path

from cuentas.home import datasets_folder

SAID = 12
"""Changes that can be read out before people stop listening."""


def as_typed(words: Path | str) -> str:
    """A path or a word as it is typed in an order: between quotes when it has spaces."""
    return f'"{words}"' if " " in str(words) else str(words)


def course_regions() -> Path:
    """The folder in which the course looks for regions."""
    return datasets_folder() / "regions"


def in_course(folder: Path) -> bool:
    """Whether the course finds a pack that is in this folder."""
    return folder.resolve().parent == course_regions().resolve()


def pack_words(folder: Path) -> str:
    """A pack as ``check`` and ``diff`` take it: its name in the course, or its folder."""
    return folder.name if in_course(folder) else as_typed(folder)


def with_out(folder: Path) -> str:
    """A pack as ``new`` and ``update`` take it: its name, and where it is if not in the course."""
    return folder.name if in_course(folder) else f"{folder.name} --out {as_typed(folder.parent)}"
