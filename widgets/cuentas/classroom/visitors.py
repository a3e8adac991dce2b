"""Who visits: nobody in particular."""

from __future__ import annotations

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import RequestHandler


class NamelessVisitors(IdentityProvider):  # type: ignore[misc]  # no types upstream
    """Every visitor is the same nameless user: no name, no password, no cookie to recognise."""

    @property
    def auth_enabled(self) -> bool:
        """Nothing is asked at the door."""
        return False

    def get_user(self, _handler: RequestHandler) -> User:
        """The one nameless user."""
        return User("aula")
