"""A learner's lesson as an object: its widgets, what they show, and what the learner does."""

from __future__ import annotations

import ast
from collections.abc import Callable, Generator
from contextlib import redirect_stdout
from contextvars import copy_context
from functools import cache, lru_cache
from io import StringIO
from types import CodeType
from typing import Any, TypeVar
from uuid import uuid4

from IPython.core.formatters import DisplayFormatter
from ipywidgets import Widget

from cuentas.classroom import controls
from cuentas.classroom.controls import Controls, Send, Withheld
from cuentas.classroom.journal import in_a_line
from cuentas.classroom.notebook import SETUP_CELL, cells_of
from cuentas.classroom.watchdog import Watchdog
from cuentas.course import Lesson
from cuentas.home import use_region
from cuentas.lesson.here import Here
from cuentas.view.explorer import figure_at, postponed
from cuentas.view.figure import Figure

WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
MOST_EVENTS = 5000
"""Steps of a learner that are done again; a phone keeps fewer."""
MOST_WIDGETS = 4000
"""No lesson makes a tenth of these, whatever a learner adds to its lists."""

Output = dict[str, Any]
Result = TypeVar("Result")
watchdog = Watchdog()


class SessionError(RuntimeError):
    """A lesson failed while it answered a learner: this session must not go on."""


class Session:
    """One learner in one lesson with the data of one region.

    Everything that touches its widgets happens in a context of its own.

    Attributes:
        id: a name that nobody can guess; whoever knows it may move these controls.
        outputs: for each code cell by its id, its displayed results as MIME bundles;
            ``None`` for a cell that failed.
        faults: one line for each cell that failed, for the server's journal.
        brought_back: how many steps of a learner's past could be done again, how many not,
            and the states that a phone must know now.
    """

    def __init__(self, lesson: Lesson, region: str) -> None:
        """Run the code cells of the lesson, oracles excepted.

        Raises:
            SessionError: its first cell failed; nothing of it can be shown.
        """
        self.id = str(uuid4())
        self.lesson, self.region = lesson, region
        self.outputs: dict[str, list[Output] | None] = {}
        self.faults: list[str] = []
        self.brought_back: dict[str, Any] = {}
        self._controls = Controls()
        self._names: dict[str, Any] = {}
        self._context = copy_context()
        self._inside(self._begin)

    def follow(self, query: str) -> None:
        """Take the district and the year that a page's address asks for."""

        def take() -> None:
            with self._controls.withholding(), postponed():
                for here in self._heres:
                    here.follow(query)

        self._inside(take)

    def choices(self) -> dict[str, list[int]]:
        """The years that can be chosen for each district."""
        return {place: years for here in self._heres for place, years in here.choices().items()}

    def states(self) -> dict[str, Any]:
        """The state of every widget, in ipywidgets' form for embedding."""
        return self._inside(self._controls.page_states)

    def listen(self, send: Send | None) -> None:
        """From now on messages of the widgets go to ``send``; ``None``: the phone is away."""
        self._controls.send = send

    def receive(self, name: str, data: dict[str, Any]) -> None:
        """A message of the phone for the widget ``name``; one that is not here hears nothing.

        Raises:
            SessionError: the lesson failed, or grew beyond measure.
            OvertimeError: it found no end.
        """
        self._inside(lambda: self._hear(name, data))
        self._check()

    def replay(self, events: list[object]) -> Generator[None, None, None]:
        """Do again, without a word, what a learner did before; a pause after each step.

        A step that fails is left out. An event without a widget's name takes the choice of an
        address: that of the page, when the learner comes from another lesson with another
        district. At the end ``brought_back`` tells how it went.
        """
        withheld = Withheld()
        steps = self._steps(events[:MOST_EVENTS], withheld)
        played = 0
        try:
            while (is_played := self._inside(lambda: next(steps, None))) is not None:
                played += is_played
                yield
        finally:
            self._inside(steps.close)
        self._check()
        states = self._inside(lambda: self._controls.states(withheld))
        skipped = len(events) - played
        self.brought_back = {"replayed": played, "skipped": skipped, "states": states}

    def figure(self, place: str) -> Figure | None:
        """The figure that stands now in ``place`` of the page, if there is one."""
        return figure_at(self._controls.widgets.values(), place)

    def end(self) -> None:
        """Nobody needs it any more."""
        self._controls.end()
        self._names.clear()

    @property
    def _heres(self) -> list[Here]:
        return [value for value in self._names.values() if isinstance(value, Here)]

    def _inside(self, work: Callable[[], Result]) -> Result:
        return self._context.run(watchdog.run, work)

    def _begin(self) -> None:
        controls.enter(self._controls)
        use_region(self.region)
        for cell in cells_of(self.lesson.notebook):
            if not cell.is_code:
                continue
            try:
                self.outputs[cell.id] = _run(cell.source, cell.id, self._names)
            except (Exception, SystemExit) as error:
                self.outputs[cell.id] = None
                self.faults.append(f"{self.lesson.slug}, celda {cell.id}: {in_a_line(error)}")
                if cell.id == SETUP_CELL:
                    raise SessionError(self.faults[-1]) from error

    def _steps(self, events: list[object], withheld: Withheld) -> Generator[bool, None, None]:
        with self._controls.withholding(withheld), postponed():
            for event in events:
                yield self._again(event, withheld)

    def _again(self, event: Any, withheld: Withheld) -> bool:  # noqa: ANN401 - as a phone sent it
        """Do one step once more; whether it could be done."""
        match event:
            case ["", {"method": "follow", "query": str(query)}]:
                for here in self._heres:
                    here.follow(query)
            case [str(name), {"method": "update" | "custom"} as data] if self._knows(name):
                self._hear(name, data)
                withheld.note(name, "comm_msg", data)
            case _:
                return False
        failed, self._controls.fault = self._controls.fault, None
        return failed is None

    def _knows(self, name: str) -> bool:
        return name in self._controls.comms.comms

    def _hear(self, name: str, data: dict[str, Any]) -> None:
        if self._knows(name):
            message = {"content": {"comm_id": name, "data": data}, "buffers": []}
            self._controls.comms.comms[name].handle_msg(message)

    def _check(self) -> None:
        fault = self._controls.fault
        if fault is not None:
            raise SessionError(f"{self.lesson.slug}: {in_a_line(fault)}")
        if len(self._controls.widgets) > MOST_WIDGETS:
            raise SessionError(f"{self.lesson.slug}: {len(self._controls.widgets)} controles")


@lru_cache(maxsize=1024)
def _compiled(source: str, name: str) -> tuple[CodeType, CodeType | None]:
    """A cell's code, with its last expression apart."""
    tree = ast.parse(source, name)
    ending = tree.body[-1] if tree.body else None
    if not isinstance(ending, ast.Expr):
        return compile(tree, name, "exec"), None
    tree.body.pop()
    return compile(tree, name, "exec"), compile(ast.Expression(ending.value), name, "eval")


def _run(source: str, cell: str, names: dict[str, Any]) -> list[Output]:
    """What a cell shows: what it prints, what it displays, and the value that it ends with."""
    shown: list[Output] = []
    before, last = _compiled(source, cell)
    names["display"] = lambda *values: shown.extend(map(_shown, values))
    with redirect_stdout(StringIO()) as printed:
        exec(before, names)  # noqa: S102 - the course's own notebook
        value = eval(last, names) if last else None  # noqa: S307 - same
    words = [{"text/plain": printed.getvalue()}] if printed.getvalue() else []
    return [*words, *shown, *([_shown(value)] if value is not None else [])]


def _shown(value: object) -> Output:
    """A value in every form in which it can be shown."""
    if isinstance(value, Widget):  # its plain text would ask for all that it has by default
        return {WIDGET_MIME: value.get_view_spec()}
    return dict(_formatter().format(value)[0])  # type: ignore[no-untyped-call]


@cache
def _formatter() -> DisplayFormatter:
    return DisplayFormatter()
