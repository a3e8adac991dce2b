"""What is known about the learner's district and year, ready to stand in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from string import Formatter

from cuentas.data.pack import Pack
from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.model.comparison import People, Population, pim_per_person
from cuentas.model.money import Amount, percentage
from cuentas.model.place import District
from cuentas.model.watch import unsigned
from cuentas.model.works import Direction, direction, of_each_hundred
from cuentas.view.footer import sources_in_words
from cuentas.view.show.rows import AMOUNTS, first_year_in_words

_SENTENCE_END = re.compile(r"(?<=[^\d\s][.?!]) ")
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Facts:
    """Words by name for letters and tasks, and exact quantities by name for answers.

    A fact that the pack lacks has the words «sin dato» and no quantity; its name is in
    ``unknown``, and no sentence that asks for it should be shown.
    """

    words: dict[str, str]
    quantities: dict[str, Decimal]
    unknown: frozenset[str] = frozenset()

    def knows(self, template: str) -> bool:
        """Whether every ``{name}`` of ``template`` is known here."""
        return self.unknown.isdisjoint(names_in(template))

    def fill(self, template: str) -> str:
        """``template`` with each ``{name}`` replaced by its words."""
        return template.format_map(self.words)

    def with_words(self, more: Mapping[str, str]) -> Facts:
        """The same facts and some words more; what is known is never replaced."""
        return replace(self, words={**more, **self.words})

    def fill_known(self, template: str) -> str:
        """``template`` filled in, without the sentences that ask for a fact we lack."""
        kept = "\n".join(
            " ".join(one for one in _SENTENCE_END.split(line) if self.knows(one))
            for line in template.splitlines()
        )
        return _EMPTY_LINES.sub("\n\n", self.fill(kept))


def names_in(template: str) -> set[str]:
    """The names in ``{braces}``.

    Raises:
        ValueError: a brace has no pair.
    """
    return {name for _text, name, _how, _kind in Formatter().parse(template) if name is not None}


def facts(pack: Pack, district: District, line: BudgetLine | None) -> Facts:
    """The facts of one budget line; what the sources lack is unknown, never empty or zero."""
    people = pack.people.get(district.ubigeo)
    amounts = _amounts(line) | _by_person(line, people)
    heads = _heads(people)
    avance = line.avance if line else None
    of_work, work_words = _work(pack, district)
    shares = of_work | {"avance": avance, "unsigned": unsigned(line) if line else None}
    shares |= {"women_share": _women_share(people)}
    exact = amounts | heads | shares
    known = {name: formats.soles(value) for name, value in amounts.items() if value is not None}
    known |= {name: formats.number(value) for name, value in heads.items() if value is not None}
    known |= {name: formats.percent(value) for name, value in shares.items() if value is not None}
    known |= _names(pack, district) | _about(pack, district, line) | work_words
    unknown = frozenset((*exact, *_YEARLY, *_OF_WORK)) - known.keys()
    quantities = {name: Decimal(value) for name, value in exact.items() if value is not None}
    return Facts(known | dict.fromkeys(unknown, _("sin dato")), quantities, unknown)


_YEARLY = ("year", "next_year", "source", "note")
"""What is told of a budget line, and is unknown without one."""

_OF_WORK = ("work", "work_viable", "work_updated")
"""What is told of one work of the district, and is unknown without one."""


def _amounts(line: BudgetLine | None) -> dict[str, Amount | None]:
    return {name: getattr(line, name, None) for name in (*AMOUNTS, "unspent", "added")}


def _by_person(line: BudgetLine | None, people: People | None) -> dict[str, Amount | None]:
    """Soles of PIM by person, by each count."""
    if line is None or people is None:
        return dict.fromkeys(("per_person", "per_person_projection"))
    return {
        "per_person": pim_per_person(line, people, Population.CENSUS),
        "per_person_projection": pim_per_person(line, people, Population.PROJECTION),
    }


def _heads(people: People | None) -> dict[str, int | None]:
    return {
        "people": people.census_2025 if people else None,
        "people_projection": people.projection_2025 if people else None,
        "women": people.census_2025_women if people else None,
    }


def _women_share(people: People | None) -> Decimal | None:
    """Women of every 100 people, by the census."""
    if people is None or not people.census_2025 or people.census_2025_women is None:
        return None
    return percentage(people.census_2025_women, people.census_2025)


def _work(pack: Pack, district: District) -> tuple[dict[str, Decimal | None], dict[str, str]]:
    """Of a work of the district whose cost moved: its cost now for each hundred, and its words.

    Where none moved, the first one.
    """
    works = pack.works_of(district.ubigeo)
    if not works:
        return {"work_now": None}, {}
    one = next((work for work in works if direction(work) is not Direction.SAME), works[0])
    now = of_each_hundred(one)
    costs = (formats.soles(one.viable_cost), formats.soles(one.updated_cost))
    words = dict(zip(_OF_WORK, (f"«{one.short_name}»", *costs), strict=True))
    return {"work_now": None if now is None else Decimal(now)}, words


def _names(pack: Pack, district: District) -> dict[str, str]:
    return {
        "district": district.name,
        "short": district.short,
        "municipality": district.municipality,
        "region": pack.region.name,
        "department": pack.region.department_name,
        "province": pack.region.province_name(district.province),
    }


def _about(pack: Pack, district: District, line: BudgetLine | None) -> dict[str, str]:
    if line is None:
        return {}
    consulted = pack.provenance("budget").read_on(line.query_date).consulted
    return {
        "year": str(line.year),
        "next_year": str(line.year + 1),
        "source": sources_in_words(consulted),
        "note": first_year_in_words(line, district),
    }
