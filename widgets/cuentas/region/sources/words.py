"""Words and cells of official files: damaged letters, names to compare, codes, amounts, dates."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

import ftfy
from babel.dates import get_month_names

_PLAIN = re.compile(r"-?\d+(\.\d+)?")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_MOJIBAKE = re.compile(r"[ÃÂâ]")
_YEN = re.compile(r"(?<=[A-Za-zÁÉÍÓÚ])¥|¥(?=[A-Za-zÁÉÍÓÚ])")
_LAST_LATIN = "\u2122"
"""Beyond the marks of Latin texts, a repair has guessed a language that nobody writes here."""
_WHOLE = re.compile(r"\d+(\.0+)?")
_TAIL = Decimal("0.0001")
CUI_DIGITS = 7
LARGEST_PERCENT = 100
NOTHING = {"", "-", "--", "-.-", "null"}
MONTHS = list(get_month_names(locale="es").values())
MUNICIPALITY = re.compile(
    r"(municipalidad (?:distrital|provincial|metropolitana)(?: del?)?) (.+)", re.IGNORECASE
)
"""What it is, and what it is of: «MUNICIPALIDAD DISTRITAL DE», «TORATA»."""
ISO_DATE, PERU_DATE = "%Y-%m-%d", "%d/%m/%Y"


def repaired(words: str) -> str:
    """The words with their ñ and accents back: mojibake undone and ¥ between letters read as Ñ.

    >>> repaired("ICHUÃ‘A"), repaired("QUEQUE¥A")
    ('ICHUÑA', 'QUEQUEÑA')
    """
    whole = _undone(words) if _MOJIBAKE.search(words) else words
    return _YEN.sub("Ñ", whole)


def _undone(words: str) -> str:
    """UTF-8 that was read as an old encoding: whole if it can be, else the damaged parts."""
    for encoding in ("latin-1", "sloppy-windows-1252"):
        try:
            return words.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    parts = ftfy.fix_encoding(words)
    return parts if max(parts) <= _LAST_LATIN else words


@lru_cache(maxsize=1 << 13)
def folded(words: str) -> str:
    """A name to compare: capitals without accents, one underscore between words.

    >>> folded(" Certificación "), folded("Avance %"), folded("Año")
    ('CERTIFICACION', 'AVANCE', 'ANO')
    """
    plain = unicodedata.normalize("NFKD", repaired(words).strip("\ufeff"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^A-Z0-9]+", "_", letters.upper()).strip("_")


def is_blank(cell: str) -> bool:
    """Whether a cell says nothing: empty, a space, dashes or a written null."""
    return cell.strip().lower() in NOTHING


def amount(cell: str) -> Decimal | None:
    """An exact amount with a decimal point, with or without thousands commas.

    None where the cell is blank.

    Raises:
        ValueError: letters, a decimal comma or anything else that is not such a number.
    """
    words = cell.strip()
    if is_blank(words):
        return None
    if _PLAIN.fullmatch(words):
        return _exact(words)
    if _THOUSANDS.fullmatch(words):
        return _exact(words.replace(",", ""))
    raise ValueError(cell)


def _exact(words: str) -> Decimal:
    """An amount without the tail that programs which add with floats leave behind its cents."""
    found = Decimal(words)
    short = found.quantize(_TAIL)
    return short.normalize() + 0 if short != found else found


def tidy(value: Decimal) -> Decimal:
    """The same amount without zeros after its cents, or without cents if it has none.

    >>> tidy(Decimal("12.5000")), tidy(Decimal("300.0000"))
    (Decimal('12.50'), Decimal('300'))
    """
    for step in (Decimal(1), Decimal("0.01")):
        short = value.quantize(step)
        if short == value:
            return short
    return value


def code(cell: str, digits: int) -> str:
    """A code of so many digits; zeros that a spreadsheet took away come back.

    Empty where the cell is blank.

    Raises:
        ValueError: not a whole number, or longer than it may be.
    """
    words = cell.strip()
    if is_blank(words):
        return ""
    if not _WHOLE.fullmatch(words):
        raise ValueError(cell)
    whole = words.split(".")[0].zfill(digits)
    if len(whole) > digits:
        raise ValueError(cell)
    return whole


def day(cell: str) -> date | None:
    """A date written 2024-09-09 or 09/09/2024, with or without an hour; None where blank.

    Raises:
        ValueError: another way of writing it.
    """
    words = cell.strip().split(" ")[0].split("T")[0]
    if is_blank(words):
        return None
    form = PERU_DATE if "/" in words else ISO_DATE
    return datetime.strptime(words, form).date()  # noqa: DTZ007 - a day has no hour


_QUERY = re.compile(
    r"fecha de (?:la )?consulta\W*(\d{1,2})[\s/-]+(?:de )?(\w+)[\s/-]+(?:de )?(\d{4})",
    re.IGNORECASE,
)


def query_date(words: str) -> date | None:
    """The query date that a title row carries, such as «Fecha de la Consulta: 8-marzo-2025»."""
    found = _QUERY.search(words)
    if not found:
        return None
    number, month, year = found.groups()
    try:
        return date(int(year), _month(month), int(number))
    except ValueError:
        return None


def _month(words: str) -> int:
    if words.isdigit():
        return int(words)
    short = folded(words).lower().replace("setiembre", "septiembre")[:3]
    starts = [name[:3] for name in MONTHS]
    return starts.index("sep" if short == "set" else short) + 1
