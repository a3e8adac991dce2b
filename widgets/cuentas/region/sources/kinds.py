"""What an official layout is: which columns a file has, and how much a header is like it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cuentas.region.sources.words import folded

RECOGNISED = 0.6
"""Share of the columns we need that makes a file of a kind; below it, it is another file."""
MOSTLY = 0.9
"""Share of the cells of a column that must be what its position promises."""


class Kind(StrEnum):
    """Which official file it is."""

    AMIGABLE = "amigable"
    BREAKDOWN = "amigable-breakdown"
    SPENDING_MONTHLY = "spending-monthly"
    SPENDING_YEARLY = "spending-yearly"
    COMPARATIVE = "comparative"
    INVESTMENTS = "investments"
    INVESTMENT_SEARCH = "investment-search"
    CLOSED_INVESTMENTS = "closed-investments"
    FORMAT_12B = "format-12b"
    POPULATION_CENSUS = "population-census"
    POPULATION_PROJECTION = "population-projection"
    WORKS = "works"

    @property
    def spending(self) -> bool:
        """Whether it is one of the MEF's line-by-line spending files."""
        return self in {self.SPENDING_MONTHLY, self.SPENDING_YEARLY, self.COMPARATIVE}

    @property
    def budget(self) -> bool:
        """Whether it carries budgets of municipalities."""
        return self is Kind.AMIGABLE or self.spending

    @property
    def parts(self) -> bool:
        """Whether it tells the parts of a municipality's money: for what, or where from."""
        return self is Kind.BREAKDOWN or self.spending

    @property
    def investments(self) -> bool:
        """Whether it carries investments with their CUI and place."""
        return self in {self.INVESTMENTS, self.INVESTMENT_SEARCH, self.CLOSED_INVESTMENTS}

    @property
    def about_investments(self) -> bool:
        """Whether it says which investments there are, or how they go."""
        return self.investments or self in {Kind.FORMAT_12B, Kind.WORKS}

    @property
    def pasted(self) -> bool:
        """Whether people also copy it by hand, so that its last line may lack its end."""
        return self.population or self in {
            self.AMIGABLE,
            self.BREAKDOWN,
            self.INVESTMENT_SEARCH,
        }

    @property
    def population(self) -> bool:
        """Whether it carries people by district."""
        return self in {self.POPULATION_CENSUS, self.POPULATION_PROJECTION}


@dataclass(frozen=True)
class Layout:
    """A kind of file: our names of its columns with their official spellings, and the others.

    ``needed`` and ``offered`` map our name to the spellings; a file without a needed one is
    refused, without an offered one it is read and says so with an empty value.
    """

    kind: Kind
    title: str
    needed: Mapping[str, Sequence[str]]
    offered: Mapping[str, Sequence[str]] = field(default_factory=dict)
    others: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    """Columns of which at least one tells this kind from a similar one."""
    positions: Mapping[str, int] = field(default_factory=dict)
    """The place from 0 of columns that are known by it and not by their name."""

    def found(self, header: Sequence[str]) -> dict[str, int]:
        """Our name of each column that the header has, with its position."""
        positions = {folded(name): at for at, name in reversed(list(enumerate(header)))}
        named = {**self.needed, **self.offered}
        spelled = {
            name: [positions[word] for word in words if word in positions]
            for name, words in named.items()
        }
        return {name: at[0] for name, at in spelled.items() if at}

    def likeness(self, header: Sequence[str]) -> float:
        """From 0 to 1, how many of the needed columns the header has."""
        words = {folded(name) for name in header}
        if self.marks and not self.marks & words:
            return 0.0
        return len(set(self.found(header)) & set(self.needed)) / len(self.needed)

    def missing(self, header: Sequence[str]) -> list[str]:
        """Official names of needed columns that the header does not have."""
        found = self.found(header)
        return [words[0] for name, words in self.needed.items() if name not in found]

    def unknown(self, header: Sequence[str]) -> list[str]:
        """Names in the header that the official layout does not have."""
        named = {**self.needed, **self.offered}
        known = self.others.union(*map(set, named.values()))
        return [name for name in header if name.strip() and not self._knows(folded(name), known)]

    @staticmethod
    def repeated(header: Sequence[str]) -> list[str]:
        """Names that stand twice in the header, so that nobody knows which column is meant."""
        names = [folded(name) for name in header if name.strip()]
        return sorted({name for name in names if names.count(name) > 1})

    def misplaced(self, _rows: Sequence[Sequence[str]]) -> str | None:
        """Our name of a column that does not hold what it must; its name was enough here."""
        return None

    def _knows(self, word: str, known: frozenset[str]) -> bool:
        yearly = self.kind is Kind.COMPARATIVE and COMPARED.fullmatch(word)
        return word in known or bool(yearly)


@dataclass(frozen=True)
class Positioned(Layout):
    """A kind of which only the place of each column is known, not its name.

    ``positions`` maps our name to the position from 0. A header is of this kind if it has
    ``width`` columns and says a word of each set of ``said``; then ``holds`` tells of some
    columns whether a cell can be theirs.
    """

    width: int = 0
    said: Sequence[frozenset[str]] = ()
    holds: Mapping[str, Callable[[str], bool]] = field(default_factory=dict)

    def found(self, _header: Sequence[str]) -> dict[str, int]:
        """Our name of each column, with its position."""
        return dict(self.positions)

    def likeness(self, header: Sequence[str]) -> float:
        """1 for a header of this width with these words, else 0."""
        words = {word for name in header for word in folded(name).split("_")}
        return float(len(header) == self.width and all(one & words for one in self.said))

    def unknown(self, _header: Sequence[str]) -> list[str]:
        """None: no name is known, so none is unknown."""
        return []

    @staticmethod
    def repeated(_header: Sequence[str]) -> list[str]:
        """None: columns are not found by name."""
        return []

    def misplaced(self, rows: Sequence[Sequence[str]]) -> str | None:
        """Our name of the first column of which many cells are not what it should hold."""
        for name, holds in self.holds.items():
            at = self.positions[name]
            told = [row[at] for row in rows if len(row) > at and row[at].strip()]
            if told and _share(map(holds, told)) < MOSTLY:
                return name
        return None


def _share(verdicts: Iterable[bool]) -> float:
    known = list(verdicts)
    return sum(known) / len(known)


COMPARED = re.compile(
    r"(?:MONTO_)?(PIA|PIM|CERTIFICADO|COMPROMETIDO_ANUAL|COMPROMETIDO|DEVENGADO|GIRADO)_(20\d\d)"
)
"""Amounts of a comparative file: the file writes PIA_2022 and its dictionary MONTO_PIA_2022."""
COMPARED_AS = {
    "pia": "PIA",
    "pim": "PIM",
    "certificado": "CERTIFICADO",
    "compromiso": "COMPROMETIDO_ANUAL",
    "compromiso_mensual": "COMPROMETIDO",
    "devengado": "DEVENGADO",
    "girado": "GIRADO",
}
"""What each of our amounts is called there."""
