"""The demo world's programmes, calls, applications, pool and decisions, made by the real services."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.queries import officers_of
from core import clock
from projects.applications import services as applying
from projects.applications.models import Application
from projects.applications.tables import Aim, Basics, Member, Money, Plan
from projects.calls.models import Call, Programme
from projects.calls.services import close_call, open_call, publish_call
from projects.pool.models import Appropriation
from projects.screening import services as screening

PROGRAMMES = (
    ("JC", "基础研究专项", "Basic research", "basic", "JC", "none"),
    ("YYJC", "应用基础前沿专项", "Applied research", "applied", "GX", "after_acceptance"),
    ("CYH", "重大科技成果产业化专项", "Industrialisation", "industrial", "GX", "after_review"),
    ("PT", "创新平台专项", "Platforms", "platform", "NS", "none"),
    ("RC", "青年科技人才专项", "People", "people", "NS", "none"),
)
SUBJECTS = (
    "面向5G前传的25G硅光收发芯片", "低温等离子体协同催化处理工业VOCs装备", "水稻耐高温种质资源的分子设计育种",
    "城市内涝实时预报与调度平台", "高熵合金增材制造构件疲劳性能", "钠离子电池硬碳负极", "脑卒中康复机器人",
    "车规级碳化硅功率模块封装", "长江中游湿地碳汇监测", "肿瘤新抗原个体化疫苗", "大跨桥梁健康监测数字孪生",
    "工业互联网异构协议安全网关",
)  # fmt: skip
ENDINGS = ("关键技术研究", "机理与方法研究", "示范应用", "产业化")
TEXTS = {
    "rationale": {
        "rationale": "该方向是本市重点产业链的短板环节。国内外同类技术在寿命、成本与一致性上仍有明显差距，亟须形成自主可控的解决方案。"
        * 2
    },
    "content": {
        "content": "围绕材料、器件与系统三个层次开展研究：一是明确失效机理，二是提出设计方法，三是完成样机与验证。" * 2,
        "route": "理论分析、数值模拟与台架试验相结合，逐级放大，最后在合作单位现场验证。",
        "novelty": "提出机理与数据协同的设计方法；形成可推广的工艺规范一套。",
    },
    "commitment": {"commitment": "本人承诺：材料真实，无涉密内容，遵守科研诚信与伦理。"},
}


def fill(world: dict[str, Any]) -> None:
    """Two years: last year's calls checked and closed, this year's open now."""
    users = world["users"]
    today = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)  # 17:00 in the office
    programmes = {
        code: Programme.objects.create(
            code=code,
            name=name,
            name_en=english,
            klass=klass,
            department=world["departments"][department],
            pool_gate=gate,
            recommends=code == "PT",
        )
        for code, name, english, klass, department, gate in PROGRAMMES
    }
    world["programmes"] = programmes
    for code in ("YYJC", "CYH"):
        Appropriation.objects.create(
            number=f"江财教指〔{today.year}〕{101 + len(code)}号",
            programme=programmes[code],
            year=today.year,
            amount=Decimal(20_000_000),
        )
    officers = {"GX": users["officer"], "NS": users["officer2"], "JC": _basic_officer(world)}
    world["officers"] = officers
    for index, (code, programme) in enumerate(programmes.items()):
        officer = officers[programme.department.code]
        _past_call(world, programme, officer, today - timedelta(days=120 + 10 * index), first=index * 24, count=24)
        call = _open_call(programme, officer, today)
        _present_applications(world, call, first=200 + index * 9)
        world.setdefault("open_calls", {})[code] = call
    clock.move_to(None)


def _basic_officer(world: dict[str, Any]) -> Any:
    from accounts import services
    from accounts.demo import invented_name
    from accounts.roles import Role

    user = services.open_user("officer3", person=services.register_person(invented_name(901)))
    services.grant_role(user, Role.OFFICER, by=None, department=world["departments"]["JC"])
    return user


def _call(
    programme: Programme, officer: Any, opens: datetime, days: int, year: int, *, recommended: bool = False
) -> Call:
    clock.move_to(opens - timedelta(days=30))
    call = open_call(
        by=officer,
        programme=programme,
        title=f"{year}年度{programme.name}申报指南",
        year=year,
        opens_at=opens,
        closes_at=opens + timedelta(days=days),
        institution_closes_at=opens + timedelta(days=days + 5),
        recommender_closes_at=opens + timedelta(days=days + 10) if recommended else None,
        grant_ceiling=Decimal(2_000_000),
        number_to_fund=10,
        budget_total=Decimal(20_000_000),
        directions=["新一代信息技术", "高端装备与新材料", "生命健康与现代农业"],
        summary="支持本市单位围绕重点产业链开展研究，竞争择优，分类评价。",
        body="申报单位应在本市注册满一年，具备相应的研究条件。项目负责人同期主持项目不超过2项。涉密内容不得填报。",
        contact=f"{programme.department.name} 027-00000000",
    )
    return publish_call(call, by=officer)


def _past_call(
    world: dict[str, Any], programme: Programme, officer: Any, opens: datetime, *, first: int, count: int
) -> None:
    """A call that has closed: most applications accepted, a few refused."""
    call = _call(programme, officer, opens, 30, opens.year)
    clock.move_to(opens + timedelta(days=20))
    submitted = [_submitted(world, call, first + n) for n in range(count)]
    clock.move_to(opens + timedelta(days=32))
    for application in submitted:
        screening.endorse_application(application, by=officers_of(application.institution)[0])
    clock.move_to(opens + timedelta(days=40))
    for n, application in enumerate(submitted):
        fresh = Application.objects.get(pk=application.pk)
        if n % 8 == 7:
            screening.refuse_application(fresh, by=officer, reason="研究内容不属于本指南方向。")
        else:
            screening.accept_application(fresh, by=officer)
    close_call(call, by=officer)
    world.setdefault("past_calls", {})[programme.code] = call


def _open_call(programme: Programme, officer: Any, today: datetime) -> Call:
    return _call(programme, officer, today - timedelta(days=12), 26, today.year + 1, recommended=programme.recommends)


def _present_applications(world: dict[str, Any], call: Call, *, first: int) -> None:
    """Under the open call: drafts, some awaiting endorsement, some in the formal check."""
    clock.move_to(call.opens_at + timedelta(days=10))
    for n in range(6):
        application = _submitted(world, call, first + n)
        if n % 2:
            screening.endorse_application(application, by=officers_of(application.institution)[0])
    applicant = world["users"]["applicant"]
    draft = applying.open_application(call, by=applicant, institution=world["institutions"][0])
    applying.save_basics(
        draft, Basics(f"{SUBJECTS[first % len(SUBJECTS)]}{ENDINGS[0]}", "01", None, None), by=applicant
    )
    if call.programme.code == "YYJC":
        _submitted(world, call, 0, by=(world["users"]["applicant2"], world["institutions"][1]))


def _submitted(world: dict[str, Any], call: Call, number: int, by: Any = None) -> Application:
    user, institution = by or world["researchers"][number % len(world["researchers"])]
    application = applying.open_application(call, by=user, institution=institution)
    year = call.opens_at.year + 1
    title = f"{SUBJECTS[number % len(SUBJECTS)]}{ENDINGS[number // len(SUBJECTS) % len(ENDINGS)]}"
    basics = Basics(title, f"0{number % 3 + 1}", date(year, 1, 1), date(year + 1, 12, 31), discipline="工程与材料")
    applying.save_basics(application, basics, by=user)
    applying.set_team(
        application,
        [
            Member(user.person.name, institution.name, "研究员", "总体设计", 10),
            Member("白若溪", institution.name, "副研究员", "试验验证", 12),
        ],
        by=user,
    )
    for key, content in TEXTS.items():
        applying.save_section(application, key, content, base_version=0, by=user)
    aims = [
        Aim("technical", "样机连续运行时间", "ge", Decimal(100), Decimal(500), Decimal(2000), "小时", "第三方检测报告"),
        Aim("technical", "插入损耗", "le", Decimal("3.1"), Decimal("2.0"), Decimal("1.5"), "dB", "GB/T 检测"),
        Aim("output", "发明专利授权", "ge", Decimal(0), Decimal(1), Decimal(4), "件", "专利证书"),
    ]
    applying.set_indicators(application, aims, by=user)
    plans = [Plan(year, "完成机理研究与方案设计", "阶段报告1份"), Plan(year + 1, "完成样机与验证", "样机1套")]
    applying.set_year_plan(application, plans, by=user)
    granted = Decimal(600_000 + number % 7 * 200_000)
    shares = (("equipment", "0.25"), ("business", "0.45"), ("labour", "0.20"), ("indirect", "0.10"))
    lines = [Money("granted", category, granted * Decimal(share)) for category, share in shares]
    applying.set_budget(application, [*lines, Money("self_raised", "business", granted / 2)], by=user)
    application.refresh_from_db()
    return applying.submit_application(application, by=user)
