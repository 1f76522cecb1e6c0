"""Change requests for tests, by the real steps. ``move``: the fixture ``moved_clock``."""

from __future__ import annotations

from datetime import date

from projects.changes.services import agree_to_change, open_change, submit_change, write_change
from projects.changes.tables import Wanted
from tests.factories.contracts import institution_officer_of, leader_of, running_project

GROUNDS = "关键设备到货延迟，样机验证无法按期完成，拟顺延后续安排，考核指标不变。"
LATER = Wanted(ends_on=date(2029, 6, 30))


def opened_change(move, change_kind="period", project=None):
    project = project or running_project(move)
    return open_change(project, change_kind=change_kind, grounds=GROUNDS, by=leader_of(project))


def submitted_change(move, change_kind="period", wanted=LATER, project=None):
    change = opened_change(move, change_kind, project)
    leader = leader_of(change.project)
    return submit_change(write_change(change, by=leader, grounds=GROUNDS, wanted=wanted), by=leader)


def agreed_change(move, change_kind="period", wanted=LATER, project=None):
    change = submitted_change(move, change_kind, wanted, project)
    return agree_to_change(change, by=institution_officer_of(change.project))
