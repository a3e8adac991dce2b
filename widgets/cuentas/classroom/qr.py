"""The address as a QR code: on the projector, on paper and in the terminal."""

from __future__ import annotations

from io import StringIO

import segno

INK, PAPER = "#1f2933", "#ffffff"


def as_svg(address: str, title: str) -> str:
    """The QR as a drawing that stands in a page; ``title`` is what a screen reader says."""
    code = segno.make_qr(address, error="m")
    drawn: str = code.svg_inline(
        omitsize=True, dark=INK, light=PAPER, svgclass="cc-qr", lineclass=None, title=title
    )
    return drawn.replace("<svg ", '<svg role="img" ', 1)


def as_text(address: str) -> str:
    """The QR as blocks of text, dark on light, two rows in each line."""
    written = StringIO()
    segno.make_qr(address, error="l").terminal(out=written, border=2, compact=True)
    return written.getvalue()
