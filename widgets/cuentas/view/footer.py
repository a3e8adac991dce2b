"""One line under every figure: source, query date, how firm, which soles, which people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.budget import Finality
from cuentas.model.comparison import Population
from cuentas.model.provenance import Consulted, Precision, Provenance


def footer(
    provenance: Provenance,
    *,
    finality: Finality | None = None,
    nominal: bool = True,
    population: Population | None = None,
) -> str:
    """The footer of a figure drawn from ``provenance``."""
    parts = [_("Fuente: {sources}.").format(sources=sources_in_words(provenance.consulted))]
    if finality:
        parts.append(finality_in_words(finality))
    if nominal:
        parts.append(_("Soles de cada año, sin descontar la inflación."))
    if population:
        named = population_in_words(population)
        parts.append(_("Por persona según {population}.").format(population=named))
    return " ".join(parts)


def illustrative_footer() -> str:
    """The footer of an invented example."""
    return _(
        "Números inventados y redondos para aprender. No son de ninguna mina ni de ningún año."
    )


def sources_in_words(consulted: Sequence[Consulted]) -> str:
    """Each source with the day it was read."""
    return "; ".join(f"{source.title}, {read_on(source)}" for source in consulted)


def date_in_words(consulted: Sequence[Consulted], day: date) -> str:
    """«consultado el …» for the source read on ``day``."""
    chosen = next((source for source in consulted if source.query_date == day), None)
    return read_on(chosen) if chosen else formats.long_date(day)


def read_on(source: Consulted) -> str:
    """«consultado el …», as precisely as the day is known."""
    day = formats.long_date(source.query_date)
    sentences = {
        Precision.DAY: _("consultado el {day}"),
        Precision.MONTH: _("corte de {month}"),
        Precision.NO_LATER_THAN: _("consultado a más tardar el {day}"),
        Precision.LATEST_RECORD: _("con registros hasta el {day}"),
    }
    return sentences[source.precision].format(day=day, month=formats.month(source.query_date))


def finality_in_words(finality: Finality) -> str:
    """Whether the figures can still move."""
    return {
        Finality.IN_YEAR: _("Año en curso: la cifra todavía cambia."),
        Finality.PRELIMINARY: _(
            "Cifra preliminar: el año terminó y la cifra todavía puede moverse."
        ),
        Finality.CLOSED: _("Año cerrado."),
    }[finality]


def population_in_words(population: Population) -> str:
    """The full name of a count of people."""
    return {
        Population.CENSUS: _("el Censo 2025 del INEI"),
        Population.PROJECTION: _("la proyección 2025 del INEI"),
    }[population]
