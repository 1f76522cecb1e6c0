"""Tables that others filled in are read with the place of each cell; what we write no spreadsheet takes for a formula."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from core.contributions import Sheet
from core.verdict import Refused
from core.workbooks import column_letter, open_table, read_sheets, write_workbook
from core.workbooks.writing import escaped, rows_hash

CODES = {1: "A", 26: "Z", 27: "AA", 52: "AZ", 703: "AAA"}


def saved(path, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def refusal(action):
    with pytest.raises(Refused) as caught:
        action()
    return caught.value.verdict.code, dict(caught.value.verdict.facts)


@pytest.mark.parametrize(("index", "letters"), CODES.items())
def test_columns_are_named_as_in_a_spreadsheet(index, letters):
    assert column_letter(index) == letters


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_with_marks_quotes_and_line_breaks_counts_rows_as_the_spreadsheet_does(tmp_path, encoding):
    path = tmp_path / "list.csv"
    path.write_bytes('编号,名称\r\n001,"带""引号""的\r\n两行"\r\n\r\n002, 短 \r\n003\r\n004,a,多\r\n'.encode(encoding))
    heads, rows = open_table(path)
    found = [(row.number, dict(row.cells), row.extra) for row in rows()]
    assert heads == ["编号", "名称"]
    assert found == [
        (2, {"编号": "001", "名称": '带"引号"的\n两行'}, ()),
        (4, {"编号": "002", "名称": "短"}, ()),
        (5, {"编号": "003", "名称": None}, ()),
        (6, {"编号": "004", "名称": "a"}, ("多",)),
    ]
    assert [row.number for row in rows()] == [2, 4, 5, 6]  # it can be read again


def test_xlsx_gives_days_whole_numbers_and_decimals(tmp_path):
    path = saved(tmp_path / "a.xlsx", {"S": [["日", "数", "额"], [datetime(2026, 3, 1), 3.0, 1200.5]]})
    _heads, rows = open_table(path)
    assert [dict(row.cells) for row in rows()] == [{"日": date(2026, 3, 1), "数": 3, "额": Decimal("1200.5")}]


@pytest.mark.parametrize(
    ("name", "content", "code", "facts"),
    [
        ("a.txt", b"x", "table-type", {"found": ".txt"}),
        ("a.xlsx", b"no zip", "table-type", {"found": ".xlsx"}),
        ("a.csv", b"", "table-empty", {"sheet": "a.csv"}),
        ("a.csv", b"\xff\xff\xff\xff", "table-encoding", {}),
        ("a.csv", b"n,,m\n1,2,3", "head-empty", {"sheet": "a.csv", "column": "B"}),
        ("a.csv", b"n,m,n\n1,2,3", "head-twice", {"sheet": "a.csv", "column": "C", "head": "n"}),
    ],
)
def test_tables_that_cannot_be_trusted_are_refused_in_words(tmp_path, name, content, code, facts):
    (tmp_path / name).write_bytes(content)
    assert refusal(lambda: open_table(tmp_path / name)) == (code, facts)


def test_a_formula_is_refused_with_its_cell(tmp_path):
    path = saved(tmp_path / "a.xlsx", {"S": [["a", "b"], [1, "=1+1"], [2, "=A1"]]})
    _heads, rows = open_table(path)
    assert refusal(lambda: list(rows())) == ("cell-formula", {"sheet": "S", "place": "B2"})
    faults = read_sheets(path, ["S", "T"]).faults
    assert [(f.sheet, f.row, f.column, f.verdict.code) for f in faults] == [
        ("S", 2, "B", "cell-formula"),
        ("S", 3, "B", "cell-formula"),
        ("T", 0, "", "sheet-missing"),
    ]


def test_a_hidden_sheet_is_a_fault(tmp_path):
    path = saved(tmp_path / "a.xlsx", {"S": [["a"], [1]], "H": [["a"], [1]]})
    book = openpyxl.load_workbook(path)
    book["H"].sheet_state = "hidden"
    book.save(path)
    assert [f.verdict.code for f in read_sheets(path, ["S", "H"]).faults] == ["sheet-hidden"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-x", "'-x"),
        ("@a", "'@a"),
        ("\t=1", "'\t=1"),
        ("甲=乙", "甲=乙"),
        ("a\0b", "ab"),
    ],
)
def test_risky_openings_are_escaped(text, kept):
    assert escaped(text) == kept


def test_what_is_written_is_typed_summed_and_hashed():
    rows = [
        ["0012", "=HYPERLINK(1)", Decimal("600000.10"), date(2026, 3, 1), datetime(2026, 3, 1, 1, 0, 5, tzinfo=UTC)],
        ["0013", None, Decimal("-0.05"), None, None],
    ]
    sheet = Sheet(
        1, "总表",
        (("编号", "text"), ("名称", "text"), ("金额", "money"), ("日期", "day"), ("时间", "instant")),
        lambda scope: iter(rows[: scope["most"]]), ("金额",), {"金额": "合同财政经费"},
    )  # fmt: skip
    target = io.BytesIO()
    written = write_workbook(target, title="核对", about=[("范围", "2026")], sheets=[sheet], scope={"most": 2})
    book = openpyxl.load_workbook(target)
    page = book["1 总表"]
    assert book.sheetnames == ["说明", "1 总表"]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["编号", "名称", "金额", "日期", "时间"],
        ["0012", "'=HYPERLINK(1)", 600000.10, datetime(2026, 3, 1), datetime(2026, 3, 1, 9, 0, 5)],
        ["0013", None, -0.05, None, None],
    ]
    assert (page.freeze_panes, page.merged_cells.ranges, page["A2"].data_type, page["C2"].number_format) == (
        "A2", set(), "s", "#,##0.00",
    )  # fmt: skip
    assert page["D2"].number_format == "yyyy-mm-dd"
    assert (written.rows, written.totals) == ({"1 总表": 2}, {"1 总表": {"金额": Decimal("600000.05")}})
    assert written.hashes["1 总表"] == rows_hash(iter(rows))
    front = [[cell.value for cell in row if cell.value is not None] for row in book["说明"].iter_rows()]
    assert ["范围", "2026"] in front
    assert ["1 总表", 2, rows_hash(iter(rows))] in front
    assert ["1 总表", "金额", 600000.05] in front
    assert any(line[:2] == ["1 总表", "金额"] and line[-1] == "合同财政经费" for line in front)


def test_a_row_of_another_width_stops_the_writing():
    sheet = Sheet(0, "S", (("a", "text"),), lambda _scope: [["1", "2"]])
    with pytest.raises(ValueError, match="2 cells under 1 heads"):
        write_workbook(io.BytesIO(), title="t", about=[], sheets=[sheet])
