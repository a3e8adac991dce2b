"""Moments of a council: how people decide together, a purse, an assembly, and a handover."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.lesson.works import WorkMoments
from cuentas.model.council import Council, Inheritance, Known, Proposal, for_a_council, purse
from cuentas.model.investment import Investment
from cuentas.model.provenance import Mark
from cuentas.view.controls import choice, line_to_write, show, slider, switch
from cuentas.view.explorer import Explorer
from cuentas.view.footer import footer, illustrative_footer
from cuentas.view.show import council
from cuentas.view.show.council import PurseOf

MOST_WORKS = 8
"""How many works a council looks at: on a phone, more is a list and no longer a choice."""
SHARES = (1, 2, 5, 10, 15, 20, 30)
START_SHARE = 10
INVENTED_BUDGET = 10_000_000
CHOSEN, SHARE = "council_chosen", "council_share"


class CouncilMoments(WorkMoments):
    """The learner's class sits as a council of its own district."""

    def participatory_phases(self) -> Explorer:
        """The phases of participatory budgeting, one at a time."""
        order = _("El orden es el de la ley del presupuesto participativo. No hay ninguna cuenta.")
        return self._phases_of("participatory_phases", order)

    def council(self) -> Explorer:
        """A purse for the works of the district: what goes in, and what waits."""
        share = slider(
            _("De cada 100 soles, ¿cuántos van a la bolsa?"), SHARES, START_SHARE, formats.number
        )
        boxes = [switch("") for _place in range(MOST_WORKS)]

        def take() -> None:
            ids = [one.id for one, box in zip(self._proposals, boxes, strict=False) if box.value]
            self.selection.say(**{CHOSEN: " ".join(ids), SHARE: str(share.value)})

        self._one_for_each(lambda: self._proposals, boxes, _with_cost, take)
        share.observe(lambda _change: take(), "value")
        return Explorer(
            lambda: council.council(self._sitting, self._purse_of),
            [self.chooser(), self._missing_box("council"), share, *boxes],
            [(self.selection, ["ubigeo", "year", "words"])],
        )

    def presentation(self) -> Explorer:
        """What the council says to the assembly, part by part."""
        lines = {
            council.SERVES: line_to_write(_("¿A quiénes sirve? ¿Cómo lo sabemos?")),
            council.LEFT_OUT: line_to_write(_("¿Qué queda fuera y por qué?")),
            council.PROOF: line_to_write(_("¿Con qué papel o visita se comprobará?")),
        }

        def said() -> dict[str, str]:
            written = {name: str(line.value).strip().rstrip(".") for name, line in lines.items()}
            taken = self._sitting.taken
            costs = [f"«{one.name}» ({formats.soles(one.cost)})" for one in taken]
            return {council.TAKEN: formats.listing(costs) if taken else "", **written}

        follows = [(self.selection, ["ubigeo", "year", "words"])]
        return Explorer(
            lambda: council.presentation(said(), fits=self._sitting.fits),
            list(lines.values()),
            [*follows, *((line, "value") for line in lines.values())],
        )

    def inherited(self) -> Explorer:
        """The works that new authorities receive, with what the class knows of each."""
        states = [(council.known_in_words(one), one.value) for one in Known]
        controls = [choice("", states, Known.UNKNOWN.value) for _place in range(MOST_WORKS)]

        def left() -> Inheritance:
            pairs = zip(self._received, controls, strict=False)
            return Inheritance(self._received, {one.id: Known(x.value) for one, x in pairs})

        def tell() -> None:
            self._say_inventory(left())

        self._one_for_each(lambda: self._received, controls, _only_name, tell)
        return Explorer(
            lambda: council.inherited(
                left(), self._origin.footer, Mark.OWN if self.works else self._origin.mark
            ),
            [self.chooser(with_year=False), self._missing_box("inherited", whole=False), *controls],
            [(self.selection, "ubigeo"), *((one, "value") for one in controls)],
        )

    def _one_for_each(
        self,
        works_now: Callable[[], Sequence[Proposal]],
        controls: Sequence[Any],
        named: Callable[[Proposal], str],
        tell: Callable[[], None],
    ) -> None:
        """Name a control after each work, and ``tell`` whenever the works or a control change.

        Another district brings its own works: its controls start again, and those to spare
        wait unseen.
        """
        start = controls[0].value

        def name() -> None:
            rows = works_now()
            for place, control in enumerate(controls):
                shown = place < len(rows)
                control.value = start
                show(control, when=shown)
                control.description = named(rows[place]) if shown else ""
            tell()

        self.selection.observe(lambda _change: name(), "ubigeo")
        for control in controls:
            control.observe(lambda _change: tell(), "value")
        name()

    @property
    def _proposals(self) -> tuple[Proposal, ...]:
        """The works that ask for a place in the purse; invented where the district has none."""
        return _as_proposals(for_a_council(self.works))

    @property
    def _received(self) -> tuple[Proposal, ...]:
        """The works that new authorities receive, the largest first."""
        return _as_proposals(self.works)

    @property
    def _sitting(self) -> Council:
        chosen = str(self.selection.words.get(CHOSEN, "")).split()
        origin = self._purse_of
        return Council(purse(origin.budget, origin.share), self._proposals, frozenset(chosen))

    @property
    def _purse_of(self) -> PurseOf:
        share = int(self.selection.words.get(SHARE, START_SHARE))
        if not self.works or not self.has_budget:
            whose = _("de un presupuesto inventado")
            return PurseOf(INVENTED_BUDGET, share, whose, illustrative_footer(), Mark.ILLUSTRATIVE)
        whose = _("del PIM {year} de {district}").format(
            year=self.selection.year, district=self.district.name
        )
        told = " ".join([footer(self.budget_source), self._origin.footer])
        return PurseOf(self.line.pim or 0, share, whose, told, Mark.OWN)

    def _say_inventory(self, left: Inheritance) -> None:
        """Write the inventory for the letter; nothing where the works are invented."""
        entities = {one.cui: one.entity for one in self.works}
        lines = [
            _("- {work} (CUI {cui}, {entity}): {state}.").format(
                work=one.name,
                cui=one.id,
                entity=entities[one.id],
                state=council.known_in_words(left.of(one)),
            )
            for one in left.works
            if one.id in entities
        ]
        self.selection.say(inventory="\n".join(lines))


def _with_cost(proposal: Proposal) -> str:
    return f"{proposal.name}: {formats.soles(proposal.cost)}"


def _only_name(proposal: Proposal) -> str:
    return proposal.name


def _as_proposals(works_of_it: Sequence[Investment]) -> tuple[Proposal, ...]:
    real = [Proposal(one.cui, one.short_name, one.updated_cost) for one in works_of_it]
    return tuple(real[:MOST_WORKS]) or _invented()


def _invented() -> tuple[Proposal, ...]:
    costs: tuple[tuple[str, Callable[[], str], int], ...] = (
        ("water", lambda: _("Agua todo el día, inventada"), 620_000),
        ("road", lambda: _("Camino que no se inunda, inventado"), 480_000),
        ("health", lambda: _("Posta con partera, inventada"), 350_000),
        ("school", lambda: _("Techo del colegio, inventado"), 240_000),
        ("market", lambda: _("Mercado con baños, inventado"), 180_000),
        ("square", lambda: _("Plaza nueva, inventada"), 400_000),
    )
    return tuple(Proposal(id_, name(), cost) for id_, name, cost in costs)
