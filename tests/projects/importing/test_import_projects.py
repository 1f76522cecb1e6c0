"""A dirty list of projects comes in: every row is accounted for, twice is once, and the ledger holds. Invented rows."""

import csv
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Institution, Membership, Person
from core import checkpoints
from core.management.commands.check_invariants import Command as CheckInvariants
from core.models import LedgerEntry
from projects.contracts.importing.services import IMPORT_LOCK
from projects.contracts.models import Project
from tests.factories.accounts import make_institution, make_member
from tests.factories.projects import make_programme

pytestmark = pytest.mark.django_db
MAPPING = Path(settings.BASE_DIR) / "projects/contracts/importing/mappings/nssfc.toml"
HEADS = (
    "项目批准号", "项目类别", "学科分类", "项目名称", "立项时间", "项目负责人", "专业职务", "工作单位", "单位类别", "所在省区市",
    "所属系统", "成果名称", "成果形式", "成果等级", "结项时间", "结项证书号", "出版社", "出版时间", "作者", "获奖情况",
)  # fmt: skip
SOUND = {
    "项目批准号": "12BZZ004", "项目类别": "一般项目", "学科分类": "政治学", "项目名称": "沧浪流域治理研究", "立项时间": "2012-05-14",
    "项目负责人": "苏明远", "专业职务": "正高级", "工作单位": "江汉大学", "所在省区市": "湖北", "所属系统": "高等院校、其他学校",
}  # fmt: skip
CLOSED = {"成果等级": "良好", "结项时间": "2016-07-01", "结项证书号": "20161234"}
ROWS = [
    {**SOUND, **CLOSED, "成果名称": "沧浪“流域”\n治理\"报告\""},  # 2: enters
    {**SOUND},  # 3: the same project, poorer
    {**SOUND, "项目批准号": ""},  # 4: no number, the title and leader of row 2
    {**SOUND, "项目批准号": "", "项目名称": "另一项研究"},  # 5: no number at all
    {**SOUND, "项目批准号": "13BZZ001", "项目名称": "甲研究", "立项时间": "0000-00-00"},  # 6: enters, year by number
    {**SOUND, "项目批准号": "13BZZ001", "项目名称": "甲研究", "立项时间": "0000-00-00"},  # 7: the same row again
    {**SOUND, "项目批准号": "14BZZ001", "项目名称": "乙研究", "项目负责人": "林秋水"},  # 8: two projects claim the number
    {**SOUND, "项目批准号": "14BZZ001", "项目名称": "丙研究", "项目负责人": "白若溪"},  # 9
    {**SOUND, "项目批准号": "15WZZ001", "项目负责人": "江汉文教出版社"},  # 10: a publisher
    {**SOUND, "项目批准号": "16BZZ001", "项目名称": "丁研究", "工作单位": "沧浪学院"},  # 11: a namesake elsewhere
    {**SOUND, "项目批准号": "16BZZ002", "项目名称": "戊研究", "项目负责人": "林秋水、白若溪"},  # 12: enters, first of two
    {},  # 13: empty
    {**SOUND, "项目批准号": "16BZZ003", "项目名称": "己研究", "立项时间": "2016-02-30"},  # 14: impossible day
    {**SOUND, "项目批准号": "12BZZ004", "项目名称": "沧浪流域治理再研究"},  # 15: row 2 under another title
]  # fmt: skip
FATES = {
    2: ("导入", "", None), 3: ("合并", "import-merged-poorer", 2), 4: ("合并", "import-merged-without-number", 2),
    5: ("拒绝", "import-number-missing", None), 6: ("导入", "", None), 7: ("合并", "import-merged-repeated", 6),
    8: ("拒绝", "import-number-claimed-twice", None), 9: ("拒绝", "import-number-claimed-twice", None),
    10: ("拒绝", "import-leader-not-a-person", None), 11: ("导入", "", None), 12: ("导入", "import-first-of-several", None),
    13: ("拒绝", "import-row-empty", None), 14: ("拒绝", "import-date-impossible", None),
    15: ("合并", "import-merged-other-title", 2),
}  # fmt: skip


@pytest.fixture
def listed(tmp_path):
    """Write rows as the list is published: with a mark, quotes and line breaks."""

    def write(rows, name="list.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            out = csv.writer(stream)
            out.writerow(HEADS)
            out.writerows([row.get(head, "") for head in HEADS] for row in rows)
        return path

    return write


@pytest.fixture
def run(tmp_path, capsys):
    programme = make_programme("SKJJ")

    def importing(path, **options):
        report = tmp_path / "report.xlsx"
        given = {"programme": programme.code, "mapping": MAPPING, "report": report, **options}
        call_command("import_projects", path, **given)
        out = capsys.readouterr()
        return out.out, openpyxl.load_workbook(report)

    return importing


def fates_in(book):
    page = book.worksheets[2]
    return {row[0].value: (row[3].value, row[4].value or "", row[6].value) for row in page.iter_rows(min_row=2)}


def everything():
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Project, Institution, Person, Membership, LedgerEntry)
    }


def test_every_row_is_accounted_for_with_its_reason(run, listed):
    said, book = run(listed(ROWS))
    assert fates_in(book) == FATES
    assert "rows: 14 = 4 + 4 + 0 + 6" in said
    assert {p.number: (p.state, p.origin, p.year, p.title) for p in Project.objects.all()} == {
        "12BZZ004": ("passed", "imported", 2012, "沧浪流域治理研究"),
        "13BZZ001": ("active", "imported", 2013, "甲研究"),
        "16BZZ001": ("active", "imported", 2012, "丁研究"),
        "16BZZ002": ("active", "imported", 2012, "戊研究"),
    }
    project = Project.objects.get(number="12BZZ004")
    assert (project.certificate_number, project.ends_on.isoformat(), project.ended_at is not None) == (
        "20161234", "2016-07-01", True,
    )  # fmt: skip
    assert project.source_row["成果名称"] == '沧浪“流域”\n治理"报告"'
    (entry,) = LedgerEntry.objects.filter(kind="project", record=project.uuid)
    assert (entry.step, entry.role, entry.to_state, entry.facts["row"]) == ("bring_in", "import", "passed", 2)


def test_institutions_are_matched_or_opened_unverified_and_namesakes_stay_apart(run, listed):
    known = make_institution("江汉大学")
    member = make_member(known, name="苏明远")  # signs in: a list's name must not give him a project
    _said, book = run(listed(ROWS))
    opened = Institution.objects.get(name="沧浪学院")
    assert (opened.is_verified, opened.origin, opened.province, opened.kind) == (
        False,
        "imported",
        "湖北",
        "university",
    )
    assert Institution.objects.filter(comparable="江汉大学").count() == 1
    leaders = Person.objects.filter(origin="imported").order_by("pk")
    assert [(p.name, p.memberships.get().institution.name) for p in leaders] == [
        ("苏明远", "江汉大学"), ("苏明远", "沧浪学院"), ("林秋水", "江汉大学"),
    ]  # fmt: skip
    assert not Project.objects.filter(principal_investigator=member.person).exists()
    rows = [[cell.value for cell in row] for row in book.worksheets[3].iter_rows(min_row=2)]
    assert rows == [["江汉大学", "匹配", 3], ["沧浪学院", "新建（未核验）", 1]]


def test_running_it_twice_changes_nothing(run, listed):
    path = listed(ROWS)
    run(path)
    before = everything()
    said, book = run(path)
    assert "imported: 0\n" in said and "already-there: 4\n" in said and "rows: 14 = 0 + 4 + 4 + 6" in said
    assert everything() == before
    assert fates_in(book)[2] == ("已存在", "", None)


def test_a_trial_run_writes_nothing_but_the_report(run, listed):
    before = everything()
    said, book = run(listed(ROWS), dry_run=True)
    assert "imported: 4\n" in said
    assert fates_in(book) == FATES
    assert everything() == before


def test_a_changed_row_is_told_and_left_and_a_taken_number_is_refused(run, listed):
    run(listed([SOUND]))
    _said, book = run(listed([{**SOUND, **CLOSED}]))
    assert fates_in(book) == {2: ("已存在", "import-there-but-differs", None)}
    _said, book = run(listed([{**SOUND, "项目名称": "无关研究", "项目负责人": "白若溪"}]))
    assert fates_in(book) == {2: ("拒绝", "import-number-taken", None)}
    _said, book = run(listed([SOUND]), programme=make_programme("OTHER").code)
    assert fates_in(book) == {2: ("拒绝", "import-number-taken", None)}
    assert Project.objects.get().state == "active"


def test_what_came_in_can_be_sealed_verified_and_breaks_no_invariant(run, listed, tmp_path, settings):
    settings.CHECKPOINT_URL = f"file://{tmp_path}/seals"
    run(listed(ROWS))
    checkpoints.seal()
    assert checkpoints.verify(tmp_path / "seals").unsealed == 0
    CheckInvariants().handle()


def test_the_same_list_as_a_workbook_ends_the_same(run, listed, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADS)
    for row in ROWS:
        book.active.append([row.get(head) for head in HEADS])
    book.save(tmp_path / "list.xlsx")
    _said, report = run(tmp_path / "list.xlsx")
    # A workbook has an empty row only by its borders: it is not counted.
    assert fates_in(report) == {row: fate for row, fate in FATES.items() if row != 13}


def test_statements_do_not_grow_with_the_rows_of_a_batch(run, listed):
    def statements(rows, name):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            run(listed(rows, name))
        return len(queries)

    many = [{**SOUND, "项目批准号": f"17BZZ{n:03d}", "项目名称": f"研究{n}"} for n in range(300)]
    few = [{**SOUND, "项目批准号": f"18BZZ{n:03d}", "项目名称": f"课题{n}", "工作单位": "云峰学院"} for n in range(2)]
    assert statements(few, "few.csv") >= statements(many, "many.csv")


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ('[columns]\nnumber = "编号"', "title"),
        ("columns =", "对照文件"),
        ('[columns]\nnumber="批准号"\ntitle="项目名称"\nleader="项目负责人"\ninstitution="工作单位"', "批准号"),
        ('[columns]\nnumber="项目批准号"\ntitle="项目名称"\nleader="项目负责人"\ninstitution="工作单位"', "state"),
        ('[columns]\nnumber="项目批准号"\ntitle="项目名称"\nleader="项目负责人"\ninstitution="工作单位"\n[[state]]\nis="archived"', "archived"),
        ('[colums]\nnumber = "编号"', "colums"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_told_in_words(run, listed, tmp_path, mapping, words):
    path = tmp_path / "wrong.toml"
    path.write_text(mapping, encoding="utf-8")
    with pytest.raises(CommandError, match=words):
        run(listed(ROWS), mapping=path)
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"programme": "NIX"}, "no programme NIX"),
        ({"by": "nobody"}, "no user nobody"),
        ({"mapping": Path("nix.toml")}, "nix.toml"),
    ],
)
def test_wrong_arguments_are_told(run, listed, options, words):
    with pytest.raises(CommandError, match=words):
        run(listed(ROWS), **options)


def test_one_import_at_a_time(run, listed, owner_connection):
    owner_connection.execute("SELECT pg_advisory_lock(%s)", [IMPORT_LOCK])
    with pytest.raises(CommandError, match="另一次导入正在进行"):
        run(listed(ROWS))
    assert not Project.objects.exists()
