"""Small controls with their value in words, large enough for a thumb."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import ipywidgets as ui

WHOLE_LABEL = {"description_width": "initial"}
"""In JupyterLab a label is cut short unless told otherwise."""


def slider(
    label: str, values: Sequence[int], start: int, write: Callable[[int], str]
) -> ui.SelectionSlider:
    """A slider over ``values``; ``write`` turns each into the words beside it."""
    control = ui.SelectionSlider(
        options=[(write(value), value) for value in values],
        value=start,
        description=label,
        continuous_update=False,
        style=WHOLE_LABEL,
        layout=ui.Layout(width="100%"),
    )
    control.add_class("cc-slider")
    return control


def choice(label: str, options: Sequence[tuple[str, str]], start: str) -> ui.Dropdown:
    """One of a few named things."""
    return ui.Dropdown(
        options=list(options),
        value=start,
        description=label,
        style=WHOLE_LABEL,
        layout=ui.Layout(width="100%"),
    )


def answers(label: str, options: Sequence[tuple[str, str]]) -> ui.ToggleButtons:
    """A few answers side by side, none of them until somebody taps one: on paper, boxes to tick."""
    return ui.ToggleButtons(
        options=list(options),
        value=None,
        description=label,
        style=WHOLE_LABEL,
        layout=ui.Layout(width="100%"),
    )


def day_picker(label: str, start: date) -> ui.DatePicker:
    """A date, picked the way each phone offers."""
    return ui.DatePicker(
        value=start, description=label, style=WHOLE_LABEL, layout=ui.Layout(width="100%")
    )


def writing(label: str, start: str, rows: int = 4) -> ui.Textarea:
    """A few lines that somebody writes; what is typed counts when the pencil rests elsewhere."""
    return ui.Textarea(
        value=start,
        description=label,
        continuous_update=False,  # on a busy laptop, an echo would erase fast typing
        rows=rows,
        style=WHOLE_LABEL,
        layout=ui.Layout(width="100%"),
    )


def switch(label: str, *, on: bool = False) -> ui.Checkbox:
    """Something that is switched on and off."""
    control = ui.Checkbox(value=on, description=label, indent=False, style=WHOLE_LABEL)
    control.add_class("cc-switch")
    return control


def typed_number(label: str, start: int, most: int) -> ui.BoundedIntText:
    """A whole number from zero to ``most``, typed."""
    return ui.BoundedIntText(value=start, min=0, max=most, description=label, style=WHOLE_LABEL)


def short_line(label: str) -> ui.Text:
    """A line beside others; what is typed counts when the pencil rests elsewhere."""
    return ui.Text(
        description=label,
        continuous_update=False,  # on a busy laptop, an echo would erase fast typing
        style=WHOLE_LABEL,
    )


def line_to_write(label: str, hint: str = "") -> ui.Text:
    """One line of the learner's own words."""
    control = ui.Text(
        description=label, placeholder=hint, style=WHOLE_LABEL, layout=ui.Layout(width="100%")
    )
    control.add_class("cc-write")
    return control
