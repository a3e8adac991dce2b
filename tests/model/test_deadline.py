"""Deadlines fall where the norms say, whatever day somebody delivers on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.data.pack import national
from cuentas.model.deadline import (
    EARLIEST,
    LATEST,
    Calendar,
    Rule,
    appeal_dates,
    request_dates,
    sensible,
)

PERU = Calendar()
QUIET = Calendar({})
FIELDS = ("id", "what", "days", "count", "counted_from", "article", "source_key")
RULES = {
    row["id"]: Rule(**{name: row[name] for name in FIELDS}) for row in national("deadlines").rows()
}
DAYS = st.dates(EARLIEST, LATEST)
ONE = timedelta(days=1)


def answer(day, **kind):
    return request_dates(day, RULES, PERU, **kind).answer


@pytest.mark.parametrize(
    ("delivered", "due"),
    [
        (date(2026, 11, 30), date(2026, 12, 16)),  # Immaculate Conception and Ayacucho in between
        (date(2026, 3, 2), date(2026, 3, 16)),  # a quiet fortnight
        (date(2026, 3, 6), date(2026, 3, 20)),  # a Friday
        (date(2026, 7, 20), date(2026, 8, 7)),  # Air Force, Fiestas Patrias, Junín
        (date(2026, 12, 18), date(2027, 1, 5)),  # Christmas and New Year
        (date(2026, 3, 27), date(2026, 4, 14)),  # Holy Thursday and Friday
    ],
)
def test_ten_working_days_skip_weekends_and_national_holidays(delivered, due):
    assert answer(delivered) == due


@pytest.mark.parametrize(
    ("delivered", "counts_as"),
    [
        (date(2026, 3, 7), date(2026, 3, 9)),  # Saturday
        (date(2026, 3, 8), date(2026, 3, 9)),  # Sunday
        (date(2026, 7, 28), date(2026, 7, 30)),  # Fiestas Patrias
        (date(2026, 12, 25), date(2026, 12, 28)),  # Christmas, a Friday
        (date(2027, 1, 1), date(2027, 1, 4)),  # New Year, a Friday
    ],
)
def test_what_arrives_on_a_day_off_counts_as_arrived_on_the_next_working_day(delivered, counts_as):
    dates = request_dates(delivered, RULES, PERU)
    assert dates.received == counts_as
    assert dates.answer == answer(counts_as)


def test_information_about_the_environment_is_due_in_seven():
    assert answer(date(2026, 3, 2), environmental=True) == date(2026, 3, 11)


def test_the_shorter_way_of_counting_an_appeal_is_fifteen_calendar_days():
    dates = request_dates(date(2026, 3, 2), RULES, PERU)
    assert (dates.silence, dates.appeal) == (date(2026, 3, 17), date(2026, 3, 31))


def test_a_tribunal_admits_decides_and_is_obeyed_in_its_own_days():
    appeal = appeal_dates(date(2026, 3, 2), RULES, QUIET)
    assert appeal.admitted == date(2026, 3, 11)
    assert appeal.decided == date(2026, 3, 25)
    assert appeal.complied == date(2026, 4, 3)


@given(DAYS)
def test_an_answer_is_due_on_a_working_day_after_the_delivery(day):
    dates = request_dates(day, RULES, PERU)
    assert PERU.is_working(dates.answer)
    assert day < dates.extension < dates.redirect < dates.answer < dates.silence


@given(DAYS)
def test_exactly_ten_working_days_lie_between_the_arrival_and_the_answer(day):
    dates = request_dates(day, RULES, PERU)
    between = [
        dates.received + number * ONE
        for number in range(1, (dates.answer - dates.received).days + 1)
    ]
    assert [one for one in between if PERU.is_working(one)] == list(dates.counted)
    assert len(dates.counted) == RULES["answer"].days


@given(DAYS, DAYS)
def test_who_delivers_later_never_gets_an_earlier_answer(one, other):
    first, second = sorted((one, other))
    assert answer(first) <= answer(second)


@given(DAYS)
def test_holidays_only_ever_lengthen_a_deadline(day):
    assert request_dates(day, RULES, QUIET).answer <= answer(day)


@given(DAYS, st.sets(DAYS, max_size=20))
def test_any_declared_day_off_is_skipped(day, declared):
    calendar = Calendar(dict.fromkeys(declared, "día no laborable"))
    dates = request_dates(day, RULES, calendar)
    assert not declared & set(dates.counted)


@given(DAYS, st.integers(1, 60))
def test_calendar_days_are_counted_one_by_one(day, days):
    rule = Rule("x", "", days, "calendario", "", "", "")
    assert PERU.due(rule, day) == day + timedelta(days=days)


@pytest.mark.parametrize("year", range(2024, 2031))
def test_the_library_knows_the_holidays_that_every_office_keeps(year):
    fixed = [
        (1, 1),
        (5, 1),
        (6, 29),
        (7, 28),
        (7, 29),
        (8, 30),
        (10, 8),
        (11, 1),
        (12, 8),
        (12, 25),
    ]
    assert all(PERU.holiday(date(year, month, day)) for month, day in fixed)
    assert len(PERU.holidays(date(year, 1, 1), date(year, 12, 31))) >= 15


def test_holidays_are_named_in_spanish():
    assert PERU.holiday(date(2026, 12, 9)) == "Batalla de Ayacucho"
    assert PERU.holiday(date(2026, 12, 10)) == ""


@pytest.mark.parametrize("day", [None, date(2, 3, 4), date(2400, 1, 1)])
def test_a_date_that_nobody_meant_gives_way(day):
    assert sensible(day, date(2026, 11, 30)) == date(2026, 11, 30)


@given(DAYS)
def test_silence_begins_on_the_first_working_day_after_the_answer_was_due(delivered):
    dates = request_dates(delivered, RULES, PERU)
    assert PERU.received(dates.silence) == dates.silence
    assert dates.answer < dates.silence
    between = (dates.silence - dates.answer).days
    assert all(PERU.received(dates.answer + i * ONE) == dates.silence for i in range(1, between))
