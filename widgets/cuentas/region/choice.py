"""What a trainer asks for: a place, the official files, and the day on which they were read."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.provenance import Precision
from cuentas.region.sources import Place, SourceFile

SLUG = re.compile(r"[a-z][a-z0-9-]*")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
NO_LATER_THAN = "hasta:"


class ChoiceError(ValueError):
    """What was asked cannot be understood; the message says what to write instead."""


@dataclass(frozen=True)
class QueryDate:
    """The day of a reading, and how sure it is."""

    day: date
    precision: Precision


@dataclass(frozen=True)
class Choice:
    """A region to build: its slug and place, and the files by family."""

    slug: str
    department: str
    province: str | None = None
    districts: tuple[str, ...] = ()
    budget: tuple[Path, ...] = ()
    investments: tuple[Path, ...] = ()
    population: tuple[Path, ...] = ()
    query_dates: dict[str, QueryDate] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The place, its department already known.

        Raises:
            ChoiceError: there is no such department.
        """
        try:
            return Place.of(self.department, self.province, self.districts)
        except ValueError as error:
            raise ChoiceError(str(error)) from error

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file once, the small families first: they know names, and fail soon."""
        return tuple(dict.fromkeys((*self.population, *self.investments, *self.budget)))

    def query_date(self, file: SourceFile) -> QueryDate:
        """The day on which a file was read.

        What the trainer said of this file or of all; else what the file says of itself; else
        the day on which it was saved, which is only the latest day that it can be.
        """
        known = self._known_date(file)
        if known:
            return known
        saved = datetime.fromtimestamp(file.mtime_ns / 1e9).astimezone().date()
        return QueryDate(min(saved, today()), Precision.NO_LATER_THAN)

    def says_date_of(self, file: SourceFile) -> bool:
        """Whether the trainer, or the file itself, says when it was read."""
        return self._known_date(file) is not None

    def _known_date(self, file: SourceFile) -> QueryDate | None:
        titled = QueryDate(file.titled, Precision.DAY) if file.titled else None
        return self.query_dates.get(file.path.name) or self.query_dates.get("") or titled

    def dated(self, file: SourceFile) -> SourceFile:
        """The same file carrying its query date."""
        return replace(file, query_date=self.query_date(file).day)


def checked_slug(slug: str) -> str:
    """The slug, if it can name a folder and an address.

    Raises:
        ChoiceError: it has capitals, accents, spaces or signs.
    """
    if SLUG.fullmatch(slug):
        return slug
    raise ChoiceError(
        _(
            "«{slug}» no sirve como nombre de carpeta: usa minúsculas sin tildes, números y "
            "guiones, por ejemplo «apurimac»."
        ).format(slug=slug)
    )


def today() -> date:
    """The day of today where this computer is."""
    return datetime.now().astimezone().date()


def query_dates(said: Sequence[str]) -> dict[str, QueryDate]:
    """Query dates by file name; the empty name stands for all the others.

    Each is ``AAAA-MM-DD``, ``AAAA-MM`` (some day of that month, at most today) or
    ``hasta:AAAA-MM-DD`` (that day or before), alone or after ``ARCHIVO=``.

    Raises:
        ChoiceError: a date cannot be understood, or has not come yet.
    """
    dates = {}
    for one in said:
        name, _mark, words = one.rpartition("=")
        dates[Path(name).name if name else ""] = _not_later(_query_date(words))
    return dates


def _not_later(said: QueryDate) -> QueryDate:
    """A day that has come; of the month that is going on, at most today."""
    now = today()
    if said.precision is Precision.MONTH and said.day.replace(day=1) <= now:
        return replace(said, day=min(said.day, now))
    if said.day <= now:
        return said
    sentence = _("El {day} todavía no llega. Escribe el día en que descargaste el archivo.")
    raise ChoiceError(sentence.format(day=formats.long_date(said.day)))


def _query_date(words: str) -> QueryDate:
    month = _MONTH.fullmatch(words)
    try:
        if month:
            year, number = int(month[1]), int(month[2])
            last = monthrange(year, number)[1]
            return QueryDate(date(year, number, last), Precision.MONTH)
        if words.startswith(NO_LATER_THAN):
            day = date.fromisoformat(words.removeprefix(NO_LATER_THAN))
            return QueryDate(day, Precision.NO_LATER_THAN)
        return QueryDate(date.fromisoformat(words), Precision.DAY)
    except ValueError as error:
        sentence = _(
            "No entiendo la fecha «{words}». Escribe AAAA-MM-DD. Si solo sabes el mes, AAAA-MM. "
            "Si solo sabes que fue ese día o antes, hasta:AAAA-MM-DD."
        )
        raise ChoiceError(sentence.format(words=words)) from error
