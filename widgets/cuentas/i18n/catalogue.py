"""Messages in the reader's language. Spanish is the source language of every message."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

LANGUAGE_VARIABLE = "CUENTAS_LANG"
SOURCE_LANGUAGE = "es"
DOMAIN = "widgets"
LIBRARIES = "messages"
"""The domain under which libraries that speak through gettext look for their words."""
_LOCALE = Path(__file__).parent / "locale"


@cache
def _translations(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, localedir=_LOCALE, languages=[language], fallback=True)


def language() -> str:
    """The reader's language, as its two or three letters."""
    return os.environ.get(LANGUAGE_VARIABLE, SOURCE_LANGUAGE)


def _current() -> gettext.NullTranslations:
    return _translations(language())


def teach_libraries() -> None:
    """Let libraries of this program speak the reader's language too, or else Spanish.

    They ask for their words under a name that they all share, in the language that the system
    says; whoever reads the course on a computer in English still reads it in Spanish.
    """
    gettext.bindtextdomain(LIBRARIES, str(_LOCALE))
    os.environ["LANGUAGE"] = f"{language()}:{SOURCE_LANGUAGE}"


def text(message: str) -> str:
    """The message in the reader's language, or in Spanish where no translation exists."""
    return _current().gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """The message that agrees in number with ``count``."""
    return _current().ngettext(one, many, count)
