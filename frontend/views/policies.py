"""The values in force, topic by topic, with their history; an administrator publishes new ones."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import may_publish_policy, may_read_policies
from accounts.services import publish_policy
from core import clock
from core.models import PolicyVersion
from core.policy import EVERYWHERE, InForce, Topic, from_json, in_force, to_json, topics
from core.policy_docs import bounds_of
from core.policy_forms import policy_form
from frontend.answers import acting_user, new_key, plain_body, run
from projects.calls.models import Programme

MOST_VERSIONS = 50


def rows_of(topic: Topic, values: Any) -> list[dict[str, Any]]:
    """Label, value, unit, bounds and source of each value, and whether it differs from the founding one."""
    stored, founding = to_json(values), to_json(topic.values())
    return [
        {
            "label": each.metadata["label"] or each.name,
            "name": each.name,
            "value": stored[each.name],
            "unit": each.metadata["unit"],
            "bounds": bounds_of(each.metadata),
            "source": each.metadata["source"],
            "changed": stored[each.name] != founding[each.name],
        }
        for each in dataclasses.fields(values)
    ]


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """Every topic with what holds everywhere today, and how many versions it has. Two queries for each topic."""
    if not may_read_policies(request.user):
        raise Http404
    found: list[dict[str, Any]] = []
    for topic in topics.values():
        now: InForce[Any] = in_force(topic.values)
        version = PolicyVersion.objects.get(pk=now.version)
        found.append({"topic": topic, "version": version, "rows": rows_of(topic, now.values)})
    found.sort(key=lambda each: str(each["topic"].label))
    return render(
        request, "policies/policies.html", {"topics": found, "may_publish": bool(may_publish_policy(request.user))}
    )


@require_http_methods(["GET", "POST"])
def policy_topic(request: HttpRequest, name: str) -> HttpResponse:
    """One topic: its versions, and for an administrator the form of the next one (``?scope=`` a programme's code)."""
    if not may_read_policies(request.user) or name not in topics:
        raise Http404
    topic = topics[name]
    scopes = [EVERYWHERE, *Programme.objects.order_by("code").values_list("code", flat=True)]
    scope = request.POST.get("scope") or request.GET.get("scope") or EVERYWHERE
    if scope not in scopes:
        raise Http404
    now: InForce[Any] = in_force(topic.values, scope=scope)
    may, status, refusal = may_publish_policy(request.user), 200, ""
    initial = to_json(now.values) | {"effective_on": clock.today()}
    form: Any = policy_form(topic)(request.POST or None, initial=initial)
    if request.method == "POST":
        if not form.is_valid():
            status, refusal = 422, _("Some fields need your attention. What you typed is kept.")
        else:
            outcome = run(
                request,
                lambda: (
                    publish_policy(
                        form.values(),
                        by=acting_user(request),
                        scope=scope,
                        effective_on=form.cleaned_data["effective_on"],
                        reason=form.cleaned_data["reason"],
                    ).pk
                ),
                name="policies.publish",
                record=name,
                body=plain_body(form) | {"scope": scope},
            )
            if outcome.refusal is None:
                messages.success(request, _("The new version is published."))
                return redirect("policy_topic", name=name)
            status, refusal = outcome.status, outcome.words
    versions = PolicyVersion.objects.filter(topic=name).order_by("-published_at", "-pk")[:MOST_VERSIONS]
    context = {
        "topic": topic,
        "scope": scope,
        "scopes": scopes,
        "rows": rows_of(topic, now.values),
        "in_force": now.version,
        "versions": [(each, changes_of(topic, each)) for each in versions],
        "form": form,
        "may_publish": bool(may),
        "refusal": refusal,
        "request_key": request.POST.get("request_key") or new_key(),
    }
    return render(request, "policies/topic.html", context, status=status)


def changes_of(topic: Topic, version: PolicyVersion) -> list[dict[str, Any]]:
    """What a version says otherwise than the founding values."""
    return [row for row in rows_of(topic, from_json(topic.values, version.values)) if row["changed"]]
