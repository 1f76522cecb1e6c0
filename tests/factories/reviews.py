"""Experts and rounds for tests; every state is reached by the real steps."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from accounts.roles import Role
from accounts.services import add_membership, open_user
from core import clock
from experts.roster.services import admit_expert, propose_expert
from projects.applications.models import Application
from reviews.assignment.models import Assignment
from reviews.assignment.services import accept_assignment
from reviews.drawing.services import freeze_draw, open_scoring, request_draw, turn_first_key, turn_second_key
from reviews.panels.services import rank_round
from reviews.rounds.services import lock_round, open_round
from reviews.scoring.services import open_sheet, save_sheet, submit_sheet
from tests.factories.accounts import make_institution, make_person, make_staff
from tests.factories.projects import accepted_application, make_programme, published_call

COMMENT = (
    "需求明确，面向航空接头的疲劳问题有工程意义；原位观测与概率模型结合较新，但验证数据来源交代不足，建议补充。" * 3
)


def make_expert(institution=None, name=""):
    person = make_person(name)
    open_user(f"x{person.pk}", person=person, email=f"x{person.pk}@example.org")
    add_membership(person, institution or make_institution())
    officer = make_staff(Role.OFFICER)
    return admit_expert(propose_expert(person, by=officer, disciplines=["材料"]), by=officer)


def prepared_round(items=2, *, blindness="single", chair=None, **fields):
    """A draft round of programme B (the pool stands behind the review)."""
    call = published_call(make_programme("CYH", "after_review"))
    applications = [accepted_application(call) for _ in range(items)]
    now = clock.now()
    return open_round(
        call,
        by=call.opened_by,
        title="产业化第1组",
        applications=applications,
        opens_at=now,
        closes_at=now + timedelta(days=7),
        blindness=blindness,
        chair=chair,
        **fields,
    )


def drawn_round(items=2, experts=3, **fields):
    round_ = prepared_round(items, **fields)
    for _ in range(experts):
        make_expert()
    draw = turn_first_key(request_draw(round_, by=round_.opened_by), by=make_staff(Role.DRAW_OPERATOR))
    supervisor = make_staff(Role.SUPERVISOR)
    freeze_draw(turn_second_key(draw, by=supervisor), by=supervisor)
    round_.refresh_from_db()
    return round_


def invited_round(items=2, experts=3, **fields):
    """Experts are invited and the scoring is open."""
    round_ = drawn_round(items, experts, **fields)
    return open_scoring(round_, by=round_.opened_by)


def user_of(assignment):
    return assignment.pair.expert.person.user


def scoring_round(items=2, experts=3, **fields):
    """Every expert has declared."""
    round_ = invited_round(items, experts, **fields)
    for assignment in Assignment.objects.filter(item__round=round_):
        accept_assignment(assignment, by=user_of(assignment), has_declared=True)
    return round_


def score(assignment, share="0.9", recommendation="fund", amount=Decimal(500000)):
    """Give every criterion this share of its points, and submit."""
    assignment = Assignment.objects.get(pk=assignment.pk)
    expert = user_of(assignment)
    points = {each["key"]: Decimal(each["points"]) * Decimal(share) for each in assignment.item.round.criteria}
    sheet = save_sheet(
        open_sheet(assignment, by=expert), by=expert, base_version=0, points=points, familiarity="familiar",
        recommendation=recommendation, suggested_amount=amount, comment=COMMENT,
    )  # fmt: skip
    return submit_sheet(sheet, by=expert)


def scored_round(items=2, experts=3, **fields):
    """Every sheet is in; the first item is scored best."""
    round_ = scoring_round(items, experts, **fields)
    for place, item in enumerate(round_.items.all()):
        for assignment in Assignment.objects.filter(item=item, live_clear=True):
            score(assignment, str(Decimal("0.9") - Decimal("0.1") * place))
    return round_


def ranked_round(items=2, experts=3, **fields):
    round_ = scored_round(items, experts, **fields)
    return rank_round(lock_round(round_, by=round_.opened_by), by=round_.opened_by)


def applicant_of(round_):
    return Application.objects.filter(round_items__round=round_).first().opened_by
