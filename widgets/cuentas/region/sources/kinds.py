"""What an official layout is: which columns a file has, and how much a header is like it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cuentas.region.sources.words import folded

RECOGNISED = 0.6
"""Share of the columns we need that makes a file of a kind; below it, it is another file."""


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
        return self.investments or self is Kind.FORMAT_12B

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

    def _knows(self, word: str, known: frozenset[str]) -> bool:
        yearly = self.kind is Kind.COMPARATIVE and COMPARED.fullmatch(word)
        return word in known or bool(yearly)


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
