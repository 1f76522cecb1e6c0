"""Sheet 5, 回避记录: which rule stood between which expert (by code) and which application, and who decided.

Evidence and reasons are left out: they name people. They stand in the system, under its own permissions.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from core.contributions import Sheet
from core.encryption import blind_index
from projects.sheets.scope import AuditScope
from reviews.assignment.models import Assignment
from reviews.conflicts.models import Finding

CHUNK = 1_000


def avoidance_rows(scope: AuditScope) -> Iterator[list[Any]]:
    findings = (
        Finding.objects.filter(pair__application__call__in=scope.calls())
        .select_related("pair__application__call", "pair__expert", "decided_by__person")
        .order_by("pair__application__number", "pair_id", "rule", "pk")
        .iterator(CHUNK)
    )
    while chunk := list(islice(findings, CHUNK)):
        codes = dict(
            Assignment.objects.filter(pair__in={each.pair_id for each in chunk})
            .order_by("pk")
            .values_list("pair_id", "code")
        )
        for finding in chunk:
            yield row_of(finding, codes.get(finding.pair_id, ""))


def row_of(finding: Finding, code: str) -> list[Any]:
    application = finding.pair.application
    stands = {None: "", True: "成立", False: "不成立"}[finding.stands]
    return [
        code or pseudonym(str(application.call.uuid), str(finding.pair.expert.uuid)),
        application.number,
        finding.rule,
        finding.get_outcome_display(),  # type: ignore[attr-defined]  # made by Django from the choices
        finding.found_at,
        stands,
        finding.decided_at,
        finding.decided_by.display_name() if finding.decided_by else None,
        "可评" if finding.pair.clear else "回避",
    ]


def pseudonym(call: str, expert: str) -> str:
    """A code for somebody who was not drawn: the same within a call, telling nothing beyond it.

    Keyed: who may read the roster (auditors, leaders) cannot compute it from there.
    """
    return "N" + blind_index(f"{call}|{expert}")[:8].upper()


AVOIDANCE = Sheet(
    5,
    "回避记录",
    (
        ("专家代码", "text"), ("申报编号", "text"), ("回避规则", "text"), ("规则结论", "text"), ("发现时间", "instant"),
        ("认定", "text"), ("认定时间", "instant"), ("认定人", "text"), ("当前结果", "text"),
    ),
    avoidance_rows,
    (),
    {
        "专家代码": "已分派者为其轮次代码；未抽中者为以 N 开头的代码，仅在本指南内有效",
        "认定": "规则结论为待认定时由工作人员作出；证据与理由涉及姓名，不列入本表",
        "当前结果": "导出时该专家能否评审该项目",
    },
)  # fmt: skip
