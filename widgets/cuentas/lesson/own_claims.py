"""Pairs of numbers of the learner's own municipality that do not agree, as its data make them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.lesson.needs import absent, absent_here, lacking_counts
from cuentas.lesson.year import YearMoments
from cuentas.model.budget import BudgetLine
from cuentas.model.claims import Claim, Pair
from cuentas.model.comparison import People, Population
from cuentas.model.money import percentage
from cuentas.model.place import District
from cuentas.model.provenance import Mark
from cuentas.view.absence import Absence
from cuentas.view.footer import date_in_words, population_in_words, sources_in_words


class OwnClaims(YearMoments):
    """Pairs that follow the choice; where there is no data for one, the box that says which."""

    def _two_totals(self) -> Pair | Absence:
        """The devengado of a year, as a part of the PIM and of the PIA."""
        line = self.known_line
        if line is None or not line.pim or not line.pia:
            return self._without_budget()
        return Pair(
            id="own-total",
            first=self._of_total(line, line.pim, _("su PIM (con los cambios del año)")),
            second=self._of_total(line, line.pia, _("su PIA (el del comienzo del año)")),
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

    def _of_total(self, line: BudgetLine, whole: int, name: str) -> Claim:
        """The devengado of a year as a percentage of a total (soles) and of that total's name."""
        consulted = self.budget_source.read_on(line.query_date).consulted
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
            when=_("año {year}; {read}").format(year=line.year, read=sources_in_words(consulted)),
            who=_("el MEF"),
            counts=_("soles devengados"),
            source_key=consulted[0].key,
            mark=Mark.OFFICIAL,
            whole=Decimal(whole),
        )

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
