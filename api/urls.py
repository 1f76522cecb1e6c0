"""Addresses of the API, version 1."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from api.v1 import applying, budget_lines, catalogues, credit, disclosure, records, token

open_to_all = login_not_required  # REST framework asks for itself: 401, not the sign-in page
urlpatterns = [
    path("schema/", open_to_all(SpectacularAPIView.as_view()), name="api_schema"),
    path("docs/", open_to_all(SpectacularSwaggerView.as_view(url_name="api_schema")), name="api_docs"),
    path("token/", open_to_all(token.IssueToken.as_view()), name="api_token"),
    path("disclosure/", open_to_all(disclosure.Disclosure.as_view()), name="api_disclosure"),
    path(
        "applications/<uuid:uuid>/completeness/", open_to_all(applying.Completeness.as_view()), name="api_completeness"
    ),
    path("applications/<uuid:uuid>/sections/<slug:key>/", open_to_all(applying.Section.as_view()), name="api_section"),
    path("applications/<uuid:uuid>/attachments/", open_to_all(applying.Attachments.as_view()), name="api_attachments"),
    path("budget-lines/", open_to_all(budget_lines.BudgetLines.as_view()), name="api_budget_lines"),
    path(
        "credit-scores/person/<uuid:uuid>/",
        open_to_all(credit.CreditScores.as_view(subject_kind="person")),
        name="api_credit_person",
    ),
    path(
        "credit-scores/institution/<uuid:uuid>/",
        open_to_all(credit.CreditScores.as_view(subject_kind="institution")),
        name="api_credit_institution",
    ),
    *(
        path(f"{name}/", open_to_all(catalogues.Entries.as_view()), {"catalogue": name}, name="api_entries")
        for name in catalogues.CATALOGUES
    ),
    *(
        path(f"{name}/<str:key>/", open_to_all(catalogues.Entry.as_view()), {"catalogue": name}, name="api_entry")
        for name in catalogues.CATALOGUES
    ),
    path("<slug:collection>/", open_to_all(records.Collection.as_view()), name="api_collection"),
    path("<slug:collection>/<uuid:uuid>/", open_to_all(records.Detail.as_view()), name="api_detail"),
    path("<slug:collection>/<uuid:uuid>/steps/", open_to_all(records.Steps.as_view()), name="api_steps"),
    path("<slug:collection>/<uuid:uuid>/steps/<slug:step>/", open_to_all(records.TakeStep.as_view()), name="api_step"),
    path("<slug:collection>/<uuid:uuid>/<slug:name>/", open_to_all(records.EditRecord.as_view()), name="api_edit"),
]
