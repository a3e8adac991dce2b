"""ipywidgets in a process where every learner has widgets of their own.

ipywidgets keeps one register of widgets a process, because a kernel serves one person. Here
each session has its own: which one is meant says a context variable, through the places that
``comm`` and ``ipywidgets`` leave open for it. Ids are numbers in the order of creation, so that
the page, every session of a lesson and the notes on a phone all speak of the same widget.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import comm
from comm.base_comm import BaseComm, CommManager
from ipywidgets import Widget
from ipywidgets.widgets import widget as ipywidgets_core
from ipywidgets.widgets.trait_types import InstanceDict

State = dict[str, Any]
Send = Callable[[str, dict[str, Any], dict[str, Any]], None]
"""Takes the kind of a message, its content and its metadata."""

_open_whole = Widget.open


@dataclass
class Withheld:
    """What was not sent, as the names of what changed.

    Attributes:
        changed: names of the traits of each widget that have another value now.
        created: widgets that did not exist before, in the order of creation.
    """

    changed: dict[str, set[str]] = field(default_factory=dict)
    created: dict[str, None] = field(default_factory=dict)

    def note(self, widget: str, kind: str, data: Any) -> None:  # noqa: ANN401 - as sent
        """Remember a message between a widget and its twin on the phone."""
        if kind == "comm_open":
            self.created[widget] = None
        elif data.get("method") == "update" and isinstance(data.get("state"), dict):
            self.changed.setdefault(widget, set()).update(data["state"])


class Controls:
    """The widgets of one session, and the way that their messages take.

    Attributes:
        widgets: every widget by its id.
        comms: the register of their lines to the phone.
        fault: what went wrong in a callback; ipywidgets goes on after it.
        send: where messages go. Without it nothing is sent and nothing noted.
    """

    def __init__(self) -> None:
        """No widget yet, and nobody listens."""
        self.widgets: dict[str, Widget] = {}
        self.comms = CommManager()
        self.fault: BaseException | None = None
        self.send: Send | None = None
        self._withheld: Withheld | None = None
        self._numbers = count(1)
        self._next_id = ""
        self._untouched: set[str] = set()

    @property
    def is_silent(self) -> bool:
        """Whether nothing is sent now."""
        return self.send is None or self._withheld is not None

    def new_id(self) -> str:
        """The id of a widget that is being made."""
        given, self._next_id = self._next_id, ""
        return given or f"w{next(self._numbers):x}"

    def publish(self, widget: str, kind: str, content: State, metadata: State) -> None:
        """Send a message to the phone, or only note it."""
        if self._withheld is not None:
            self._withheld.note(widget, kind, content["data"])
        elif self.send is not None:
            self.send(kind, content | {"comm_id": widget}, metadata)

    @contextmanager
    def withholding(self, withheld: Withheld | None = None) -> Iterator[Withheld]:
        """Meanwhile nothing is sent; what it would have changed is noted."""
        before, self._withheld = self._withheld, withheld or Withheld()
        try:
            yield self._withheld
        finally:
            self._withheld = before

    def name_next(self, name: str) -> None:
        """The widget that is made next has this id."""
        self._next_id = name

    def states(self, withheld: Withheld) -> dict[str, State]:
        """What a phone must know to be as this session: whole new widgets, and what changed."""
        told: dict[str, State] = {}
        with self.withholding(withheld):
            while new := [name for name in withheld.created if name not in told]:
                for name in new:
                    told[name] = self._whole(name)
            for name, keys in withheld.changed.items():
                widget = self.widgets.get(name)
                if name not in told and widget is not None and keys & set(widget.keys):
                    told[name] = {"state": widget.get_state(keys & set(widget.keys))}
        return {name: state for name, state in told.items() if state}

    def page_states(self) -> dict[str, State]:
        """The state of every widget, in ipywidgets' form for embedding.

        Layouts and styles that nobody has touched yet are alike: a page has one for all.
        """
        with self.withholding():
            own = _embedded({n: w for n, w in self.widgets.items() if n not in self._untouched})
            self._untouched |= self.widgets.keys() - own.keys()
            late = _embedded({name: self.widgets[name] for name in sorted(self._untouched)})
        alike: dict[str, str] = {}
        common: dict[str, State] = {}
        for name, state in late.items():
            same = next((other for other, kept in common.items() if kept == state), "")
            alike[f"IPY_MODEL_{name}"] = f"IPY_MODEL_{same or f'c{len(common)}'}"
            common.setdefault(same or f"c{len(common)}", state)
        for whole in own.values():
            for trait, value in whole["state"].items():
                if isinstance(value, str) and value in alike:
                    whole["state"][trait] = alike[value]
        return own | common

    def end(self) -> None:
        """Let everything go at once: the garbage collector finds nothing to do later."""
        self.send = self._withheld = None
        for widget in self.widgets.values():
            vars(widget).clear()
        self.widgets.clear()
        self.comms.comms.clear()

    def _whole(self, name: str) -> State:
        widget = self.widgets.get(name)
        if widget is None:
            return {}
        state: State = Widget.get_manager_state(widgets=[widget])["state"][name]
        return state


_current: ContextVar[Controls] = ContextVar("controls", default=Controls())  # noqa: B039 - whatever is made outside of every session


def enter(controls: Controls) -> None:
    """In this context, widgets belong to ``controls`` from now on."""
    _current.set(controls)


class _Line(BaseComm):
    """The line between a widget and its twin on the phone."""

    def __init__(self, *arguments: Any, comm_id: str | None = None, **options: Any) -> None:  # noqa: ANN401 - as upstream
        self._controls = _current.get()
        super().__init__(*arguments, **options | {"comm_id": comm_id or self._controls.new_id()})

    def publish_msg(
        self,
        msg_type: str,
        data: State | None = None,
        metadata: State | None = None,
        buffers: list[bytes] | None = None,  # noqa: ARG002 - no control of a lesson has files
        **keys: Any,  # noqa: ANN401 - as upstream
    ) -> None:
        self._controls.publish(self.comm_id, msg_type, {"data": data or {}, **keys}, metadata or {})


class _OfTheSession(MutableMapping[str, Widget]):
    """The register that ipywidgets looks at: that of the session in which it is asked."""

    def __getitem__(self, name: str) -> Widget:
        return _current.get().widgets[name]

    def __setitem__(self, name: str, widget: Widget) -> None:
        _current.get().widgets[name] = widget

    def __delitem__(self, name: str) -> None:
        del _current.get().widgets[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_current.get().widgets)

    def __len__(self) -> int:
        return len(_current.get().widgets)


class _Shell:
    """What ipywidgets asks to show an error: it is kept for whoever looks after the session."""

    def showtraceback(self) -> None:
        import sys  # noqa: PLC0415 - only here

        _current.get().fault = sys.exception()


_synced: dict[type, list[str]] = {}
"""The names of each kind's traits that travel; ipywidgets works them out for each widget anew."""


def _open(self: Widget) -> None:
    """Open a widget's line; while nothing is sent, without working out its state."""
    if not _current.get().is_silent:
        _open_whole(self)
    elif self.comm is None:
        kind = type(self)
        if kind not in _synced:
            _synced[kind] = list(kind.class_traits(sync=True))
        self._trait_values["keys"] = [*_synced[kind]]
        self.comm = comm.create_comm(target_name="jupyter.widget", comm_id=self._model_id)


def _made_when_asked(self: InstanceDict, owner: Widget, cls: type | None = None) -> object:
    """A layout or style that nobody has chosen is made when somebody asks for it.

    That is at another moment in each session: hence its name. A page does not have it: it is
    told, and so is that its owner has it now.
    """
    if self.name in owner._trait_values or owner.comm is None:  # noqa: SLF001 - as traitlets
        return _get(self, owner, cls)
    _current.get().name_next(f"{owner.comm.comm_id}.{self.name}")
    made = _get(self, owner, cls)
    owner.send_state(self.name)
    return made


def _embedded(widgets: dict[str, Widget]) -> dict[str, State]:
    told = Widget.get_manager_state(drop_defaults=True, widgets=widgets.values())
    states: dict[str, State] = told["state"]
    return states


_get = InstanceDict.get


def install() -> None:
    """Give every session of this process its own widgets. May be called again."""
    comm.create_comm = _Line
    comm.get_comm_manager = lambda: _current.get().comms
    ipywidgets_core._instances = _OfTheSession()  # noqa: SLF001 - its public name is a copy
    ipywidgets_core.get_ipython = _Shell
    ipywidgets_core.JUPYTER_WIDGETS_ECHO = False
    Widget.open = _open
    InstanceDict.get = _made_when_asked
    if hasattr(Widget, "__del__"):
        # A widget collected late closed the one with its id in whatever session was current.
        del Widget.__del__
