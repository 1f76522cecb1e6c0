"""The house holds: keys point down, only services write, refusals have words, steps have services, URLs are guarded."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from core import reasons
from core.invariants import record_models
from core.management.commands.check_invariants import Command as CheckInvariants
from core.records import kinds

ROOT = Path(settings.BASE_DIR)
FLOORS = {"core": 0, "accounts": 1, "experts": 2, "projects": 2, "reviews": 3, "funding": 3}
ROOMS = ("core", "accounts", "projects", "experts", "reviews", "funding", "api", "frontend")
PUBLIC = {
    "healthz", "readyz", "metrics", "home", "public_calls", "public_call", "public_notices", "public_notice",
    "object_to_notice", "public_funded", "public_project", "set_language", "demo_sign_in", "api_schema", "api_docs", "api_token",
    "api_disclosure",
}  # fmt: skip
SIGNED_IN = {
    "desk",
    "notifications",
    "search",
    "record_list",
    "record_new",
    "api_collection",
    "api_entries",
    "policies",
    "budget_lines",
    "credit",
    "api_budget_lines",
}
OF_A_RECORD = {
    "review_round", "review_item", "round_ranking", "round_conflicts", "draw_transcript",
    "record", "record_step", "record_edit", "file", "application_form", "application_section", "budget_sums", "attachment_remove", "decision_items",
    "api_completeness", "api_section", "api_attachments", "policy_topic", "api_entry", "api_detail", "api_steps", "api_step", "api_edit",
    "credit_person", "credit_institution", "api_credit_person", "api_credit_institution",
    "audit", "audit_workbook", "call_import", "call_template",
}  # fmt: skip
SOME = "00000000-0000-0000-0000-000000000000"


def sources(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_foreign_keys_point_down():
    upward = []
    for model in apps.get_models():
        own = model._meta.app_label
        for field in model._meta.get_fields():
            target = getattr(getattr(field, "remote_field", None), "model", None)
            if not field.concrete or target is None or own not in FLOORS or isinstance(target, str):
                continue
            other = target._meta.app_label
            to_user = target is User
            if (
                other in FLOORS
                and not to_user
                and (FLOORS[other] > FLOORS[own] or (FLOORS[other] == FLOORS[own] and own != other))
            ):
                upward.append(f"{model.__name__}.{field.name} -> {other}")
    assert upward == []


def test_pages_and_api_never_write():
    writes = re.compile(r"\.(save|create|update|delete|bulk_create|get_or_create|update_or_create)\(")
    allowed = {"context.update(", "saved.update(", "Token.objects.get_or_create("}
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources("api", "frontend")
        for line in path.read_text(encoding="utf-8").splitlines()
        if writes.search(line) and not any(each in line for each in allowed)
    ]
    found = [line for line in found if "table.save(" not in line]
    assert found == []


def test_every_refusal_has_words():
    used = set()
    for path in sources(*ROOMS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_refusal = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "no" and len(node.args) >= 2
            if is_refusal and isinstance(node.args[1], ast.Constant):
                used.add(node.args[1].value)
    assert used - reasons.codes() == set()


def test_words_have_the_blanks_that_facts_fill():
    for code, reason in reasons._reasons.items():
        text = str(reason.words)
        assert "%" not in re.sub(r"%\(\w+\)s", "", text), code


def test_every_registered_kind_offers_exactly_the_steps_of_its_lifecycle():
    for kind in kinds().values():
        assert set(kind.steps) == set(kind.model.lifecycle.names()), kind.collection


def test_every_lifecycle_can_be_walked_from_its_beginning():
    for model in record_models():
        reached = {model.lifecycle.initial}
        for _ in model.lifecycle.steps:
            reached |= {b for _step, a, b in model.lifecycle.arrows() if a in reached}
        assert reached == set(model.lifecycle.states()), model.kind
        assert set(model.lifecycle.states()) <= set(model.state_labels()), model.kind


def named_patterns(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from named_patterns(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield pattern.name, route


def test_every_address_stands_in_the_permission_table():
    ours = {name for name, route in named_patterns() if not route.startswith("accounts/")}
    assert ours == PUBLIC | SIGNED_IN | OF_A_RECORD


def concrete(route):
    route = re.sub(r"<slug:collection>", "applications", route)
    route = re.sub(r"<uuid:\w+>", SOME, route)
    route = re.sub(r"<slug:step>", "submit", route)
    route = re.sub(r"<slug:(key|name)>", "basics", route)
    return "/" + re.sub(r"<int:\w+>", "1", re.sub(r"<str:\w+>", "0" * 64, route))


@pytest.mark.django_db
def test_anonymous_people_reach_public_addresses_only():
    client = Client()
    for name, route in named_patterns():
        if name not in SIGNED_IN | OF_A_RECORD:
            continue
        response = client.get(concrete(route))
        if name.startswith("api_"):
            assert response.status_code == 401, route
        else:
            assert response.status_code == 302 and response.url.startswith("/accounts/login/"), route


@pytest.mark.django_db
def test_strangers_get_404_on_every_record_address():
    from tests.factories.accounts import make_member

    client = Client()
    client.force_login(make_member(), backend="django.contrib.auth.backends.ModelBackend")
    for name, route in named_patterns():
        if name in OF_A_RECORD:
            posts, puts = {"attachment_remove", "api_attachments", "api_step"}, {"api_edit"}
            method = client.post if name in posts else client.put if name in puts else client.get
            assert method(concrete(route)).status_code == 404, route


@pytest.mark.django_db
def test_every_invariant_holds_after_a_walk(moved_clock, capsys):
    from tests.factories.projects import issued_decision

    issued_decision(moved_clock)
    CheckInvariants().handle()


@pytest.mark.django_db
def test_an_invariant_sees_a_state_that_no_step_led_to(owner_connection):
    from django.db import connection

    from core.invariants import state_is_not_history
    from tests.factories.projects import draft

    application = draft()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('keheng.step', %s, true)", [f"{application.uuid}:withdraw"])
        cursor.execute("UPDATE projects_application SET state = 'withdrawn' WHERE id = %s", [application.pk])
    assert [row.split()[-2:] for row in state_is_not_history()] == [["withdrawn", "draft"]]
