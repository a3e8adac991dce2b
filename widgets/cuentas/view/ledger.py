"""The sheet of the class's question ledger: the learner's line, and lines to fill in by hand."""

from __future__ import annotations

from collections.abc import Sequence

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.view.figure import render
from cuentas.view.show.ledger import Entry

EMPTY_LINES = 7


def ledger_sheet(entries: Sequence[Entry]) -> str:
    """The sheet as HTML: ``entries`` written, then empty lines for the others."""
    headings = [
        _("Pregunta"),
        _("Dato y fecha"),
        _("A quién"),
        _("Entregada y plazo"),
        _("Respuesta o silencio"),
    ]
    rows = [
        [
            one.question,
            one.datum,
            one.addressee,
            _("{delivered} / hasta el {due}").format(
                delivered=formats.long_date(one.delivered), due=formats.long_date(one.due)
            ),
            "",
        ]
        for one in entries
    ]
    empty = [[""] * len(headings) for _line in range(EMPTY_LINES)]
    return render("ledger_sheet.html.j2", headings=headings, rows=rows + empty)
