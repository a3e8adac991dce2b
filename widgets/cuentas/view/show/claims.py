"""Two numbers about the same thing, side by side, with all that each of them says of itself."""

from __future__ import annotations

from collections.abc import Mapping

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.claims import Aspect, Claim, Pair
from cuentas.model.money import Amount, rounded
from cuentas.model.provenance import Mark
from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, NEIGHBOUR, SPENT, Fill
from cuentas.view.figure import Calculation, Column, Figure, Table, table_of


def aspect_in_words(aspect: Aspect) -> str:
    """What is asked of every number."""
    return {
        Aspect.OF_WHAT: _("¿De qué?"),
        Aspect.WHEN: _("¿De cuándo?"),
        Aspect.WHO: _("¿Quién lo dice?"),
        Aspect.COUNTS: _("¿Qué cuenta?"),
    }[aspect]


def two_numbers(pair: Pair, sources: Mapping[str, str]) -> Figure:
    """Both claims as bars on one scale; ``sources`` are the words of each source by key.

    A percentage is drawn inside the total that it is taken from.
    """
    return Figure(
        name="claims",
        title=_("Uno dice {first}. El otro dice {second}.").format(
            first=pair.first.shown, second=pair.second.shown
        ),
        drawing=bars(
            [_bar(pair.first, pair, SPENT), _bar(pair.second, pair, NEIGHBOUR)],
            f"claims-{pair.id}-{pair.first.value}-{pair.second.value}",
        ),
        description=_in_words(pair),
        table=_aspects(pair),
        calculation=Calculation(
            _(
                "Se resta el número menor del mayor. "
                "Que no coincidan no quiere decir que uno sea falso."
            ),
            _gap(pair),
            _rows(pair),
            f"{pair.id}.csv",
        ),
        footer=_footer(pair, sources),
        mark=pair.mark,
    )


def _bar(claim: Claim, pair: Pair, fill: Fill) -> Bar:
    apart = next(iter(pair.differences), Aspect.OF_WHAT)
    part = claim.part
    whole = claim.whole if claim.whole is not None else claim.value
    inner: Amount = 0 if part is None else rounded(part, 0)
    return Bar(
        label=claim.about(apart),
        shown=claim.shown,
        amount=whole,
        fill=fill if part is None else BUDGETED,
        inner=inner,
        inner_fill=fill,
    )


def _in_words(pair: Pair) -> str:
    sentences = [_whose(pair), pair.first.says, pair.second.says]
    if pair.first.whole is not None:
        sentences.append(_("Cada barra es un total y lo lleno es su porcentaje."))
    if any((one.part or 0) > (one.whole or 0) for one in (pair.first, pair.second)):
        sentences.append(_("Donde lo lleno se sale del marco, el porcentaje pasa de cien."))
    sentences.append(_("Abre la tabla y compara fila por fila."))
    return " ".join(one for one in sentences if one)


def _whose(pair: Pair) -> str:
    return _("Es un caso de {place}.").format(place=pair.place) if pair.place else ""


def _aspects(pair: Pair) -> Table:
    columns = (
        Column("pregunta", _("Pregunta")),
        Column("uno", _("Uno")),
        Column("otro", _("El otro")),
    )
    rows = [(aspect_in_words(one), pair.first.about(one), pair.second.about(one)) for one in Aspect]
    return table_of(_("Lo que dice cada uno"), columns, rows)


def _gap(pair: Pair) -> str:
    high, low = sorted((pair.first, pair.second), key=lambda one: one.value, reverse=True)
    apart = _value(pair.gap, high)
    if high.unit == "%":
        apart = _("{gap} puntos").format(gap=apart.removesuffix(f"{formats.SPACE}%"))
    return f"{_value(high.value, high)} − {_value(low.value, low)} = {apart}"


def _value(amount: Amount, claim: Claim) -> str:
    """An amount in the claim's own unit."""
    if claim.unit == "soles":
        return formats.soles(amount)
    places = 1 if claim.unit == "%" and amount != int(amount) else 0
    return f"{formats.number(rounded(amount, places))}{formats.SPACE}{claim.unit}"


def _rows(pair: Pair) -> Table:
    columns = (
        Column("says", _("Qué dice")),
        Column("value", _("Valor"), "number"),
        Column("unit", _("Unidad")),
        Column("whole", _("Total en soles"), "soles", _("no es un porcentaje")),
        Column("source_key", _("Fuente"), "code"),
    )
    rows = [
        (one.says, one.value, one.unit, one.whole, one.source_key)
        for one in (pair.first, pair.second)
    ]
    return table_of(_("Las dos afirmaciones"), columns, rows)


def _footer(pair: Pair, sources: Mapping[str, str]) -> str:
    told = [f"{sources[one.source_key]} ({_mark(one.mark)})" for one in (pair.first, pair.second)]
    return _("Fuente: {sources}.").format(sources="; ".join(dict.fromkeys(told)))


def _mark(mark: Mark) -> str:
    return {
        Mark.PRESS: _("citado de la prensa"),
        Mark.OWN: _("cuenta de este curso"),
    }.get(mark, _("oficial"))
