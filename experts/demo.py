"""The demo's roster: three hundred experts, most of them employed out of town, a few in the city's own institutions."""

from __future__ import annotations

from typing import Any

from accounts import services
from accounts.demo import invented_name
from accounts.rules import credit_check_digit
from core import clock
from experts.roster.services import admit_expert, propose_expert, suspend_expert
from experts.roster.states import ExpertKind

DISCIPLINES = ("信息科学", "工程与材料", "生命科学", "环境与资源", "管理与财务")
AWAY_HEADS = ("澜州", "岚山", "清源", "海陵", "松岭", "雁城", "望川", "临溪", "北辰", "槐荫")
AWAY_TAILS = (("大学", "university"), ("工程学院", "university"), ("材料研究所", "institute"), ("产业技术研究院", "institute"))  # fmt: skip
COUNT, LOCAL_EVERY = 300, 12


def fill(world: dict[str, Any]) -> None:
    """Admitted a little more than two years ago; one in forty is suspended since."""
    from datetime import timedelta

    officer = world["users"]["officer"]
    clock.move_to(clock.now() - timedelta(days=760))
    units = [_away(number) for number in range(len(AWAY_HEADS) * len(AWAY_TAILS))]
    world["experts"] = []
    for number in range(COUNT):
        local = number % LOCAL_EVERY == 0
        unit = world["institutions"][number % 60] if local else units[number % len(units)]
        person = services.register_person(
            invented_name(1600 + number), title=("教授", "研究员", "正高级工程师")[number % 3]
        )
        services.open_user(f"x{number:03d}", person=person)
        services.add_membership(person, unit)
        expert = propose_expert(
            person,
            by=officer,
            disciplines=sorted({DISCIPLINES[number % 5], DISCIPLINES[number // 5 % 5]}),
            expert_kind=list(ExpertKind)[0 if number % 4 else number // 4 % 5],
            keywords="、".join(
                ("光电器件", "先进制造", "生物育种", "水环境", "项目财务")[k % 5] for k in (number, number + 2)
            ),
            is_local=local,
        )
        admitted = admit_expert(expert, by=officer)
        world["experts"].append(admitted)
        if number % 40 == 39:
            suspend_expert(admitted, by=officer, reason="十二个月未更新个人信息，暂停使用。")
    clock.move_to(None)


def _away(number: int) -> Any:
    tail, kind = AWAY_TAILS[number % len(AWAY_TAILS)]
    body = f"12990100{number + 1:09d}"
    return services.verified_institution(
        AWAY_HEADS[number // len(AWAY_TAILS)] + tail, kind=kind, credit_code=body + credit_check_digit(body)
    )
