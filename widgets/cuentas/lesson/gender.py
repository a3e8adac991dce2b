"""Moments about who decides, who benefits, whose time it takes, and who speaks in the room."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import ipywidgets as ui

from cuentas.data.pack import national
from cuentas.data.tables import Row
from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.lesson.base import Moments
from cuentas.model.gender import Answer, Lens, Tally, TimeCost, Told, Turn, Voice
from cuentas.model.investment import Investment
from cuentas.model.provenance import Mark, Provenance
from cuentas.view.controls import choice, slider
from cuentas.view.explorer import Explorer
from cuentas.view.footer import footer
from cuentas.view.notes import folded_table
from cuentas.view.proposals import Proposals
from cuentas.view.show import parity
from cuentas.view.show.lenses import Subject, lens_question, three_lenses
from cuentas.view.show.parity import Rule
from cuentas.view.show.time_cost import (
    CHILDREN,
    MEN,
    WOMEN,
    giver_name,
    time_cost,
    time_in_a_letter,
)
from cuentas.view.show.voices import voices
from cuentas.view.voices import VoiceCounter

CENSUS = "INEI-CENSO-2025"
RULES, SAMPLE = "gender_rules", "gender_projects"
PROGRAM, INVENTED = "program-1002", "invented"
START_MINUTES = {WOMEN: 40, MEN: 10, CHILDREN: 20}
START_HOMES, START_DAYS = 20, 120
MINUTES = tuple(range(0, 190, 10))
HOMES = (1, 5, 10, 20, 30, 50, 80, 100, 150, 200, 300, 500)
DAYS = (10, 20, 30, 60, 90, 120, 180, 240, 300, 365)
START_PLACES = 7
NUMBERED = "{number}. {clause}"


class GenderMoments(Moments):
    """Three lenses, a time cost, a counter of voices, and a rule that can be proposed."""

    def three_lenses(self) -> Explorer:
        """An investment of the district, a budget line or an invented work, asked three times."""
        what = choice(_("¿Qué miramos?"), self._subjects(), self._subjects()[0][1])
        answers = {lens: _group_answer(lens) for lens in Lens}

        def offer(_change: object) -> None:
            what.options = self._subjects()

        def looked_at(_change: object) -> None:
            for control in answers.values():
                control.value = ""
            self._say_what(what.value)

        self.selection.observe(offer, "ubigeo")
        what.observe(looked_at, "value")
        self._say_what(what.value)
        follows = [(one, "value") for one in (what, *answers.values())]
        return Explorer(
            lambda: three_lenses(
                self._subject(what.value), {lens: one.value for lens, one in answers.items()}
            ),
            [self.chooser(with_year=False), what, *answers.values()],
            [*follows, (self.selection, "ubigeo")],
        )

    def time_cost(self) -> Explorer:
        """Minutes a day when the water fails, made into hours a year."""
        minutes = {giver: _minutes_slider(giver) for giver in START_MINUTES}
        homes = slider(_("¿Cuántas casas?"), HOMES, START_HOMES, formats.number)
        days = slider(_("¿Cuántos días al año falla?"), DAYS, START_DAYS, formats.number)
        controls = [*minutes.values(), homes, days]
        start = TimeCost(START_MINUTES, START_HOMES, START_DAYS)

        def cost() -> TimeCost:
            given = {giver: one.value for giver, one in minutes.items()}
            return TimeCost(given, homes.value, days.value)

        def tell(_change: object) -> None:
            self._propose(time=time_in_a_letter(cost()) if cost() != start else "")

        for one in controls:
            one.observe(tell, "value")
        return Explorer(
            lambda: time_cost(cost(), is_own=cost() != start),
            controls,
            [(one, "value") for one in controls],
        )

    def voices(self, turns: Sequence[tuple[str, int]] = ()) -> Explorer:
        """Who has spoken in the room so far; ``turns`` (voice, minutes) are already counted."""
        counter = VoiceCounter(Tally(tuple(Turn(Voice(who), length) for who, length in turns)))
        return Explorer(
            lambda: voices(counter.tally, counter.present),
            [counter],
            [(counter, "tally"), (counter.women, "value"), (counter.men, "value")],
        )

    def quota(self) -> Explorer:
        """The rule of an ordinance on a list of any size, and clauses to propose."""
        places = slider(_("Personas en la lista"), parity.SIZES, START_PLACES, formats.number)
        rules = _rules()
        percent = int(rules["quota-list"].value or 0)
        source = _provenance(RULES).from_sources({rules["quota-list"].source_key})
        table = parity.rules_table([one for one in rules.values() if one.unit != "soles"])
        notes = [
            folded_table("rules", _("Lo que piden estas ordenanzas"), table),
            Proposals(_("¿Qué quieren proponer? Marquen."), _clauses(percent), self._ticked),
        ]
        return Explorer(
            lambda: parity.list_with_quota(places.value, percent, source),
            [places],
            [(places, "value")],
            notes,
        )

    def few_projects(self) -> Explorer:
        """How many projects of a sample were said to favour women."""
        counts = {row["id"]: row["value"] for row in national(SAMPLE).rows()}
        source = _provenance(SAMPLE)
        return Explorer(lambda: parity.few_projects(counts["for-women"], counts["sample"], source))

    def _ticked(self, clauses: tuple[str, ...]) -> None:
        self._propose(
            ticked="\n".join(
                NUMBERED.format(number=number, clause=clause)
                for number, clause in enumerate(clauses, 1)
            )
        )

    def _propose(self, **parts: str) -> None:
        """Put the ticked clauses and the class's own hours together, for the letter."""
        known = self.selection.words | parts
        both = [known.get("ticked", ""), known.get("time", "")]
        self.selection.say(**parts, clauses="\n\n".join(part for part in both if part))

    def _subjects(self) -> list[tuple[str, str]]:
        """What can be looked at from this district, by name and id."""
        real = [(one.short_name, one.cui) for one in self.works]
        return [*real, (_program_name(), PROGRAM), (_invented_name(), INVENTED)]

    def _subject(self, chosen: str) -> Subject:
        if chosen == PROGRAM:
            return _program()
        investment = self._investment(chosen)
        return self._real(investment) if investment else _invented()

    def _investment(self, chosen: str) -> Investment | None:
        return next((one for one in self.works if one.cui == chosen), None)

    def _say_what(self, chosen: str) -> None:
        investment = self._investment(chosen)
        words = _("la inversión «{name}», CUI {cui}")
        self.selection.say(
            looked_at=words.format(name=investment.short_name, cui=investment.cui)
            if investment
            else ""
        )

    def _real(self, one: Investment) -> Subject:
        answers = {
            Lens.DECIDES: Answer(
                Told.PARTLY,
                _("la inscribió esta entidad: {entity}. No dice a quién consultó.").format(
                    entity=one.entity
                ),
            ),
            Lens.BENEFITS: Answer(Told.SILENT, _("no lo dice.") + self._people_in_words()),
            Lens.TIME: Answer(Told.SILENT, _("no lo dice.")),
        }
        told = footer(self.pack.provenance("investments"), nominal=False)
        return Subject(one.cui, one.short_name, answers, told + self._census_footer(), Mark.OWN)

    def _people_in_words(self) -> str:
        counted = self._census
        if counted is None:
            return ""
        women, men = counted
        return " " + _("En {who}, el Censo 2025 contó {women} mujeres y {men} hombres.").format(
            who=self.district.name, women=formats.number(women), men=formats.number(men)
        )

    def _census_footer(self) -> str:
        if self._census is None:
            return ""
        source = self.pack.provenance("population").from_sources({CENSUS})
        return " " + footer(source, nominal=False)

    @property
    def _census(self) -> tuple[int, int] | None:
        """Women and men of the district, where the census was loaded."""
        people = self.pack.people.get(self.selection.ubigeo)
        if people is None or people.census_2025_women is None or people.census_2025_men is None:
            return None
        return people.census_2025_women, people.census_2025_men


def _program_name() -> str:
    return _("Programa 1002, del presupuesto nacional")


def _invented_name() -> str:
    return _("Una pileta de agua inventada")


def _program() -> Subject:
    rule = _rules()[PROGRAM]
    amount = formats.soles(rule.value or 0)
    answers = {
        Lens.DECIDES: Answer(
            Told.PARTLY,
            _(
                "la ley de presupuesto de 2025 le puso {amount}. No dice a quién se consultó."
            ).format(amount=amount),
        ),
        Lens.BENEFITS: Answer(
            Told.PARTLY,
            _("su nombre habla de reducir la violencia contra la mujer. No dice en qué distritos."),
        ),
        Lens.TIME: Answer(Told.SILENT, _("no lo dice.")),
    }
    source = _provenance(RULES).from_sources({rule.source_key})
    return Subject(PROGRAM, _program_name(), answers, footer(source), Mark.OWN)


def _invented() -> Subject:
    answers = {
        Lens.DECIDES: Answer(
            Told.WHOLE, _("la pidió una asamblea de 18 mujeres y 14 hombres. Hay acta.")
        ),
        Lens.BENEFITS: Answer(
            Told.WHOLE, _("a 40 casas. En 15 de ellas, una mujer mantiene el hogar.")
        ),
        Lens.TIME: Answer(
            Told.WHOLE, _("cada casa gana una hora al día. La ganan sobre todo mujeres y niñas.")
        ),
    }
    words = _("Números inventados: así se vería un registro completo.")
    return Subject(INVENTED, _invented_name(), answers, words, Mark.ILLUSTRATIVE)


def _group_answer(lens: Lens) -> ui.Dropdown:
    answers = {
        Lens.DECIDES: (
            _("las autoridades y su equipo técnico"),
            _("una asamblea o el presupuesto participativo"),
            _("la comunidad, con su acta"),
            _("de otra manera"),
        ),
        Lens.BENEFITS: (
            _("a mujeres y hombres por igual"),
            _("más a mujeres"),
            _("más a hombres"),
            _("más a niñas, niños o personas mayores"),
        ),
        Lens.TIME: (
            _("sobre todo mujeres"),
            _("sobre todo hombres"),
            _("mujeres y hombres por igual"),
            _("niñas y niños"),
            _("a nadie le quita tiempo"),
        ),
    }[lens]
    label = _("Tu grupo: {question}").format(question=_asked_softly(lens))
    return choice(label, [(_("todavía no sabemos"), ""), *[(one, one) for one in answers]], "")


def _asked_softly(lens: Lens) -> str:
    """The question of a lens after a colon: «¿quién decide?»."""
    question = lens_question(lens)
    return question[:1] + question[1:2].lower() + question[2:]


def _minutes_slider(giver: str) -> ui.SelectionSlider:
    label = _("{who}: minutos al día").format(who=giver_name(giver))
    return slider(label, MINUTES, START_MINUTES[giver], formats.number)


def _clauses(percent: int) -> tuple[str, ...]:
    return (
        _("Que la lista del comité de vigilancia tenga {percent} % de mujeres o más.").format(
            percent=percent
        ),
        _("Que cada organización inscriba a una mujer y a un hombre, los dos titulares."),
        _("Que la hora de cada reunión se acuerde con las mujeres que asisten."),
        _("Que en cada reunión haya quien cuide a las niñas y los niños."),
        _("Que se hable también en la lengua de quienes asisten y se lea en voz alta."),
        _("Que el acta diga cuántas mujeres y cuántos hombres asistieron y hablaron."),
    )


@cache
def _rules() -> dict[str, Rule]:
    return {row["id"]: _rule(row) for row in national(RULES).rows()}


def _rule(row: Row) -> Rule:
    words = (str(row[name] or "") for name in ("unit", "institution", "source_key", "note"))
    return Rule(row["what"], row["value"], *words)


def _provenance(name: str) -> Provenance:
    return national(name).provenance
