"""The audit workbook says what the database says, to the cent; experts stand in it by code only; who reads is logged."""

import hashlib
import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client

from accounts.roles import Role
from core import clock
from core.models import AccessEntry
from core.transitions import bring_in
from experts.roster.models import Expert
from projects.applications.models import Application
from projects.contracts.models import Contract, Project
from projects.contracts.services import write_money_summary
from projects.decisions.models import Notice
from projects.sheets.process import days_between
from projects.sheets.scope import AuditScope
from projects.sheets.workbook import write_audit
from reviews.assignment.models import Assignment
from reviews.assignment.services import accept_assignment, decline_assignment
from reviews.conflicts.models import Finding
from reviews.drawing.models import Draw
from reviews.drawing.services import open_scoring
from reviews.panels.services import hand_down, rank_round
from reviews.rounds.services import lock_round, open_round
from reviews.scoring.models import Scoresheet
from reviews.sheets.avoidance import pseudonym
from tests.factories.accounts import make_institution, make_member, make_person, make_staff
from tests.factories.contracts import running_project
from tests.factories.projects import accepted_application, draft, make_programme, published_call
from tests.reviews.test_draw_to_assignment import drawn_and_frozen, make_expert
from tests.reviews.test_scoring_to_outcome import score

pytestmark = pytest.mark.django_db
TITLES = ["说明", "1 项目总表", "2 立项过程", "3 评审汇总", "4 专家抽取", "5 回避记录"]


def export(scope, by=None):
    target = io.BytesIO()
    written = write_audit(target, scope, by=by)
    return written, openpyxl.load_workbook(target)


def lines(book, title):
    heads, *rows = [[cell.value for cell in row] for row in book[title].iter_rows()]
    return [dict(zip(heads, row, strict=True)) for row in rows]


def every_text(book):
    return [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None]


@pytest.fixture
def reviewed():
    """A round of programme B: two items, three places; one expert declined an item and was replaced; ranked."""
    call = published_call(make_programme("CYH", "after_review"))
    applications = [accepted_application(call) for _ in range(2)]
    draft(call)  # never handed in
    now = clock.now()
    round_ = open_round(
        call,
        by=call.opened_by,
        title="产业化第1组",
        applications=applications,
        opens_at=now,
        closes_at=now + timedelta(7),
    )
    [make_expert() for _ in range(4)]
    make_expert(applications[0].institution)
    drawn_and_frozen(round_)
    round_.refresh_from_db()
    left = Assignment.objects.order_by("pk").first()
    decline_assignment(left, by=left.pair.expert.person.user, decline_reason="competence")
    for assignment in Assignment.objects.filter(state="invited"):
        accept_assignment(assignment, by=assignment.pair.expert.person.user, has_declared=True)
    open_scoring(round_, by=call.opened_by)
    for assignment in Assignment.objects.filter(state="accepted").order_by("pk"):
        score(assignment, "0.9" if assignment.item.application_id == applications[0].pk else "0.6")
    ranked = rank_round(lock_round(round_, by=call.opened_by), by=call.opened_by)
    hand_down(ranked, by=call.opened_by)
    return call


def test_projects_and_their_control_totals_agree_with_the_database(moved_clock):
    project = running_project(moved_clock)
    write_money_summary(
        project,
        granted_paid=Decimal("360000.00"),
        granted_spent=Decimal("120000.45"),
        self_raised_spent=Decimal("5.10"),
    )
    old = bring_in(
        Project(
            number="=1+1", programme=project.programme, title="+历史项目", institution=make_institution(),
            principal_investigator=make_person(), year=project.year, granted=Decimal("150000.00"),
        ),
        by=None, facts={}, state="passed",
    )  # fmt: skip
    bring_in(
        Project(
            number="OTHER", programme=project.programme, title="另一年", institution=make_institution(),
            principal_investigator=make_person(), year=project.year - 1,
        ),
        by=None, facts={}, state="active",
    )  # fmt: skip
    written, book = export(AuditScope(year=project.year))
    rows = {row["项目编号"]: row for row in lines(book, TITLES[1])}
    assert set(rows) == {project.number, "'=1+1"}
    assert rows["'=1+1"]["项目名称"] == "'+历史项目"
    row = rows[project.number]
    assert [row[k] for k in ("财政经费", "自筹经费", "财政已拨付", "财政已支出", "自筹已支出", "财政结余")] == [
        600000, 400000, 360000, 120000.45, 5.1, 239999.55,
    ]  # fmt: skip
    assert (row["统一社会信用代码"], row["状态"], row["开始日期"].date()) == (
        project.institution.credit_code, project.state_label(), date(2027, 1, 1),
    )  # fmt: skip
    contracts = Contract.objects.filter(project__year=project.year).aggregate(g=Sum("granted"), s=Sum("self_raised"))
    assert written.totals[TITLES[1]]["财政经费"] == contracts["g"] + old.granted
    assert written.totals[TITLES[1]]["自筹经费"] == contracts["s"]
    assert written.totals[TITLES[1]]["财政结余"] == Decimal("239999.55")
    front = [[cell.value for cell in line if cell.value is not None] for line in book["说明"].iter_rows()]
    assert [TITLES[1], "财政经费", 750000] in front
    assert [TITLES[1], 2, written.hashes[TITLES[1]]] in front
    assert book[TITLES[1]]["K2"].number_format == "#,##0.00"


def test_the_way_to_the_issue_stands_with_dates_actors_and_days(moved_clock):
    project = running_project(moved_clock)
    application, notice = project.application, Notice.objects.get()
    written, book = export(AuditScope(call=project.call))
    (row,) = lines(book, TITLES[2])
    assert (row["申报编号"], row["提交人"], row["形式审查人"]) == (
        application.number, application.opened_by.display_name(), project.call.opened_by.display_name(),
    )  # fmt: skip
    assert (row["公示截止"].date(), row["会议纪要号"], row["立项文号"]) == (
        notice.closes_on, "局办纪〔2026〕12号", "江科计〔2026〕17号",
    )  # fmt: skip
    assert (row["建议人"], row["至下达用时（天）"], row["合计用时（天）"]) == (
        project.call.opened_by.display_name(), 12, 12,
    )  # fmt: skip
    wanted = Application.objects.filter(call=project.call).aggregate(s=Sum("granted_requested"))["s"]
    assert written.totals[TITLES[2]] == {"申请财政经费": wanted, "核定财政经费": Decimal("600000.00")}


def test_scores_draw_and_avoidance_agree_with_the_database(reviewed):
    written, book = export(AuditScope(call=reviewed))
    assert book.sheetnames[:6] == TITLES
    scores = lines(book, TITLES[3])
    sheets = Scoresheet.objects.filter(assignment__item__round__call=reviewed, state="submitted")
    assert sorted((r["专家代码"], r["原始分"]) for r in scores) == sorted(
        (code, float(total)) for code, total in sheets.values_list("assignment__code", "total")
    )
    assert {(r["最终名次"], r["排序分"], r["是否计入"], r["推荐立项"]) for r in scores} == {
        (1, 90, "计入", "是"), (2, 60, "计入", "是"),
    }  # fmt: skip
    draws, transcript = lines(book, TITLES[4]), Draw.objects.get().transcript
    assert [(r["专家代码"], r["产生方式"], r["抽取顺位"], r["谢绝项数"], r["接替专家代码"] or "") for r in draws] == [
        ("E01", "抽中", 1, 1, ""), ("E02", "抽中", 2, 0, ""), ("E03", "抽中", 3, 0, ""), ("E04", "替补", 4, 0, "E01"),
    ]  # fmt: skip
    assert {(r["随机种子"], r["候选人数"], r["席位"], r["是否指定"]) for r in draws} == {
        (transcript["seed"], len(transcript["pool"]), 3, "否")
    }
    assert written.totals[TITLES[4]]["邀请项数"] == Assignment.objects.count()
    avoided = lines(book, TITLES[5])
    assert len(avoided) == Finding.objects.count() > 0
    assert {r["当前结果"] for r in avoided} == {"回避"}
    assert all(r["专家代码"].startswith("N") for r in avoided)
    assert written.rows[TITLES[2]] == 2  # the draft that was never handed in is not there


def test_no_reviewer_is_named_anywhere(reviewed):
    _written, book = export(AuditScope(year=reviewed.year))
    texts = "\n".join(every_text(book))
    for expert in Expert.objects.select_related("person__user"):
        assert expert.person.name not in texts
        assert expert.person.user.username not in texts
        assert str(expert.uuid) not in texts


def test_the_highest_and_the_lowest_are_told_when_five_or_more_count():
    from reviews.sheets.scores import trimmed

    def sheet(pk, total, state="submitted", live=True):
        return Scoresheet(pk=pk, total=Decimal(total), state=state, assignment=Assignment(live_clear=live or None))

    five = [
        sheet(1, 70),
        sheet(2, 90),
        sheet(3, 60),
        sheet(4, 80),
        sheet(5, 75),
        sheet(6, 99, "void"),
        sheet(7, 1, live=False),
    ]
    assert trimmed(five, 5) == {1: "计入", 2: "剔除最高", 3: "剔除最低", 4: "计入", 5: "计入"}
    assert set(trimmed(five[:4], 5).values()) == {"计入"}


def test_days_are_counted_from_the_last_station_that_was_passed():
    begin = clock.datetime(2026, 3, 1, 15, 30, tzinfo=clock.UTC)  # 23:30 in the office
    way = [begin, begin + timedelta(hours=1), None, begin + timedelta(days=10)]
    assert days_between(way) == [None, 1, None, 9]


def test_a_scope_is_one_call_or_one_year():
    with pytest.raises(ValueError, match="one call or of one year"):
        AuditScope()


def test_statements_do_not_grow_with_the_applications(django_assert_max_num_queries):
    call = published_call()
    accepted_application(call)
    with django_assert_max_num_queries(24):
        export(AuditScope(call=call))
    [accepted_application(call) for _ in range(3)]
    with django_assert_max_num_queries(24):
        export(AuditScope(call=call))


def test_the_command_writes_it_and_says_the_totals(moved_clock, tmp_path, capsys):
    project = running_project(moved_clock)
    out = tmp_path / "audit.xlsx"
    call_command("export_audit", call=project.call.number, out=out)
    assert "1 项目总表: 1 rows; 财政经费 600,000.00" in capsys.readouterr().out
    assert openpyxl.load_workbook(out).sheetnames[:2] == TITLES[:2]
    with pytest.raises(CommandError, match="no call NIX"):
        call_command("export_audit", call="NIX", out=out)
    with pytest.raises(CommandError, match="no folder"):
        call_command("export_audit", year=2026, out=tmp_path / "nix" / "a.xlsx")


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_auditor_downloads_it_from_the_desk_and_the_read_is_logged(moved_clock):
    project = running_project(moved_clock)
    auditor = make_staff(Role.AUDITOR)
    client = signed_in(auditor)
    assert 'href="/audit/"' in client.get("/desk/").content.decode()
    page = client.get("/audit/")
    assert page.status_code == 200
    assert "3 评审汇总" in page.content.decode()
    response = client.get("/audit/workbook.xlsx", {"year": project.year})
    assert response.status_code == 200
    assert f'filename="audit-{project.year}.xlsx"' in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert [row["项目编号"] for row in lines(book, TITLES[1])] == [project.number]
    entry = AccessEntry.objects.get(action="audit-workbook")
    assert entry.actor == f"user:{auditor.uuid}"
    assert {str(project.uuid), str(project.application.uuid)} <= set(entry.records)
    by_call = client.get("/audit/workbook.xlsx", {"call": str(project.call.uuid)})
    assert by_call.status_code == 200


@pytest.mark.parametrize("asked", [{}, {"year": "x"}, {"year": "2026", "call": "both"}, {"year": "1"}, {"call": "nix"}])
def test_a_choice_that_says_nothing_comes_back_with_its_reason(asked):
    response = signed_in(make_staff(Role.AUDITOR)).get("/audit/workbook.xlsx", asked)
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()
    assert not AccessEntry.objects.filter(action="audit-workbook").exists()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER, Role.FINANCE, Role.ADMIN])
def test_nobody_but_an_auditor_knows_of_it(role):
    client = signed_in(make_staff(role))
    assert [client.get(url, {"year": 2026}).status_code for url in ("/audit/", "/audit/workbook.xlsx")] == [404, 404]
    assert 'href="/audit/"' not in client.get("/desk/").content.decode()
    assert signed_in(make_member()).get("/audit/").status_code == 404


def test_the_code_of_an_expert_who_was_not_drawn_cannot_be_computed_from_the_roster():
    call, expert = "4f1b8f0e-0000-4000-8000-000000000001", "4f1b8f0e-0000-4000-8000-000000000002"
    plain = hashlib.sha256(f"{call}|{expert}".encode()).hexdigest()[:8].upper()
    assert pseudonym(call, expert) != f"N{plain}"
    assert pseudonym(call, expert) == pseudonym(call, expert) != pseudonym(expert, call)
