"""The sheets and columns of the workbook: what the template shows and the reader expects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from projects.applications.states import Category, Comparison, IndicatorCategory, Source
from projects.calls.form_definition import current_form, sections_of
from projects.calls.models import Call

KEY = "序号"
MAIN, TEAM, BUDGET, AIMS, PLANS = "申报书", "项目组成员", "预算", "指标", "年度计划"


@dataclass(frozen=True)
class Column:
    """``name``: the field it fills; ``kind``: text | day | number | money; ``choices``: (code, Chinese word)."""

    head: str
    name: str
    required: bool = False
    kind: str = "text"
    note: str = ""
    choices: tuple[tuple[str, str], ...] = ()


SOURCES = ((Source.GRANTED.value, "财政经费"), (Source.SELF_RAISED.value, "自筹经费"))
CATEGORIES = (
    (Category.EQUIPMENT.value, "设备费"), (Category.BUSINESS.value, "业务费"), (Category.LABOUR.value, "劳务费"),
    (Category.INDIRECT.value, "间接费用"),
)  # fmt: skip
COMPARISONS = ((Comparison.AT_LEAST.value, "≥"), (Comparison.AT_MOST.value, "≤"))
KINDS = (
    (IndicatorCategory.TECHNICAL.value, "技术指标"), (IndicatorCategory.ECONOMIC.value, "经济指标"),
    (IndicatorCategory.OUTPUT.value, "成果指标"),
)  # fmt: skip
NUMBER = Column(KEY, "key", True, note="自编，同一项目在各表相同")
BASICS = (
    NUMBER,
    Column("项目名称", "title", True),
    Column("英文名称", "title_en"),
    Column("方向代码", "direction_code", True, note="见“填写说明”"),
    Column("申报单位", "institution", True, note="全称，与营业执照或法人证书一致"),
    Column("统一社会信用代码", "credit_code", note="18 位"),
    Column("项目负责人", "leader", True),
    Column("负责人职称", "leader_title"),
    Column("负责人邮箱", "leader_email", note="同单位有同名者时必填"),
    Column("开始日期", "starts_on", kind="day", note="如 2027-01-01"),
    Column("结束日期", "ends_on", kind="day", note="如 2028-12-31"),
    Column("学科领域", "discipline"),
    Column("关键词", "keywords"),
)
TABLES = {
    TEAM: (
        NUMBER,
        Column("姓名", "name", True),
        Column("单位", "institution_name", True),
        Column("职称", "title"),
        Column("分工", "task"),
        Column("投入月数", "months", kind="number"),
    ),
    BUDGET: (
        NUMBER,
        Column("来源", "source", True, choices=SOURCES),
        Column("科目", "category", True, choices=CATEGORIES),
        Column("金额（元）", "amount", True, kind="money"),
        Column("说明", "note"),
    ),
    AIMS: (
        NUMBER,
        Column("类别", "category", True, choices=KINDS),
        Column("指标名称", "name", True),
        Column("立项时已有值", "existing", kind="number"),
        Column("比较", "comparison", True, choices=COMPARISONS),
        Column("中期指标值", "midterm", kind="number"),
        Column("完成时指标值", "target", True, kind="number"),
        Column("单位", "unit", True),
        Column("考核方式（方法）", "method", True),
    ),
    PLANS: (
        NUMBER,
        Column("年度", "year", True, kind="number"),
        Column("工作内容", "content", True),
        Column("阶段成果", "outcome"),
    ),
}


def text_columns(call: Call) -> list[tuple[str, Column]]:
    """(section, column) for each free text of the call's form."""
    taken = {column.head for column in BASICS}
    return [
        (
            section.key,
            Column(
                field.label if field.label not in taken else f"{section.title}：{field.label}",
                field.key,
                note=field.help,
            ),
        )
        for section in sections_of(current_form(call))
        for field in section.fields
    ]


def columns_of(call: Call) -> dict[str, Sequence[Column]]:
    """Every sheet with its columns, for this call."""
    return {MAIN: (*BASICS, *(column for _section, column in text_columns(call))), **TABLES}
