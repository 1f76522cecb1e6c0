"""The applicant's part in a real Chromium: autosave, the local copy, two windows; skipped by name where there is none."""

import shutil

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from projects.applications.models import Section
from tests.factories import projects as make

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: install the package chromium"),
]


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def saved(page):
    """The state beside the form says that the text is saved."""
    page.wait_for_selector("[data-saved]:has-text('已保存')", timeout=8_000)


def cookie_of(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def open_as(chromium, live_server, user, width=1440):
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie_of(user), "url": live_server.url}])
    page = context.new_page()
    page.problems = []
    page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else None)
    return page


@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_typed_is_saved_within_seconds_and_says_so(chromium, live_server, width):
    application = make.draft()
    page = open_as(chromium, live_server, application.opened_by, width)
    page.goto(f"{live_server.url}/applications/{application.uuid}/form/rationale/")
    page.fill("textarea", "国内外同类技术在寿命与成本上仍有明显差距。")
    saved(page)
    assert Section.objects.get().content == {"rationale": "国内外同类技术在寿命与成本上仍有明显差距。"}
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.problems == [], "no script error and no breach of the content security policy"


def test_two_windows_lose_neither_text(chromium, live_server):
    application = make.draft()
    first = open_as(chromium, live_server, application.opened_by)
    second = open_as(chromium, live_server, application.opened_by)
    for page in (first, second):
        page.goto(f"{live_server.url}/applications/{application.uuid}/form/rationale/")
    first.fill("textarea", "甲窗口的文字")
    saved(first)
    second.fill("textarea", "乙窗口的文字")
    second.wait_for_selector("[data-saved][data-state=error]", timeout=8_000)
    second.click("button[type=submit]:has-text('保存') >> nth=0")
    second.wait_for_selector(".theirs")
    assert "甲窗口的文字" in second.inner_text(".theirs")
    assert second.input_value("textarea") == "乙窗口的文字"


def open_section(chromium, live_server, application, key, width=1440):
    page = open_as(chromium, live_server, application.opened_by, width)
    page.goto(f"{live_server.url}/applications/{application.uuid}/form/{key}/")
    return page


@pytest.mark.parametrize("width", [1440, 390])
def test_rows_are_added_by_keyboard_saved_by_themselves_and_removed(chromium, live_server, width):
    application = make.draft()
    page = open_section(chromium, live_server, application, "year_plan", width)
    for place, (year, content) in enumerate([("2027", "完成平台"), ("2028", "完成验证"), ("2029", "完成示范")]):
        if place == 2:
            page.focus("[name=row-1-content]")
            page.keyboard.press("Control+Enter")
            assert page.evaluate("document.activeElement.name") == "row-2-year"
        page.fill(f"[name=row-{place}-year]", year)
        page.fill(f"[name=row-{place}-content]", content)
    saved(page)
    assert list(application.year_plans.values_list("year", flat=True)) == [2027, 2028, 2029]
    page.focus("[name=row-1-year]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "row-2-year"
    page.keyboard.press("Alt+ArrowUp")
    assert page.evaluate("document.activeElement.name") == "row-1-year"
    page.check("[name=row-1-DELETE]", force=True)
    page.wait_for_selector("[data-saved]:has-text('正在输入')")
    saved(page)
    assert list(application.year_plans.values_list("year", flat=True)) == [2027, 2029]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.problems == []


def test_the_sums_of_the_budget_follow_the_typing(chromium, live_server):
    application = make.draft()
    page = open_section(chromium, live_server, application, "budget")
    page.fill("[name=granted-business]", "500,000")
    page.fill("[name=self_raised-business]", "120000.5")
    assert page.inner_text("tfoot td:last-of-type >> nth=0") == ""
    assert "620,000.50" in page.inner_text("tfoot")
    page.fill("[name=granted-indirect]", "160000")
    page.wait_for_selector(".sum-wrong:has-text('150,000.00')")
    assert "国办发〔2021〕32号" in page.inner_text("[data-sums]")
    page.fill("[name=granted-indirect]", "150000")
    page.wait_for_selector(".sum-wrong", state="detached")
    saved(page)
    application.refresh_from_db()
    assert str(application.granted_requested) == "650000.00"
    assert page.problems == []


def test_without_javascript_the_form_is_filled_row_by_row(chromium, live_server):
    application = make.draft()
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie_of(application.opened_by), "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/applications/{application.uuid}/form/year_plan/")
    page.fill("[name=row-0-year]", "2027")
    page.fill("[name=row-0-content]", "完成平台")
    page.click("text=添加一行")
    assert page.locator("tbody [data-row]").count() >= 4
    page.fill("[name=row-1-year]", "2028")
    page.fill("[name=row-1-content]", "完成验证")
    page.click("text=保存并继续")
    assert list(application.year_plans.values_list("year", flat=True)) == [2027, 2028]
