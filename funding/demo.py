"""Money of the demo: tranches approved, paid and received; vouchers entered and verified; evaluations and credit events."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import MembershipRole, User
from core import clock
from funding.credit import services as credit
from funding.performance import services as performance
from funding.performance.models import PerformanceEvaluation
from funding.spending.services import enter_expenditure, verify_expenditure
from funding.tranches.models import Tranche
from funding.tranches.services import approve_tranche, confirm_receipt, pay_tranche
from projects.contracts.models import Project

PAYEES = ("澜州精密仪器有限公司", "江汉检测技术服务中心", "清源数据服务有限公司", "岚山特种材料有限公司")
# Category, share of the tranche that is spent on it, what for.
SPENDING = (
    ("equipment", Decimal("0.22"), "试验平台关键部件"),
    ("business", Decimal("0.37"), "样机加工与第三方检测"),
    ("labour", Decimal("0.16"), "项目聘用人员劳务费"),
    ("indirect", Decimal("0.08"), "间接费用"),
)


def pay(world: dict[str, Any]) -> None:
    """The first tranche of every signed contract, some of this year's still on their way; then the spending."""
    for cohort in world["living"]:
        if cohort.age == "open":
            continue
        _pay_due(world, cohort, after=6)
        _spend(cohort, lag=60, part="上半期")
    clock.move_to(None)


def pay_further(world: dict[str, Any]) -> None:
    """The second tranche after a qualified mid-term; the last running ones wait for their approval."""
    for cohort in world["living"]:
        if cohort.age in ("closed", "running"):
            _pay_due(world, cohort, after=8, leave=1 if cohort.age == "running" else 0)
        if cohort.age == "closed":
            _spend(cohort, lag=40, part="下半期")
    clock.move_to(None)


def _pay_due(world: dict[str, Any], cohort: Any, *, after: int, leave: int = 0) -> None:
    """Approved after some days, paid two days later, received three days after; never later than yesterday."""
    due = Tranche.objects.filter(project__call=cohort.call, state="due").select_related("project__institution")
    rows = list(due.order_by("due_at", "pk"))
    last = world["today"] - timedelta(days=1)
    for tranche in rows[: len(rows) - leave]:
        assert tranche.due_at is not None
        clock.move_to(min(tranche.due_at + timedelta(days=after), last - timedelta(hours=3)))
        approved = approve_tranche(tranche, by=cohort.officer)
        if cohort.age == "under_review":
            continue
        clock.move_to(min(tranche.due_at + timedelta(days=after + 2), last - timedelta(hours=2)))
        voucher = f"{cohort.call.year}-{cohort.code}-{tranche.project.number[-4:]}-{tranche.number}"
        line = world["lines"][cohort.code, cohort.call.year].number
        paid = pay_tranche(approved, by=world["users"]["finance"], voucher=voucher, appropriation_number=line)
        clock.move_to(min(tranche.due_at + timedelta(days=after + 5), last))
        confirm_receipt(paid, by=bookkeeper_of(tranche.project))


def bookkeeper_of(project: Project) -> User:
    return User.objects.filter(
        person__memberships__institution_id=project.institution_id, person__memberships__role=MembershipRole.FINANCE
    )[0]


def leader_of(project: Project) -> User:
    return User.objects.get(person_id=project.principal_investigator_id)


def _spend(cohort: Any, *, lag: int, part: str) -> None:
    """A voucher for each category of what arrived last, and one of self-raised money; the last of each is unverified."""
    received = Tranche.objects.filter(project__call=cohort.call, state="received").select_related(
        "project__institution"
    )
    latest = {tranche.project_id: tranche for tranche in received.order_by("number")}
    for place, tranche in enumerate(latest.values()):
        assert tranche.received_at is not None
        project = tranche.project
        rows = [("granted", category, tranche.amount * share, what) for category, share, what in SPENDING]
        rows.append(("self_raised", "business", (project.self_raised or Decimal(0)) / 4, "中试场地与原料"))
        for number, (source, category, amount, what) in enumerate(rows):
            at = min(tranche.received_at + timedelta(days=lag + 9 * number), _latest(project, clock_end(cohort)))
            clock.move_to(at)
            entered = enter_expenditure(
                by=leader_of(project),
                project=project,
                source=source,
                category=category,
                amount=amount.quantize(Decimal("0.01")) + Decimal(number * 7 + place) / 100,
                spent_on=clock.local_day(at - timedelta(days=1)),
                voucher=f"付-{part}-{number + 1:02d}",
                payee=PAYEES[(number + place) % len(PAYEES)],
                invoice=f"{project.number[-6:]}{tranche.number}{number:02d}{place:03d}",
                purpose=what,
            )
            if number < len(rows) - 1 or cohort.age == "closed":
                clock.move_to(at + timedelta(hours=5))
                verify_expenditure(entered, by=bookkeeper_of(project))


def clock_end(cohort: Any) -> datetime:
    """No voucher lies in the future."""
    today: datetime = cohort.today
    return today - timedelta(days=1)


def _latest(project: Project, end: datetime) -> datetime:
    """Before the project's last day, so that nothing is spent after it."""
    last: date = project.ends_on or end.date()
    return min(end, end.replace(year=last.year, month=last.month, day=min(last.day, 28)))


def evaluate(world: dict[str, Any]) -> None:
    """Closed projects are evaluated; what went wrong is recorded, put in force by another, once appealed against."""
    for cohort in world["living"]:
        if cohort.age == "closed":
            _pay_due(world, cohort, after=9, leave=1)
            _evaluate(world, cohort)
            _credit(world, cohort)
    clock.move_to(None)


def _evaluate(world: dict[str, Any], cohort: Any) -> None:
    rows = PerformanceEvaluation.objects.filter(project__call=cohort.call).select_related("project__institution")
    for place, evaluation in enumerate(rows.order_by("pk")):
        assert evaluation.opened_at is not None
        level = Decimal(("0.97", "0.88", "0.74", "0.92")[place % 4])
        points = {"execution": 10 * level, "output": 50 * level, "benefit": 30 * level, "satisfaction": 10 * level}
        given = {part: each.quantize(Decimal("0.1")) for part, each in points.items()}
        clock.move_to(evaluation.opened_at + timedelta(days=6))
        words = "任务书指标全部完成，形成样机与工艺规范各一套，已在两家用户单位应用，用户评价良好。"
        sent = performance.self_evaluate(evaluation, by=leader_of(evaluation.project), own_words=words, **given)
        clock.move_to(evaluation.opened_at + timedelta(days=15))
        opinion = "产出与目标基本一致，效益数据有佐证；建议加强成果推广与后续跟踪。"
        performance.score_evaluation(sent, by=cohort.officer, opinion=opinion, **given)


def _credit(world: dict[str, Any], cohort: Any) -> None:
    """Two events per programme: a late report, and a small ineligible expense that was reported by the unit itself."""
    integrity = world["users"]["integrity"]
    found = list(Project.objects.filter(call=cohort.call).order_by("pk")[:3])
    if len(found) < 3:
        return
    clock.move_to(world["today"] - timedelta(days=70))
    late = credit.record_event(
        by=cohort.officer, project=found[1], subject="person", code="report-late", happened_on=clock.today(),
        basis="年度报告逾期十二日报送，有系统收件时间为据。",
    )  # fmt: skip
    small = credit.record_event(
        by=cohort.officer, project=found[2], subject="institution", code="ineligible-1", happened_on=clock.today(),
        basis="专项审计发现一笔与项目无关的差旅费，占财政经费百分之零点四，已退回。", self_reported=True,
    )  # fmt: skip
    clock.move_to(world["today"] - timedelta(days=60))
    credit.put_in_force(small, by=integrity)
    if cohort.code != "PT":  # one waits for integrity
        in_force = credit.put_in_force(late, by=integrity)
        if cohort.code == "CYH":
            clock.move_to(world["today"] - timedelta(days=55))
            text = "年度报告已在期限内由单位寄出，附快递回执，系统收件时间晚于送达时间，请予核查。"
            credit.appeal_event(in_force, by=leader_of(found[1]), appeal=text)
