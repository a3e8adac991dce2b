"""Legal deadlines, counted as the norms count them: in working days or in calendar days.

A working day is neither Saturday, nor Sunday, nor a national holiday. Days off that are declared
for one year, one region or one district are known to nobody beforehand: whoever shows a date
says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date(2020, 1, 1), date(2039, 12, 31)
"""Dates for which a calendar is shown; a date outside was mistyped."""


@dataclass(frozen=True)
class Rule:
    """How many days somebody has, how they are counted, and which article says so.

    ``count`` is ``hábiles`` (working days) or ``calendario``; ``source_key`` is a key of the
    source list.
    """

    id: str
    what: str
    days: int
    count: str
    counted_from: str
    article: str
    source_key: str

    @property
    def working(self) -> bool:
        """Whether only working days are counted."""
        return self.count == "hábiles"


class Calendar:
    """Which days are worked in the whole country."""

    def __init__(self, days_off: Mapping[date, str] | None = None) -> None:
        """The national holidays of Peru, or the ones given, by date with their name."""
        self._days_off: Mapping[date, str] = _of_peru() if days_off is None else days_off

    def holiday(self, day: date) -> str:
        """The name of the holiday on ``day``; nothing on any other day."""
        return str(self._days_off.get(day) or "")

    def holidays(self, first: date, last: date) -> dict[date, str]:
        """The holidays from ``first`` to ``last``, both included, with their names."""
        days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
        return {day: self.holiday(day) for day in days if self.holiday(day)}

    def is_working(self, day: date) -> bool:
        """Whether offices of the State are open."""
        return day.weekday() < SATURDAY and not self.holiday(day)

    def received(self, delivered: date) -> date:
        """The day on which a delivery counts: a day off counts as the next working day.

        Source: DS 007-2024-JUS, article 22, for what arrives over the internet.
        """
        day = delivered
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def counted(self, start: date, days: int) -> tuple[date, ...]:
        """The ``days`` working days after ``start``: the first one is the next working day.

        Source: DS 007-2024-JUS, article 21.
        """
        found: list[date] = []
        day = start
        while len(found) < days:
            day = self.received(day + ONE_DAY)
            found.append(day)
        return tuple(found)

    def due(self, rule: Rule, start: date) -> date:
        """The last day that ``rule`` gives when it begins to run after ``start``."""
        if not rule.working:
            return start + rule.days * ONE_DAY
        return self.counted(start, rule.days)[-1] if rule.days else start


def _of_peru() -> Mapping[date, str]:
    """National holidays by date, in Spanish, for any year that is asked for."""
    import holidays  # noqa: PLC0415 - brings every country's calendar, and one lesson needs it

    return holidays.country_holidays("PE", language="es")


USUAL = ("answer", "extension")
ENVIRONMENTAL = ("environment-answer", "environment-notice")
"""The rules of each kind of request: until when to answer, until when to ask for more time."""


@dataclass(frozen=True)
class RequestDates:
    """The days of one request: when it counts as received, and until when others must act.

    ``silence`` is the first working day on which no answer counts as a no; ``appeal`` the last
    day of the shorter way of counting (calendar days).
    """

    delivered: date
    received: date
    extension: date
    redirect: date
    answer: date
    silence: date
    appeal: date
    counted: tuple[date, ...]


def request_dates(
    delivered: date,
    rules: Mapping[str, Rule],
    calendar: Calendar,
    *,
    environmental: bool = False,
) -> RequestDates:
    """The days of a request for public information delivered on ``delivered``.

    Information about the environment has its own, shorter deadline.
    """
    first, more = ENVIRONMENTAL if environmental else USUAL
    received = calendar.received(delivered)
    answer = calendar.due(rules[first], received)
    return RequestDates(
        delivered=delivered,
        received=received,
        extension=calendar.due(rules[more], received),
        redirect=calendar.due(rules["redirect"], received),
        answer=answer,
        silence=calendar.received(answer + ONE_DAY),
        appeal=calendar.due(rules["appeal-law"], answer),
        counted=calendar.counted(received, rules[first].days),
    )


@dataclass(frozen=True)
class AppealDates:
    """The latest days of an appeal, if nothing stops the clock."""

    appealed: date
    admitted: date
    decided: date
    complied: date


def appeal_dates(appealed: date, rules: Mapping[str, Rule], calendar: Calendar) -> AppealDates:
    """The days of an appeal that the tribunal gets on ``appealed``."""
    admitted = calendar.due(rules["admission"], calendar.received(appealed))
    decided = calendar.due(rules["decision"], admitted)
    complied = calendar.due(rules["compliance"], decided)
    return AppealDates(appealed, admitted, decided, complied)


def sensible(day: date | None, instead: date) -> date:
    """``day``, or ``instead`` where there is none or it is a date that nobody meant."""
    return day if day is not None and EARLIEST <= day <= LATEST else instead
