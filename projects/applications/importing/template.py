"""The workbook to fill in for a call: heads, notes, choices, and a sheet that explains."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from core.workbooks.writing import HEAD, escaped
from projects.applications.importing.shape import KEY, MAIN, Column, columns_of
from projects.calls.models import Call

GUIDE = "填写说明"
ROWS = 2_000
NUMBERS = {"day": "yyyy-mm-dd", "money": "#,##0.00", "number": "General", "text": "@"}


def write_template(target: Path | IO[bytes], call: Call) -> None:
    """Write the empty workbook of a call."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, {"strings_to_formulas": False})
    head = book.add_format(HEAD)
    needed = book.add_format({**HEAD, "bg_color": "#9C2F2F"})
    shapes = {kind: book.add_format({"num_format": shape}) for kind, shape in NUMBERS.items()}
    for name, columns in columns_of(call).items():
        page = book.add_worksheet(name)
        page.freeze_panes(1, 1)
        for index, column in enumerate(columns):
            width = 40 if name == MAIN and index >= 13 else 18
            page.set_column(index, index, width, shapes[column.kind])
            page.write_string(0, index, column.head, needed if column.required else head)
            if column.note:
                page.write_comment(0, index, column.note)
            if column.choices:
                page.data_validation(
                    1, index, ROWS, index, {"validate": "list", "source": [word for _code, word in column.choices]}
                )
    _guide(book, call, columns_of(call))
    book.close()


def _guide(book: Any, call: Call, sheets: dict[str, Sequence[Column]]) -> None:
    page, bold = book.add_worksheet(GUIDE), book.add_format({"bold": True})
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 90)
    lines = [
        ("申报指南", f"{call.number} {call.title}"),
        (
            "用法",
            f"每个项目在“{MAIN}”占一行，其余各表以“{KEY}”与之对应。红色表头为必填。请勿使用公式，勿增删列、勿隐藏工作表。",
        ),
        (
            "结果",
            "全部无误才会导入；有误时逐条列出所在工作表、行和列，一条也不会写入。导入后为草稿，由项目负责人补齐附件并提交。",
        ),
        ("金额", f"单位：元。财政经费上限 {call.grant_ceiling:,.2f} 元（方向另有规定的从其规定）。"),
        *((f"方向 {each.code}", each.title) for each in call.directions.order_by("code")),
        *((column.head, column.note) for columns in sheets.values() for column in columns if column.note),
    ]
    for number, (left, right) in enumerate(dict(lines).items()):
        page.write_string(number, 0, escaped(left), bold)
        page.write_string(number, 1, escaped(right))
