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
