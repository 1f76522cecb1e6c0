"""The roster: admitted, suspended, resumed, retired; one to three disciplines."""

import pytest

from accounts.roles import Role
from core.verdict import Refused
from experts.roster.services import admit_expert, propose_expert, resume_expert, retire_expert, suspend_expert
from tests.factories.accounts import make_member, make_person, make_staff

pytestmark = pytest.mark.django_db


def test_an_expert_is_admitted_suspended_resumed_and_retired():
    officer = make_staff(Role.OFFICER)
    expert = propose_expert(make_person(), by=officer, disciplines=["材料"])
    states = [
        admit_expert(expert, by=officer).state,
        suspend_expert(expert, by=officer, reason="十二个月未更新信息。").state,
        resume_expert(expert, by=officer).state,
        retire_expert(expert, by=officer, reason="本人申请退出。").state,
    ]
    assert states == ["active", "suspended", "active", "retired"]


def test_strangers_do_not_keep_the_roster_and_disciplines_are_counted():
    officer = make_staff(Role.OFFICER)
    expert = propose_expert(make_person(), by=officer, disciplines=["材料"])
    with pytest.raises(Refused) as raised:
        admit_expert(expert, by=make_member())
    assert raised.value.verdict.code == "not-yours"
    with pytest.raises(Refused) as raised:
        propose_expert(make_person(), by=officer, disciplines=list("甲乙丙丁"))
    assert raised.value.verdict.code == "expert-disciplines"
