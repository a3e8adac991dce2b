"""Every lesson as a learner meets it: offline, on a phone and on a laptop."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.conftest import PHONE
from cuentas.course import course

SLUGS = [lesson.slug for lesson in course().lessons]
SCREENSHOTS = Path(__file__).parent / "screenshots"
NOT_FOR_LEARNERS = re.compile(r"Traceback|Error:|KeyError|lesson\.start|print\(|import ")

WIDTHS = (360, 390, 768, 1280, 1440)

each_lesson = pytest.mark.parametrize("slug", SLUGS)


def serious(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {rule['nodes'][0]['html'][:200]}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
    ]


@each_lesson
def test_a_lesson_opens_complete_with_the_network_cut(visit, slug):
    page = visit.lesson(slug)
    width = page.viewport_size["width"]
    page.screenshot(path=SCREENSHOTS / f"{slug}-{width}.png", full_page=True)

    assert page.title().startswith(course().lesson(slug).title)
    assert page.get_attribute("html", "lang") == "es"
    assert page.locator(".cc-momento figure.cc-figure").count() >= 4
    assert not NOT_FOR_LEARNERS.search(page.inner_text("body"))
    assert visit.outside == []
    assert visit.errors == []
    assert [wide for wide in WIDTHS if spills(page, wide)] == []


@each_lesson
def test_a_lesson_opens_complete_on_the_second_region(phone, slug):
    page = phone.lesson(slug, "?region=apurimac")
    page.screenshot(path=SCREENSHOTS / f"{slug}-apurimac.png", full_page=True)
    assert page.title().startswith(course().lesson(slug).title)
    shown = page.locator(".cc-momento figure.cc-figure, .cc-momento .cc-absence").count()
    assert shown >= len(course().lesson(slug).moments)
    assert not NOT_FOR_LEARNERS.search(page.inner_text("body"))
    assert (phone.errors, phone.outside) == ([], [])
    assert serious(page) == []
    assert not spills(page, PHONE["width"])


def spills(page, width) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    return page.evaluate("document.documentElement.scrollWidth") > width


@each_lesson
def test_accessibility_has_no_serious_fault(phone, slug):
    page = phone.lesson(slug)
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    on_a_phone = serious(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert (on_a_phone, serious(page)) == ([], [])


def test_the_index_lists_the_course_and_is_accessible(visit):
    page = visit.open("/")
    page.screenshot(path=SCREENSHOTS / f"index-{page.viewport_size['width']}.png", full_page=True)
    for lesson in course().lessons:
        assert page.get_by_text(lesson.title).count() >= 1
    assert serious(page) == []
    assert (visit.errors, visit.outside) == ([], [])


def test_the_index_leads_to_a_lesson_and_back(phone):
    page = phone.open("/")
    page.locator(f"a[href*='{SLUGS[0]}']").first.click()
    page.wait_for_selector("h1")
    assert page.title().startswith(course().lessons[0].title)
    page.locator(".cc-brand").click()
    page.wait_for_url(phone.address + "/*")
    assert page.locator(f"a[href*='{SLUGS[1]}']").count() >= 1
