"""The results as a table of ratios, for the terminal and for the README."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.servers import LESSON, OLD, OLD_APART, OURS, STOCK

Results = dict[str, Any]
Reading = Callable[[Results, str], float | None]
MARKS = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)
WORDS = {
    "es": {
        "head": ("Medida", "Ahora", "Antes", "Voilà", "Veces", "Meta", ""),
        "when": "Medido el {date} en {cpu} ({cores} núcleos, {memory} GB). La misma lección en el "
        "mismo rato: esta versión, la de antes (5283148) y Voilà sin cambios.",
    },
    "en": {
        "head": ("Measure", "Now", "Before", "Voilà", "Ratio", "Goal", ""),
        "when": "Measured on {date} on {cpu} ({cores} cores, {memory} GB). Same lesson, same run: "
        "this version, the one before (a process a learner, 5283148), and stock Voilà.",
    },
}


class NoMarksError(ValueError):
    """A page has no place for the table; the message names it."""


@dataclass(frozen=True)
class Row:
    """One measure: how to read it, its unit, and the goals of this project.

    Attributes:
        most: the largest value that is good enough.
        times: how many times better than stock Voilà it must be.
        not_worse: it must not be worse than the build before.
    """

    es: str
    en: str
    read: Reading
    unit: str
    most: float | None = None
    times: float | None = None
    not_worse: bool = False
    before: Reading | None = None

    def goal(self) -> str:
        """The goal in a few signs."""
        parts = [f"≤ {self.most:g} {self.unit}".strip()] if self.most is not None else []
        parts += [f"≤ 1/{self.times:g}"] if self.times else []
        parts += ["≤ antes"] if self.not_worse else []
        return ", ".join(parts) or "–"

    def met(self, ours: float | None, old: float | None, stock: float | None) -> str:
        """Whether the goal is reached: ✓, ✗, or nothing where it cannot be said."""
        if ours is None or self.goal() == "–":
            return ""
        if (self.times and stock is None) or (self.not_worse and old is None):
            return ""
        kept = self.most is None or ours <= self.most
        if self.times and stock is not None:
            kept = kept and ours * self.times <= stock
        if self.not_worse and old is not None:
            kept = kept and ours <= old
        return "✓" if kept else "✗"


def _of_class(name: str, learners: int) -> Reading:
    """A value of a class of that size."""

    def read(results: Results, kind: str) -> float | None:
        size = learners
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


def _hundred_for_thirty(results: Results, kind: str) -> float | None:
    """How much longer the last of a hundred waits than the last of thirty."""
    hundred = _of_class("last_ready", 100)(results, kind)
    thirty = _of_class("last_ready", 30)(results, kind)
    return hundred / thirty if hundred and thirty else None


def _apart(reading: Reading) -> Reading:
    """The same of the build before as it is where nothing forks."""
    return lambda results, _kind: reading(results, OLD_APART)


ROWS = (
    Row("Abrir las lecciones", "Start, command to address", _of_class("started", 30), "s", 3),
    Row("Una persona, protocolo", "One learner, protocol", _of_class("last_ready", 1), "s", 0.5),
    Row("Navegador: primera figura", "Browser: first figure", _of_look("first.figure"), "s"),
    Row("Navegador: primer cambio respondido", "Browser: first change answered",
        _of_look("first.answered"), "s", 0.6, 5),
    Row("30 a la vez, la última lista", "30 at once, last one ready",
        _of_class("last_ready", 30), "s", times=30, not_worse=True),
    Row("Lo mismo, antes donde nada se bifurca (Windows)",
        "Same, before where nothing forks (Windows)",
        _of_class("last_ready", 30), "s", before=_apart(_of_class("last_ready", 30))),
    Row("100 a la vez, por cada vez de 30", "100 at once, for each time of 30",
        _hundred_for_thirty, "", 4),
    Row("30, un control cambia: p50", "30, a control changes: p50",
        _of_class("changes.p50", 30), "s"),
    Row("30, un control cambia: p95", "30, a control changes: p95",
        _of_class("changes.p95", 30), "s", 0.5, 3),
    Row("300, un cambio cada 10 s: p95", "300, a change every 10 s: p95",
        _of_class("changes.p95", 300), "s", 0.5),
    Row("CPU por persona hasta estar lista", "CPU per learner until ready",
        _of_class("cpu_per_learner", 30), "s"),
    Row("Memoria privada por persona", "Private memory per learner",
        _of_class("memory.private_mb", 30), "MB", 3),
    Row("Lo mismo, antes donde nada se bifurca", "Same, before where nothing forks",
        _of_class("memory.private_mb", 30), "MB",
        before=_apart(_of_class("memory.private_mb", 30))),
    Row("Todo el servidor con 30", "Whole server with 30",
        _of_class("memory.whole_mb", 30), "MB", 350),
    Row("Todo el servidor con 300", "Whole server with 300",
        _of_class("memory.whole_mb", 300), "MB", 1000),
    Row("Primera visita, por la red", "First visit, over the wire",
        _of_look("first.wire.all_kb"), "kB", 200),
    Row("Segunda visita, por la red", "Second visit, over the wire",
        _of_look("second.wire.all_kb"), "kB", 40),
    Row("Pedidos de la primera visita", "Requests of the first visit",
        _of_look("first.wire.requests"), "", 9),
    Row("Pedidos a otros servidores", "Requests to other hosts",
        _of_look("first.wire.outside"), "", 0),
    Row("Red lenta (1.6 Mbit/s, 300 ms): primer cambio respondido",
        "Slow link (1.6 Mbit/s, 300 ms): first change answered",
        _of_look("first.answered", slow=True), "s", 4),
)  # fmt: skip


def rows(results: Results, language: str = "es") -> list[tuple[str, ...]]:
    """One line a measure: its name, three numbers, the ratio, the goal, whether it is met."""
    lines = []
    for row in ROWS:
        ours, stock = row.read(results, OURS), row.read(results, STOCK)
        old = (row.before or row.read)(results, OLD)
        ratio = f"{stock / ours:.1f}×" if ours and stock else "–"
        numbers = (_number(one, row.unit) for one in (ours, old, stock))
        met = row.met(ours, old, stock)
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
