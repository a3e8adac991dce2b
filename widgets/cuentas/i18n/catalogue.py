"""Messages in the reader's language. Spanish is the source language of every message."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

LANGUAGE_VARIABLE = "CUENTAS_LANG"
SOURCE_LANGUAGE = "es"
DOMAIN = "widgets"


@cache
def _translations(language: str) -> gettext.NullTranslations:
    folder = Path(__file__).parent / "locale"
    return gettext.translation(DOMAIN, localedir=folder, languages=[language], fallback=True)


def _current() -> gettext.NullTranslations:
    return _translations(os.environ.get(LANGUAGE_VARIABLE, SOURCE_LANGUAGE))


def text(message: str) -> str:
    """The message in the reader's language, or in Spanish where no translation exists."""
    return _current().gettext(message)


def plural(one: str, many: str, count: int) -> str:
    """The message that agrees in number with ``count``."""
    return _current().ngettext(one, many, count)
