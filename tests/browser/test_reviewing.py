"""The expert's part in a real Chromium: declare, score by keyboard, saved, submitted; skipped where there is none."""

import pytest

from reviews.assignment.models import Assignment
from reviews.scoring.models import Scoresheet
from tests.browser.test_applying import chromium, open_as, pytestmark, saved
from tests.factories.reviews import COMMENT, invited_round, scoring_round, user_of

__all__ = ["chromium", "pytestmark"]


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [1440, 390])
def test_an_expert_declares_scores_by_keyboard_sees_it_saved_and_submits(chromium, live_server, width):
    round_ = invited_round(items=2)
    expert = user_of(Assignment.objects.first())
    page = open_as(chromium, live_server, expert, width)
    page.goto(f"{live_server.url}/review/{round_.uuid}/")
    assert fits(page)
    page.click("text=全部无须回避")
    page.check("input[name=has_declared]")
    page.click("text=提交声明")
    page.click("a.btn-sm:has-text('评分') >> nth=0")
    page.wait_for_selector("form[data-sheet]")
    assert fits(page)
    page.keyboard.press("1")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    page.keyboard.press("4")
    assert page.inner_text("[data-total]") == "84"  # 30 + 26 + 20 + 8
    page.check("input[name=familiarity][value=familiar]", force=True)
    page.check("input[name=recommendation][value=fund]", force=True)
    page.fill("textarea[name=comment]", COMMENT)
    saved(page)
    assert "可以提交" in page.inner_text("[data-missing]")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=已提交 1 / 2")
    sheet = Scoresheet.objects.get(state="submitted")
    assert (sheet.total, sheet.comment, sheet.assignment.pair.expert.person.user) == (84, COMMENT, expert)
    assert page.url.endswith("-02/"), "the next item follows without going back to the list"
    page.keyboard.press("k")
    page.wait_for_url("**-01/")
    page.keyboard.press("?")
    assert page.is_visible("dialog.keys")
    assert page.problems == [], "no script error and no breach of the content security policy"


def test_what_is_typed_offline_is_kept_here_and_saved_later(chromium, live_server):
    round_ = scoring_round(items=1)
    assignment = Assignment.objects.first()
    page = open_as(chromium, live_server, user_of(assignment))
    address = f"{live_server.url}/review/{round_.uuid}/{assignment.item.alias}/"
    page.goto(address)
    page.context.set_offline(True)
    page.fill("textarea[name=comment]", "断网时写下的意见")
    page.wait_for_selector("[data-saved]:has-text('离线')", timeout=8_000)
    page.context.set_offline(False)
    page.goto(address)
    saved(page)
    assert page.input_value("textarea[name=comment]") == "断网时写下的意见"
    assert Scoresheet.objects.get(assignment=assignment).comment == "断网时写下的意见"


def test_two_windows_see_both_texts(chromium, live_server):
    round_ = scoring_round(items=1)
    assignment = Assignment.objects.first()
    windows = [open_as(chromium, live_server, user_of(assignment)) for _ in range(2)]
    for page in windows:
        page.goto(f"{live_server.url}/review/{round_.uuid}/{assignment.item.alias}/")
    first, second = windows
    first.fill("textarea[name=comment]", "甲窗口的意见")
    saved(first)
    second.fill("textarea[name=comment]", "乙窗口的意见")
    second.wait_for_selector("[data-saved][data-state=error]", timeout=8_000)
    second.click("button[name=then][value=save]")
    second.wait_for_selector(".theirs-card")
    assert "甲窗口的意见" in second.inner_text(".theirs-card")
    assert second.input_value("textarea[name=comment]") == "乙窗口的意见"
    second.click("button[name=then][value=save]")
    second.wait_for_selector("text=已保存")
    assert Scoresheet.objects.get(assignment=assignment).comment == "乙窗口的意见"
