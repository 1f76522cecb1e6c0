"""The database refuses an assignment on a pair that is not clear, and a clear pair's turning while it is assigned."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.roles import Role
from core import clock
from experts.roster.services import admit_expert, propose_expert
from reviews.conflicts.models import Pair
from tests.factories.accounts import make_staff, make_user
from tests.factories.projects import accepted_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared():
    application = accepted_application()
    officer = make_staff(Role.OFFICER)
    expert = admit_expert(propose_expert(make_user().person, by=officer, disciplines=["材料"]), by=officer)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reviews_round (uuid, origin, thread, state, number, call_id, title, blindness, experts_wanted,"
            " opens_at, closes_at, criteria) VALUES (%s, 'entered', %s, 'draft', 'R', %s, 'R', 'single', 3, now(),"
            " now() + interval '1 day', '[]') RETURNING id",
            [uuid.uuid4(), uuid.uuid4(), application.call_id],
        )
        round_id = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO reviews_rounditem (uuid, round_id, application_id, alias) VALUES (%s, %s, %s, 'A-01') RETURNING id",
            [uuid.uuid4(), round_id, application.pk],
        )
        item_id = cursor.fetchone()[0]
    return expert, application, item_id


def pair_of(expert, application, clear):
    return Pair.objects.create(expert=expert, application=application, clear=clear, examined_at=clock.now())


def assign(item_id, pair):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reviews_assignment (uuid, origin, thread, state, item_id, pair_id, live_clear, code, decline_reason)"
            " VALUES (%s, 'entered', %s, 'invited', %s, %s, true, 'E-01', '')",
            [uuid.uuid4(), uuid.uuid4(), item_id, pair.pk],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_conflicted_pair_cannot_be_assigned_even_in_raw_sql(prepared):
    expert, application, item_id = prepared
    with pytest.raises(IntegrityError, match="assignment_on_clear_pair"):
        assign(item_id, pair_of(expert, application, clear=False))


def test_an_assigned_pair_cannot_turn_while_the_assignment_lives(prepared):
    expert, application, item_id = prepared
    pair = pair_of(expert, application, clear=True)
    assign(item_id, pair)
    with pytest.raises(IntegrityError, match="assignment_on_clear_pair"), transaction.atomic():
        Pair.objects.filter(pk=pair.pk).update(clear=False)
