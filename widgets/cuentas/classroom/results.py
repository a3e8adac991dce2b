"""What a lesson's cells showed, as HTML."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup, escape

from cuentas.classroom.notebook import render_markdown
from cuentas.classroom.texts import script_texts

WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
STATE_MIME = "application/vnd.jupyter.widget-state+json"


Output = dict[str, Any]
"""What a cell showed, in every form in which it can be shown, by MIME type."""


def result(outputs: list[Output] | None) -> Markup:
    """The results of one cell, in the place where the learner will see them.

    Args:
        outputs: MIME bundles; ``None`` for a cell that failed.
    """
    if outputs is None:
        return Markup('<p class="cc-notice">{}</p>').format(script_texts()["cellFailed"])
    return Markup("\n").join(map(_output, outputs))


def states(models: dict[str, Any]) -> Markup:
    """The state of every widget, in ipywidgets' form for embedding."""
    whole = {"version_major": 2, "version_minor": 0, "state": models}
    return _script(STATE_MIME, whole)


def _output(bundle: dict[str, Any]) -> Markup:
    if WIDGET_MIME in bundle:
        waiting = Markup('<p class="cc-waiting">{}</p>').format(script_texts()["preparing"])
        return waiting + _script(WIDGET_MIME, bundle[WIDGET_MIME])
    if "text/html" in bundle:
        return Markup('<div class="cc-html">{}</div>').format(_trusted(bundle["text/html"]))
    if "text/markdown" in bundle:
        return render_markdown(bundle["text/markdown"], "salida")
    plain = bundle.get("text/plain", "")
    return Markup('<pre class="cc-plain">{}</pre>').format(escape(plain)) if plain else Markup()


def _script(mime: str, content: dict[str, Any]) -> Markup:
    written = json.dumps(content, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    return Markup('<script type="{}">{}</script>').format(mime, _trusted(written))


def _trusted(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - produced by the lesson's own cells, on this server
