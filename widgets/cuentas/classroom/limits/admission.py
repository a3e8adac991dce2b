"""Who gets a kernel now, who waits, and in which order.

A kernel is cheap to give back: what a learner chose is kept on the phone, and any new kernel
continues from there. So when there is no room, kernels that nobody looks at end first.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from dataclasses import field as data_field

from cuentas.classroom.limits.memory import learners_that_fit

FEWEST_KERNELS, MOST_KERNELS = 2, 200
SIMULTANEOUS_STARTS = 4
KERNELS_PER_PHONE = 6
TICKETS_PER_PHONE = 6
LONGEST_LINE = 500
TICKET_SECONDS = 30.0
RETRY_SECONDS = 5
UNSEEN_SECONDS = 60.0
STARTING_SECONDS = 60.0


def capacity(free_bytes: int, override: int | None = None) -> int:
    """How many kernels may live at once.

    Args:
        free_bytes: memory free when the server starts.
        override: a number that somebody chose; it wins, whatever the memory.
    """
    if override is not None:
        return max(1, override)
    return max(FEWEST_KERNELS, min(MOST_KERNELS, learners_that_fit(free_bytes)))


@dataclass(frozen=True)
class Admitted:
    """The kernel may start, after those in ``ends`` have been told to end."""

    ends: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """There is no room yet: ``turn`` 1 is next. The ticket keeps the turn if shown in time."""

    turn: int
    ticket: str
    retry_seconds: int = RETRY_SECONDS


@dataclass(frozen=True)
class Crowded:
    """There is no place for this request: its phone, or the line, has all it may have."""

    retry_seconds: int = RETRY_SECONDS


@dataclass
class _Seat:
    phone: str | None
    since: float
    unseen_since: float
    pages: int = 0


@dataclass
class _Line:
    """Tickets in the order in which they came. A dictionary keeps that order."""

    tickets: OrderedDict[str, tuple[str | None, float]] = data_field(default_factory=OrderedDict)

    def expire(self, before: float) -> None:
        for ticket, (_phone, renewed) in list(self.tickets.items()):
            if renewed < before:
                del self.tickets[ticket]

    def of(self, phone: str) -> int:
        return sum(1 for owner, _renewed in self.tickets.values() if owner == phone)

    def turn(self, ticket: str) -> int:
        return list(self.tickets).index(ticket) + 1


class Admission:
    """The seats of the class: at most ``capacity`` kernels, first come, first served.

    A phone is the name that `addresses.phone_of` gives, or None where addresses say nothing
    about who comes (behind a proxy).

    Args:
        capacity: how many kernels may live at once.
        per_phone: how many of them for one phone.
        clock: seconds that only grow.
        new_ticket: makes words that nobody can guess.
    """

    def __init__(
        self,
        capacity: int,
        *,
        per_phone: int = KERNELS_PER_PHONE,
        clock: Callable[[], float] = time.monotonic,
        new_ticket: Callable[[], str] = lambda: secrets.token_urlsafe(16),
    ) -> None:
        """Open the room with every seat free."""
        self.capacity = capacity
        self._per_phone = per_phone
        self._clock = clock
        self._new_ticket = new_ticket
        self._seats: dict[str, _Seat] = {}
        self._line = _Line()

    @property
    def taken(self) -> int:
        """How many seats are taken, kernels that are starting included."""
        return len(self._seats)

    @property
    def waiting(self) -> int:
        """How many wait in line and showed their ticket lately."""
        self._line.expire(self._clock() - TICKET_SECONDS)
        return len(self._line.tickets)

    def ask(
        self, kernel: str, phone: str | None, ticket: str | None = None
    ) -> Admitted | Waiting | Crowded:
        """Ask for a seat for a kernel that does not exist yet.

        Args:
            kernel: the id that the kernel will have. When admitted, its seat is taken until
                `ended` is called, also if it never starts.
            phone: who asks.
            ticket: what the last answer gave; an unknown one counts as none.
        """
        self._line.expire(self._clock() - TICKET_SECONDS)
        own = self._of_phone(phone)
        if phone is not None and len(own) >= self._per_phone:
            return self._exchange(kernel, phone, own, ticket)
        if ticket not in self._line.tickets and self._line_is_full(phone):
            return Crowded()
        held = self._in_line(phone, ticket)
        turn = self._line.turn(held)
        ends = self._room_for(turn)
        if ends is None:
            return Waiting(turn, held)
        del self._line.tickets[held]
        return self._seat(kernel, phone, ends)

    def page_opened(self, kernel: str) -> None:
        """A page is connected to the kernel."""
        if seat := self._seats.get(kernel):
            seat.pages += 1

    def page_closed(self, kernel: str) -> None:
        """A page that was connected to the kernel is gone."""
        if seat := self._seats.get(kernel):
            seat.pages = max(0, seat.pages - 1)
            seat.unseen_since = self._clock()

    def has_page(self, kernel: str) -> bool:
        """Whether a page is connected to the kernel."""
        seat = self._seats.get(kernel)
        return seat is not None and seat.pages > 0

    def holds(self, kernel: str) -> bool:
        """Whether the kernel still has its seat; without one it must end, also while it starts."""
        return kernel in self._seats

    def ended(self, kernel: str) -> None:
        """The kernel ended or could not start: its seat is free. May be told twice."""
        self._seats.pop(kernel, None)

    def reconcile(self, living: Iterable[str]) -> None:
        """Free the seats of kernels that ended without anybody telling it.

        Args:
            living: ids of all kernels alive now. A kernel may take a minute to start.
        """
        alive, now = set(living), self._clock()
        for kernel, seat in list(self._seats.items()):
            if kernel not in alive and now - seat.since > STARTING_SECONDS:
                del self._seats[kernel]

    def _of_phone(self, phone: str | None) -> list[str]:
        return [kernel for kernel, seat in self._seats.items() if seat.phone == phone]

    def _exchange(
        self, kernel: str, phone: str, own: list[str], ticket: str | None
    ) -> Admitted | Crowded:
        """One more for a phone that has all it may have: its oldest unseen kernel ends."""
        unseen = [one for one in own if not self._seats[one].pages]
        if not unseen:
            return Crowded()
        self._line.tickets.pop(ticket or "", None)
        return self._seat(kernel, phone, (unseen[0],))

    def _line_is_full(self, phone: str | None) -> bool:
        mine = 0 if phone is None else self._line.of(phone)
        return mine >= TICKETS_PER_PHONE or len(self._line.tickets) >= LONGEST_LINE

    def _in_line(self, phone: str | None, ticket: str | None) -> str:
        """The ticket shown, renewed, or a new one at the end of the line."""
        held = ticket if ticket in self._line.tickets and ticket else self._new_ticket()
        self._line.tickets[held] = (phone, self._clock())
        return held

    def _room_for(self, turn: int) -> tuple[str, ...] | None:
        """Kernels that must end so that this turn gets a seat; None if there are too few."""
        missing = turn - (self.capacity - self.taken)
        if missing <= 0:
            return ()
        unseen = self._long_unseen()
        return (unseen[missing - 1],) if missing <= len(unseen) else None

    def _long_unseen(self) -> list[str]:
        """Kernels without a page for a good while, the longest first."""
        before = self._clock() - UNSEEN_SECONDS
        seats = [
            (seat.unseen_since, kernel)
            for kernel, seat in self._seats.items()
            if not seat.pages and seat.unseen_since <= before
        ]
        return [kernel for _since, kernel in sorted(seats)]

    def _seat(self, kernel: str, phone: str | None, ends: tuple[str, ...]) -> Admitted:
        for old in ends:
            del self._seats[old]
        now = self._clock()
        self._seats[kernel] = _Seat(phone, since=now, unseen_since=now)
        return Admitted(ends)
