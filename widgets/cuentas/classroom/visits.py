"""A phone's visit to a lesson: it asks for a session, moves it, and lets it go."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from tornado.web import HTTPError, RequestHandler

from cuentas.classroom import journal
from cuentas.classroom.door import may_enter
from cuentas.classroom.handlers import MAX_QUERY_LENGTH, LessonMixin
from cuentas.classroom.lessons import Known, LessonError
from cuentas.classroom.page import PageMixin
from cuentas.classroom.phones import phone_of
from cuentas.classroom.pictures import Pictures
from cuentas.classroom.regions import PARAMETER
from cuentas.classroom.seats import Admitted, Crowded, Seats, Waiting
from cuentas.classroom.untrusted import UntrustedError, untrusted_json
from cuentas.i18n import text as _

_VISIT = ("lesson", "version", "query")
_MAYBE = ("ticket", PARAMETER)


class VisitMixin(PageMixin):
    """Requests of a page's script: it gets a word, not a page."""

    @property
    def seats(self) -> Seats:
        """The sessions of this server."""
        found: Seats = self.settings["seats"]
        return found

    def answer(self, status: HTTPStatus, content: dict[str, Any]) -> None:
        """Answer with what is true now and not later."""
        self.set_status(status)  # type: ignore[attr-defined]  # the request handler's own
        self.set_header("Cache-Control", "no-store")  # type: ignore[attr-defined]
        self.finish(content)  # type: ignore[attr-defined]

    def write_error(self, status_code: int, **_details: object) -> None:
        """A script reads this."""
        words = {HTTPStatus.FORBIDDEN: "codigo", HTTPStatus.NOT_FOUND: "leccion"}
        self.finish({"error": words.get(HTTPStatus(status_code), "fallo")})  # type: ignore[attr-defined]


class Visits(VisitMixin, LessonMixin, RequestHandler):  # type: ignore[misc]  # no types upstream
    """A phone that has a lesson's page asks for a session of its own."""

    def post(self) -> None:
        """201 and the session's id, or why not now: an old page, a full class, too many asks."""
        if not self._knows_the_sender():
            return
        if wait := self.settings["fairness"].take("visit", str(self.request.remote_ip)):
            self._slow_down(wait)
            return
        asked = self._asked()
        lesson, region = self.lesson(asked["lesson"]), self.regions.get(asked.get(PARAMETER, ""))
        try:
            known = self.lessons.known(lesson, region.slug)
            if known.version != asked["version"]:
                self.answer(HTTPStatus.CONFLICT, {"error": "version"})
            else:
                self._admit(known, asked["query"], asked.get("ticket"))
        except LessonError:
            raise HTTPError(503) from None

    def _admit(self, known: Known, query: str, ticket: str | None) -> None:
        phone = self._phone()
        match self.seats.ask(phone, ticket):
            case Waiting(turn, ticket, seconds):
                full = {"error": "lleno", "turn": turn, "ticket": ticket, "retry_seconds": seconds}
                self.answer(HTTPStatus.SERVICE_UNAVAILABLE, full)
            case Crowded(seconds):
                self._slow_down(seconds)
            case Admitted():
                session = self.lessons.take(known)
                session.follow(known.spelling(query))
                self.seats.take(session, phone)
                self.answer(HTTPStatus.CREATED, {"kernel": session.id})

    def _knows_the_sender(self) -> bool:
        """Only pages of this server ask, and they ask in JSON."""
        if not may_enter(self):
            raise HTTPError(403)
        if self.request.headers.get("Content-Type", "").partition(";")[0] != "application/json":
            raise HTTPError(415)
        if self.is_own_origin():
            return True
        self.answer(HTTPStatus.FORBIDDEN, {"error": "origen"})
        return False

    def _asked(self) -> dict[str, str]:
        """What the page sent.

        Raises:
            HTTPError: 400, it is not what a page sends.
        """
        try:
            sent = untrusted_json(self.request.body)
        except UntrustedError:
            raise HTTPError(400) from None
        if not isinstance(sent, dict) or not all(
            isinstance(sent.get(name), str) for name in _VISIT
        ):
            raise HTTPError(400)
        given = {name: sent.get(name) for name in (*_VISIT, *_MAYBE)}
        return {
            name: word[:MAX_QUERY_LENGTH] for name, word in given.items() if isinstance(word, str)
        }

    def _phone(self) -> str | None:
        """Under which name this phone is counted; behind a proxy all would have the same."""
        is_counted: bool = self.settings["count_phones"]
        return phone_of(str(self.request.remote_ip)) if is_counted else None

    def _slow_down(self, seconds: int) -> None:
        journal.notice(_("Un celular pide demasiadas lecciones seguidas: le pedí esperar."))
        busy = {"error": "despacio", "retry_seconds": seconds}
        self.answer(HTTPStatus.TOO_MANY_REQUESTS, busy)


class SessionState(VisitMixin, RequestHandler):  # type: ignore[misc]
    """Whether a session lives, for the phone that knows its id."""

    def get(self, session_id: str) -> None:
        """200 while it lives.

        Raises:
            HTTPError: 404, it does not.
        """
        if self.seats.get(session_id) is None:
            raise HTTPError(404)
        self.answer(HTTPStatus.OK, {"id": session_id})


class EndOfVisit(VisitMixin, RequestHandler):  # type: ignore[misc]
    """The phone closed the page: its session is not needed any more."""

    def post(self, session_id: str) -> None:
        """204, also when the session had ended already.

        Raises:
            HTTPError: 403, a page of another site asks.
        """
        if not self.is_own_origin():
            raise HTTPError(403)
        self.seats.end(session_id)
        self.set_status(HTTPStatus.NO_CONTENT)
        self.finish()


class FigurePicture(VisitMixin, RequestHandler):  # type: ignore[misc]
    """A figure as a learner sees it now, as a picture to send to others."""

    async def get(self, session_id: str, place: str) -> None:
        """The picture (PNG) of the figure that stands in ``place`` of the page.

        Raises:
            HTTPError: 404, no such session or figure; 429, too many; 503, it cannot be drawn.
        """
        seat = self.seats.get(session_id)
        figure = seat.session.figure(place) if seat else None
        if figure is None:
            raise HTTPError(404)
        if wait := self.settings["fairness"].take("picture", str(self.request.remote_ip)):
            self.set_header("Retry-After", str(wait))
            raise HTTPError(429)
        pictures: Pictures = self.settings["pictures"]
        drawn = await pictures.draw(figure)
        if drawn is None:
            raise HTTPError(503)
        self.set_header("Content-Type", "image/png")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Disposition", f'attachment; filename="{figure.name}.png"')
        self.finish(drawn)
