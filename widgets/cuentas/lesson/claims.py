"""Moments about two public numbers that do not agree: find what differs, write what settles it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import ipywidgets as ui

from cuentas.data.pack import Pack, national
from cuentas.data.pack import pack as region_pack
from cuentas.data.region import region_slugs
from cuentas.data.tables import Dataset
from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.lesson.base import Moments
from cuentas.lesson.catalogue import BORROWED as CLAIMS
from cuentas.lesson.needs import absent, absent_here, lacking_counts
from cuentas.model.budget import BudgetLine
from cuentas.model.claims import Aspect, Claim, Pair
from cuentas.model.comparison import People, Population
from cuentas.model.money import percentage
from cuentas.model.place import District
from cuentas.model.provenance import Mark
from cuentas.model.quiz import Kind, Option, Question
from cuentas.view.absence import Absence
from cuentas.view.controls import choice, writing
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure
from cuentas.view.footer import date_in_words, population_in_words, read_on, sources_in_words
from cuentas.view.letter import Letter
from cuentas.view.questions import QuestionCard
from cuentas.view.show import claims

OWN_TABLES = ("budget", "population")
"""Where the numbers of the learner's own municipality come from."""
TOTAL, DATE, COUNT, SUM = "total", "date", "count", "sum"
MINE = "mine:"
"""Before the name of a pair, among the learner's words: the question that she wrote for it."""


@dataclass(frozen=True)
class Case:
    """A pair that can be looked at: its name in the list, and how it is made now.

    A pair of the learner's own municipality follows her choice. Where there is no data for it,
    the box that says which is made instead.
    """

    id: str
    title: str
    moment: str
    make: Callable[[], Pair | Absence]

    @property
    def pair(self) -> Pair | None:
        """The pair as it is now, if there is data for it."""
        made = self.make()
        return made if isinstance(made, Pair) else None


class ClaimMoments(Moments):
    """Pairs of numbers by what differs in them, and the question that the learner writes."""

    def of_what_total(self) -> Explorer:
        """Two percentages of two totals."""
        return self._desk(TOTAL)

    def of_which_day(self) -> Explorer:
        """Two numbers of two days."""
        return self._desk(DATE)

    def who_counts_what(self) -> Explorer:
        """Two numbers by who counts, or by what is counted."""
        return self._desk(COUNT)

    def does_it_add_up(self) -> Explorer:
        """A total and the sum of its parts."""
        return self._desk(SUM)

    def more_than_all(self) -> Explorer:
        """The learner's own spending, as a part of two totals: one may be more than a hundred."""

        def draw() -> Figure | Absence:
            return self._drawn(self._two_totals())

        return Explorer(draw, follows=[(self.selection, ["ubigeo", "year"])])

    def letter_of_my_question(self) -> Letter:
        """The letter with the question that the learner picks among those she wrote."""
        cases = {one.id: one for one in self._cases()}
        picked = choice(
            _("¿Cuál de tus preguntas va en la carta?"),
            [(one.title, one.id) for one in cases.values()],
            next(iter(cases)),
        )
        heard: dict[str, str] = {}

        def tell() -> None:
            written = {
                name.removeprefix(MINE): words
                for name, words in self.selection.words.items()
                if name.startswith(MINE)
            }
            changed = [one for one, words in written.items() if words != heard.get(one, "")]
            heard.update(written)
            if changed and written[changed[-1]].strip():
                picked.value = changed[-1]
            pair = cases[picked.value].pair
            if pair is not None:
                self.selection.say(**_words(pair, written.get(picked.value, "")))

        tell()
        picked.observe(lambda _change: tell(), "value")
        self.selection.observe(lambda _change: tell(), ["ubigeo", "year", "words"])
        return self.act(picked)

    def act(self, *controls: ui.Widget) -> Letter:
        """The lesson's letter, which the lesson that joins these moments writes."""
        raise NotImplementedError

    def _desk(self, moment: str) -> Explorer:
        cases = {one.id: one for one in self._cases() if one.moment == moment}
        case = choice(
            _("¿Qué caso miras?"),
            [(one.title, one.id) for one in cases.values()],
            next(iter(cases)),
        )
        card = QuestionCard(_what_differs(cases[case.value].pair))
        texts = {one: _writing_for(cases[one]) for one in cases}

        def draw() -> Figure | Absence:
            return self._drawn(cases[case.value].make())

        def turn() -> None:
            asked = _what_differs(cases[case.value].pair)
            if asked != card.question:
                card.ask(asked)
            for one, box in texts.items():
                box.layout.display = None if one == case.value else "none"

        follows = [(self.selection, ["ubigeo", "year"]), (case, "value")]
        desk = Explorer(draw, [self.chooser(), case], follows, [card, *texts.values()])
        turn()
        case.observe(lambda _change: turn(), "value")
        self.selection.observe(lambda _change: turn(), ["ubigeo", "year"])
        for one, box in texts.items():
            box.observe(self._keep(one), "value")
        return desk

    def _drawn(self, made: Pair | Absence) -> Figure | Absence:
        if isinstance(made, Absence):
            return made
        return claims.two_numbers(made, self._source_words())

    def _source_words(self) -> dict[str, str]:
        """Every source of a claim with the day it was read, by its key."""
        tables = [one.provenance for one in (national(CLAIMS), *_tables_of_regions())]
        tables += [self.pack.provenance(one) for one in OWN_TABLES if self.pack.has(one)]
        return {
            one.key: f"{one.title}, {read_on(one)}" for table in tables for one in table.consulted
        }

    def _keep(self, name: str) -> Callable[[Mapping[str, Any]], None]:
        def keep(change: Mapping[str, Any]) -> None:
            self.selection.say(**{MINE + name: str(change["new"])})

        return keep

    def _cases(self) -> list[Case]:
        """The learner's own, the region's, the country's; another region's where it has none."""
        own = [
            Case("own-total", _("Tu gasto: dos totales"), TOTAL, self._two_totals),
            Case("own-date", _("2024, leído dos días"), DATE, self._two_days),
            Case("own-count", _("Tu gente: dos cuentas"), COUNT, self._two_counts),
        ]
        country = _of_table(national(CLAIMS), _("todo el país"))
        mine = _of_region(self.pack)
        return [*own, *mine, *country, *_borrowed(self.pack, {case.moment for case in mine})]

    def _two_totals(self) -> Pair | Absence:
        """The devengado of a year, as a part of the PIM and of the PIA."""
        line = self.pack.line(self.selection.ubigeo, self.selection.year)
        if line is None or not line.pim or not line.pia:
            return absent_here(f"{self.district.name}, {self.selection.year}", "budget")
        claim = self._of_total(line)
        return Pair(
            id="own-total",
            title=_("Tu gasto: dos totales"),
            first=claim(line.pim, _("su PIM (con los cambios del año)")),
            second=claim(line.pia, _("su PIA (el del comienzo del año)")),
            settled=True,
            explanation=_(
                "Lo devengado es lo mismo en los dos. Cambia el total de abajo: "
                "uno usa el presupuesto con los cambios del año y el otro, el del comienzo."
            ),
            office=_office(self.district),
            ask=_("los documentos que cambiaron el PIA de {year}, con su monto y su fecha").format(
                year=line.year
            ),
            example=_("¿Qué documentos cambiaron el PIA hasta llegar al PIM?"),
        )

    def _of_total(self, line: BudgetLine) -> Callable[[int, str], Claim]:
        consulted = self.budget_source.read_on(line.query_date).consulted
        read = sources_in_words(consulted)

        def claim(whole: int, name: str) -> Claim:
            value = percentage(line.devengado, whole) or Decimal(0)
            words = _("{who} devengó {value} de {name}, en {year}.")
            return Claim(
                shown=formats.percent(value),
                says=words.format(
                    who=self.district.short, value=formats.percent(value), name=name, year=line.year
                ),
                value=value,
                unit="%",
                of_what=f"{name}, {formats.millions(whole)}",
                when=_("año {year}; {read}").format(year=line.year, read=read),
                who=_("el MEF"),
                counts=_("soles devengados"),
                source_key=consulted[0].key,
                mark=Mark.OFFICIAL,
                whole=Decimal(whole),
            )

        return claim

    def _two_days(self) -> Pair | Absence:
        """One year of one municipality, as it stood on two days; its own, if it moved."""
        now, before = self._moved_line()
        if now is None or before is None:
            return absent(self.pack, "revisions")
        district = self.pack.region.district(now.ubigeo)
        who, elsewhere = district.short, now.ubigeo != self.selection.ubigeo
        still = _("{who}: la tuya no cambió entre esos dos días").format(who=who)
        return Pair(
            id="own-date",
            title=_("2024, leído dos días"),
            first=self._on_day(before, who),
            second=self._on_day(now, who),
            settled=True,
            explanation=_(
                "Cambia el día en que se leyó. Un año que ya terminó todavía se corrige: "
                "se anulan o se agregan registros. Por eso todo dato lleva su fecha."
            ),
            office=_office(district),
            place=still if elsewhere else "",
            ask=_("el reporte de lo que se corrigió en el devengado de {year}").format(
                year=now.year
            ),
            example=_("¿Qué registros cambiaron entre esos dos días, y por qué?"),
        )

    def _moved_line(self) -> tuple[BudgetLine | None, BudgetLine | None]:
        """The own line and how it was read before; the one that moved most, if it did not."""
        moved = [
            (now, before)
            for before in self.pack.budget_revisions
            for now in [self.pack.line(before.ubigeo, before.year)]
            if now is not None and now.devengado != before.devengado
        ]
        own = [pair for pair in moved if pair[0].ubigeo == self.selection.ubigeo]
        ordered = sorted(moved, key=lambda pair: -abs(pair[0].devengado - pair[1].devengado))
        return next(iter([*own, *ordered]), (None, None))

    def _on_day(self, line: BudgetLine, who: str) -> Claim:
        day = date_in_words(self.budget_source.consulted, line.query_date)
        words = _("{who} devengó {amount} en {year}, {day}.")
        return Claim(
            shown=formats.soles(line.devengado),
            says=words.format(
                who=who, amount=formats.soles(line.devengado), year=line.year, day=day
            ),
            value=Decimal(line.devengado),
            unit="soles",
            of_what=_("el devengado de {year} de {who}").format(year=line.year, who=who),
            when=day,
            who=_("el MEF, en la Consulta Amigable"),
            counts=_("soles devengados"),
            source_key=self.budget_source.read_on(line.query_date).consulted[0].key,
            mark=Mark.OFFICIAL,
        )

    def _two_counts(self) -> Pair | Absence:
        """The people of the district, by the census and by the projection."""
        people = self.pack.people.get(self.selection.ubigeo)
        if people is None or len(people.counted_by) < len(Population):
            return self._lacks_a_count(self.pack.people.values())
        first, second = (
            self._counted(people.count(one) or 0, one)
            for one in (Population.CENSUS, Population.PROJECTION)
        )
        return Pair(
            id="own-count",
            title=_("Tu gente: dos cuentas"),
            first=first,
            second=second,
            settled=True,
            explanation=_(
                "Cambia cómo se contó. El censo contó casa por casa; "
                "la proyección calculó antes cuántas personas debía haber."
            ),
            office=_office(self.district),
            ask=_("el documento que diga con qué población hace sus cuentas por persona"),
            example=_("¿Con qué población hace la municipalidad sus cuentas por persona?"),
        )

    def _lacks_a_count(self, everyone: Iterable[People]) -> Absence:
        """The box of the count that nobody in the region has, or else that the district lacks."""
        if nowhere := lacking_counts(everyone):
            return absent(self.pack, *nowhere)
        own = (one for one in everyone if one.ubigeo == self.selection.ubigeo)
        return absent_here(self.district.name, *lacking_counts(own))

    def _counted(self, count: int, population: Population) -> Claim:
        named = population_in_words(population)
        how = {
            Population.CENSUS: _("las personas censadas, casa por casa"),
            Population.PROJECTION: _("las personas que se calculó que habría"),
        }
        return Claim(
            shown=_("{count} personas").format(count=formats.number(count)),
            says=_("{who} tiene {count} personas según {population}.").format(
                who=self.district.name, count=formats.number(count), population=named
            ),
            value=Decimal(count),
            unit=_("personas"),
            of_what=_("la gente de {who}").format(who=self.district.name),
            when=_("año 2025"),
            who=_("el INEI"),
            counts=how[population],
            source_key=self._counted_in(population),
            mark=Mark.OFFICIAL,
        )

    def _counted_in(self, population: Population) -> str:
        """The key of the source of a count: every pack has it with its own query date."""
        begins = {Population.CENSUS: "INEI-CENSO", Population.PROJECTION: "INEI-PROY"}[population]
        consulted = self.pack.provenance("population").consulted
        keys = [one.key for one in consulted if one.key.startswith(begins)]
        return next(iter(keys), consulted[0].key)


def _office(district: District) -> str:
    return _("Responsable de acceso a la información pública de la {municipality}").format(
        municipality=district.municipality
    )


def _words(pair: Pair, question: str) -> dict[str, str]:
    """What the letter says of a pair."""
    return {
        "first": _told_by(pair.first),
        "second": _told_by(pair.second),
        "known": _known(pair),
        "question": question,
        "office": pair.office,
        "ask": pair.ask,
    }


def _known(pair: Pair) -> str:
    """What the sources already tell of the difference: a letter does not ask it again."""
    if pair.settled:
        return _("Ya entendimos qué cambia entre ellas. {why}").format(why=pair.explanation)
    return _("Las dos pueden ser ciertas. Queremos saber qué cambia entre ellas.")


def _told_by(claim: Claim) -> str:
    return f"{claim.says} ({claim.who}; {claim.when})"


def _writing_for(case: Case) -> ui.Textarea:
    pair = case.pair
    box = writing(_("Escribe la pregunta que lo aclara"), "", rows=3)
    if pair is not None:
        box.placeholder = _("Por ejemplo: {example}").format(example=pair.example)
    return box


def _what_differs(pair: Pair | None) -> Question:
    """The question of a pair; the same words for all, with other right answers."""
    differs = pair.differences if pair else (Aspect.OF_WHAT,)
    explanation = pair.explanation if pair else _("De este caso no hay dato. Elige otro.")
    return Question(
        id=f"differs-{pair.id if pair else 'none'}",
        kind=Kind.SEVERAL,
        objective="",
        text=_("¿Qué cambia entre los dos? Marca todo lo que cambia."),
        hint=_("Abre «Ver como tabla». Compara las dos respuestas de cada fila."),
        solution=explanation,
        options=tuple(
            Option(
                id=one.value,
                text=_option_words(one),
                right=one in differs,
                feedback=_feedback(one, differs=one in differs),
                misconception="" if one in differs else _("Marcar como distinto lo que es igual."),
            )
            for one in Aspect
        ),
    )


def _option_words(aspect: Aspect) -> str:
    return {
        Aspect.OF_WHAT: _("De qué hablan: el total o la cosa"),
        Aspect.WHEN: _("De cuándo son"),
        Aspect.WHO: _("Quién lo dice"),
        Aspect.COUNTS: _("Qué cuentan, o cómo"),
    }[aspect]


def _feedback(aspect: Aspect, *, differs: bool) -> str:
    if differs:
        return _("{what} Ahí cambia.").format(what=claims.aspect_in_words(aspect))
    return _("{what} En eso dicen lo mismo.").format(what=claims.aspect_in_words(aspect))


def _of_region(own: Pack) -> list[Case]:
    return _of_table(own.dataset(CLAIMS), own.region.name) if own.has(CLAIMS) else []


def _borrowed(own: Pack, told: set[str]) -> list[Case]:
    """Cases of other regions for the moments that this one has none of; each says whose it is."""
    return [
        replace(case, title=f"{one.region.name} · {case.title}")
        for one in _packs_with_claims()
        if one.region.slug != own.region.slug
        for case in _of_table(one.dataset(CLAIMS), _elsewhere(one))
        if case.moment not in told
    ]


def _packs_with_claims() -> list[Pack]:
    return [one for one in map(region_pack, region_slugs()) if one.has(CLAIMS)]


def _tables_of_regions() -> list[Dataset]:
    return [one.dataset(CLAIMS) for one in _packs_with_claims()]


def _elsewhere(one: Pack) -> str:
    return _("otra región, {region}").format(region=one.region.name)


def _of_table(table: Dataset, place: str) -> list[Case]:
    told: dict[str, dict[str, Claim]] = {}
    for row in table.rows():
        told.setdefault(row["pair"], {})[row["side"]] = _claim(row)
    return [
        Case(row["pair"], formats.unbroken(row["title"]), row["moment"], lambda pair=pair: pair)  # type: ignore[misc]
        for row in table.rows("pairs")
        for pair in [_pair(row, told[row["pair"]], place)]
    ]


def _claim(row: dict[str, Any]) -> Claim:
    names = ("shown", "says", "unit", "of_what", "when", "who", "counts", "source_key")
    return Claim(
        **_unbroken(row, names), value=row["value"], mark=Mark(row["mark"]), whole=row["whole"]
    )


def _pair(row: dict[str, Any], told: Mapping[str, Claim], place: str) -> Pair:
    names = ("title", "explanation", "office", "ask", "example")
    return Pair(
        id=row["pair"],
        first=told["a"],
        second=told["b"],
        settled=row["settled"] == "sí",
        place=place,
        **_unbroken(row, names),
    )


def _unbroken(row: dict[str, Any], names: Iterable[str]) -> dict[str, str]:
    return {name: formats.unbroken(row[name]) for name in names}
