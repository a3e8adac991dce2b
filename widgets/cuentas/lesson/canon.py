"""Moments about the canon: an invented mine, moved by the learner, on the region's districts."""

from __future__ import annotations

import ipywidgets as ui

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.lesson.base import Moments
from cuentas.lesson.needs import absent, needs
from cuentas.model.canon import Receiver, doors, payments
from cuentas.model.comparison import common_count
from cuentas.model.mine import ExampleMine
from cuentas.view.absence import Absence
from cuentas.view.controls import choice, slider
from cuentas.view.explorer import Explorer
from cuentas.view.figure import Figure
from cuentas.view.notes import folded_table
from cuentas.view.show.canon_calendar import canon_calendar
from cuentas.view.show.canon_road import canon_road, sharing_rules
from cuentas.view.show.price_shock import price_shock

TONNES = 100_000
COST = 20_000
PRICE = 30_000
PRICES = tuple(range(16_000, 46_000, 2_000))
QUANTITIES = tuple(range(60_000, 150_000, 10_000))


class CanonMoments(Moments):
    """The road of the canon, a price shock, its calendar, and the whole simulator."""

    @needs("population")
    def canon_road(self) -> Explorer:
        """From the mine's profit to the district, as the copper price moves."""
        price = _price_slider()
        return Explorer(
            lambda: self._road(ExampleMine(TONNES, price.value, COST), self._mine_ubigeo),
            [self.chooser(with_year=False), price],
            [(price, "value"), (self.selection, "ubigeo")],
            [self._sharing_rules()],
        )

    def price_shock(self) -> Explorer:
        """The same tonnes at another price."""
        price = _price_slider()
        before = ExampleMine(TONNES, PRICE, COST)
        return Explorer(
            lambda: price_shock(before, ExampleMine(TONNES, price.value, COST)),
            [price],
            [(price, "value")],
        )

    def canon_calendar(self) -> Explorer:
        """What was expected against what was gained: advance, settlement, deduction."""
        expected = _price_slider(_("Precio que el Estado calculó"))
        real = _price_slider(_("Precio verdadero"))
        return Explorer(
            lambda: _calendar(expected.value, real.value),
            [expected, real],
            [(expected, "value"), (real, "value")],
        )

    def advance_too_large(self) -> Explorer:
        """A year in which the advance was larger than the whole canon."""
        return Explorer(lambda: _calendar(PRICE, COST + 4_000))

    @needs("population")
    def canon_simulator(self) -> Explorer:
        """Price, tonnes and place of the mine, down to the learner's own district."""
        price, tonnes = _price_slider(), _tonnes_slider()
        mine_at = choice(
            _("¿Dónde está la mina?"),
            [(self.pack.region.full_name(one), one.ubigeo) for one in self.pack.region.districts],
            self._mine_ubigeo,
        )
        return Explorer(
            lambda: self._road(ExampleMine(tonnes.value, price.value, COST), mine_at.value),
            [self.chooser(with_year=False), mine_at, price, tonnes],
            [
                (self.selection, "ubigeo"),
                (mine_at, "value"),
                (price, "value"),
                (tonnes, "value"),
            ],
        )

    @staticmethod
    def _sharing_rules() -> ui.HTML:
        summary = _("Así lo dice la ley, y así cambió")
        return folded_table("sharing-rules", summary, sharing_rules())

    @property
    def _mine_ubigeo(self) -> str:
        region = self.pack.region
        mining = (district.ubigeo for district in region.districts if district.mining)
        return next(mining, region.start_district)

    def _road(self, mine: ExampleMine, mine_ubigeo: str) -> Figure | Absence:
        region, people = self.pack.region, self.pack.people
        count = common_count(people.get(one.ubigeo) for one in region.districts)
        if count is None:
            return absent(self.pack, "population")
        receivers = tuple(
            Receiver(one.ubigeo, people[one.ubigeo].count(count) or 0) for one in region.districts
        )
        reached = doors(mine.canon, mine_ubigeo, receivers, self.selection.ubigeo)
        mine_at = region.district(mine_ubigeo)
        return canon_road(mine, reached, mine_at, self.district, count)


def _calendar(expected_price: int, real_price: int) -> Figure:
    expected = ExampleMine(TONNES, expected_price, COST).canon
    real = ExampleMine(TONNES, real_price, COST).canon
    return canon_calendar(expected, real, payments(expected, real))


def _price_slider(label: str = "", start: int = PRICE) -> ui.SelectionSlider:
    return slider(label or _("Precio por tonelada"), PRICES, start, formats.soles)


def _tonnes_slider() -> ui.SelectionSlider:
    return slider(_("Toneladas vendidas"), QUANTITIES, TONNES, formats.number)
