"""Reports for tests, by the real steps. ``move``: the fixture ``moved_clock``."""

from __future__ import annotations

from decimal import Decimal

from projects.midterm.services import Reached, assess_report, endorse_report, open_report, submit_report, write_report
from tests.factories.contracts import institution_officer_of, leader_of, officer_of_project, running_project

PROGRESS = (
    "已完成原位观测平台搭建与首批试样制备，获得熔池尺寸与冷却速率数据集，建立了工艺、组织与性能的初步定量关系。" * 2
)
PROBLEMS = "高温引伸计到货延迟两个月，已改用光学引伸计并调整试验顺序。"
REACHED = {1: Reached(Decimal(210000), "检测报告〔2027〕12号"), 2: Reached(Decimal("2.2"), "检测报告〔2027〕13号")}


def opened_report(move, project=None, report_kind="midterm", year=2027):
    project = project or running_project(move)
    return open_report(project, report_kind=report_kind, year=year, by=leader_of(project))


def written_report(move, project=None, **fields):
    report = opened_report(move, project, **fields)
    return write_report(report, by=leader_of(report.project), progress=PROGRESS, problems=PROBLEMS, reached=REACHED)


def endorsed_report(move, project=None, **fields):
    report = written_report(move, project, **fields)
    report = submit_report(report, by=leader_of(report.project))
    return endorse_report(report, by=institution_officer_of(report.project))


def assessed_report(move, project=None, grade="qualified", **fields):
    report = endorsed_report(move, project, **fields)
    opinion = "研究进展符合任务书进度安排，经费使用规范，同意继续实施。"
    return assess_report(report, by=officer_of_project(report.project), grade=grade, opinion=opinion)
