"""The form of a call as data: sections with typed fields, read from the published version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from projects.calls.models import Call, FormDefinition

TYPED_SECTIONS = ("basics", "team", "indicators", "year_plan", "budget", "attachments", "avoidance")


@dataclass(frozen=True)
class FormField:
    """A text field of a free section. ``least`` and ``most`` count characters."""

    key: str
    label: str
    help: str = ""
    least: int = 0
    most: int = 3_000
    required: bool = True


@dataclass(frozen=True)
class FormSection:
    """One section: typed (its table has a page of its own) or free (fields)."""

    key: str
    title: str
    help: str = ""
    fields: tuple[FormField, ...] = ()

    @property
    def is_typed(self) -> bool:
        return self.key in TYPED_SECTIONS


def sections_of(form: FormDefinition) -> list[FormSection]:
    return [_section(each) for each in form.sections]


def current_form(call: Call) -> FormDefinition:
    """The latest published version. Raises FormDefinition.DoesNotExist for a call without one."""
    return call.forms.latest("version")


def _section(stored: Mapping[str, Any]) -> FormSection:
    fields = tuple(FormField(**each) for each in stored.get("fields", ()))
    return FormSection(stored["key"], stored["title"], stored.get("help", ""), fields)


def _text(key: str, label: str, least: int, most: int, help_text: str = "") -> dict[str, Any]:
    return {"key": key, "label": label, "least": least, "most": most, "help": help_text}


STANDARD_FORM: list[dict[str, Any]] = [
    {"key": "basics", "title": "基本信息", "help": "项目名称、方向、起止时间、学科领域。"},
    {"key": "team", "title": "负责人与项目组", "help": "负责人列在第一行；每人写明单位、职称、分工和投入月数。"},
    {
        "key": "rationale",
        "title": "立项依据",
        "fields": [_text("rationale", "立项依据", 50, 3_000, "国内外现状、需求与意义。")],
    },
    {
        "key": "content",
        "title": "研究内容与技术路线",
        "fields": [
            _text("content", "研究内容", 50, 4_000, "拟解决的关键问题与主要内容。"),
            _text("route", "技术路线", 30, 3_000, "方法、步骤与可行性。"),
            _text("novelty", "创新点", 20, 1_500, "逐条写明。"),
        ],
    },
    {
        "key": "indicators",
        "title": "考核指标",
        "help": "立项后写入任务书，原则上不予调整。每项须有数值、单位和考核方式（方法）。",
    },
    {"key": "year_plan", "title": "年度计划", "help": "每年的工作内容与阶段成果。"},
    {"key": "budget", "title": "经费预算", "help": "财政经费与自筹经费分列，单位：元。"},
    {"key": "attachments", "title": "附件", "help": "PDF、图片、Word 或 Excel，每个不超过 20 MB。"},
    {"key": "avoidance", "title": "申请回避（选填）", "help": "最多 3 项，写明专家姓名或单位。"},
    {
        "key": "commitment",
        "title": "承诺书",
        "fields": [
            _text(
                "commitment", "本人承诺", 2, 200, "请输入“本人承诺”后的全文：材料真实，无涉密内容，遵守科研诚信与伦理。"
            )
        ],
    },
]
