"""A recommending unit sees and recommends what is under it or lies in its district, and nothing else."""

from datetime import timedelta

import pytest

from accounts.models import Institution
from core import clock
from core.verdict import Refused
from projects.applications.queries import visible_applications
from projects.screening.permissions import may_recommend_application, may_send_back_application
from projects.screening.services import endorse_application, recommend_application
from tests.factories import projects as make
from tests.factories.accounts import make_institution, make_institution_officer, make_recommender

pytestmark = pytest.mark.django_db


def sent_on(institution):
    """An application of the institution that awaits its recommendation."""
    programme = make.make_programme("PT", "none", recommends=True)
    call = make.published_call(programme, recommender_closes_at=clock.now() + timedelta(days=30))
    application = make.fill(make.draft(call, institution=institution))
    application = make.submit_application(application, by=application.opened_by)
    return endorse_application(application, by=make_institution_officer(institution))


def under(parent, **fields):
    institution = make_institution(**fields)
    Institution.objects.filter(pk=institution.pk).update(parent=parent)
    return institution


@pytest.mark.parametrize(
    ("place", "seen"),
    [
        ("itself", True),
        ("child", True),
        ("grandchild", True),
        ("same district", False),  # a university recommends what is under it, not its neighbours
        ("elsewhere", False),
    ],
)
def test_a_university_recommends_what_is_under_it(place, seen):
    university = make_institution(district="东湖区")
    child = under(university)
    institution = {
        "itself": university,
        "child": child,
        "grandchild": under(child),
        "same district": make_institution(district="东湖区"),
        "elsewhere": make_institution(district="江岸区"),
    }[place]
    application, user = sent_on(institution), make_recommender(university)
    assert visible_applications(user).filter(pk=application.pk).exists() is seen
    assert bool(may_recommend_application(user, application, clock.now())) is seen
    assert bool(may_send_back_application(user, application, clock.now())) is seen


@pytest.mark.parametrize(("district", "seen"), [("东湖区", True), ("江岸区", False), ("", False)])
def test_a_district_bureau_recommends_what_lies_in_its_district(district, seen):
    bureau = make_institution("东湖区科技局", kind="agency", district="东湖区")
    application, user = sent_on(make_institution(district=district)), make_recommender(bureau)
    assert visible_applications(user).filter(pk=application.pk).exists() is seen
    if seen:
        assert recommend_application(application, by=user).state == "formal_check"
    else:
        with pytest.raises(Refused, match="not-yours"):
            recommend_application(application, by=user)


def test_a_bureau_without_a_district_sees_nothing_of_institutions_without_one():
    bureau = make_institution("某局", kind="agency")
    application = sent_on(make_institution())
    assert not visible_applications(make_recommender(bureau)).filter(pk=application.pk).exists()
