"""The whole life of three applications, from the call to the sealed archive, in a bureau of a dozen people.

Every step goes through the driver (pages or API); only the people, their roles and the programme are set up beforehand.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from accounts.models import MembershipRole, User
from accounts.roles import Role
from core import clock
from funding.performance.models import PerformanceEvaluation
from funding.tranches.models import Tranche
from projects.applications.models import Application
from projects.archive.models import ArchiveFile
from projects.archive.package import verify_package
from projects.contracts.models import Contract
from projects.decisions.models import Decision
from projects.pool.models import PoolEntry
from reviews.assignment.models import Assignment
from reviews.drawing.models import Draw
from reviews.drawing.rules import replay
from reviews.scoring.models import Scoresheet
from tests.factories.accounts import make_institution, make_institution_officer, make_member, make_staff
from tests.factories.projects import CONTENT, make_programme
from tests.reviews.test_draw_to_assignment import make_expert

TITLES = ("钠离子电池硬碳负极关键技术研究", "高熵合金增材制造构件疲劳性能研究", "城市内涝实时预报与调度平台研究")
GRANTED = Decimal("800000.00")
APPROVED = Decimal("600000.00")


def office(instant: Any) -> str:
    """An instant as the forms take it: office time to the minute."""
    from django.utils import timezone

    return timezone.localtime(instant).strftime("%Y-%m-%d %H:%M")


class Life:
    """One programme's path. ``move(instant)`` moves the database's clock."""

    def __init__(self, driver: Any, move: Any, *, code: str, pool_gate: str) -> None:
        self.drive, self.move = driver, move
        self.programme = make_programme(code, pool_gate=pool_gate)
        self.officer = make_staff(Role.OFFICER)
        self.leader = make_staff(Role.LEADER)
        self.finance = make_staff(Role.FINANCE)
        self.draw_operator, self.supervisor = make_staff(Role.DRAW_OPERATOR), make_staff(Role.SUPERVISOR)
        self.integrity, self.second_integrity = make_staff(Role.INTEGRITY), make_staff(Role.INTEGRITY)
        self.archivist, self.auditor = make_staff(Role.ARCHIVIST), make_staff(Role.AUDITOR)
        self.chair = make_staff(Role.CHAIR)
        self.units = [make_institution() for _ in TITLES]
        self.applicants = [make_member(unit) for unit in self.units]
        self.unit_officers = [make_institution_officer(unit) for unit in self.units]
        self.unit_books = make_member(self.units[0], MembershipRole.FINANCE)
        self.applications: list[str] = []

    def pass_days(self, days: float) -> None:
        self.move(clock.now() + timedelta(days=days))

    # -- the call and the applications

    def publish_call(self) -> None:
        now = clock.now()
        self.call = self.drive.open(
            self.officer, "calls", programme=self.programme.code, title=f"2026年度{self.programme.name}申报指南",
            year=2026, directions="新型储能\n增材制造", opens_at=office(now - timedelta(minutes=5)),
            closes_at=office(now + timedelta(days=20)), institution_closes_at=office(now + timedelta(days=25)),
            grant_ceiling="1000000", number_to_fund=2, budget_total="3000000",
        )  # fmt: skip
        self.drive.step(self.officer, "calls", self.call, "publish")

    def write(self, applicant: Any, unit: Any, title: str) -> str:
        uuid = self.drive.open(applicant, "applications", call=self.call, institution=unit)
        basics = {"title": title, "direction_code": "01", "starts_on": "2027-01-01", "ends_on": "2028-12-31", "discipline": "材料"}  # fmt: skip
        aims = [
            {"category": "technical", "name": "疲劳寿命", "comparison": "ge", "existing": "120000", "midterm": "200000", "target": "300000", "unit": "次", "method": "GB/T 3075"},
            {"category": "technical", "name": "插入损耗", "comparison": "le", "existing": "3.1", "midterm": "2.0", "target": "1.5", "unit": "dB", "method": "检测报告"},
        ]  # fmt: skip
        shares = (("equipment", "0.25"), ("business", "0.45"), ("labour", "0.20"), ("indirect", "0.10"))
        money = [{"source": "granted", "category": c, "amount": f"{GRANTED * Decimal(s):.2f}"} for c, s in shares]
        tables = {
            "team": [{"name": applicant.person.name, "institution_name": unit.name, "title": "研究员", "task": "总体", "months": 10}],
            "indicators": aims,
            "year_plan": [{"year": 2027, "content": "完成平台与数据库"}, {"year": 2028, "content": "完成模型与验证"}],
            "budget": [*money, {"source": "self_raised", "category": "business", "amount": "400000"}],
        }  # fmt: skip
        self.drive.write_application(applicant, uuid, {"basics": basics, **CONTENT}, tables)
        return uuid

    def apply(self) -> None:
        for applicant, unit, title in zip(self.applicants, self.units, TITLES, strict=True):
            uuid = self.write(applicant, unit, title)
            self.drive.step(applicant, "applications", uuid, "submit")
            self.applications.append(uuid)
        # An institution does not endorse for another, and nobody hands in twice.
        assert self.drive.refused(self.unit_officers[1], "applications", self.applications[0], "endorse") == 404
        assert self.drive.refused(self.applicants[0], "applications", self.applications[0], "submit") == 409

    def endorse_and_check(self) -> None:
        for officer, uuid in zip(self.unit_officers, self.applications, strict=True):
            self.drive.step(officer, "applications", uuid, "endorse", remark="情况属实")
        first = self.applications[0]
        self.drive.step(
            self.officer, "applications", first, "ask_correction", reason="年度计划请写明第二年的验收节点。"
        )
        self.drive.step(self.applicants[0], "applications", first, "correct")
        for uuid in self.applications:
            self.drive.step(self.officer, "applications", uuid, "accept", remark="")

    # -- the pool

    def enter_budget_line(self, amount: int = 3_000_000) -> None:
        self.line = f"江财教指〔2026〕{self.programme.code}号"
        self.drive.enter_budget_line(
            self.finance, programme=self.programme.code, number=self.line, year=2026, amount=amount
        )

    def admit_and_release(self) -> None:
        for application in self.applications:
            entry = str(PoolEntry.objects.get(application__uuid=application).uuid)
            self.drive.step(self.officer, "pool-entries", entry, "admit", maturity="A", policy_fit="85", readiness="90")
            self.drive.step(self.officer, "pool-entries", entry, "release", appropriation=self.line)

    # -- the review

    def set_up_experts(self) -> None:
        """Five strangers on the roster, and one from the first applicant's own institution."""
        self.strangers = [make_expert() for _ in range(5)]
        self.colleague = make_expert(self.units[0])

    def review(self) -> None:
        now = clock.now()
        self.round = self.drive.open(
            self.officer, "rounds", call=self.call, title="新材料第1评审组", applications=self.applications,
            opens_at=office(now), closes_at=office(now + timedelta(days=7)), experts_wanted=3, blindness="single",
            chair=self.chair.username,
        )  # fmt: skip
        self.drive.step(self.officer, "rounds", self.round, "request_draw")
        draw = str(Draw.objects.get(round__uuid=self.round).uuid)
        self.drive.step(self.draw_operator, "draws", draw, "turn_first_key")
        assert self.drive.refused(self.draw_operator, "draws", draw, "turn_second_key") in (403, 409)
        self.drive.step(self.supervisor, "draws", draw, "turn_second_key")
        self.drive.step(self.supervisor, "draws", draw, "freeze")
        transcript = Draw.objects.get(round__uuid=self.round).transcript
        assert replay(transcript) == []
        assert str(self.colleague.uuid) not in transcript["order"], "same legal person: out of the draw"
        self.drive.step(self.officer, "rounds", self.round, "open")
        assert Assignment.objects.filter(item__round__uuid=self.round).count() == len(self.applications) * 3
        for place, assignment in enumerate(self.assignments()):
            self.score(assignment, place)
        self.drive.step(self.officer, "rounds", self.round, "lock")
        self.drive.step(self.chair, "rounds", self.round, "rank")
        self.drive.step(self.officer, "rounds", self.round, "hand_down")
        # Nobody who applied learns who judged.
        for applicant, application in zip(self.applicants, self.applications, strict=True):
            shown = self.drive.shows(applicant, "applications", application)
            assert not [e for e in self.strangers if e.person.name in shown]

    def assignments(self) -> list[Assignment]:
        return list(Assignment.objects.filter(item__round__uuid=self.round).order_by("item__alias", "code"))

    def score(self, assignment: Assignment, place: int) -> None:
        expert = User.objects.get(person_id=assignment.pair.expert.person_id)
        self.drive.step(expert, "assignments", str(assignment.uuid), "accept", has_declared=True)
        sheet = Scoresheet.objects.get(assignment=assignment)
        points = {f"points-{c['key']}": int(c["points"] * (90 - place) // 100) for c in assignment.item.round.criteria}
        self.drive.score(
            expert, sheet, **points, familiarity="familiar", recommendation="fund", suggested_amount="700000",
            comment="选题面向产业实际需求，研究目标明确，技术路线可行，前期基础较好。建议细化关键指标的测试条件。" * 3,
        )  # fmt: skip
        if place == 0:
            other = User.objects.get(person_id=self.strangers[0].person_id)
            seen = self.drive.of(other).get(self.drive.address("scoresheets", str(sheet.uuid))).status_code
            assert (seen == 404) or other == expert, "another expert's sheet does not exist for an expert"
        self.drive.step(expert, "scoresheets", str(sheet.uuid), "submit")

    # -- the decision

    def decide(self) -> None:
        self.decision = self.drive.open(
            self.officer, "decisions", call=self.call, appropriation=self.line, title="2026年度拟立项项目"
        )
        listed = [str(item.application.uuid) for item in self.decision_record().items.all()]
        assert len(listed) == len(TITLES)
        self.funded = listed[:2]
        cells = {f"verdict-{uuid}": "fund" if uuid in self.funded else "reserve" for uuid in listed}
        cells |= {f"amount-{uuid}": str(APPROVED) for uuid in self.funded}
        self.drive.set_items(self.officer, self.decision, cells)
        self.drive.step(self.officer, "decisions", self.decision, "propose")
        assert self.drive.refused(self.officer, "decisions", self.decision, "deliberate", minutes_number="x") == 403
        self.drive.step(self.leader, "decisions", self.decision, "deliberate", minutes_number="局办纪〔2026〕12号")

    def decision_record(self) -> Decision:
        return Decision.objects.get(uuid=self.decision)

    def notice_and_objection(self) -> None:
        notice = str(self.decision_record().notice.uuid)
        self.drive.step(self.officer, "notices", notice, "publish")
        objection = self.drive.object_to(
            notice,
            item=self.funded[1],
            objector_name="江汉某公司",
            objector_contact="027-55555555",
            grounds="该项目与本公司二〇二五年已获资助的项目内容重复，附合同编号。",
        )
        self.drive.step(self.integrity, "objections", objection, "take_up")
        self.pass_days(12)
        self.drive.step(self.officer, "notices", notice, "close")
        self.drive.step(self.leader, "decisions", self.decision, "issue", document_number="江科计〔2026〕17号")
        issued = self.decision_record().items.filter(issued_at__isnull=False)
        assert [str(item.application.uuid) for item in issued] == [self.funded[0]], "the item under objection is held"
        self.drive.step(self.integrity, "objections", objection, "dismiss", answer="经查，两项目内容不同，异议不成立。")
        self.drive.step(self.leader, "decisions", self.decision, "issue_rest")
        assert self.decision_record().items.filter(issued_at__isnull=False).count() == 2

    # -- the contract

    def sign_contracts(self) -> None:
        for application in self.funded:
            place = self.applications.index(application)
            applicant, officer = self.applicants[place], self.unit_officers[place]
            contract = Contract.objects.get(project__application__uuid=application)
            uuid = str(contract.uuid)
            assert (contract.granted, contract.project.state) == (APPROVED, "contracting")
            cells = {f"{line.source}-{line.category}": line.amount for line in contract.budget.all()}
            cells["granted-business"] += Decimal("1000")
            cells["granted-labour"] -= Decimal("1000")
            self.drive.edit(applicant, "contracts", uuid, "budget", **cells)
            self.drive.step(applicant, "contracts", uuid, "submit")
            self.drive.step(officer, "contracts", uuid, "sign")
            assert self.drive.refused(self.officer, "contracts", uuid, "countersign") == 403
            self.drive.step(self.leader, "contracts", uuid, "countersign")
        self.applicant, self.unit_officer = self.people_of(self.application)
        self.project = str(self.application.project.uuid)
        assert self.application.project.state == "active"

    # -- money

    def pay_first_tranche(self) -> None:
        tranche = Tranche.objects.get(project__uuid=self.project, number=1)
        assert (tranche.state, tranche.amount) == ("due", APPROVED / 2)
        self.pay(tranche, "0001")

    def pay(self, tranche: Tranche, voucher: str) -> None:
        uuid = str(tranche.uuid)
        self.drive.step(self.officer, "tranches", uuid, "approve")
        assert self.drive.refused(self.officer, "tranches", uuid, "pay", voucher="x", appropriation_number="x") == 403
        self.drive.step(self.finance, "tranches", uuid, "pay", voucher=f"拨-{voucher}", appropriation_number=self.line)
        self.drive.step(self.unit_books, "tranches", uuid, "confirm_receipt")

    def spend(self) -> None:
        expenditure = self.drive.open(
            self.applicant, "expenditures", project=self.project, source="granted", category="business",
            amount="12345.60", spent_on=clock.today().isoformat(), voucher="付-0001", payee="江汉试验仪器有限公司",
            invoice="INV-1", purpose="疲劳试验加工费",
        )  # fmt: skip
        assert self.drive.refused(self.applicant, "expenditures", expenditure, "verify") in (403, 409)
        self.drive.step(self.unit_books, "expenditures", expenditure, "verify")
        money = self.application.project.money
        assert (money.granted_paid, money.granted_spent) == (APPROVED / 2, Decimal("12345.60"))

    # -- execution

    def midterm(self) -> None:
        self.report = self.drive.open(self.applicant, "reports", project=self.project, report_kind="midterm", year=2027)
        values = {"value-1": "210000", "evidence-1": "检测报告1号", "value-2": "1.9", "evidence-2": "检测报告2号"}
        text = "已完成原位观测平台与数据库建设，阶段指标全部达到，正在开展模型验证。" * 3
        self.drive.edit(self.applicant, "reports", self.report, "write", progress=text, problems="无。", **values)
        self.drive.step(self.applicant, "reports", self.report, "submit")
        self.drive.step(self.unit_officer, "reports", self.report, "endorse")
        self.drive.step(
            self.officer, "reports", self.report, "assess", grade="qualified", opinion="按计划完成，同意继续。"
        )

    def change(self) -> None:
        """Six months more, granted by the officer; the old end is kept."""
        uuid = self.drive.open(
            self.applicant,
            "changes",
            project=self.project,
            change_kind="period",
            grounds="关键器件供货周期延长，样机装配推迟，验证须顺延半年。",
        )
        self.drive.edit(
            self.applicant,
            "changes",
            uuid,
            "write",
            grounds="关键器件供货周期延长，样机装配推迟，验证须顺延半年。",
            ends_on="2029-06-30",
        )
        self.drive.step(self.applicant, "changes", uuid, "submit")
        self.drive.step(self.unit_officer, "changes", uuid, "agree")
        self.drive.step(self.officer, "changes", uuid, "grant", answer="同意延期。")
        assert str(self.application.project.ends_on) == "2029-06-30"

    # -- the end

    def accept_the_project(self) -> None:
        self.move(datetime(2029, 7, 20, 2, tzinfo=UTC))
        acceptance = self.drive.open(self.applicant, "acceptances", project=self.project)
        self.drive.edit(
            self.applicant, "acceptances", acceptance, "write", summary="任务书规定的内容全部完成，经费使用合规。" * 6,
            **{"actual-1": "310000", "evidence-1": "检测报告", "actual-2": "1.4", "evidence-2": "检测报告"},
            **{"achievement-1-kind": "patent", "achievement-1-title": "一种疲劳寿命预测方法"},
        )  # fmt: skip
        self.drive.step(self.applicant, "acceptances", acceptance, "submit")
        self.drive.step(self.unit_officer, "acceptances", acceptance, "endorse")
        assert self.application.project.state == "under_acceptance"
        self.drive.step(
            self.officer, "acceptances", acceptance, "review",
            score="90", suggested="pass", opinion="指标全部完成，资料齐全，同意通过验收。",
        )  # fmt: skip
        assert self.drive.refused(self.officer, "acceptances", acceptance, "conclude", conclusion="pass") == 403
        self.drive.step(self.leader, "acceptances", acceptance, "conclude", conclusion="pass")
        assert self.application.project.state == "passed"
        self.pay(Tranche.objects.get(project__uuid=self.project, number=3, state="due"), "0003")

    def evaluate(self) -> None:
        evaluation = str(PerformanceEvaluation.objects.get(project__uuid=self.project).uuid)
        points = {"execution": "8", "output": "46", "benefit": "27", "satisfaction": "9"}
        self.drive.step(
            self.applicant,
            "performance",
            evaluation,
            "self_evaluate",
            own_words="指标全部完成，用户评价良好。",
            **points,
        )
        self.drive.step(
            self.officer, "performance", evaluation, "score", opinion="产出与目标一致，效益有佐证。", **points
        )
        assert PerformanceEvaluation.objects.get(uuid=evaluation).band == "excellent"

    def record_credit(self) -> None:
        event = self.drive.open(
            self.integrity, "credit", project=self.application.project.number, subject="person", code="report-late",
            happened_on=clock.today().isoformat(), basis="年度报告逾期十二日报送，有系统收件时间为据。",
        )  # fmt: skip
        assert self.drive.refused(self.integrity, "credit", event, "put_in_force") == 403
        self.drive.step(self.second_integrity, "credit", event, "put_in_force")
        shown = self.drive.credit_of(self.applicant)
        assert "99.1" in shown or "99.10" in shown, "0.30 x 97 + 0.70 x 100"

    def seal(self) -> None:
        archive = str(ArchiveFile.objects.get(project__uuid=self.project).uuid)
        self.drive.step(self.archivist, "archives", archive, "check")
        self.drive.step(self.archivist, "archives", archive, "seal")
        sealed = ArchiveFile.objects.get(uuid=archive)
        assert self.application.project.state == "archived"
        self.package = self.drive.download(self.archivist, "archives", archive, sealed.package.sha256)
        assert verify_package(self.package) == []

    def public_page(self) -> None:
        """Anybody reads of the project what is public, and of the people who judged nothing."""
        page = Client().get(f"/funded/{self.project}/").content.decode()
        assert self.application.title in page
        assert not [each for each in self.strangers if each.person.name in page]
        assert self.applicant.email not in page and self.leader.person.name not in page

    def audit(self) -> None:
        """The auditor's workbook of the year: five sheets with their control totals, no reviewer's name."""
        workbook = load_workbook(io.BytesIO(self.drive.audit_workbook(self.auditor, year=2026)), read_only=True)
        titles = workbook.sheetnames
        assert titles[0] == "说明" and len([t for t in titles if t[0] in "12345"]) >= 5, titles
        text = "".join(str(cell) for sheet in workbook for row in sheet.iter_rows(values_only=True) for cell in row)
        assert self.application.project.number in text
        assert not [each for each in self.strangers if each.person.name in text]

    @property
    def application(self) -> Application:
        return Application.objects.get(uuid=self.funded[0])

    def people_of(self, application: Application) -> tuple[Any, Any]:
        place = self.applications.index(str(application.uuid))
        return self.applicants[place], self.unit_officers[place]
