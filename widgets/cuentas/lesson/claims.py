"""Moments about two public numbers that do not agree: find what differs, write what settles it."""

from __future__ import annotations

from collections.abc import Mapping

import ipywidgets as ui

from cuentas.i18n import text as _
from cuentas.lesson.own_claims import OwnClaims
from cuentas.lesson.published_claims import Case, published_cases, published_provenances
from cuentas.model.claims import Aspect, Claim, Pair
from cuentas.model.quiz import Kind, Option, Question
from cuentas.view.absence import Absence
from cuentas.view.controls import choice, show, writing
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure
from cuentas.view.footer import read_on
from cuentas.view.letter import Letter
from cuentas.view.questions import QuestionCard
from cuentas.view.show import claims

OWN_TABLES = ("budget", "population")
"""Where the numbers of the learner's own municipality come from."""
TOTAL, DATE, COUNT, SUM = "total", "date", "count", "sum"
MINE = "mine:"
"""Before the name of a pair, among the learner's words: the question that she wrote for it."""


class ClaimMoments(OwnClaims):
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
        follows = [(self.selection, ["ubigeo", "year"])]
        return Explorer(lambda: self._drawn(self._two_totals()), follows=follows)

    def letter_of_my_question(self) -> Letter:
        """The letter with the question that the learner picks among those she wrote."""
        cases = {one.id: one for one in self._cases()}
        picked = _pick(_("¿Cuál de tus preguntas va en la carta?"), cases)

        def tell() -> None:
            pair = cases[picked.value].pair
            if pair is not None:
                question = self.selection.words.get(MINE + picked.value, "")
                self.selection.say(**_words(pair, question))

        def turn(before: Mapping[str, str], now: Mapping[str, str]) -> None:
            """Pick the question that was just written."""
            picked.value = _just_written(before, now) or picked.value
            tell()

        turn({}, self.selection.words)
        picked.observe(lambda _change: tell(), "value")
        self.selection.observe(lambda _change: tell(), ["ubigeo", "year"])
        self.selection.observe(lambda change: turn(change["old"], change["new"]), "words")
        return self.act(picked)

    def act(self, *controls: ui.Widget) -> Letter:
        """The lesson's letter, which the lesson that joins these moments writes."""
        raise NotImplementedError

    def _desk(self, moment: str) -> Explorer:
        """The cases of a moment, one at a time: its figure, its question, and room to write one."""
        cases = {one.id: one for one in self._cases() if one.moment == moment}
        case = _pick(_("¿Qué caso miras?"), cases)
        card = QuestionCard(_what_differs(cases[case.value].pair))
        texts = {name: self._room_to_write(one) for name, one in cases.items()}

        def turn() -> None:
            asked = _what_differs(cases[case.value].pair)
            if asked != card.question:
                card.ask(asked)
            for name, box in texts.items():
                show(box, when=name == case.value)

        follows = [(self.selection, ["ubigeo", "year"]), (case, "value")]
        desk = Explorer(
            lambda: self._drawn(cases[case.value].make()),
            [self.chooser(), case],
            follows,
            [card, *texts.values()],
        )
        turn()
        for owner, names in follows:
            owner.observe(lambda _change: turn(), names)
        return desk

    def _drawn(self, made: Pair | Absence) -> Figure | Absence:
        if isinstance(made, Absence):
            return made
        return claims.two_numbers(made, self._source_words())

    def _source_words(self) -> dict[str, str]:
        """Every source of a claim with the day it was read, by its key."""
        own = [self.pack.provenance(one) for one in OWN_TABLES if self.pack.has(one)]
        return {
            one.key: f"{one.title}, {read_on(one)}"
            for table in (*published_provenances(), *own)
            for one in table.consulted
        }

    def _room_to_write(self, case: Case) -> ui.Textarea:
        """Where the learner writes her question of a case, which the lesson keeps."""
        box, pair = writing(_("Escribe la pregunta que lo aclara"), "", rows=3), case.pair
        if pair is not None:
            box.placeholder = _("Por ejemplo: {example}").format(example=pair.example)
        name = MINE + case.id
        box.observe(lambda change: self.selection.say(**{name: change["new"]}), "value")
        return box

    def _cases(self) -> list[Case]:
        """The learner's own, the region's, the country's; another region's where it has none."""
        own = [
            Case("own-total", _("Tu gasto: dos totales"), TOTAL, self._two_totals),
            Case("own-date", _("2024, leído dos días"), DATE, self._two_days),
            Case("own-count", _("Tu gente: dos cuentas"), COUNT, self._two_counts),
        ]
        return [*own, *published_cases(self.pack)]


def _pick(label: str, cases: Mapping[str, Case]) -> ui.Dropdown:
    return choice(label, [(one.title, name) for name, one in cases.items()], next(iter(cases)))


def _just_written(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    """The pair whose question changed and is not blank, the last of them; empty for none."""
    changed = [
        name
        for name, words in now.items()
        if name.startswith(MINE) and words.strip() and words != before.get(name, "")
    ]
    return changed[-1].removeprefix(MINE) if changed else ""


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
