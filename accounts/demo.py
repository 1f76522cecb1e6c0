"""The demo world's departments, institutions and people, made by the real services."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from accounts import services
from accounts.models import Department, Institution, MembershipRole, User
from accounts.roles import Role
from accounts.rules import credit_check_digit
from accounts.sign_ins import SIGN_INS, SignIn

DEPARTMENTS = {"GX": "高新技术处", "NS": "农村与社会发展处", "JC": "基础研究处"}
RESEARCHERS, HELPERS = 4, 9
HEADS = ("江汉", "云峰", "沧浪", "东湖", "白沙", "青山", "龙泉", "梅岭", "金水", "黄鹤", "南浦", "星河")
TAILS = (
    ("光电研究院", "institute"), ("理工大学", "university"), ("生物技术有限公司", "enterprise"),
    ("智能装备有限公司", "enterprise"), ("中心医院", "hospital"),
)  # fmt: skip
FAMILY = "陈林黄吴徐孙胡朱高何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = (
    "文清",
    "思远",
    "若溪",
    "雨桐",
    "明轩",
    "静怡",
    "志远",
    "海宁",
    "晓岚",
    "子衡",
    "嘉禾",
    "书瑶",
    "一凡",
    "云舟",
    "知行",
    "安然",
)


DISTRICTS = ("东湖区", "江岸区", "白沙区")


def invented_name(number: int) -> str:
    """A believable name; the same number gives the same one."""
    return FAMILY[number * 7 % len(FAMILY)] + GIVEN[number * 5 % len(GIVEN)]


def fill(world: dict[str, Any]) -> None:
    """Departments, sixty institutions with researchers and an officer each, and the sign-in names."""
    departments = {code: Department.objects.create(code=code, name=name) for code, name in DEPARTMENTS.items()}
    institutions, researchers, helpers = [], [], {}
    for number in range(60):
        tail, kind = TAILS[number % len(TAILS)]
        institution = services.verified_institution(
            HEADS[number // len(TAILS)] + tail,
            kind=kind,
            credit_code=_credit_code(number + 1),
            district=DISTRICTS[number % 2 + number // 40],
        )
        institutions.append(institution)
        head = services.register_person(invented_name(500 + number))
        services.open_user(f"unit{number:02d}", person=head)
        services.add_membership(head, institution, MembershipRole.OFFICER)
        books = services.register_person(invented_name(700 + number))
        services.open_user(f"books{number:02d}", person=books)
        services.add_membership(books, institution, MembershipRole.FINANCE)
        for place in range(RESEARCHERS):
            person = services.register_person(invented_name(number * RESEARCHERS + place), title="研究员")
            user = services.open_user(f"r{number:02d}{place}", person=person)
            services.add_membership(person, institution)
            researchers.append((user, institution))
        helpers[institution.pk] = [invented_name(1000 + number * HELPERS + place) for place in range(HELPERS)]
        for name in helpers[institution.pk]:
            services.add_membership(services.register_person(name, title="工程师"), institution)
    # Asked in turn: first of every institution, then second, ...
    researchers = [researchers[n * RESEARCHERS + place] for place in range(RESEARCHERS) for n in range(60)]
    world |= {
        "departments": departments,
        "institutions": institutions,
        "researchers": researchers,
        "helpers": helpers,
    }
    bureau = services.verified_institution(
        "东湖区科技局", kind="agency", credit_code=_credit_code(900), district=DISTRICTS[0]
    )
    # Review experts are drawn by lot: their sign-in names are given to two of the drawn (give_sign_in).
    world["users"] = {
        each.name: _sign_in(each, institutions, departments, bureau) for each in SIGN_INS if each.role != Role.EXPERT
    }


def give_sign_in(name: str, user: User) -> User:
    """A demo person receives one of the sign-in names, with the name and password that belong to it."""
    each = next(known for known in SIGN_INS if known.name == name)
    assert user.person is not None
    user.person.name = each.person
    user.person.save(update_fields=["name"])
    user.username, user.email, user.phone = name, f"{name}@demo.example", "13800000000"
    user.set_password(settings.DEMO_PASSWORD)
    user.save()
    return user


def _credit_code(number: int) -> str:
    body = f"12420100{number:09d}"
    return body + credit_check_digit(body)


def _sign_in(
    each: SignIn, institutions: list[Institution], departments: dict[str, Department], bureau: Institution
) -> User:
    person = services.register_person(each.person, title="研究员" if each.role == Role.APPLICANT else "")
    user = services.open_user(
        each.name,
        person=person,
        password=settings.DEMO_PASSWORD,
        email=f"{each.name}@demo.example",
        phone="13800000000",
    )
    if each.role in (Role.APPLICANT, Role.INSTITUTION):
        place = 1 if each.name == "applicant2" else 0
        role = MembershipRole.OFFICER if each.role == Role.INSTITUTION else MembershipRole.MEMBER
        services.add_membership(person, institutions[place], role)
    else:
        institution = bureau if each.role == Role.RECOMMENDER else None
        services.grant_role(
            user, each.role, by=None, department=departments.get(each.department), institution=institution
        )
    return user
