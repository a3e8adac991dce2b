"""Choosing a district by name or on the tile map, and a year; the choice is said in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as ui

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.model.place import District, Region
from cuentas.view.controls import is_shown, show
from cuentas.view.draw.canvas import SMALL
from cuentas.view.draw.letters import syllables, width
from cuentas.view.figure import render
from cuentas.view.selection import Selection

MOST_RESULTS = 6
MAP, AROUND = 260, 6
"""Points across the map on the narrowest phone, and around the words of a button."""

Years = Callable[[str], tuple[int, ...]]
SHOWN = 5
"""Names listed at once while searching."""


class Chooser(ui.VBox):  # type: ignore[misc]
    """The control of a figure: «Torata, 2023», a button to change it, and the year.

    ``years`` tells which years have data for an ubigeo. Choosers of one lesson share one tile
    map: a region has up to a hundred districts, and a phone draws each of its buttons.
    """

    def __init__(
        self,
        region: Region,
        selection: Selection,
        years: Years,
        *,
        with_year: bool = True,
        tiles: TileButtons | None = None,
    ) -> None:
        """A chooser tied to ``selection``, with ``tiles`` for its map or a map of its own."""
        self.region, self.selection, self.years = region, selection, years
        self._showing = False
        self.status = ui.HTML()
        self.status.add_class("cc-status")
        self.open_button = ui.Button(tooltip=_("Cambiar de distrito"))
        self.open_button.add_class("cc-open")
        self.search = ui.Combobox(
            options=tuple(region.full_name(district) for district in region.districts),
            description=_("Escribe el nombre"),
            placeholder=_("Busca tu distrito"),
            continuous_update=False,  # on a busy laptop, an echo would erase fast typing,
        )
        self.look = ui.Button(description=_("Buscar"))
        self.found = ui.HTML()
        self.found.add_class("cc-status")
        self.offered: tuple[str, ...] = ()
        self.results = ui.HBox([self._result(place) for place in range(MOST_RESULTS)])
        self.results.add_class("cc-buttons")
        self.tiles = tiles or TileButtons(region)
        self.tiles.on_take(self.choose)
        self._inside = (self.search, self.look, self.found, self.results, self.tiles)
        self.panel = ui.VBox()
        self.panel.add_class("cc-panel")
        self.year = ui.Dropdown(description=_("Año"), options=[])
        super().__init__(children=self._rows(with_year))
        self.add_class("cc-chooser")
        self.close()
        self._follow()

    def choose(self, ubigeo: str) -> None:
        """Take a district, with the nearest year that it has."""
        now = self.selection.year
        nearest = min(self.years(ubigeo), key=lambda year: abs(year - now), default=now)
        with self.selection.hold_trait_notifications():
            self.selection.year = nearest
            self.selection.ubigeo = ubigeo
        self.close()

    def close(self) -> None:
        """Fold the map away, with an empty search for the next time.

        A phone draws a hundred buttons only for who opens them.
        """
        show(self.panel, when=False)
        self.panel.children = ()
        self.search.value = ""

    def toggle(self) -> None:
        """Open or fold the map."""
        if not is_shown(self.panel):
            self.panel.children = self._inside
            show(self.panel, when=True)
        else:
            self.close()

    def _rows(self, with_year: bool) -> list[Any]:  # noqa: FBT001 - an internal choice
        top = ui.HBox([self.open_button, self.year] if with_year else [self.open_button])
        top.add_class("cc-chooser-top")
        return [top, self.panel, self.status]

    def _follow(self) -> None:
        self.open_button.on_click(lambda _button: self.toggle())
        self.search.observe(lambda change: self._searched(change["new"]), "value")
        self.look.on_click(lambda _button: self._searched(self.search.value))
        self.year.observe(self._year_taken, "value")
        self.selection.observe(lambda _change: self._show(), ["ubigeo", "year"])
        self._show()

    def _year_taken(self, change: dict[str, Any]) -> None:
        if change["new"] and not self._showing:
            self.selection.year = change["new"]

    def _searched(self, words: str) -> None:
        matches = self.region.search(words)
        if len(matches) == 1 and words.strip():
            self.found.value = ""
            self._offer(())
            self.choose(matches[0].ubigeo)
        else:
            names = [self.region.full_name(district) for district in matches]
            self.found.value = render("found.html.j2", sentence=_found_in_words(words, names))
            self._offer(matches[:MOST_RESULTS])

    def _offer(self, districts: tuple[District, ...]) -> None:
        """Show a button for each of ``districts``; the others wait unseen."""
        self.offered = tuple(district.ubigeo for district in districts)
        for place, button in enumerate(self.results.children):
            shown = place < len(districts)
            button.description = self.region.full_name(districts[place]) if shown else ""
            show(button, when=shown)

    def _result(self, place: int) -> ui.Button:
        button = ui.Button()
        show(button, when=False)
        button.on_click(lambda _button: self._take_offered(place))
        return button

    def _take_offered(self, place: int) -> None:
        """Take a district that was found; a late second tap may find it offered no longer."""
        if place < len(self.offered):
            self.choose(self.offered[place])

    def _show(self) -> None:
        district = self.region.district(self.selection.ubigeo)
        called = self.region.full_name(district)
        self.open_button.description = _("{district} · cambiar").format(district=called)
        self._show_years(self.years(district.ubigeo))
        self.tiles.mark(district.ubigeo)
        self.status.value = render(
            "status.html.j2",
            district=district,
            year=self.selection.year,
            since=district.exists_since,
        )

    def _show_years(self, years: tuple[int, ...]) -> None:
        """Offer ``years``; new options make the control jump to its first one for a moment."""
        self._showing = True
        if tuple(self.year.options) != years:
            self.year.options = years
        self.year.value = self.selection.year if self.selection.year in years else None
        self._showing = False


class TileButtons(ui.VBox):  # type: ignore[misc]
    """Each district a button placed roughly as on the map; a large region, by province."""

    def __init__(self, region: Region) -> None:
        """Buttons in the places that the region's map gives them."""
        self._takers: list[Callable[[str], None]] = []
        self.region = region
        maps = {one.code: region.map_around(one.code) for one in region.provinces}
        placed = {one.ubigeo: (one, place) for around in maps.values() for one, place in around}
        style = ui.ButtonStyle()
        columns = max(column for _district, (_row, column) in placed.values())
        self._room = MAP / columns - AROUND
        self.buttons = {
            ubigeo: self._button(district, place, style)
            for ubigeo, (district, place) in placed.items()
        }
        self.grid = ui.GridBox(
            layout=ui.Layout(grid_template_columns=f"repeat({columns}, minmax(0, 1fr))")
        )
        self.grid.add_class("cc-tiles")
        self.province = ui.Dropdown(
            description=_("Provincia"),
            options=[(one.name, one.code) for one in region.provinces],
        )
        self.province.observe(lambda change: self._show(change["new"]), "value")
        super().__init__(children=[self.province, self.grid] if region.is_large else [self.grid])
        self._show(self.province.value)

    def mark(self, ubigeo: str) -> None:
        """Show which district is chosen, on the map of its province."""
        for own, button in self.buttons.items():
            (button.add_class if own == ubigeo else button.remove_class)("cc-pressed")
        self.province.value = self.region.district(ubigeo).province

    def _show(self, province: str) -> None:
        around = self.region.map_around(province)
        self.grid.children = tuple(self.buttons[district.ubigeo] for district, _place in around)

    def on_take(self, take: Callable[[str], None]) -> None:
        """Call ``take`` with the ubigeo when a district is tapped."""
        self._takers.append(take)

    def _taken(self, ubigeo: str) -> None:
        for take in self._takers:
            take(ubigeo)

    def _button(
        self, district: District, place: tuple[int, int], style: ui.ButtonStyle
    ) -> ui.Button:
        row, column = place
        area = ui.Layout(grid_area=f"{row} / {column}", width="auto", height="auto")
        button = ui.Button(
            description=_softened(district.name, self._room), layout=area, style=style
        )
        button.add_class("cc-tile").add_class("cc-toggle")
        button.on_click(lambda _button: self._taken(district.ubigeo))
        return button


def _softened(name: str, room: float) -> str:
    """The name with soft hyphens in the words that take more than ``room`` points."""
    return " ".join(syllables(word) if width(word, SMALL) > room else word for word in name.split())


def _found_in_words(words: str, names: list[str]) -> str:
    if not words.strip():
        return ""
    if not names:
        return _("No encuentro «{words}» en esta región. Toca tu distrito en el mapa.").format(
            words=words[:40]
        )
    if len(names) > SHOWN:
        return _("Hay {count} distritos: {names} y otros. Escribe un poco más.").format(
            count=len(names), names=", ".join(names[:SHOWN])
        )
    return plural(
        "Hay {count} distrito: {names}.", "Hay {count} distritos: {names}.", len(names)
    ).format(count=len(names), names=formats.listing(names))
