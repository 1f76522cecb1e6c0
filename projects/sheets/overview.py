"""Sheet 1, 项目总表: every project of the scope in one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.contributions import Sheet
from projects.contracts.models import Contract, MoneySummary, Project
from projects.sheets.scope import AuditScope

CHUNK = 500


def project_rows(scope: AuditScope) -> Iterator[list[Any]]:
    projects = scope.projects().select_related(
        "programme", "institution", "principal_investigator", "contract", "money", "acceptance"
    )
    for project in projects.defer("source_row", "contract__content").iterator(CHUNK):
        yield project_row(project)


def project_row(project: Project) -> list[Any]:
    contract: Contract | None = getattr(project, "contract", None)
    money: MoneySummary | None = getattr(project, "money", None)
    acceptance: Any = getattr(project, "acceptance", None)
    return [
        project.number,
        project.title,
        project.programme.name,
        project.year,
        project.institution.name,
        project.institution.credit_code,
        project.principal_investigator.name,
        project.starts_on,
        project.ends_on,
        project.state_label(),
        contract.granted if contract else project.granted,
        contract.self_raised if contract else project.self_raised,
        money.granted_paid if money else None,
        money.granted_spent if money else None,
        money.self_raised_spent if money else None,
        money.granted_paid - money.granted_spent if money else None,
        acceptance.get_conclusion_display() if acceptance and acceptance.conclusion else None,
        project.certificate_number,
        project.get_origin_display(),  # type: ignore[attr-defined]  # made by Django from the choices
    ]


OVERVIEW = Sheet(
    1,
    "项目总表",
    (
        ("项目编号", "text"), ("项目名称", "text"), ("计划类别", "text"), ("年度", "number"), ("承担单位", "text"),
        ("统一社会信用代码", "text"), ("项目负责人", "text"), ("开始日期", "day"), ("结束日期", "day"), ("状态", "text"),
        ("财政经费", "money"), ("自筹经费", "money"), ("财政已拨付", "money"), ("财政已支出", "money"),
        ("自筹已支出", "money"), ("财政结余", "money"), ("验收结论", "text"), ("证书编号", "text"), ("来源", "text"),
    ),
    project_rows,
    ("财政经费", "自筹经费", "财政已拨付", "财政已支出", "自筹已支出", "财政结余"),
    {
        "财政经费": "任务书所列；历史导入的项目取清单所列，清单无此项则为空",
        "自筹经费": "任务书所列",
        "财政已拨付": "实际到账的财政经费；尚无拨付记录则为空",
        "财政结余": "财政已拨付减财政已支出",
        "来源": "系统录入，或由历史清单导入",
    },
)  # fmt: skip
