"""Moments about dialogue: conflicts by date, money beside the budget, and who answers."""

from __future__ import annotations

from typing import Any

import ipywidgets as ui

from cuentas.data.pack import national
from cuentas.i18n import text as _
from cuentas.lesson.base import Moments
from cuentas.lesson.needs import absent
from cuentas.model.provenance import Provenance
from cuentas.view.controls import choice
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure, render
from cuentas.view.footer import footer
from cuentas.view.matcher import Case, Matcher
from cuentas.view.show.conflicts import Conflict, Count, country_conflicts, regional_conflicts
from cuentas.view.show.consultation import Belief, prior_consultation, to_vote_on
from cuentas.view.show.matching import Answer, found_answers
from cuentas.view.show.purses import Promise, Purse, promise_in_words, purses

REGION, COUNTRY = "region", "country"
NO_PURSE, WORKS_FOR_TAXES = "none", "works-for-taxes"
VOTED, VOTING = "voted", "voting"


class DialogueMoments(Moments):
    """From a conflict read with care to the office that answers for a commitment."""

    def conflicts(self) -> Explorer:
        """The conflicts of the region in one report, or two reports of the whole country."""
        country = (_("Todo el país, dos fechas"), COUNTRY)
        known = self.pack.has("conflicts") and bool(self.pack.rows("conflicts"))
        own = [(self.pack.region.name, REGION)] if known else []
        which = choice(_("¿Qué miramos?"), [*own, country], REGION if known else COUNTRY)

        def draw() -> Figure:
            return (
                self._regional_conflicts() if which.value == REGION else self._country_conflicts()
            )

        box = [] if known else [ui.HTML(absent(self.pack, "conflicts").html("conflicts"))]
        return Explorer(draw, [which], [(which, "value")], box)

    def purses(self) -> Matcher:
        """The public budget, and beside it the money that is in no budget portal."""
        rows = national("purses").rows()
        names = [(row["name"], row["id"]) for row in rows]
        cases = purse_cases()

        def draw(found: int, _ids: frozenset[str]) -> Figure:
            kinds = [_purse(row) for row in rows]
            counted = (found, len(cases))
            who, line = self.district.municipality, self.known_line
            return purses(kinds, line, self._region_promises, who, counted, self._purse_foot)

        options = [*names, (_("En ninguno de los tres"), NO_PURSE)]
        follows = [(self.selection, ["ubigeo", "year"])]
        return Matcher(cases, options, draw, [self.chooser()], follows)

    def missing_piece(self) -> Matcher:
        """Which piece is missing in each invented dialogue."""
        return self._matching_exercise(
            "pieces-missing", "dialogue_pieces", "dialogue_cases", "piece"
        )

    def who_answers(self) -> Matcher:
        """Which office answers for each invented problem."""
        return self._matching_exercise("offices", "offices", "problems", "office")

    def prior_consultation(self) -> Explorer:
        """What prior consultation is and what it is not, once the group has voted."""
        options = [(_("Todavía no"), VOTING), (_("Ya votamos"), VOTED)]
        voted = choice(_("¿Ya votaron?"), options, VOTING)

        def draw() -> Figure:
            show = prior_consultation if voted.value == VOTED else to_vote_on
            return show(beliefs(), _law("L29785"))

        return Explorer(draw, [voted], [(voted, "value")])

    def commitment(self) -> ui.VBox:
        """What the letter asks about: one commitment, picked or left to be written by hand."""
        offered = [*self._region_agreements, (_("Otro: lo escribo a mano"), "")]
        picked = choice(_("¿De qué acuerdo preguntan?"), offered, offered[0][1])

        note = ui.HTML()

        def tell() -> None:
            """Keep the words for the letter, and say what is known of the agreement."""
            self.selection.say(commitment=str(picked.value))
            known = [one for one in self._region_promises if one.name == picked.value]
            words = promise_in_words(known[0]) if known else ""
            note.value = render("found.html.j2", sentence=words) if words else ""

        tell()
        picked.observe(lambda _change: tell(), "value")
        return ui.VBox([picked, note])

    @property
    def _region_agreements(self) -> list[tuple[str, str]]:
        """The agreements of the region that a letter can name."""
        named = [one.name for one in self._region_promises if one.purse != WORKS_FOR_TAXES]
        return [(name, name) for name in dict.fromkeys(named)]

    @property
    def _region_promises(self) -> tuple[Promise, ...]:
        if not self.pack.has("commitments"):
            return ()
        return tuple(self.pack.dataset("commitments").records(Promise))

    @property
    def _purse_foot(self) -> str:
        words = self.budget_footer
        if self.pack.has("commitments"):
            rows = self.pack.rows("commitments")
            keys = {row["source_key"] for row in rows if row["amount"]}
            told = self.pack.provenance("commitments").from_sources(keys)
            words += " " + footer(told, nominal=False)
        return words

    def _regional_conflicts(self) -> Figure:
        rows = self.pack.rows("conflicts")
        region = self.pack.region
        names = {district.ubigeo: district.name for district in region.districts}
        cases = [
            Conflict(
                row["case"],
                names.get(row["ubigeo"], region.name),
                row["company"],
                row["state"],
                row["phase"],
            )
            for row in rows
        ]
        month = max(row["query_date"] for row in rows)
        source = self.pack.provenance("conflicts")
        return regional_conflicts(cases, region, month, source)

    @staticmethod
    def _country_conflicts() -> Figure:
        table = national("conflict_series")
        return country_conflicts(table.records(Count), table.provenance)

    def _matching_exercise(self, name: str, answers: str, cases: str, key: str) -> Matcher:
        possible = [_answer(row) for row in national(answers).rows()]
        asked = [_case(row, key) for row in national(cases).rows()]
        foot = footer(national(answers).provenance, nominal=False)
        foot += " " + _("Los casos son inventados.")

        def draw(found: int, ids: frozenset[str]) -> Figure:
            return found_answers(name, possible, (found, len(asked)), ids, foot)

        return Matcher(asked, [(one.name, one.id) for one in possible], draw)


def _purse(row: dict[str, Any]) -> Purse:
    wanted = ("id", "name", "who_puts", "who_answers", "where_seen")
    return Purse(**{name: row[name] for name in wanted}, in_budget=row["in_budget"] == "sí")


def _answer(row: dict[str, Any]) -> Answer:
    meaning = row.get("meaning") or row.get("answers_for") or ""
    return Answer(row["id"], row["name"], meaning, row["source_key"])


def _case(row: dict[str, Any], key: str) -> Case:
    text = row.get("case") or row.get("problem") or ""
    return Case(text, row[key], row["right"], row["hint"])


def _law(key: str) -> Provenance:
    """Where a law of the offices' table was read."""
    return national("offices").provenance.from_sources({key})


def purse_cases() -> tuple[Case, ...]:
    """Money that people hear of, and the purse where it is."""
    return (
        Case(
            _("El canon que llegó a la municipalidad."),
            "budget",
            _("Entra al presupuesto y se ve en la Consulta Amigable."),
            _("¿Se ve en la Consulta Amigable?"),
        ),
        Case(
            _("El aporte que una mina prometió a un fondo, en un acta."),
            "fund",
            _("Es plata privada: se sigue con el acta, no con el portal."),
            _("¿Quién pone esa plata?"),
        ),
        Case(
            _("Un colegio que construye una empresa y descuenta de su impuesto."),
            WORKS_FOR_TAXES,
            _("Después lo paga la entidad, con su canon y recursos parecidos: no es un regalo."),
            _("¿Con qué se descuenta la empresa?"),
        ),
        Case(
            _("Lo que una mina compra a las tiendas de la zona."),
            NO_PURSE,
            _("Son ventas entre empresas: ninguna autoridad las recibe."),
            _("¿Alguna autoridad recibe esa plata?"),
        ),
    )


def beliefs() -> tuple[Belief, ...]:
    """What is said of prior consultation, read in Ley 29785."""
    return (
        Belief(
            _("La hace el Estado"),
            true=True,
            why=_("Solo el Estado está obligado a consultar, no la empresa."),
            article=_("artículo 2"),
        ),
        Belief(
            _("Busca un acuerdo, antes de la medida"),
            true=True,
            why=_("Es un diálogo para lograr acuerdo o consentimiento."),
            article=_("artículos 3 y 4"),
        ),
        Belief(
            _("Si hay acuerdo, obliga a las dos partes"),
            true=True,
            why=_("Y se puede exigir su cumplimiento."),
            article=_("artículo 15"),
        ),
        Belief(
            _("Las organizaciones de pueblos indígenas la pueden pedir"),
            true=True,
            why=_("La entidad debe evaluar ese pedido."),
            article=_("artículo 9"),
        ),
        Belief(
            _("Es una votación"),
            true=False,
            why=_("Es un diálogo. Si no hay acuerdo, decide el Estado con razones escritas."),
            article=_("artículo 15"),
        ),
        Belief(
            _("Es para cualquier vecina o vecino"),
            true=False,
            why=_("Es para pueblos indígenas cuyos derechos colectivos puede tocar la medida."),
            article=_("artículo 5"),
        ),
    )
