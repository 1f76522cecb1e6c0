"""The bureau's leaders end a project that an officer has suspended; nobody else, and nothing before."""

import pytest

from accounts.roles import Role
from core.verdict import Refused
from projects.contracts.services import order_termination, suspend_project
from tests.factories.accounts import make_staff
from tests.factories.contracts import officer_of_project, running_project

pytestmark = pytest.mark.django_db


def code_of(action, *args, **kwargs):
    with pytest.raises(Refused) as raised:
        action(*args, **kwargs)
    return raised.value.verdict.code


def test_an_officer_suspends_and_a_leader_terminates(moved_clock):
    project = running_project(moved_clock)
    leader, officer = make_staff(Role.LEADER), officer_of_project(project)
    reason = "中期评估不合格，整改无果。"
    assert code_of(order_termination, project, by=leader, reason=reason) == "suspend-before-terminating"
    suspended = suspend_project(project, by=officer, reason=reason)
    assert code_of(order_termination, suspended, by=officer, reason=reason) == "not-yours"
    ended = order_termination(suspended, by=leader, reason=reason)
    assert (ended.state, ended.ended_at is not None) == ("terminated", True)
    assert not ended.application.engagements.filter(closed_at=None).exists()
