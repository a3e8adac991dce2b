"""Three questions about any spending, the time that a broken service costs, and who speaks.

The three questions are our own reading of gender budget manuals (source OWN, after GTZ and
UNFPA). Nothing here names a person: a voice is a kind of voice, tapped by whoever counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from cuentas.model.money import HUNDRED, rounded, split

MINUTES_IN_AN_HOUR = 60
HOURS_IN_A_WORKDAY = 8


class Lens(StrEnum):
    """A question to ask of any investment or budget line."""

    DECIDES = "decides"
    BENEFITS = "benefits"
    TIME = "time"


class Told(StrEnum):
    """How much a record answers a lens."""

    WHOLE = "whole"
    PARTLY = "partly"
    SILENT = "silent"


@dataclass(frozen=True)
class Answer:
    """What a record says to one lens, in ``words``, and how much of an answer that is."""

    told: Told
    words: str


def silent(answers: Mapping[Lens, Answer]) -> int:
    """How many of the three lenses the record does not answer at all."""
    return sum(answers[lens].told is Told.SILENT for lens in Lens)


@dataclass(frozen=True)
class TimeCost:
    """Minutes a day that one home gives when a service fails, by who gives them.

    ``homes`` are the homes with the problem and ``days`` the days of a year that it lasts.
    """

    minutes: Mapping[str, int]
    homes: int
    days: int

    @property
    def minutes_a_day(self) -> int:
        """Minutes a day of one home."""
        return sum(self.minutes.values())

    @property
    def hours(self) -> int:
        """Whole hours a year of all homes, rounded half up."""
        whole = Fraction(self.minutes_a_day * self.homes * self.days, MINUTES_IN_AN_HOUR)
        return int(rounded(whole, 0))

    @property
    def hours_of_one_home(self) -> int:
        """Whole hours a year of one home, rounded half up."""
        return TimeCost(self.minutes, 1, self.days).hours

    @property
    def workdays(self) -> int:
        """The same hours as days of eight hours, rounded half up."""
        return int(rounded(Fraction(self.hours, HOURS_IN_A_WORKDAY), 0))

    def hours_by_giver(self) -> dict[str, int]:
        """The hours of all homes by who gives them; together exactly :attr:`hours`."""
        if not self.minutes_a_day:
            return dict.fromkeys(self.minutes, 0)
        return split(self.hours, self.minutes)


class Voice(StrEnum):
    """Who takes the floor, as whoever counts sees it. Doubts go to ``OTHER``."""

    WOMAN = "woman"
    YOUNG_WOMAN = "young_woman"
    MAN = "man"
    YOUNG_MAN = "young_man"
    OTHER = "other"


WOMEN = (Voice.WOMAN, Voice.YOUNG_WOMAN)
MEN = (Voice.MAN, Voice.YOUNG_MAN)
OTHERS = (Voice.OTHER,)
YOUNG = (Voice.YOUNG_WOMAN, Voice.YOUNG_MAN)


@dataclass(frozen=True)
class Turn:
    """Somebody spoke for about so many minutes."""

    voice: Voice
    minutes: int


@dataclass(frozen=True)
class Tally:
    """Who has spoken so far, in order. Names are never noted."""

    turns: tuple[Turn, ...] = ()

    def heard(self, voice: Voice, minutes: int) -> Tally:
        """The tally after one more turn.

        Raises:
            ValueError: nobody speaks for no time.
        """
        if minutes <= 0:
            raise ValueError("Una intervención dura por lo menos un minuto.")
        return Tally((*self.turns, Turn(voice, minutes)))

    def times(self, *voices: Voice) -> int:
        """How often any of ``voices`` took the floor; without voices, how often anybody."""
        return len(self._of(voices))

    def minutes(self, *voices: Voice) -> int:
        """For how many minutes any of ``voices`` spoke; without voices, all of them."""
        return sum(turn.minutes for turn in self._of(voices))

    def of_hundred(self) -> tuple[int, int, int]:
        """Of every 100 minutes: women's, men's and others'. All zero while nobody spoke."""
        if not self.turns:
            return 0, 0, 0
        groups = {"women": WOMEN, "men": MEN, "others": OTHERS}
        shares = split(HUNDRED, {name: self.minutes(*group) for name, group in groups.items()})
        return shares["women"], shares["men"], shares["others"]

    def _of(self, voices: tuple[Voice, ...]) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if not voices or turn.voice in voices)


def least_seats(seats: int, percent: int) -> int:
    """The fewest whole seats that are at least ``percent`` of ``seats``.

    Ica asks for at least 30 % of women in the list for the watch committee (source PE-ICA):
    of seven, 2.1 means three.
    """
    return -(-seats * percent // HUNDRED)
