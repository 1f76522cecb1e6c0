"""The demo world's roster: three hundred experts, most of them from out of town, made by the real services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts import services
from accounts.demo import invented_name
from accounts.models import User
from accounts.rules import credit_check_digit
from core import clock
from experts.roster.services import admit_expert, propose_expert
from experts.roster.states import ExpertKind
from experts.ties.models import TieKind
from experts.ties.services import note_tie

OUT_OF_TOWN = ("长桥", "云梦", "衡岳", "清江", "汾水", "岭南", "闽江", "燕山", "太湖", "海州")
BODIES = (
    ("理工大学", "university"),
    ("科学技术研究院", "institute"),
    ("先进制造研究所", "institute"),
    ("医科大学", "university"),
)
DISCIPLINES = ("电子信息", "工程与材料", "能源与环境", "医药卫生", "信息安全")
KEYWORDS = ("硅光芯片", "增材制造", "储能材料", "康复机器人", "工业互联网")
# A small field: its five experts judge every round of it, the sign-in names among them.
SMALL_FIELD, SMALL_FIELD_EXPERTS = "农业与生态", 5
KINDS = (ExpertKind.TECHNICAL, ExpertKind.TECHNICAL, ExpertKind.TECHNICAL, ExpertKind.INDUSTRY, ExpertKind.FINANCE)
TITLES = ("教授", "研究员", "教授级高级工程师", "主任医师")
COUNT = 300
TIES = ((TieKind.COAUTHOR, "合作论文2篇"), (TieKind.ADVISOR, "博士生导师"), (TieKind.CO_PROJECT, "共同承担省级项目1项"))
SIGN_IN_NAMES = ("expert", "expert2")


def fill(world: dict[str, Any]) -> None:
    """Two of the experts are the sign-in names; each belongs to one unit from out of town, none to an applicant's."""
    units = []
    for number in range(len(OUT_OF_TOWN) * len(BODIES)):
        tail, kind = BODIES[number % len(BODIES)]
        body = f"12430100{number + 1:09d}"
        units.append(
            services.verified_institution(
                OUT_OF_TOWN[number // len(BODIES)] + tail, kind=kind, credit_code=body + credit_check_digit(body)
            )
        )
    officer = world["users"]["officer"]
    clock.move_to(clock.now().replace(hour=2, minute=0, second=0, microsecond=0))
    world["experts"] = [_admitted(world, number, units[number % len(units)], officer) for number in range(COUNT)]
    world["expert_units"] = units
    tie(world)
    clock.move_to(None)


def tie(world: dict[str, Any]) -> None:
    """What conflict rules find: hospitals that belong to a medical university, papers written together, a former tutor."""
    universities = [unit for unit in world["expert_units"] if unit.name.endswith("医科大学")]
    hospitals = [unit for unit in world["institutions"] if unit.kind == "hospital"]
    for hospital, university in zip(hospitals[:4], universities, strict=False):
        services.affiliate_institution(hospital, university, by=None)
    today = clock.today()
    for number, expert in enumerate(world["experts"][SMALL_FIELD_EXPERTS::11]):
        user, _unit = world["researchers"][number * 5 % len(world["researchers"])]
        kind, evidence = TIES[number % len(TIES)]
        note_tie(
            expert.person, kind, other=user.person, until=today - timedelta(days=200 + 60 * number), evidence=evidence
        )


def _admitted(world: dict[str, Any], number: int, unit: Any, officer: User) -> Any:
    if number < len(SIGN_IN_NAMES):
        person = world["users"][SIGN_IN_NAMES[number]].person
    else:
        person = services.register_person(invented_name(1000 + number), title=TITLES[number % len(TITLES)])
        services.open_user(f"x{number:03d}", person=person)
    services.add_membership(person, unit)
    place = number % len(DISCIPLINES)
    disciplines = [DISCIPLINES[place], DISCIPLINES[(place + 1) % len(DISCIPLINES)]]
    return admit_expert(
        propose_expert(
            person,
            by=officer,
            disciplines=[SMALL_FIELD] if number < SMALL_FIELD_EXPERTS else disciplines,
            expert_kind=KINDS[number % len(KINDS)],
            keywords=KEYWORDS[place],
            is_local=False,
        ),
        by=officer,
    )
