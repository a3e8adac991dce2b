"""What every page of this server has: its headers, its region, and errors in plain words."""

from __future__ import annotations

import gzip
from typing import Any

from tornado.web import HTTPError, RequestHandler

from cuentas.classroom.pages import Site, render
from cuentas.classroom.regions import Regions, asked_by, corrected
from cuentas.classroom.security import HEADERS, content_security_policy, is_our_host, same_origin
from cuentas.classroom.texts import page_trouble


class PageMixin:
    """Headers of every page, and errors as a page in the learner's words."""

    request: Any
    settings: dict[str, Any]

    @property
    def site(self) -> Site:
        """Addresses of this server, and the region that the request asks for."""
        return Site(self.settings["base_url"], self.regions.get(asked_by(self.request)))

    @property
    def regions(self) -> Regions:
        """The regions of this server."""
        found: Regions = self.settings["regions"]
        return found

    def prepare(self) -> None:
        """Refuse what was meant for a computer of another name.

        Raises:
            HTTPError: 421, the address names another host; 400, a name that no file can have.
        """
        if not is_our_host(self.request.host, self.settings.get("own_names")):
            raise HTTPError(421)
        if "%00" in self.request.path:
            raise HTTPError(400)
        query = corrected(self.request, self.regions)
        if query is not None and self.request.method in {"GET", "HEAD"}:
            self.redirect(f"?{query}")  # type: ignore[attr-defined]  # the request handler's own

    def is_own_origin(self) -> bool:
        """Whether a page of this server asks; a program that says nothing counts as one."""
        origin = self.request.headers.get("Origin")
        return origin is None or same_origin(self.request.host, origin)

    def set_default_headers(self) -> None:
        """Security headers, also on errors."""
        policy = content_security_policy(self.request.host)
        for name, value in {**HEADERS, "Content-Security-Policy": policy}.items():
            self.set_header(name, value)  # type: ignore[attr-defined]

    def write_error(self, status_code: int, **_details: object) -> None:
        """The error page. Details go to the journal, never to the learner."""
        self.set_header("Content-Type", "text/html; charset=utf-8")  # type: ignore[attr-defined]
        trouble = page_trouble(status_code)
        self.finish(render("error.html.j2", self.site, trouble=trouble))  # type: ignore[attr-defined]


class NotFoundPage(PageMixin, RequestHandler):  # type: ignore[misc]  # no types upstream
    """Whatever this server does not serve."""

    def prepare(self) -> None:
        """Answer 404 before anything else is looked at.

        Raises:
            HTTPError: always.
        """
        raise HTTPError(404)


def send_compressed(handler: RequestHandler, compressed: bytes) -> None:
    """Answer with gzipped content, unpacked for whoever did not say that they can do it."""
    handler.set_header("Vary", "Accept-Encoding")
    if "gzip" in handler.request.headers.get("Accept-Encoding", ""):
        handler.set_header("Content-Encoding", "gzip")
        handler.write(compressed)
    else:
        handler.write(gzip.decompress(compressed))
