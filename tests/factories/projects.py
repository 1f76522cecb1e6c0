"""Calls and applications for tests; every state is reached by the real steps."""

from __future__ import annotations

import itertools
import uuid
from datetime import date, timedelta
from decimal import Decimal

from accounts.roles import Role
from core import clock
from projects.applications.services import (
    open_application,
    save_basics,
    save_section,
    set_budget,
    set_indicators,
    set_team,
    set_year_plan,
    submit_application,
)
from projects.applications.tables import Aim, Basics, Member, Money, Plan
from projects.calls.models import Programme
from projects.calls.services import open_call, publish_call
from projects.decisions.services import (
    close_notice,
    deliberate_decision,
    issue_decision,
    open_decision,
    propose_decision,
    publish_notice,
    set_item,
)
from projects.outcomes.services import hand_down_outcome
from projects.pool.models import Appropriation
from projects.pool.services import admit_entry, release_entry
from projects.screening.services import accept_application, endorse_application, recommend_application
from tests.factories.accounts import (
    department,
    make_institution,
    make_institution_officer,
    make_member,
    make_recommender,
    make_staff,
)

_numbers = itertools.count(1)
CONTENT = {
    "rationale": {"rationale": "激光粉末床熔融成形构件在循环载荷下疲劳寿命离散大，制约其在航空接头上的应用。" * 3},
    "content": {
        "content": "以同轴高速摄像与红外测温获取熔池尺寸、温度梯度与冷却速率，建立工艺、组织与性能的定量关系。" * 2,
        "route": "原位观测与相场模拟结合，给出胞晶间距随能量密度变化的规律，再以台架试验验证。",
        "novelty": "提出以冷却速率为桥梁的组织与疲劳耦合模型，并用于寿命设计。",
    },
    "commitment": {"commitment": "本人承诺：材料真实，无涉密内容，遵守科研诚信与伦理。"},
}


def make_programme(code="YYJC", pool_gate="after_acceptance", **fields):
    return Programme.objects.get_or_create(
        code=code,
        defaults={
            "name": f"{code}专项",
            "klass": "applied",
            "department": department(),
            "pool_gate": pool_gate,
            **fields,
        },
    )[0]


def published_call(programme=None, officer=None, **fields):
    officer = officer or make_staff(Role.OFFICER)
    programme = programme or make_programme()
    now = clock.now()
    wanted = {
        "title": f"2026年度{programme.name}",
        "year": 2026,
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=20),
        "institution_closes_at": now + timedelta(days=25),
        "grant_ceiling": Decimal("1000000"),
        "number_to_fund": 2,
        "budget_total": Decimal("3000000"),
        "directions": ["增材制造", "新型储能"],
        **fields,
    }
    call = open_call(by=officer, programme=programme, **wanted)
    return publish_call(call, by=officer)


def draft(call=None, applicant=None, institution=None):
    institution = institution or make_institution()
    applicant = applicant or make_member(institution)
    return open_application(call or published_call(), by=applicant, institution=institution)


def fill(application, title="", granted=Decimal("800000")):
    """Everything the form asks for."""
    by = application.opened_by
    leader = application.principal_investigator
    start = date(2027, 1, 1)
    save_basics(
        application,
        Basics(
            title or f"高熵合金增材制造构件疲劳性能研究{next(_numbers)}",
            "01",
            start,
            date(2028, 12, 31),
            discipline="材料",
        ),
        by=by,
    )
    set_team(
        application,
        [
            Member(leader.name, application.institution.name, "研究员", "总体", 10),
            Member("白若溪", application.institution.name, "副研究员", "试验", 12),
        ],
        by=by,
    )
    for key, content in CONTENT.items():
        save_section(application, key, content, base_version=0, by=by)
    set_indicators(
        application,
        [
            Aim(
                "technical",
                "疲劳寿命（R=0.1）",
                "ge",
                Decimal(120000),
                Decimal(200000),
                Decimal(300000),
                "次",
                "GB/T 3075",
            ),
            Aim("technical", "插入损耗", "le", Decimal("3.1"), Decimal("2.0"), Decimal("1.5"), "dB", "检测报告"),
        ],
        by=by,
    )
    set_year_plan(application, [Plan(2027, "完成原位观测平台与数据库"), Plan(2028, "完成模型与验证")], by=by)
    set_budget(
        application,
        [
            Money("granted", "equipment", granted * Decimal("0.25")),
            Money("granted", "business", granted * Decimal("0.45")),
            Money("granted", "labour", granted * Decimal("0.20")),
            Money("granted", "indirect", granted * Decimal("0.10")),
            Money("self_raised", "business", Decimal("400000")),
        ],
        by=by,
    )
    application.refresh_from_db()
    return application


def submitted(call=None, **fields):
    application = fill(draft(call), **fields)
    return submit_application(application, by=application.opened_by)


def endorsed(call=None, **fields):
    application = submitted(call, **fields)
    application = endorse_application(application, by=make_institution_officer(application.institution))
    if application.state == "awaiting_recommendation":
        application = recommend_application(application, by=make_recommender(application.institution))
    return application


def officer_of(call):
    return call.opened_by


def accepted_application(call=None, **fields):
    application = endorsed(call, **fields)
    return accept_application(application, by=officer_of(application.call))


def appropriation(programme, amount=Decimal("3000000")):
    return Appropriation.objects.create(
        number=f"江财指〔2026〕{next(_numbers)}号", programme=programme, year=2026, amount=amount
    )


def pooled(call=None, **fields):
    application = accepted_application(call, **fields)
    officer = officer_of(application.call)
    return admit_entry(application.pool_entry, by=officer, maturity="A", policy_fit=Decimal(80), readiness=Decimal(90))


def released(call=None, line=None, **fields):
    entry = pooled(call, **fields)
    call = entry.application.call
    return release_entry(entry, by=officer_of(call), appropriation=line or appropriation(call.programme))


def outcome(application, score=Decimal("88.40"), rank=1, of=1, amount=None):
    return hand_down_outcome(
        application,
        round_uuid=uuid.uuid4(),
        score=score,
        rank=rank,
        of=of,
        is_recommended=True,
        recommended_amount=amount or application.granted_requested,
        policy_version=1,
    )


def drafted_decision(count=1, line=None):
    """A decision over released and reviewed applications of one call."""
    call = published_call()
    line = line or appropriation(call.programme)
    for rank in range(1, count + 1):
        entry = released(call, line)
        outcome(entry.application, score=Decimal(90 - rank), rank=rank, of=count)
    return open_decision(by=officer_of(call), call=call, appropriation=line, title="拟立项项目")


def deliberated_decision(count=1):
    decision = drafted_decision(count)
    officer = officer_of(decision.call)
    for item in decision.items.all():
        set_item(item, by=officer, verdict="fund", approved_amount=Decimal("600000"))
    propose_decision(decision, by=officer)
    return deliberate_decision(decision, by=make_staff(Role.LEADER), minutes_number="局办纪〔2026〕12号")


def on_notice(count=1):
    decision = deliberated_decision(count)
    return publish_notice(decision.notice, by=officer_of(decision.call))


def issued_decision(move, count=1):
    """``move(instant)`` moves the clock past the notice (the fixture moved_clock)."""
    notice = on_notice(count)
    move(clock.now() + timedelta(days=12))
    close_notice(notice, by=officer_of(notice.decision.call))
    return issue_decision(notice.decision, by=make_staff(Role.LEADER), document_number="江科计〔2026〕17号")
