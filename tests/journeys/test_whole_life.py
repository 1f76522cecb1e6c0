"""From the call to the sealed archive, once through the pages and once through the API, in both kinds of programme."""

import pytest

from tests.journeys.drivers import Api, Pages
from tests.journeys.life import Life

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


@pytest.mark.parametrize("driver", [Pages, Api])
def test_from_the_call_to_the_pool(driver, moved_clock):
    life = Life(driver(), moved_clock, code="YYJC", pool_gate="after_acceptance")
    life.publish_call()
    life.apply()
    life.endorse_and_check()
    life.enter_budget_line()
    life.admit_and_release()
    from projects.applications.models import Application
    from tests.factories.projects import outcome

    for rank, uuid in enumerate(life.applications, 1):
        outcome(Application.objects.get(uuid=uuid), rank=rank, of=3)
    life.decide()
    life.notice_and_objection()
