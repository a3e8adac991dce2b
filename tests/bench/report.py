"""The results as a table of ratios, for the terminal and for the README."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.servers import LESSON, OURS, PANEL, REFERENCE_SLUG, STOCK

Results = dict[str, Any]
Reading = Callable[[Results, str], float | None]
MARKS = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)
WORDS = {
    "es": {
        "head": ("Medida", "Nuestro", "Voilà", "Panel", "Veces", "Meta", ""),
        "when": "Medido el {date} en {cpu} ({cores} núcleos, {memory} GB). Voilà sin cambios, la "
        "misma lección y el mismo rato; Panel, con el cuaderno de referencia.",
    },
    "en": {
        "head": ("Measure", "Ours", "Voilà", "Panel", "Ratio", "Goal", ""),
        "when": "Measured on {date} on {cpu} ({cores} cores, {memory} GB). Stock Voilà, same "
        "lesson, same run; Panel on the reference notebook.",
    },
}


class NoMarksError(ValueError):
    """A page has no place for the table; the message names it."""


@dataclass(frozen=True)
class Row:
    """One measure: how to read it, its unit, and the goals of this project."""

    es: str
    en: str
    read: Reading
    unit: str
    most: float | None = None
    times: float | None = None
    faster_than_panel: bool = False

    def goal(self) -> str:
        """The goal in a few signs."""
        parts = [f"≤ {self.most:g} {self.unit}".strip()] if self.most is not None else []
        parts += [f"≤ 1/{self.times:g}"] if self.times else []
        parts += ["< Panel"] if self.faster_than_panel else []
        return ", ".join(parts) or "–"

    def met(self, ours: float | None, stock: float | None, panel: float | None) -> str:
        """Whether the goal is reached: ✓, ✗, or nothing where it cannot be said."""
        if ours is None or self.goal() == "–":
            return ""
        if (self.times and stock is None) or (self.faster_than_panel and panel is None):
            return ""
        kept = self.most is None or ours <= self.most
        if self.times and stock is not None:
            kept = kept and ours * self.times <= stock
        if self.faster_than_panel and panel is not None:
            kept = kept and ours < panel
        return "✓" if kept else "✗"


def _of_class(name: str, learners: int | None = None) -> Reading:
    """A value of a class; the largest class when no size is given."""

    def read(results: Results, kind: str) -> float | None:
        size = learners or max(one["learners"] for one in results["rounds"])
        found = [
            _within(one, name)
            for one in results["rounds"]
            if one["kind"] == kind and one["learners"] == size
        ]
        return _median(found)

    return read


def _of_look(name: str, *, lesson: str = LESSON, slow: bool = False) -> Reading:
    def read(results: Results, kind: str) -> float | None:
        found = [
            _within(one, name)
            for one in results["looks"]
            if (one["kind"], one["lesson"], one["slow"]) == (kind, lesson, slow)
        ]
        return _median(found)

    return read


ROWS = (
    Row("Una persona, protocolo", "One learner, protocol", _of_class("last_ready", 1), "s", 0.5),
    Row("Una persona, navegador: primera figura", "One learner, browser: first figure",
        _of_look("first.figure"), "s"),
    Row("Una persona, navegador: primer cambio respondido",
        "One learner, browser: first change answered", _of_look("first.answered"), "s", 1.0, 5),
    Row("Lo mismo, cuaderno de referencia", "Same, reference notebook",
        _of_look("first.answered", lesson=REFERENCE_SLUG), "s", faster_than_panel=True),
    Row("10 a la vez, la última lista", "10 at once, last one ready",
        _of_class("last_ready", 10), "s"),
    Row("Toda la clase a la vez, la última lista", "Whole class at once, last one ready",
        _of_class("last_ready"), "s", times=20),
    Row("Toda la clase, un control cambia: p50", "Whole class, a control changes: p50",
        _of_class("changes.p50"), "s"),
    Row("Toda la clase, un control cambia: p95", "Whole class, a control changes: p95",
        _of_class("changes.p95"), "s", 0.5, 6),
    Row("CPU por persona hasta estar lista", "CPU per learner until ready",
        _of_class("cpu_per_learner"), "s"),
    Row("Memoria privada por persona", "Private memory per learner",
        _of_class("memory.private_mb"), "MB", 25),
    Row("Primera visita, por la red", "First visit, over the wire",
        _of_look("first.wire.all_kb"), "kB", 400),
    Row("Segunda visita, por la red", "Second visit, over the wire",
        _of_look("second.wire.all_kb"), "kB", 40),
    Row("Pedidos de la primera visita", "Requests of the first visit",
        _of_look("first.wire.requests"), "", 15),
    Row("Pedidos a otros servidores", "Requests to other hosts",
        _of_look("first.wire.outside"), "", 0),
    Row("Red lenta (1.6 Mbit/s, 300 ms): primer cambio respondido",
        "Slow link (1.6 Mbit/s, 300 ms): first change answered",
        _of_look("first.answered", slow=True), "s", 4),
    Row("Red lenta, segunda visita", "Slow link, second visit",
        _of_look("second.answered", slow=True), "s"),
)  # fmt: skip


def rows(results: Results, language: str = "es") -> list[tuple[str, ...]]:
    """One line a measure: its name, three numbers, the ratio, the goal, whether it is met."""
    lines = []
    for row in ROWS:
        ours, stock = row.read(results, OURS), row.read(results, STOCK)
        panel = row.read(_as_reference(results), PANEL)
        ratio = f"{stock / ours:.1f}×" if ours and stock else "–"
        numbers = (_number(one, row.unit) for one in (ours, stock, panel))
        met = row.met(ours, stock, panel)
        lines.append((getattr(row, language), *numbers, ratio, row.goal(), met))
    return lines


def markdown(results: Results, language: str = "es") -> str:
    """The table for a README, and the line that says when and where it was measured."""
    words = WORDS[language]
    head = words["head"]
    table = [head, tuple("---" for _one in head), *rows(results, language)]
    machine = results["machine"]
    when = words["when"].format(
        date=results["date"][:10],
        cpu=machine["cpu"],
        cores=machine["cores"],
        memory=machine["memory_gb"],
    )
    return "\n".join(["| " + " | ".join(line) + " |" for line in table]) + f"\n\n{when}\n"


def write_into(page: Path, results: Results, language: str) -> None:
    """Put the table between the two marks of a page.

    Raises:
        NoMarksError: the page has no marks.
    """
    text = page.read_text("utf-8")
    if not MARKS.search(text):
        raise NoMarksError(f"{page.name}: faltan las marcas <!-- bench --> y <!-- /bench -->")
    table = markdown(results, language)
    page.write_text(MARKS.sub(lambda mark: mark[1] + table + mark[2], text), "utf-8")


def _as_reference(results: Results) -> Results:
    """Panel was measured on the reference notebook only: there its numbers are looked for."""
    looks = [one | {"lesson": LESSON} for one in results["looks"] if one["kind"] == PANEL]
    return results | {"looks": looks + [one | {"lesson": REFERENCE_SLUG} for one in looks]}


def _within(told: Any, name: str) -> float | None:
    """The value at ``first.wire.bytes``, as a number."""
    for part in name.split("."):
        if part == "all_kb":
            return float(told["bytes"] + told["socket_bytes"]) / 1000
        told = told[part]
    return float(len(told)) if isinstance(told, list) else told


def _median(found: list[float | None]) -> float | None:
    known = [one for one in found if one is not None]
    return median(known) if known else None


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    digits = 2 if unit == "s" and value < 10 else 0 if value >= 100 else 1
    return f"{value:.{0 if unit == '' else digits}f} {unit}".strip()
