"""Who sees what of a review: experts their own and blind, officers names, chair and auditor codes, applicants nothing."""

import json

import pytest

from accounts.models import Person
from accounts.roles import Role
from core.lookup import kind_or_404
from core.models import LedgerEntry
from core.records import kinds
from frontend.timeline import timeline_of
from reviews.assignment.models import Assignment
from reviews.drawing.models import Draw
from reviews.rounds.models import Round
from reviews.rounds.rules import blind, identities
from reviews.scoring.models import Scoresheet
from tests.factories.accounts import make_institution_officer, make_staff
from tests.factories.reviews import (
    applicant_of,
    invited_round,
    prepared_round,
    ranked_round,
    score,
    scored_round,
    scoring_round,
    user_of,
)

pytestmark = pytest.mark.django_db
COLLECTIONS = ("rounds", "draws", "assignments", "scoresheets")


def seen(user):
    """How many records of each kind of the review this user may know of."""
    return [kinds()[name].visible(user).count() for name in COLLECTIONS]


def audiences(round_):
    assignment = Assignment.objects.filter(item__round=round_).first()
    application = assignment.item.application
    return {
        "expert": user_of(assignment),
        "chair": round_.chair,
        "officer": round_.opened_by,
        "other officer": make_staff(Role.OFFICER, "NS"),
        "leader": make_staff(Role.LEADER),
        "auditor": make_staff(Role.AUDITOR),
        "integrity": make_staff(Role.INTEGRITY),
        "draw operator": make_staff(Role.DRAW_OPERATOR),
        "supervisor": make_staff(Role.SUPERVISOR),
        "finance": make_staff(Role.FINANCE),
        "applicant": applicant_of(round_),
        "institution": make_institution_officer(application.institution),
        "nobody": None,
    }


DURING = {
    # rounds, draws, assignments, scoresheets: 2 items x 3 experts, two sheets submitted
    "expert": [0, 0, 2, 2],
    "chair": [1, 0, 0, 0],
    "officer": [1, 1, 6, 0],
    "other officer": [0, 0, 0, 0],
    "leader": [1, 1, 6, 0],
    "auditor": [1, 1, 6, 0],
    "integrity": [1, 1, 6, 0],
    "draw operator": [0, 1, 0, 0],
    "supervisor": [0, 1, 0, 0],
    "finance": [0, 0, 0, 0],
    "applicant": [0, 0, 0, 0],
    "institution": [0, 0, 0, 0],
    "nobody": [0, 0, 0, 0],
}
AFTER = DURING | {who: [*DURING[who][:3], 6] for who in ("officer", "leader", "auditor", "integrity", "chair")}


def test_while_it_is_scored_nobody_but_the_author_sees_a_sheet():
    round_ = scoring_round(chair=make_staff(Role.CHAIR))
    for assignment in Assignment.objects.order_by("pk")[:2]:
        score(assignment)
    assert {who: seen(user) for who, user in audiences(round_).items()} == DURING


def test_after_the_lock_chair_and_bureau_see_the_sheets():
    round_ = ranked_round(chair=make_staff(Role.CHAIR))
    assert {who: seen(user) for who, user in audiences(round_).items()} == AFTER


def words_shown(record, user):
    """Everything a presentation says, as one text."""
    shown = kind_or_404(next(name for name, kind in kinds().items() if kind.model is type(record))).present(
        record, user
    )
    tables = [[{key: str(value) for key, value in row.items()} for row in table.rows] for table in shown.tables]
    facts = [[each.key, str(each.value)] for each in shown.facts]
    related = [each.title for each in shown.related]
    files = [each.title for each in shown.files]
    return json.dumps([shown.title, shown.number, shown.subtitle, facts, tables, related, files], ensure_ascii=False)


@pytest.mark.parametrize("blindness", ["single", "double"])
def test_an_expert_reads_the_item_behind_the_rounds_blindness_and_never_another_expert(blindness):
    round_ = scoring_round(blindness=blindness)
    assignment = Assignment.objects.select_related("item__application").first()
    application = assignment.item.application
    text = words_shown(assignment, user_of(assignment))
    identity = [application.institution.name, application.principal_investigator.name, "白若溪"]
    assert [name in text for name in identity] == [blindness == "single"] * 3
    assert application.title in text and "激光粉末床" in text and "疲劳寿命" in text
    others = Person.objects.filter(expert__isnull=False).exclude(pk=assignment.pair.expert.person_id)
    assert [other.name for other in others if other.name in text] == []
    assert "本人承诺" not in text, "the signed commitment says nothing to judge"
    assert round_.blindness == blindness


@pytest.mark.parametrize("blindness", ["single", "double"])
def test_before_the_declaration_an_expert_sees_enough_to_declare_and_no_content(blindness):
    invited_round(blindness=blindness)
    assignment = Assignment.objects.first()
    application = assignment.item.application
    text = words_shown(assignment, user_of(assignment))
    assert (application.title in text, application.institution.name in text) == (True, blindness == "single")
    assert "激光粉末床" not in text and "疲劳寿命" not in text


def test_experts_lose_the_content_when_the_round_is_locked():
    ranked_round()
    assignment = Assignment.objects.first()
    assert "激光粉末床" not in words_shown(assignment, user_of(assignment))


def test_names_behind_codes_are_for_officers_and_integrity_only():
    round_ = ranked_round(chair=make_staff(Role.CHAIR))
    people = audiences(round_)
    names = [each.name for each in Person.objects.filter(expert__isnull=False)]
    knows = {}
    for who in ("officer", "integrity", "leader", "auditor", "chair"):
        texts = [words_shown(record, people[who]) for model in (Round, Draw, Assignment, Scoresheet)
                 for record in kinds()[f"{model.kind}s"].visible(people[who])]  # fmt: skip
        moments = [str(moment.who) for moment in timeline_of(round_, people[who])]
        moments += [moment.who for each in Assignment.objects.all() for moment in timeline_of(each, people[who])]
        knows[who] = any(name in text for name in names for text in [*texts, *moments])
    assert knows == {"officer": True, "integrity": True, "leader": False, "auditor": False, "chair": False}


def test_the_chair_of_a_double_blind_round_learns_units_after_the_lock():
    chair = make_staff(Role.CHAIR)
    round_ = scored_round(blindness="double", chair=chair)
    name = round_.items.first().application.institution.name
    assert name not in words_shown(round_, chair)
    round_.state = "locked"
    assert name in words_shown(round_, chair)


def test_an_experts_page_tells_of_no_other_experts_doings():
    scored_round()
    assignment = Assignment.objects.first()
    expert = user_of(assignment)
    records = {assignment.uuid}
    told = [(moment.what, moment.who) for moment in timeline_of(assignment, expert)]
    entries = LedgerEntry.objects.filter(record__in=records).count()
    assert len(told) == entries == 3
    assert {who for _what, who in told} <= {expert.display_name(), ""}


def test_a_round_cannot_be_known_before_it_exists_to_an_expert_of_it():
    round_ = prepared_round()
    assert kinds()["rounds"].visible(applicant_of(round_)).count() == 0


CONTENT = {
    "number": "KH-2026-1", "title": "江汉光电研究院的芯片", "institution": "江汉光电研究院", "credit_code": "12",
    "principal_investigator": "罗文清", "team": [{"name": "白若溪", "institution_name": "沧浪大学"}], "attachments": [{}],
    "sections": {"content": {"content": "罗文清与白若溪在沧浪大学（江汉光电研究院）"}, "commitment": {"commitment": "我"}},
    "indicators": [{"name": "由罗文清检测", "target": "1"}],
}  # fmt: skip


def test_blinding_is_one_pure_function():
    assert identities(CONTENT) == ["KH-2026-1", "江汉光电研究院", "沧浪大学", "白若溪", "罗文清", "12"]
    single = blind(CONTENT, double=False)
    assert set(CONTENT) - set(single) == {"credit_code"} and "commitment" not in single["sections"]
    assert blind(CONTENT, double=True) == {
        "title": "■■的芯片",
        "sections": {"content": {"content": "■■与■■在■■（■■）"}},
        "indicators": [{"name": "由■■检测", "target": "1"}],
    }
