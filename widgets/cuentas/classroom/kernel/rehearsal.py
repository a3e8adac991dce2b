"""A lesson's cells run once, without a kernel; what they showed is kept for everybody."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from ipywidgets import Widget
from traitlets import Type
from traitlets.config import Config

from cuentas.classroom.faults import in_a_line
from cuentas.classroom.kernel import comms
from cuentas.classroom.notebook import SETUP_CELL, without_oracles
from cuentas.course import course
from cuentas.data.tables import DatasetError
from cuentas.lesson.here import Here

Output = dict[str, Any]


class RehearsalError(RuntimeError):
    """The first cell of a lesson failed: nothing of it can be shown."""


@dataclass
class Rehearsal:
    """A lesson whose widgets are all in place, waiting for a learner.

    Attributes:
        outputs: for each code cell by its id, its displayed results as MIME bundles;
            ``None`` for a cell that failed.
        faults: one line for each cell that failed, for the server's journal.
    """

    slug: str
    outputs: dict[str, list[Output] | None] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def heres(self) -> tuple[Here, ...]:
        """What the notebook's cells began with ``lesson.start``."""
        return tuple(value for value in self.names.values() if isinstance(value, Here))

    def follow(self, query: str) -> None:
        """Take the district and the year that a page's address asks for."""
        for here in self.heres:
            here.follow(query)

    def page(self) -> dict[str, Any]:
        """All that a page needs to draw the lesson without any kernel."""
        choices: dict[str, list[int]] = {}
        for here in self.heres:
            choices |= here.choices()
        return {
            "outputs": self.outputs,
            "faults": self.faults,
            "states": Widget.get_manager_state(drop_defaults=True)["state"],
            "choices": choices,
        }


def rehearse(slug: str) -> Rehearsal:
    """Run the code cells of a lesson, oracles excepted, in this process.

    Raises:
        KeyError: the course has no such lesson.
        RehearsalError: the first cell failed.
    """
    lesson = course().lesson(slug)
    notebook = without_oracles(None, nbformat.read(lesson.notebook, as_version=4))
    os.chdir(lesson.folder)
    comms.install()
    shell = _shell()
    rehearsal = Rehearsal(slug, names=shell.user_ns)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            rehearsal.outputs[cell.id] = _run(shell, cell, rehearsal)
    _read_the_rest(rehearsal)
    return rehearsal


def _read_the_rest(rehearsal: Rehearsal) -> None:
    """Read the tables that nothing has asked for yet: later, their files may be newer."""
    for here in rehearsal.heres:
        for name in filter(here.pack.has, here.lesson.datasets):
            with suppress(DatasetError):  # whoever asks for it will say so
                here.pack.rows(name)


class _Results(DisplayHook):
    """Keeps what cells end with, in every form it can be shown, and prints nothing."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**options)  # type: ignore[no-untyped-call]
        self.kept: list[Output] = []

    def write_output_prompt(self) -> None:
        """A lesson shows no prompts."""

    def write_format_data(self, format_dict: Output, md_dict: Output | None = None) -> None:  # noqa: ARG002
        """Keep the result."""
        self.kept.append(dict(format_dict))

    def finish_displayhook(self) -> None:
        """Nothing was written."""


class _Shell(InteractiveShell):
    displayhook_class = Type(_Results)


def _shell() -> InteractiveShell:
    quiet = Config(
        {"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}}
    )
    shell: InteractiveShell = _Shell.instance(config=quiet)
    return shell


def _run(
    shell: InteractiveShell, cell: nbformat.NotebookNode, rehearsal: Rehearsal
) -> list[Output] | None:
    with capture_output() as captured:
        result = shell.run_cell(cell.source, store_history=False)  # type: ignore[no-untyped-call]
    results, shell.displayhook.kept = shell.displayhook.kept, []
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return [*_printed(captured.stdout), *(dict(one.data) for one in captured.outputs), *results]
    rehearsal.faults.append(f"{rehearsal.slug}, celda {cell.id}: {in_a_line(error)}")
    if cell.id == SETUP_CELL:
        raise RehearsalError(rehearsal.faults[-1]) from error
    return None


def _printed(text: str) -> list[Output]:
    return [{"text/plain": text}] if text else []
