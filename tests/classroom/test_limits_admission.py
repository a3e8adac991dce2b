"""Who gets a kernel: never too many, in the order of coming, and nobody waits for ever."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from cuentas.classroom.limits.admission import (
    KERNELS_PER_PHONE,
    LONGEST_LINE,
    STARTING_SECONDS,
    TICKET_SECONDS,
    TICKETS_PER_PHONE,
    UNSEEN_SECONDS,
    Admission,
    Admitted,
    Crowded,
    Waiting,
    capacity,
)
from cuentas.classroom.limits.memory import MEGABYTE


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def room(clock, seats=2, **more):
    return Admission(seats, clock=clock, **more)


def full(clock, seats=2):
    admission = room(clock, seats)
    for number in range(seats):
        admission.ask(f"k{number}", f"dueño{number}")
        admission.page_opened(f"k{number}")
    return admission


def test_memory_decides_how_many_within_bounds():
    assert capacity(4000 * MEGABYTE) == 140
    assert capacity(100 * MEGABYTE) == 2
    assert capacity(64_000 * MEGABYTE) == 200
    assert capacity(100 * MEGABYTE, override=50) == 50


def test_while_there_is_room_everybody_enters(clock):
    admission = room(clock)
    assert admission.ask("a", "ana") == Admitted()
    assert admission.ask("b", "beto") == Admitted()
    assert admission.taken == 2


def test_without_room_each_gets_the_next_turn(clock):
    admission = full(clock)
    assert [admission.ask(f"w{n}", f"f{n}").turn for n in range(3)] == [1, 2, 3]
    assert admission.waiting == 3


def test_a_freed_seat_is_for_the_first_in_line_and_not_for_who_just_came(clock):
    admission = full(clock)
    first = admission.ask("w", "ana")
    admission.ended("k0")
    assert admission.ask("x", "beto").turn == 2
    assert admission.ask("w", "ana", first.ticket) == Admitted()


def test_a_ticket_not_renewed_loses_its_turn(clock):
    admission = full(clock)
    gone, stays = admission.ask("w", "ana"), admission.ask("x", "beto")
    clock.now += TICKET_SECONDS / 2
    assert admission.ask("x", "beto", stays.ticket).turn == 2
    clock.now += TICKET_SECONDS / 2 + 1
    assert admission.ask("x", "beto", stays.ticket).turn == 1
    assert admission.ask("w", "ana", gone.ticket).turn == 2


def test_an_invented_ticket_is_worth_as_much_as_none(clock):
    admission = full(clock)
    admission.ask("w", "ana")
    answer = admission.ask("x", "beto", "1")
    assert answer.turn == 2
    assert answer.ticket != "1"


def test_a_used_ticket_opens_no_second_seat(clock):
    admission = full(clock)
    held = admission.ask("w", "ana").ticket
    admission.ended("k0")
    assert admission.ask("w", "ana", held) == Admitted()
    assert isinstance(admission.ask("x", "ana", held), Waiting)


def test_tickets_cannot_be_guessed(clock):
    admission = full(clock)
    tickets = {admission.ask(f"w{n}", f"f{n}").ticket for n in range(50)}
    assert len(tickets) == 50
    assert all(len(ticket) >= 22 for ticket in tickets)


def test_the_seventh_kernel_of_a_phone_replaces_its_oldest_without_a_page(clock):
    admission = room(clock, 100)
    for number in range(KERNELS_PER_PHONE):
        admission.ask(f"k{number}", "ana")
    admission.page_opened("k0")
    assert admission.ask("nuevo", "ana") == Admitted(ends=("k1",))
    assert admission.taken == KERNELS_PER_PHONE
    assert not admission.holds("k1")


def test_a_phone_whose_kernels_all_have_a_page_gets_no_more(clock):
    admission = room(clock, 100)
    for number in range(KERNELS_PER_PHONE):
        admission.ask(f"k{number}", "ana")
        admission.page_opened(f"k{number}")
    assert isinstance(admission.ask("nuevo", "ana"), Crowded)
    assert admission.ask("otro", "beto") == Admitted()


def test_a_phone_holds_few_places_in_line(clock):
    admission = full(clock)
    answers = [admission.ask(f"w{n}", "ana") for n in range(TICKETS_PER_PHONE + 1)]
    assert isinstance(answers[-2], Waiting)
    assert isinstance(answers[-1], Crowded)
    assert admission.ask("x", "beto").turn == TICKETS_PER_PHONE + 1


def test_the_line_has_an_end(clock):
    admission = full(clock)
    for number in range(LONGEST_LINE):
        admission.ask(f"w{number}", None)
    assert isinstance(admission.ask("x", None), Crowded)
    assert admission.waiting == LONGEST_LINE


def test_behind_a_proxy_no_phone_is_counted(clock):
    admission = room(clock, 100)
    answers = {admission.ask(f"k{n}", None) for n in range(50)}
    assert answers == {Admitted()}


def test_a_kernel_nobody_looks_at_for_a_while_gives_its_seat_to_who_waits(clock):
    admission = full(clock)
    held = admission.ask("w", "ana").ticket
    admission.page_closed("k1")
    assert isinstance(admission.ask("w", "ana", held), Waiting)
    for _renewal in range(3):
        clock.now += UNSEEN_SECONDS / 3
        answer = admission.ask("w", "ana", held)
    assert answer == Admitted(ends=("k1",))
    assert admission.taken == 2


def test_a_page_that_came_back_keeps_its_seat(clock):
    admission = full(clock)
    admission.page_closed("k1")
    clock.now += UNSEEN_SECONDS - 1
    admission.page_opened("k1")
    clock.now += UNSEEN_SECONDS
    assert isinstance(admission.ask("w", "ana"), Waiting)


def test_seats_of_kernels_that_died_unseen_are_freed(clock):
    admission = full(clock)
    clock.now += STARTING_SECONDS + 1
    admission.reconcile(["k0"])
    assert admission.taken == 1
    admission.ask("nuevo", "ana")
    admission.reconcile(["k0"])
    assert admission.holds("nuevo")


def test_words_about_unknown_kernels_change_nothing(clock):
    admission = room(clock)
    admission.page_opened("x")
    admission.page_closed("x")
    admission.ended("x")
    assert admission.taken == 0


@given(st.integers(1, 6), st.integers(1, 40))
@settings(deadline=None)
def test_everybody_who_keeps_asking_enters_in_the_order_of_coming(seats, crowd):
    clock = Clock()
    admission, entered = full(clock, seats), []
    tickets = {n: admission.ask(f"w{n}", f"f{n}").ticket for n in range(crowd)}
    living = [f"k{n}" for n in range(seats)]
    while tickets:
        clock.now += 5
        admission.ended(living.pop(0))
        for number, ticket in list(tickets.items()):
            if isinstance(admission.ask(f"w{number}", f"f{number}", ticket), Admitted):
                admission.page_opened(f"w{number}")
                living.append(f"w{number}")
                entered.append(number)
                del tickets[number]
    assert entered == list(range(crowd))


class ClassRoom(RuleBasedStateMachine):
    """Phones that ask, come back, leave and die in any order."""

    @initialize(seats=st.integers(1, 8))
    def open(self, seats):
        self.clock, self.names = Clock(), count()
        self.admission = Admission(seats, clock=self.clock)
        self.alive, self.tickets = {}, {}

    @rule(phone=st.sampled_from(["ana", "beto", "caro", None]), known=st.booleans())
    def ask(self, phone, known):
        kernel = f"k{next(self.names)}"
        ticket = self.tickets.get(phone) if known else None
        answer = self.admission.ask(kernel, phone, ticket)
        if isinstance(answer, Admitted):
            assert set(answer.ends) <= set(self.alive)
            for old in answer.ends:
                del self.alive[old]
            self.alive[kernel] = phone
        if isinstance(answer, Waiting):
            assert answer.turn >= 1
            self.tickets[phone] = answer.ticket

    @rule(position=st.integers(0, 20), opened=st.booleans())
    def look(self, position, opened):
        if kernel := self._some(position):
            act = self.admission.page_opened if opened else self.admission.page_closed
            act(kernel)

    @rule(position=st.integers(0, 20))
    def end(self, position):
        if kernel := self._some(position):
            self.admission.ended(kernel)
            del self.alive[kernel]

    @rule(seconds=st.floats(0, 90))
    def wait(self, seconds):
        self.clock.now += seconds

    @invariant()
    def never_more_than_fit(self):
        assert self.admission.taken <= self.admission.capacity
        assert self.admission.taken == len(self.alive)
        assert all(map(self.admission.holds, self.alive))

    @invariant()
    def no_phone_has_more_than_its_share(self):
        phones = [phone for phone in self.alive.values() if phone]
        assert all(phones.count(phone) <= KERNELS_PER_PHONE for phone in set(phones))

    def _some(self, position):
        kernels = list(self.alive)
        return kernels[position % len(kernels)] if kernels else None


ClassRoom.TestCase.settings = settings(max_examples=60, deadline=None)
TestClassRoom = ClassRoom.TestCase
