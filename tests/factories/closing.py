"""The end of a project for tests: acceptance and archive, every state reached by the real steps.

``move(instant)`` moves the clock past the public notice (the fixture ``moved_clock``); fields go to ``running_project``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from accounts.roles import Role
from funding.performance.models import PerformanceEvaluation
from funding.performance.services import score_evaluation, self_evaluate
from projects.acceptance.services import (
    conclude_acceptance,
    endorse_acceptance,
    open_acceptance,
    review_acceptance,
    submit_acceptance,
    write_acceptance,
)
from projects.acceptance.tables import Brought, Value
from projects.archive.services import check_archive, seal_archive
from tests.factories.accounts import make_staff
from tests.factories.contracts import institution_officer_of, leader_of, officer_of_project, running_project
from tests.factories.funding import POINTS

# The factory's contract asks for a fatigue life of at least 300,000 cycles and a loss of at most 1.5 dB.
MET = (Decimal("312000"), Decimal("1.4"))
ACHIEVEMENTS = (
    Brought("paper", "高熵合金疲劳寿命的组织耦合模型", "力学学报 2028(3)", date(2028, 3, 1)),
    Brought("report", "高熵合金增材制造构件疲劳性能研究科技报告", "JH-2028-0001", date(2028, 12, 1)),
)


def written_acceptance(move, values=MET, achievements=ACHIEVEMENTS, **fields):
    """An acceptance whose content is complete, still a draft."""
    project = running_project(move, **fields)
    acceptance = open_acceptance(project, by=leader_of(project))
    return write_acceptance(
        acceptance,
        by=leader_of(project),
        summary="项目按任务书完成全部研究内容，考核指标经第三方检测。",
        values=[Value(place, value, "检测报告") for place, value in enumerate(values, 1)],
        achievements=achievements,
    )


def submitted_acceptance(move, **fields):
    acceptance = written_acceptance(move, **fields)
    return submit_acceptance(acceptance, by=leader_of(acceptance.project))


def acceptance_under_review(move, **fields):
    """Endorsed by the institution; the project is under acceptance."""
    acceptance = submitted_acceptance(move, **fields)
    return endorse_acceptance(acceptance, by=institution_officer_of(acceptance.project))


def reviewed_acceptance(move, suggested="pass", **fields):
    acceptance = acceptance_under_review(move, **fields)
    return review_acceptance(
        acceptance,
        by=officer_of_project(acceptance.project),
        score=Decimal("88.50"),
        suggested=suggested,
        opinion="专家组认为项目完成了任务书规定的研究内容。",
    )


def concluded_acceptance(move, conclusion="pass", suggested="pass", **fields):
    acceptance = reviewed_acceptance(move, suggested=suggested, **fields)
    return conclude_acceptance(acceptance, by=make_staff(Role.LEADER), conclusion=conclusion, reason="经局务会研究。")


def accepted_project(move, **fields):
    """A project that passed its acceptance; its archive file is open."""
    project = concluded_acceptance(move, **fields).project
    project.refresh_from_db()
    return project


def evaluated(project):
    """The performance of an ended project, evaluated by its leader and scored by the officer: the archive waits for it."""
    evaluation = PerformanceEvaluation.objects.get(project=project)
    evaluation = self_evaluate(evaluation, by=leader_of(project), own_words="完成全部研究内容。", **POINTS)
    score_evaluation(evaluation, by=officer_of_project(project), opinion="产出与目标一致。", **POINTS)
    return project


def finished_project(move, **fields):
    """A project that passed and was evaluated: every part of its archive file is there."""
    return evaluated(accepted_project(move, **fields))


def checked_archive(move, **fields):
    return check_archive(finished_project(move, **fields).archive, by=make_staff(Role.ARCHIVIST))


def sealed_archive(move, **fields):
    """A sealed archive file; its project is archived."""
    return seal_archive(checked_archive(move, **fields), by=make_staff(Role.ARCHIVIST))
