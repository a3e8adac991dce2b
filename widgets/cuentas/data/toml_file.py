"""TOML files as people save them: with any editor, and sometimes with a slip."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from cuentas.data.tables import ENCODING

_LINE = re.compile(r"at line (\d+)")


class TomlError(ValueError):
    """A file is not UTF-8 or not TOML; the message continues «el archivo …»."""


def toml_of(path: Path) -> dict[str, Any]:
    """The content of a TOML file, with or without a byte order mark.

    Raises:
        OSError: the file cannot be opened.
        TomlError: it cannot be understood; the message says the line and what stands there.
    """
    words = toml_words(path)
    try:
        return tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        raise TomlError(_slip(words, str(error))) from error


def toml_words(path: Path) -> str:
    """The text of a TOML file without its byte order mark.

    Raises:
        OSError: the file cannot be opened.
        TomlError: it is not UTF-8.
    """
    try:
        return path.read_text(encoding=ENCODING)
    except UnicodeDecodeError as error:
        raise TomlError(
            "no está guardado como UTF-8. Ábrelo y guárdalo con la codificación UTF-8."
        ) from error


def _slip(words: str, error: str) -> str:
    lines = words.rstrip("\n").split("\n")
    told = _LINE.search(error)
    number = min(int(told[1]), len(lines)) if told else len(lines)
    content = lines[number - 1].strip()
    return f"no es TOML válido. Línea {number}: falta o sobra algo. Dice: {content}"
