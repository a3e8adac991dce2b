"""What one check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How a check ended, and the mark that people see before its sentence."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"

    @property
    def mark(self) -> str:
        """✔, ✘, or ? where nobody could tell."""
        return {State.GOOD: "✔", State.BAD: "✘", State.UNKNOWN: "?"}[self]


@dataclass(frozen=True)
class Finding:
    """One check with its result.

    Attributes:
        check: a short name for programs.
        state: how it ended.
        sentence: what was found.
        advice: what to do; empty where nothing has to be done.
        needed: without it, no lesson can be served.
    """

    check: str
    state: State
    sentence: str
    advice: str = ""
    needed: bool = False

    @property
    def prevents(self) -> bool:
        """Whether lessons cannot be served because of this."""
        return self.needed and self.state is State.BAD


def judged(check: str, sentence: str, advice: str, *, good: bool, needed: bool = False) -> Finding:
    """A finding whose advice only counts where it is not good."""
    state = State.GOOD if good else State.BAD
    return Finding(check, state, sentence, "" if good else advice, needed)
