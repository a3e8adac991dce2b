"""Notes beside the figures: a folded table, and where everything comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import ipywidgets as ui

from cuentas.i18n.datasets import in_words
from cuentas.model.provenance import Provenance, Source
from cuentas.view.figure import Table, render
from cuentas.view.footer import read_on


def folded_table(name: str, summary: str, table: Table) -> ui.HTML:
    """A table that opens when its summary is tapped."""
    return ui.HTML(render("table_note.html.j2", name=name, summary=summary, table=table))


def word_list(words: Mapping[str, str]) -> ui.HTML:
    """The words of a lesson with their meaning, folded until somebody needs them."""
    return ui.HTML(render("words.html.j2", words=words))


def source_list(
    datasets: Sequence[Provenance], sources: Sequence[Source], missing: Sequence[str] = ()
) -> ui.HTML:
    """Every dataset with its query date, and every law or text with its key.

    ``missing`` are the datasets that the lesson would use and this region's pack lacks.
    """
    absent = in_words(missing)
    words = {"datasets": datasets, "sources": sources, "absent": absent, "read_on": read_on}
    return ui.HTML(render("sources.html.j2", **words))
