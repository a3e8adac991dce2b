"""Who gets a session now, who waits, and in which order.

A session is cheap to give back: what a learner chose is kept on the phone, and any new session
continues from there. So when there is no room, sessions that nobody looks at end first.
"""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from cuentas.classroom.machine import Attendance
from cuentas.classroom.sessions import Session

SEATS_PER_PHONE = 6
TICKETS_PER_PHONE = 6
LONGEST_LINE = 500
TICKET_SECONDS = 30.0
RETRY_SECONDS = 5
UNSEEN_SECONDS = 60.0
"""A page may be away for so long, and nobody else gets its seat."""
IDLE_SECONDS = 15 * 60.0
"""A page that stays away for so long finds a new session."""


@dataclass(frozen=True)
class Admitted:
    """There is room for one more session."""


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


class Page(Protocol):
    """The socket of a page that has a session open."""

    def dismiss(self) -> None:
        """The session is no more: say so and close."""


@dataclass
class Seat:
    """A session and whoever moves it.

    Attributes:
        phone: the name of the phone that asked for it, if addresses tell phones apart.
        page: the socket of the page that is connected now.
        unseen_since: since when no page is connected.
        paid_until: until when the computing that this phone has used is spread out.
    """

    session: Session
    phone: str | None
    unseen_since: float
    page: Page | None = None
    paid_until: float = 0.0


@dataclass
class Seats:
    """The sessions of the class: at most ``capacity``, first come, first served.

    A phone is the name that `phones.phone_of` gives, or None where addresses say nothing
    about who comes (behind a proxy).

    Attributes:
        capacity: how many sessions may live at once.
        clock: seconds that only grow.
        new_ticket: makes words that nobody can guess.
    """

    capacity: int
    clock: Callable[[], float] = time.monotonic
    new_ticket: Callable[[], str] = lambda: secrets.token_urlsafe(16)
    _seats: dict[str, Seat] = field(default_factory=dict)
    _line: dict[str, tuple[str | None, float]] = field(default_factory=dict)

    def ask(self, phone: str | None, ticket: str | None = None) -> Admitted | Waiting | Crowded:
        """Whether ``phone`` may have one more session now; sessions left alone make room.

        Args:
            phone: who asks.
            ticket: what the last answer gave; an unknown one counts as none.
        """
        self._expire()
        if phone is not None and self._of(phone) >= SEATS_PER_PHONE:
            return self._exchange(phone, ticket)
        if ticket not in self._line and self._line_is_full(phone):
            return Crowded()
        held = ticket if ticket in self._line and ticket else self.new_ticket()
        self._line[held] = phone, self.clock()
        turn = list(self._line).index(held) + 1
        if not self._has_room_for(turn):
            return Waiting(turn, held)
        del self._line[held]
        return Admitted()

    def take(self, session: Session, phone: str | None) -> None:
        """Give an admitted phone its session."""
        self._seats[session.id] = Seat(session, phone, self.clock())

    def get(self, session_id: str) -> Seat | None:
        """The seat of a session that lives."""
        return self._seats.get(session_id)

    def sit(self, session_id: str, page: Page) -> Seat | None:
        """A page connects to a session that lives, in place of one it may still have."""
        seat = self._seats.get(session_id)
        if seat is not None:
            before, seat.page = seat.page, page
            if before is not None:
                before.dismiss()
        return seat

    def leave(self, session_id: str, page: Page) -> None:
        """A page that was connected is gone; its session waits for it to come back."""
        seat = self._seats.get(session_id)
        if seat is not None and seat.page is page:
            seat.page, seat.unseen_since = None, self.clock()
            seat.session.listen(None)

    def end(self, session_id: str) -> None:
        """End a session, if it lives, and tell its page."""
        seat = self._seats.pop(session_id, None)
        if seat is not None:
            if seat.page is not None:
                seat.page.dismiss()
            seat.session.end()

    def end_idle(self) -> None:
        """End sessions whose page has been away for long."""
        for session_id in self._unseen(IDLE_SECONDS):
            self.end(session_id)

    def attendance(self) -> Attendance:
        """Who is here now, as numbers that identify nobody."""
        self._expire()
        seen = (seat.session.lesson.slug for seat in self._seats.values() if seat.page)
        return Attendance(
            phones=Counter(seen),
            sessions=len(self._seats),
            room=max(0, self.capacity - len(self._seats)),
            waiting=len(self._line),
        )

    def _expire(self) -> None:
        before = self.clock() - TICKET_SECONDS
        self._line = {name: held for name, held in self._line.items() if held[1] >= before}

    def _of(self, phone: str) -> int:
        return sum(seat.phone == phone for seat in self._seats.values())

    def _exchange(self, phone: str, ticket: str | None) -> Admitted | Crowded:
        """One more for a phone that has all it may have: its oldest unseen session ends."""
        unseen = [name for name in self._unseen(0.0) if self._seats[name].phone == phone]
        if not unseen:
            return Crowded()
        self._line.pop(ticket or "", None)
        self.end(unseen[0])
        return Admitted()

    def _line_is_full(self, phone: str | None) -> bool:
        mine = sum(owner == phone for owner, _renewed in self._line.values())
        is_full = phone is not None and mine >= TICKETS_PER_PHONE
        return is_full or len(self._line) >= LONGEST_LINE

    def _has_room_for(self, turn: int) -> bool:
        """Whether this turn gets a seat; who has been away for a good while gives theirs."""
        missing = turn - (self.capacity - len(self._seats))
        unseen = self._unseen(UNSEEN_SECONDS) if missing > 0 else []
        if missing > len(unseen):
            return False
        if missing > 0:
            self.end(unseen[missing - 1])
        return True

    def _unseen(self, seconds: float) -> list[str]:
        """Sessions without a page for at least ``seconds``, the longest first."""
        before = self.clock() - seconds
        away = [
            (seat.unseen_since, name)
            for name, seat in self._seats.items()
            if seat.page is None and seat.unseen_since <= before
        ]
        return [name for _since, name in sorted(away)]
