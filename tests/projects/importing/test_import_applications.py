"""A workbook of applications comes in whole or not at all; every fault is told with its sheet, row and column."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Institution, Person
from accounts.roles import Role
from accounts.services import add_membership
from core.models import LedgerEntry
from core.verdict import Refused
from projects.applications.importing.services import import_applications
from projects.applications.importing.shape import AIMS, BUDGET, MAIN, PLANS, TEAM, columns_of
from projects.applications.models import Application
from projects.applications.permissions import may_edit_application, may_submit_application
from tests.factories.accounts import (
    credit_code,
    make_institution,
    make_institution_officer,
    make_member,
    make_person,
    make_staff,
)
from tests.factories.projects import published_call

pytestmark = pytest.mark.django_db
TEXTS = {"立项依据": "激光粉末床熔融成形构件疲劳寿命离散大，制约其应用。" * 4}


def main_row(key="1", **changes):
    return {
        "序号": key, "项目名称": f"高熵合金疲劳性能研究之{key}", "方向代码": "01", "申报单位": "江汉光电研究院",
        "统一社会信用代码": credit_code(700), "项目负责人": "苏明远", "负责人职称": "研究员", "开始日期": date(2027, 1, 1),
        "结束日期": date(2028, 12, 31), "学科领域": "材料", **TEXTS, **changes,
    }  # fmt: skip


def money(key="1", source="财政经费", category="业务费", amount=400000, **more):
    return {"序号": key, "来源": source, "科目": category, "金额（元）": amount, **more}


def sound():
    return {
        MAIN: [main_row("1"), main_row("2", 项目负责人="林秋水", 方向代码="02")],
        TEAM: [
            {"序号": "1", "姓名": "白若溪", "单位": "江汉光电研究院", "职称": "副研究员", "分工": "试验", "投入月数": 12},
            {"序号": "1", "姓名": "苏明远", "单位": "江汉光电研究院", "投入月数": 10},
        ],
        BUDGET: [money(), money(source="自筹经费", amount=200000.5), money("2", category="设备费", amount=300000)],
        AIMS: [
            {"序号": "1", "类别": "技术指标", "指标名称": "疲劳寿命", "立项时已有值": 120000, "比较": "≥", "中期指标值": 200000,
             "完成时指标值": 300000, "单位": "次", "考核方式（方法）": "GB/T 3075"},
        ],
        PLANS: [{"序号": "1", "年度": 2027, "工作内容": "完成平台"}, {"序号": "1", "年度": 2028, "工作内容": "完成验证"}],
    }  # fmt: skip


@pytest.fixture
def call():
    return published_call()


@pytest.fixture
def filled(tmp_path, call):
    """Write the template of the call by the command, and fill it in."""

    def fill(sheets, change=lambda book: None):
        path = tmp_path / "in.xlsx"
        call_command("write_template", call=call.number, out=path)
        book = openpyxl.load_workbook(path)
        for name, rows in sheets.items():
            heads = [cell.value for cell in book[name][1]]
            for row in rows:
                assert set(row) <= set(heads)
                book[name].append([row.get(head) for head in heads])
        change(book)
        book.save(path)
        return path

    return fill


def places(done):
    return [(f.sheet, f.row, f.column, f.verdict.code) for f in done.faults]


def counts():
    return [m.objects.count() for m in (Application, Institution, Person, LedgerEntry)]


def test_the_template_has_the_columns_of_the_call(call, tmp_path):
    call_command("write_template", call=call.number, out=tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    heads = {name: [cell.value for cell in book[name][1]] for name in book.sheetnames[:-1]}
    assert heads == {name: [c.head for c in columns] for name, columns in columns_of(call).items()}
    assert "技术路线" in heads[MAIN]
    assert book.sheetnames[-1] == "填写说明"
    with pytest.raises(CommandError, match="no call NIX"):
        call_command("write_template", call="NIX", out=tmp_path / "t.xlsx")


def test_a_sound_workbook_becomes_the_leaders_drafts(call, filled):
    known = make_institution("江汉光电研究院")
    Institution.objects.filter(pk=known.pk).update(credit_code=credit_code(700))
    leader = make_member(known, name="苏明远")
    done = import_applications(call, filled(sound()), by=call.opened_by)
    assert done.faults == []
    first, second = Application.objects.order_by("pk")
    assert (first.state, first.title, first.direction.code, first.institution) == (
        "draft", "高熵合金疲劳性能研究之1", "01", known,
    )  # fmt: skip
    assert (first.principal_investigator, first.opened_by) == (leader.person, leader)
    assert (second.principal_investigator.name, second.opened_by) == ("林秋水", None)
    assert (first.granted_requested, first.self_raised) == (Decimal("400000.00"), Decimal("200000.50"))
    assert [(m.position, m.name, m.months) for m in first.team.all()] == [(1, "苏明远", 10), (2, "白若溪", 12)]
    assert [(i.category, i.comparison, i.target) for i in first.indicators.all()] == [
        ("technical", "ge", Decimal(300000))
    ]
    assert list(first.year_plans.values_list("year", flat=True)) == [2027, 2028]
    assert first.sections.get(key="rationale").content == {"rationale": TEXTS["立项依据"]}
    assert may_edit_application(leader, first, call.opens_at)
    assert not may_edit_application(call.opened_by, first, call.opens_at)  # the officer has given it away
    assert may_submit_application(leader, first, call.opens_at).kind != "who"
    (entry,) = LedgerEntry.objects.filter(kind="application", record=first.uuid)
    assert (entry.step, entry.actor) == ("open", f"user:{call.opened_by.uuid}")


def test_unknown_institutions_are_opened_once_and_unverified(call, filled):
    done = import_applications(call, filled(sound()), by=call.opened_by)
    assert done.faults == []
    opened = Institution.objects.get(name="江汉光电研究院")
    assert (opened.is_verified, opened.credit_code, opened.applications.count()) == (False, credit_code(700), 2)
    assert Person.objects.filter(memberships__institution=opened).count() == 2


def test_a_trial_writes_nothing(call, filled):
    before = counts()
    done = import_applications(call, filled(sound()), by=call.opened_by, dry_run=True)
    assert (len(done.applications), done.faults) == (2, [])
    assert counts() == before


def test_every_fault_is_told_at_once_and_nothing_is_written(call, filled):
    sheets = sound()
    sheets[MAIN] += [
        main_row("3", 统一社会信用代码=credit_code(700)[:-1] + "!"),
        main_row("4", 方向代码="99", 开始日期="去年", 项目负责人=None),
        main_row("5", 申报单位="云峰学院", 统一社会信用代码=credit_code(701), 结束日期=date(2026, 1, 1)),
        main_row("2", 项目名称="重复序号"),
        main_row(None),
        main_row("6", 项目名称="高熵合金疲劳性能研究之1"),
        main_row("7", 申报单位="冒名单位"),
    ]
    sheets[BUDGET] += [
        money("2", amount=900000), money("1", amount=1), money("9"), money("1", category="招待费"), money("1", category="劳务费", amount=-1),
    ]  # fmt: skip
    sheets[AIMS] += [
        {"序号": "2", "类别": "技术指标", "指标名称": "寿命", "比较": "≥", "单位": "次", "考核方式（方法）": "检测"}
    ]
    before = counts()
    done = import_applications(call, filled(sheets), by=call.opened_by)
    letter = {c.head: chr(65 + n) for n, c in enumerate(columns_of(call)[MAIN])}
    assert places(done) == [
        (MAIN, 4, letter["统一社会信用代码"], "import-cell-wrong"),
        (MAIN, 5, letter["方向代码"], "import-cell-wrong"),
        (MAIN, 5, letter["项目负责人"], "import-cell-wrong"),
        (MAIN, 5, letter["开始日期"], "import-cell-wrong"),
        (MAIN, 6, "", "period-backwards"),
        (MAIN, 7, "A", "import-key-twice"),
        (MAIN, 8, "A", "import-key-missing"),
        (MAIN, 9, letter["项目名称"], "import-application-twice"),
        (MAIN, 10, "", "credit-code-taken"),
        (BUDGET, 4, "", "grant-above-ceiling"),
        (BUDGET, 6, "", "import-row-twice"),
        (BUDGET, 7, "A", "import-key-unknown"),
        (BUDGET, 8, "C", "import-cell-wrong"),
        (BUDGET, 9, "D", "import-cell-wrong"),
        (AIMS, 3, "G", "import-cell-wrong"),
    ]
    assert counts() == before


def test_missing_unknown_hidden_and_formula_are_told_with_their_names(call, filled):
    def spoil(book):
        book[MAIN]["B1"] = "题目"
        book[TEAM].sheet_state = "hidden"
        del book[PLANS]
        book[BUDGET]["D2"] = "=1+1"

    done = import_applications(call, filled(sound(), spoil), by=call.opened_by)
    assert places(done) == [
        (MAIN, 1, "", "head-missing"), (MAIN, 1, "B", "head-unknown"), (TEAM, 0, "", "sheet-hidden"),
        (BUDGET, 2, "D", "cell-formula"), (PLANS, 0, "", "sheet-missing"),
    ]  # fmt: skip
    assert dict(done.faults[0].verdict.facts) == {"sheet": MAIN, "head": "项目名称"}


def test_the_same_workbook_twice_is_told_row_by_row(call, filled):
    path = filled(sound())
    import_applications(call, path, by=call.opened_by)
    done = import_applications(call, path, by=call.opened_by)
    assert places(done) == [(MAIN, 2, "", "import-application-there"), (MAIN, 3, "", "import-application-there")]
    assert Application.objects.count() == 2


def test_namesakes_in_one_institution_need_an_email(call, filled):
    unit = make_institution("江汉光电研究院")
    Institution.objects.filter(pk=unit.pk).update(credit_code=credit_code(700))
    for email in ("a@example.org", "b@example.org"):
        add_membership(make_person("苏明远", email=email), unit)
    assert places(import_applications(call, filled(sound()), by=call.opened_by)) == [(MAIN, 2, "", "person-ambiguous")]
    sheets = sound()
    sheets[MAIN][0]["负责人邮箱"] = "B@example.org"
    done = import_applications(call, filled(sheets), by=call.opened_by)
    assert done.faults == []
    assert Application.objects.order_by("pk").first().principal_investigator.email == "b@example.org"


def test_an_institution_imports_its_own_only(call, filled):
    officer = make_institution_officer(make_institution("沧浪大学"))
    sheets = sound()
    sheets[MAIN][0] |= {"申报单位": "沧浪大学", "统一社会信用代码": None}
    done = import_applications(call, filled(sheets), by=officer)
    assert places(done) == [(MAIN, 3, "", "import-other-institution")]
    sheets[MAIN].pop()
    sheets[BUDGET].pop()
    assert import_applications(call, filled(sheets), by=officer).faults == []


@pytest.mark.parametrize("who", ["applicant", "another department"])
def test_others_may_not_import(call, filled, who):
    user = make_member() if who == "applicant" else make_staff(Role.OFFICER, "NY")
    with pytest.raises(Refused) as caught:
        import_applications(call, filled(sound()), by=user)
    assert caught.value.verdict.kind == "who"


def test_after_the_deadline_nothing_is_imported(call, filled, moved_clock):
    path = filled(sound())
    moved_clock(call.closes_at)
    with pytest.raises(Refused) as caught:
        import_applications(call, path, by=call.opened_by)
    assert (caught.value.verdict.kind, caught.value.verdict.code) == ("when", "window-closed")


def test_the_command_imports_or_lists_every_fault(call, filled, capsys, tmp_path):
    path = filled(sound())
    call_command("import_applications", path, call=call.number, dry_run=True)
    assert "2 applications could be imported" in capsys.readouterr().out
    call_command("import_applications", path, call=call.number)
    assert Application.objects.count() == 2
    with pytest.raises(CommandError, match="2 faults; nothing was imported"):
        call_command("import_applications", path, call=call.number)
    assert f"{MAIN} 2: 本指南下已有该单位同名称的申报书" in capsys.readouterr().err
    (tmp_path / "x.xlsx").write_bytes(b"no workbook")
    for given, words in [
        ({"call": "NIX"}, "no call NIX"), ({"by": "nobody"}, "no user nobody"), ({"file": tmp_path / "nix.xlsx"}, "no file"),
        ({"file": tmp_path / "x.xlsx"}, "不是可读取的表格"),
    ]:  # fmt: skip
        arguments = {"file": path, "call": call.number, **given}
        with pytest.raises(CommandError, match=words):
            call_command("import_applications", arguments.pop("file"), **arguments)


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def upload(path):
    return SimpleUploadedFile("in.xlsx", path.read_bytes())


def test_the_officer_takes_the_template_and_gives_the_workbook_on_the_page(call, filled):
    client, address = signed_in(call.opened_by), f"/calls/{call.uuid}/import/"
    assert f'href="{address}"' in client.get(f"/records/calls/{call.uuid}/").content.decode()
    template = client.get(f"/calls/{call.uuid}/template.xlsx")
    assert MAIN in openpyxl.load_workbook(io.BytesIO(template.content)).sheetnames
    key = "k" * 32
    trial = client.post(address, {"file": upload(filled(sound())), "dry_run": "on", "request_key": "t" * 32})
    assert (trial.status_code, Application.objects.count()) == (200, 0)
    assert "未发现错误" in trial.content.decode()
    path = filled(sound())
    for _twice in range(2):  # a double click does it once
        response = client.post(address, {"file": upload(path), "request_key": key})
        assert (response.status_code, response.url) == (302, f"/records/calls/{call.uuid}/")
    assert Application.objects.count() == 2


def test_the_page_shows_the_table_of_faults(call, filled):
    sheets = sound()
    sheets[MAIN][1]["方向代码"] = "99"
    response = signed_in(call.opened_by).post(f"/calls/{call.uuid}/import/", {"file": upload(filled(sheets))})
    page = response.content.decode()
    assert (response.status_code, Application.objects.count()) == (422, 0)
    assert "本指南没有方向 99，可选：01、02。" in page
    assert "<td>D 方向代码</td>" in page
    nothing = signed_in(call.opened_by).post(f"/calls/{call.uuid}/import/", {})
    assert nothing.status_code == 422


def test_only_those_who_may_import_know_of_the_page(call):
    for user in (make_member(), make_staff(Role.OFFICER, "NY"), make_staff(Role.AUDITOR)):
        client = signed_in(user)
        assert client.get(f"/calls/{call.uuid}/import/").status_code == 404
        assert client.get(f"/calls/{call.uuid}/template.xlsx").status_code == 404
    assert signed_in(make_institution_officer(make_institution())).get(f"/calls/{call.uuid}/import/").status_code == 200
