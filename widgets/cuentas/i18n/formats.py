"""How numbers, money and dates are written for people in Peru.

Thousands are separated by a no-break space and decimals by a point: ``S/ 1 234 567``,
``84.4 %``. A space cannot be taken for a decimal mark, while the comma and the point both
are in Peru (the MEF's portal writes 1,234.5 and many schools 1.234,5). The decimal point is
that of the portal, of prices and of Unicode's es-PE locale. The space never breaks a line.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date
from num2words import num2words

from cuentas.i18n.catalogue import plural, text
from cuentas.model.money import Amount, rounded, without_sign

SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
LOCALE = "es_PE"
_SOUND_OF_I = re.compile(r"(i|hi(?![ae]))", re.IGNORECASE)
_TYPED_NUMBER = re.compile(r"(?<=S/) (?=\d)|(?<=\d) (?=\d{3}(?!\d)|%)")
MILLION = 1_000_000
TENS_OF_THOUSANDS = 10_000
TENS_OF_MILLIONS = 10_000_000


def number(value: Amount, places: int | None = None) -> str:
    """``1 234 567`` or ``1 234.5``; ``places`` decimals, by default those that it has."""
    shown = rounded(value, places) if places is not None else value
    sign = MINUS if shown < 0 else ""
    return sign + f"{abs(shown):,}".replace(",", SPACE)


def soles(amount: Amount) -> str:
    """``S/ 1 234 567``: whole soles, rounded half up when the source gives cents."""
    whole = rounded(amount, 0)
    sign = MINUS if whole < 0 else ""
    return f"{sign}S/{SPACE}{number(abs(whole))}"


def percent(value: Decimal | int | None) -> str:
    """``84.4 %`` (``84 %`` when the decimal is a zero), or words when there is nothing to say."""
    if value is None:
        return text("sin dato")
    shown = int(value) if value == int(value) else value
    return f"{number(shown)}{SPACE}%"


def tenths(value: Fraction | Amount) -> str:
    """``5.1`` or ``5``: one decimal, none when it would be a zero."""
    shown = rounded(value, 1)
    return number(int(shown) if shown == int(shown) else shown)


def of_hundred(value: Fraction | Amount) -> str:
    """``12.5 de cada 100``."""
    return text("{share} de cada 100").format(share=tenths(value))


def times(value: Fraction | Amount) -> str:
    """``5 veces``, ``1.1 veces``, ``1 vez``."""
    count = 1 if rounded(value, 1) == 1 else 2
    return plural("{size} vez", "{size} veces", count).format(size=tenths(value))


def millions(amount: Amount) -> str:
    """``S/ 124.1 millones``: one decimal, none when it would be a zero.

    Less than a million is written with all its soles: money is never shown as none.
    """
    if without_sign(amount) < MILLION:
        return soles(amount)
    value = rounded(abs(Decimal(amount)) / MILLION, 1)
    noun = text("millón") if value == 1 else text("millones")
    sign = MINUS if amount < 0 else ""
    return f"{sign}S/{SPACE}{tenths(value)}{SPACE}{noun}"


def in_words(amount: Amount) -> str:
    """The amount in round words for reading aloud.

    ``124 100 000`` becomes «ciento veinticuatro millones cien mil soles», and ``124 093 638``
    the same with «cerca de» before it.
    """
    near = _near(amount)
    words = str(num2words(near, lang="es"))
    link = " de" if near and near % MILLION == 0 else ""
    about = text("cerca de") + " " if near != amount else ""
    return about + _before_noun(words) + link + " " + plural("sol", "soles", near)


def _near(amount: Amount) -> int:
    size = without_sign(amount)
    steps = ((TENS_OF_MILLIONS, 100_000), (MILLION, 10_000), (TENS_OF_THOUSANDS, 1_000))
    step = next((step for least, step in steps if size >= least), 1)
    return int(rounded(Decimal(amount) / step, 0)) * step


def _before_noun(words: str) -> str:
    """«veintiuno» becomes «veintiún» and «treinta y uno» «treinta y un» before a noun."""
    shortened = re.sub(r"veintiuno(?= mil|$)", "veintiún", words)
    return re.sub(r"\buno(?= mil|$)", "un", shortened)


def unbroken(words: str) -> str:
    """The same words, with the numbers that somebody typed kept on one line.

    ``S/ 8 738.98 millones`` breaks only before «millones».
    """
    return _TYPED_NUMBER.sub(SPACE, words)


def long_date(day: date) -> str:
    """``11 de febrero de 2025``."""
    return str(format_date(day, "long", locale=LOCALE))


def weekday_date(day: date) -> str:
    """``lunes 30 de noviembre de 2026``."""
    return str(format_date(day, "EEEE d 'de' MMMM 'de' y", locale=LOCALE))


def month(day: date) -> str:
    """``marzo de 2024``."""
    return str(format_date(day, "MMMM 'de' y", locale=LOCALE))


def listing(words: list[str] | tuple[str, ...]) -> str:
    """``a, b y c``, and ``a, b e Ilo`` before the sound of an i."""
    if len(words) < 2:  # noqa: PLR2004 - one word needs no link
        return "".join(words)
    link = text("e") if _SOUND_OF_I.match(words[-1]) else text("y")
    return ", ".join(words[:-1]) + f" {link} " + words[-1]
