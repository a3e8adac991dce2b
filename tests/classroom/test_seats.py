"""Who gets a session, who waits, and who gives theirs."""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace

import pytest

from cuentas.classroom.seats import (
    IDLE_SECONDS,
    SEATS_PER_PHONE,
    TICKET_SECONDS,
    TICKETS_PER_PHONE,
    UNSEEN_SECONDS,
    Admitted,
    Crowded,
    Seats,
    Waiting,
)

ROOM = Admitted()


class Class:
    """Seats with a clock of their own, and sessions that only remember that they ended."""

    def __init__(self, capacity):
        self.now, self.ended, numbers = 1000.0, [], count(1)
        self.names, tickets = numbers, count(1)
        self.seats = Seats(capacity, lambda: self.now, lambda: f"t{next(tickets)}")

    def come(self, phone="a", ticket=None, *, seen=True):
        answer = self.seats.ask(phone, ticket)
        if answer != ROOM:
            return answer
        name = f"s{next(self.names)}"
        session = SimpleNamespace(
            id=name,
            lesson=SimpleNamespace(slug="uno"),
            end=lambda: self.ended.append(name),
            listen=lambda _send: None,
        )
        self.seats.take(session, phone)
        if seen:
            self.seats.sit(name, Page())
        return name


class Page:
    dismissed = False

    def dismiss(self):
        self.dismissed = True


@pytest.fixture
def two():
    return Class(2)


def test_first_come_first_served_and_then_in_line(two):
    assert [two.come("a"), two.come("b")] == ["s1", "s2"]
    assert two.come("c") == Waiting(1, "t3")
    assert two.come("d") == Waiting(2, "t4")
    two.seats.end("s1")
    assert two.come("d", "t4") == Waiting(2, "t4")
    assert two.come("c", "t3") == "s3"
    assert two.come("d", "t4") == Waiting(1, "t4")
    assert two.seats.attendance().waiting == 1


def test_a_ticket_that_nobody_shows_is_let_go(two):
    two.come("a")
    two.come("b")
    assert two.come("c") == Waiting(1, "t3")
    two.now += TICKET_SECONDS + 1
    assert two.come("d") == Waiting(1, "t4")


def test_who_is_away_for_a_minute_gives_their_seat_and_not_before(two):
    two.come("a", seen=False)
    two.come("b")
    assert two.come("c") == Waiting(1, "t3")
    two.now += UNSEEN_SECONDS
    assert two.come("c") == "s3"
    assert two.ended == ["s1"]


def test_a_phone_has_so_many_seats_and_then_its_oldest_one_left_alone_ends():
    room = Class(100)
    names = [room.come("a", seen=number != 3) for number in range(SEATS_PER_PHONE)]
    assert room.come("a") == "s7"
    assert room.ended == [names[3]]
    assert room.come("a") == Crowded()
    assert room.come("b") == "s8"
    assert [room.come(None) for _visit in range(20)][-1] == "s28"


def test_a_phone_has_so_many_places_in_line():
    full = Class(1)
    full.come("z")
    answers = [full.come("a") for _visit in range(TICKETS_PER_PHONE + 1)]
    assert answers[-1] == Crowded()
    assert isinstance(answers[-2], Waiting)


def test_a_page_that_comes_back_takes_the_place_of_the_one_before(two):
    name = two.come("a", seen=False)
    first, second = Page(), Page()
    two.seats.sit(name, first)
    two.seats.sit(name, second)
    assert (first.dismissed, second.dismissed) == (True, False)
    two.seats.leave(name, first)
    assert two.seats.attendance().joined == 1
    two.seats.leave(name, second)
    assert two.seats.attendance().joined == 0


def test_sessions_left_alone_for_long_end(two):
    two.come("a", seen=False)
    two.come("b")
    two.now += IDLE_SECONDS
    two.seats.end_idle()
    assert two.ended == ["s1"]
    assert two.seats.attendance().sessions == 1


def test_nobody_is_recognised_in_the_numbers(two):
    two.come("a")
    two.come("b", seen=False)
    told = two.seats.attendance()
    assert (dict(told.phones), told.sessions, told.room) == ({"uno": 1}, 2, 0)
