"""Policy values: read by whoever works with them, published by an administrator, from today on, in range, with a reason."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.roles import Role
from accounts.services import publish_policy
from core import clock
from core.models import Denial, PolicyVersion
from core.policy import in_force, to_json, topics
from core.policy_forms import policy_form
from core.verdict import Refused
from projects.applications.policy import ApplicationPolicy
from tests.factories.accounts import make_member, make_staff

pytestmark = pytest.mark.django_db
ADDRESS = "/policies/projects.applications/"


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def posted(client, **changes):
    """The form as the page shows it, with some cells changed."""
    form = client.get(ADDRESS).context["form"]
    body = {field.html_name: field.value() for field in form} | {"scope": "*", "reason": "按新办法调整"}
    return client.post(ADDRESS, body | changes)


def test_officers_read_and_others_know_nothing_of_it():
    page = signed_in(make_staff(Role.OFFICER)).get("/policies/").content.decode()
    assert "Largest team" in page and "国办发〔2021〕32号" in page
    assert signed_in(make_staff(Role.OFFICER)).get(ADDRESS).status_code == 200
    for user in (make_member(), make_staff(Role.FINANCE)):
        assert signed_in(user).get("/policies/").status_code == 404
        assert signed_in(user).get(ADDRESS).status_code == 404
    assert signed_in(make_staff(Role.ADMIN)).get("/policies/nothing/").status_code == 404


def test_an_administrator_publishes_a_new_version_that_holds_from_its_day():
    admin = make_staff(Role.ADMIN)
    day = clock.today() + timedelta(days=10)
    response = posted(signed_in(admin), largest_team="12", effective_on=day.isoformat())
    assert response.status_code == 302
    version = PolicyVersion.objects.get(topic="projects.applications", number=2)
    assert (version.effective_on, version.reason, version.published_by) == (day, "按新办法调整", f"user:{admin.uuid}")
    assert in_force(ApplicationPolicy).values.largest_team == 30
    assert in_force(ApplicationPolicy, on=day).values == ApplicationPolicy(largest_team=12)
    page = signed_in(admin).get(ADDRESS).content.decode()
    assert "按新办法调整" in page and "Version 2" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"largest_team": "900"}, "200"),
        ({"largest_team": "many"}, "whole number"),
        ({"reason": ""}, "required"),
        ({"effective_on": "2020-01-01"}, "cannot begin in the past"),
    ],
)
def test_a_wrong_value_is_told_in_words_and_nothing_is_published(changes, words):
    response = posted(signed_in(make_staff(Role.ADMIN)), **changes)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert PolicyVersion.objects.filter(topic="projects.applications").count() == 1


def test_an_officer_may_not_publish():
    officer = make_staff(Role.OFFICER)
    assert posted(signed_in(officer), largest_team="12").status_code == 403
    assert Denial.objects.get().action == "policies.publish"
    with pytest.raises(Refused, match="not-yours"):
        publish_policy(ApplicationPolicy(), by=officer, effective_on=clock.today(), reason="不许")
    with pytest.raises(Refused, match="policy-in-the-past"):
        publish_policy(ApplicationPolicy(), by=make_staff(Role.ADMIN), effective_on=date(2020, 1, 1), reason="过去")


@pytest.mark.parametrize("name", sorted(topics))
def test_the_form_of_every_topic_gives_back_what_it_was_given(name):
    topic = topics[name]
    given = to_json(topic.values()) | {"effective_on": clock.today(), "reason": "逐项核对"}
    shown = policy_form(topic)(initial=given)
    form = policy_form(topic)({field.html_name: field.value() for field in shown})
    assert form.is_valid(), form.errors
    assert to_json(form.values()) == to_json(topic.values())
