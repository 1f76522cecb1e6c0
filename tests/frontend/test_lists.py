"""Lists: filtered, sorted and paged on the server; the export holds exactly what is shown; downloads under ASGI."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import AsyncClient, Client

from accounts.roles import Role
from core import clock
from experts.roster.models import Expert
from frontend.views import lists
from projects.applications.models import Application
from projects.applications.services import attach_file
from projects.calls.models import Call, Programme
from projects.pool.models import PoolEntry
from tests.factories import projects as make
from tests.factories.accounts import make_member, make_staff

pytestmark = pytest.mark.django_db
ADDRESS = "/records/applications/"


def signed_in(user, kind=Client):
    client = kind(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def titles(response):
    return [row["shown"].title for row in response.context["rows"]]


@pytest.fixture
def auditor():
    return signed_in(make_staff(Role.AUDITOR))


@pytest.fixture
def three(moved_clock):
    """Three submitted applications of two programmes, each a day after the other."""
    calls = [make.published_call(), make.published_call(make.make_programme("CYH", "after_review"), year=2027)]
    made = []
    for day, (call, title) in enumerate([(calls[0], "甲的研究"), (calls[1], "乙的研究"), (calls[0], "丙的研究")]):
        moved_clock(clock.now() + timedelta(days=min(day, 1)))
        made.append(make.submitted(call, title=title))
    return made


def test_the_path_to_the_call_is_found_from_the_foreign_keys():
    assert lists.path_to(Application, Programme) == "call__programme"
    assert lists.path_to(PoolEntry, Call) == "application__call"
    assert lists.path_to(Expert, Call) is None


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", ["丙的研究", "乙的研究", "甲的研究"]),
        ("?sort=oldest", ["甲的研究", "乙的研究", "丙的研究"]),
        ("?sort=longest", ["甲的研究", "乙的研究", "丙的研究"]),
        ("?sort=recent", ["丙的研究", "乙的研究", "甲的研究"]),
        ("?sort=nonsense", ["丙的研究", "乙的研究", "甲的研究"]),
        ("?programme=CYH", ["乙的研究"]),
        ("?year=2026", ["丙的研究", "甲的研究"]),
        ("?year=2026&q=甲", ["甲的研究"]),
        ("?state=awaiting_endorsement&programme=YYJC&sort=oldest", ["甲的研究", "丙的研究"]),
        ("?programme=nonsense", ["丙的研究", "乙的研究", "甲的研究"]),
        ("?q=没有", []),
    ],
)
def test_a_list_is_filtered_and_sorted(auditor, three, asked, shown):
    assert titles(auditor.get(ADDRESS + asked)) == shown


@pytest.mark.parametrize("sort", list(lists.SORTS))
def test_paging_shows_every_row_once_in_every_order(auditor, three, sort, monkeypatch):
    whole = titles(auditor.get(f"{ADDRESS}?sort={sort}"))
    monkeypatch.setattr(lists, "PAGE", 1)
    found, place = [], ""
    while place is not None:
        page = auditor.get(ADDRESS, {"sort": sort, "after": place})
        found += titles(page)
        place = page.context["next"]
    assert found == whole and len(found) == 3


def test_the_export_holds_exactly_what_is_shown(auditor, three):
    response = auditor.get(f"{ADDRESS}?year=2026&sort=oldest&export=xlsx")
    assert response["Content-Disposition"].startswith('attachment; filename="applications-')
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    sheet = book.worksheets[1]
    assert [row[1] for row in sheet.iter_rows(min_row=2, max_row=3, values_only=True)] == ["甲的研究", "丙的研究"]
    assert sheet.max_row <= 4, "two rows, and sums at most"
    front = "\n".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell)
    assert "year=2026" in front and "sort=oldest" in front


def test_an_export_holds_nothing_that_the_list_hides(three):
    client = signed_in(make_member())
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{ADDRESS}?export=xlsx").content))
    assert book.worksheets[1].max_row <= 1


def test_a_list_costs_the_same_for_one_row_and_for_three(auditor, three, django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        auditor.get(ADDRESS)


def test_the_palette_answers_with_the_found_alone(auditor, three):
    said = auditor.get("/search/?q=乙", headers={"x-part": "palette"}).content.decode()
    assert "乙的研究" in said and "甲的研究" not in said and "<html" not in said
    assert "乙的研究" in auditor.get("/search/?q=乙").content.decode()


@pytest.mark.django_db(transaction=True)
async def test_a_file_is_served_in_pieces_under_asgi(recwarn):
    from asgiref.sync import sync_to_async

    @sync_to_async
    def attached():
        application = make.draft()
        kept = attach_file(application, by=application.opened_by, kind="other", name="说明.pdf", content=b"%PDF-1.7 x")
        return application, kept.file.sha256, signed_in(application.opened_by, AsyncClient)

    application, sha, client = await attached()
    response = await client.get(f"/files/applications/{application.uuid}/{sha}/")
    assert b"".join([piece async for piece in response.streaming_content]) == b"%PDF-1.7 x"
    assert response["Content-Length"] == "10"
    assert "filename*=utf-8''%E8%AF%B4%E6%98%8E.pdf" in response["Content-Disposition"]
    assert not [each for each in recwarn if "synchronous iterator" in str(each.message)]


def test_a_place_that_no_row_can_have_is_a_page_all_the_same():
    client = signed_in(make_staff(Role.OFFICER))
    for place in ("9" * 40, f"{'9' * 40}~1", "²~1", "-5~1", f"1~{'9' * 30}"):
        for sort in ("", "oldest", "since", "due"):
            assert client.get("/records/calls/", {"after": place, "sort": sort}).status_code == 200, place
