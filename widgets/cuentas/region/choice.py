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
from cuentas.region.sources import Place, SourceError, SourceFile, Surprise

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

    def allows(self, day: date) -> bool:
        """Whether a reading of that day is one of this."""
        if self.precision is Precision.MONTH:
            return (day.year, day.month) == (self.day.year, self.day.month)
        return day == self.day or (self.precision is Precision.NO_LATER_THAN and day <= self.day)


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

        What the file says of itself; else what the trainer said of this file or of all; else
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
        day = file.said.day
        return QueryDate(day, Precision.DAY) if day else self._said_date(file)

    def _said_date(self, file: SourceFile) -> QueryDate | None:
        return self.query_dates.get(file.path.name) or self.query_dates.get("")

    def other_day(self, file: SourceFile) -> str:
        """The sentence about a file that says another day than the trainer; empty if it agrees."""
        said, own = self._said_date(file), file.said.day
        if said is None or own is None or said.allows(own):
            return ""
        sentence = _("El archivo dice que se consultó el {own}, y no el {said}. Vale lo que dice.")
        return sentence.format(own=formats.long_date(own), said=formats.long_date(said.day))

    def dated(self, file: SourceFile) -> SourceFile:
        """The same file carrying its query date, and telling of another that it was given.

        Raises:
            SourceError: it says that it was asked for on a day that has not come.
        """
        if file.said.day and file.said.day > today():
            sentence = _("dice que se consultó el {day}, que todavía no llega. ¿Lo cambió alguien?")
            raise SourceError(file.path, sentence.format(day=formats.long_date(file.said.day)))
        other = self.other_day(file)
        told = (Surprise("other-day", other, 1, sha256=file.sha256),) if other else ()
        known = file.surprises if file.query_date is None else ()
        surprises = (*known, *told) if known or told else file.surprises
        return replace(file, query_date=self.query_date(file).day, surprises=surprises)


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
