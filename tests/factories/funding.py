"""Payments, spending, credit and performance for tests; every state is reached by the real steps.

``move(instant)`` moves the clock past the public notice (the fixture ``moved_clock``).
"""

from __future__ import annotations

import itertools
from decimal import Decimal

from accounts.models import MembershipRole
from accounts.roles import Role
from core import clock
from funding.credit.services import appeal_event, put_in_force, record_event
from funding.performance.services import open_evaluation, score_evaluation, self_evaluate
from funding.spending.services import enter_expenditure, verify_expenditure
from funding.tranches.models import Tranche
from funding.tranches.services import approve_tranche, confirm_receipt, pay_tranche
from projects.contracts.services import terminate_project
from tests.factories.accounts import make_member, make_staff
from tests.factories.contracts import institution_officer_of, leader_of, officer_of_project, running_project

_numbers = itertools.count(1)
POINTS = {"execution": Decimal(8), "output": Decimal(45), "benefit": Decimal(27), "satisfaction": Decimal(9)}
BASIS = "中期检查时核对纸质材料发现，有检查记录为据。"


def due_tranche(move, **fields):
    """The tranche that fell due when the contract was signed."""
    return Tranche.objects.get(project=running_project(move, **fields), number=1)


def approved_tranche(move, **fields):
    tranche = due_tranche(move, **fields)
    return approve_tranche(tranche, by=officer_of_project(tranche.project))


def paid_tranche(move, **fields):
    tranche = approved_tranche(move, **fields)
    number = next(_numbers)
    return pay_tranche(
        tranche, by=make_staff(Role.FINANCE), voucher=f"记-{number:04d}", appropriation_number="江财指〔2026〕1号"
    )


def received_tranche(move, **fields):
    tranche = paid_tranche(move, **fields)
    return confirm_receipt(tranche, by=institution_officer_of(tranche.project))


def bookkeeper_of(project):
    """A (new) finance officer of the project's institution."""
    return make_member(project.institution, MembershipRole.FINANCE)


def entered_expenditure(project, *, by=None, **fields):
    """A voucher of 12,345.60 yuan of granted money, entered by the leader."""
    wanted = {
        "source": "granted",
        "category": "business",
        "amount": Decimal("12345.60"),
        "spent_on": clock.today(),
        "voucher": f"付-{next(_numbers):04d}",
        "payee": "江汉试验仪器有限公司",
        "purpose": "疲劳试验加工费",
        **fields,
    }
    return enter_expenditure(by=by or leader_of(project), project=project, **wanted)


def verified_expenditure(move, **fields):
    """A voucher of a project whose first tranche was paid, verified by a finance officer of its institution."""
    project = paid_tranche(move).project
    return verify_expenditure(entered_expenditure(project, **fields), by=bookkeeper_of(project))


def recorded_event(project, code="report-late", *, by=None, **fields):
    wanted = {"subject": "person", "happened_on": clock.today(), "basis": BASIS, **fields}
    return record_event(by=by or officer_of_project(project), project=project, code=code, **wanted)


def event_in_force(project, code="report-late", **fields):
    return put_in_force(recorded_event(project, code, **fields), by=make_staff(Role.INTEGRITY))


def appealed_event(project, code="report-late", **fields):
    event = event_in_force(project, code, **fields)
    return appeal_event(event, by=leader_of(project), appeal="报告已按期寄出，附快递回执，请核对收件登记。")


def performance_opened(move, **fields):
    """The evaluation of a project that was terminated."""
    project = running_project(move, **fields)
    terminate_project(project, by=officer_of_project(project), reason="负责人调离，单位申请终止")
    project.refresh_from_db()
    return open_evaluation(project)


def performance_self_evaluated(move, **fields):
    evaluation = performance_opened(move, **fields)
    return self_evaluate(
        evaluation, by=leader_of(evaluation.project), own_words="完成平台搭建与两轮试验，形成工艺规范一套。", **POINTS
    )


def performance_scored(move, **fields):
    evaluation = performance_self_evaluated(move, **fields)
    return score_evaluation(
        evaluation, by=officer_of_project(evaluation.project), opinion="产出与目标一致，效益尚待观察。", **POINTS
    )
