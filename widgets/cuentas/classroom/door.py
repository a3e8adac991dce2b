"""Who may come in: phones that typed the class code, and the facilitator."""

from __future__ import annotations

import hmac
import re
from typing import Protocol
from urllib.parse import quote

from cuentas.classroom.state import Classroom

PHONE_COOKIE, FACILITATOR_COOKIE = "cuentas_aula", "cuentas_clave"
SETTING = "classroom"
"""Name of the web application's setting that holds the class; absent outside a class."""
WAY, LONGEST_WAY = "a", 300
"""The part of the door's address that says where a phone was going, and how long it may be."""
_PATH, _QUERY = r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*/?", r"\?[A-Za-z0-9_=&.,:;~!*+%-]*"
_PAGE = re.compile(f"{_PATH}(?:{_QUERY})?|{_QUERY}")
"""What our pages are called below the base address; nothing in it can lead elsewhere."""


class Visitor(Protocol):
    """A request, as far as the door looks at it."""

    @property
    def settings(self) -> dict[str, object]:
        """Settings of the web application."""

    def get_cookie(self, name: str, default: str | None = None) -> str | None:
        """The cookie with this name."""


def class_of(visitor: Visitor) -> Classroom | None:
    """The class that is going on, ``None`` when lessons are open to whoever reaches them."""
    found = visitor.settings.get(SETTING)
    return found if isinstance(found, Classroom) else None


def may_enter(visitor: Visitor) -> bool:
    """Whether this request may see lessons: no class code is asked, or it was given."""
    classroom = class_of(visitor)
    if classroom is None:
        return True
    given = visitor.get_cookie(PHONE_COOKIE) or ""
    return _same(given, classroom.pass_value) or is_facilitator(visitor)


def is_facilitator(visitor: Visitor) -> bool:
    """Whether this request comes from whoever opened the facilitator's link."""
    classroom = class_of(visitor)
    given = visitor.get_cookie(FACILITATOR_COOKIE) or ""
    return classroom is not None and _same(given, classroom.facilitator_pass)


def is_ours(way: str, base_url: str) -> bool:
    """Whether ``way``, as a phone sent it, is surely the path of a page of this server."""
    below = way.removeprefix(base_url)
    is_short = len(way) <= LONGEST_WAY and len(below) < len(way)
    return is_short and _PAGE.fullmatch(below) is not None


def leading_to(way: str, base_url: str, mark: str = "") -> str:
    """The door, below the base address, that lets a phone go on to ``way`` afterwards.

    ``mark`` is one more name that its address carries.
    """
    parts = [f"{mark}=1"] if mark else []
    parts += [f"{WAY}={quote(way, safe='/')}"] if is_ours(way, base_url) else []
    return "entrar" + ("?" + "&".join(parts) if parts else "")


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())
