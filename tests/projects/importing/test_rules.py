"""What a cell of an imported list means, and what makes a row unfit: tables."""

from datetime import date
from decimal import Decimal

import pytest

from core.verdict import Refused
from projects.contracts.importing.rules import (
    BODIES,
    ListMapping,
    StateRule,
    comparable,
    day_of,
    entry_from,
    is_a_person,
    leaders_in,
    number_of,
    province_of,
    year_in,
)

TODAY = date(2026, 11, 23)
MAPPING = ListMapping(
    columns={
        "number": "编号", "title": "名称", "leader": "负责人", "institution": "单位", "klass": "类别", "approved": "立项",
        "closed": "结项", "certificate": "证书", "grade": "等级", "granted": "经费", "province": "省", "rank": "职称",
    },
    states=(StateRule("passed", ("closed",), {"grade": ("合格",)}), StateRule("concluded", ("closed",)), StateRule("active")),
    unknown=("0", "0000-00-00"),
    translations={"rank": {"正高": "正高级"}},
    known={"klass": ("一般项目", "重点项目")},
    number_pattern=r"\d\d[A-Z&]{3}\d{3}",
    number_year=r"^(\d\d)",
    amount_unit=Decimal(10_000),
)  # fmt: skip
SOUND = {
    "编号": "12bzz004", "名称": "城乡 关系研究", "负责人": "苏明远", "单位": "江汉大学", "类别": "一般项目", "立项": "2012-05-14",
    "结项": "2016-07-01", "证书": "20161234", "等级": "合格", "经费": "15.5", "省": "湖北武汉", "职称": "正高",
}  # fmt: skip


def told(**changes):
    return entry_from({**SOUND, **changes}, (), MAPPING, TODAY)


def test_a_sound_row_says_all_this():
    entry = told()
    assert (entry.number, entry.title, entry.leader, entry.institution) == (
        "12BZZ004",
        "城乡 关系研究",
        "苏明远",
        "江汉大学",
    )
    assert (entry.year, entry.state, entry.province, entry.rank) == (2012, "passed", "湖北", "正高级")
    assert (entry.starts_on, entry.closed_on, entry.granted) == (
        date(2012, 5, 14),
        date(2016, 7, 1),
        Decimal("155000.00"),
    )


@pytest.mark.parametrize(
    ("changes", "state"),
    [({}, "passed"), ({"等级": ""}, "concluded"), ({"结项": "0000-00-00"}, "active"), ({"结项": None}, "active")],
)
def test_the_first_rule_that_fits_decides_the_state(changes, state):
    assert told(**changes).state == state


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"编号": " "}, "import-number-missing"),
        ({"编号": "0"}, "import-number-missing"),
        ({"编号": "123456"}, "import-number-form"),
        ({"名称": ""}, "import-title-missing"),
        ({"名称": "2012-05-14"}, "import-shifted"),
        ({"负责人": None}, "import-leader-missing"),
        ({"负责人": "江汉文教出版社"}, "import-leader-not-a-person"),
        ({"负责人": "某" * 21}, "import-leader-not-a-person"),
        ({"负责人": "苏明远2"}, "import-leader-not-a-person"),
        ({"负责人": "《江汉论坛》"}, "import-leader-not-a-person"),
        ({"负责人": "dasd"}, "import-leader-not-a-person"),
        ({"负责人": "2012"}, "import-shifted"),
        ({"单位": "0"}, "import-institution-missing"),
        ({"类别": "江汉大学"}, "import-value-unknown"),
        ({"类别": "9"}, "import-shifted"),
        ({"立项": "2012-13-01"}, "import-date-impossible"),
        ({"立项": "2012-02-30"}, "import-date-impossible"),
        ({"立项": "研究报告"}, "import-date-impossible"),
        ({"立项": "0012-05-14"}, "import-date-impossible"),
        ({"立项": "2027-01-01", "结项": ""}, "import-date-in-future"),
        ({"结项": "2011-01-01"}, "import-dates-backwards"),
        ({"经费": "十万"}, "import-amount-impossible"),
        ({"经费": "-1"}, "import-amount-impossible"),
        ({"经费": "NaN"}, "import-amount-impossible"),
        ({"名称": "长" * 301}, "import-cell-too-long"),
        ({key: key for key in SOUND}, "import-head-repeated"),
        (dict.fromkeys(SOUND, ""), "import-row-empty"),
    ],
)  # fmt: skip
def test_an_unfit_row_is_refused_with_its_reason(changes, code):
    with pytest.raises(Refused) as caught:
        told(**changes)
    assert caught.value.verdict.code == code


def test_cells_beyond_the_heads_are_shifted_columns():
    with pytest.raises(Refused) as caught:
        entry_from(SOUND, ("又一格",), MAPPING, TODAY)
    assert caught.value.verdict.code == "import-too-many-cells"


@pytest.mark.parametrize(
    ("text", "day", "year"),
    [
        ("2014-11-00", None, 2014), ("2014-00-00", None, 2014), ("2014", None, 2014), ("2014年", None, 2014),
        ("2014年11月", None, 2014), ("2014年11月3日", date(2014, 11, 3), 2014), ("2014/1/3", date(2014, 1, 3), 2014),
        ("20140103", date(2014, 1, 3), 2014),
    ],
)  # fmt: skip
def test_days_are_read_as_far_as_they_are_known(text, day, year):
    assert day_of(text, "立项") == (day, year)


@pytest.mark.parametrize(
    ("approved", "number", "year"),
    [("0000-00-00", "12&ZD001", 2012), ("", "97BZZ001", 1997), ("2013-01-01", "12BZZ001", 2013)],
)
def test_the_year_comes_from_the_day_or_else_from_the_number(approved, number, year):
    assert told(立项=approved, 编号=number, 结项="").year == year
    assert year_in(number, "") is None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("苏明远", ("苏明远",)), ("苏  远", ("苏远",)), ("苏　远", ("苏远",)), ("苏明远、林秋", ("苏明远", "林秋")),
        ("苏明远 林秋水", ("苏明远", "林秋水")), ("苏明远\n林秋水", ("苏明远", "林秋水")), ("John Smith", ("John Smith",)),
        ("阿依·努尔", ("阿依·努尔",)), ("", ()),
    ],
)  # fmt: skip
def test_a_cell_may_name_several_leaders_and_the_first_leads(text, people):
    assert leaders_in(text) == people


@pytest.mark.parametrize(
    ("name", "yes"),
    [
        ("苏明远", True),
        ("阿卜杜热合曼·买买提", True),
        ("S·巴特尔", True),
        ("John Smith", True),
        ("苏", False),
        ("江汉学刊编辑部", False),
    ],
)
def test_a_leader_is_a_person(name, yes):
    assert is_a_person(name, BODIES, 20) is yes


def test_numbers_titles_and_provinces_are_compared_in_one_form():
    assert number_of(" 12＆ｚｄ 001 ") == "12&ZD001"
    assert comparable("“城乡”关系——（研究）") == comparable("城乡关系研究")
    assert [province_of(text) for text in ("湖北武汉", "内蒙", "教育部", "")] == ["湖北", "内蒙古", "", ""]
