"""Small controls with their value in words, large enough for a thumb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import ipywidgets as ui

HIDDEN = "cc-hidden"


def show(control: ui.DOMWidget, *, when: bool) -> None:
    """Show a control, or take it out of sight.

    By a class and not by its layout: a layout of its own is one more control on each phone.
    """
    (control.remove_class if when else control.add_class)(HIDDEN)


def is_shown(control: ui.DOMWidget) -> bool:
    """Whether a control is in sight."""
    return HIDDEN not in control._dom_classes  # noqa: SLF001 - there is no public way to ask


def slider(
    label: str, values: Sequence[int], start: int, write: Callable[[int], str]
) -> ui.SelectionSlider:
    """A slider over ``values``; ``write`` turns each into the words beside it."""
    control = ui.SelectionSlider(
        options=[(write(value), value) for value in values],
        value=start,
        description=label,
        continuous_update=False,
    )
    control.add_class("cc-slider")
    return control


def choice(label: str, options: Sequence[tuple[str, str]], start: str) -> ui.Dropdown:
    """One of a few named things."""
    return ui.Dropdown(
        options=list(options),
        value=start,
        description=label,
    )


def answers(label: str, options: Sequence[tuple[str, str]]) -> ui.ToggleButtons:
    """A few answers side by side, none of them until somebody taps one: on paper, boxes to tick."""
    return ui.ToggleButtons(
        options=list(options),
        value=None,
        description=label,
    )


def day_picker(label: str, start: date) -> ui.DatePicker:
    """A date, picked the way each phone offers."""
    return ui.DatePicker(value=start, description=label)


def writing(label: str, start: str, rows: int = 4) -> ui.Textarea:
    """A few lines that somebody writes; what is typed counts when the pencil rests elsewhere."""
    return ui.Textarea(
        value=start,
        description=label,
        continuous_update=False,  # on a busy laptop, an echo would erase fast typing
        rows=rows,
    )


def switch(label: str, *, on: bool = False) -> ui.Checkbox:
    """Something that is switched on and off."""
    control = ui.Checkbox(value=on, description=label, indent=False)
    control.add_class("cc-switch")
    return control


def typed_number(label: str, start: int, most: int) -> ui.BoundedIntText:
    """A whole number from zero to ``most``, typed."""
    return ui.BoundedIntText(value=start, min=0, max=most, description=label)


def short_line(label: str) -> ui.Text:
    """A line beside others; what is typed counts when the pencil rests elsewhere."""
    return ui.Text(
        description=label,
        continuous_update=False,  # on a busy laptop, an echo would erase fast typing,
    )


def line_to_write(label: str, hint: str = "") -> ui.Text:
    """One line of the learner's own words."""
    control = ui.Text(description=label, placeholder=hint)
    control.add_class("cc-write")
    return control
