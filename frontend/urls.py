"""Addresses of the pages: the public site, the desk, and one set of pages for every kind of record."""

from django.urls import path

from frontend.views import (
    applying,
    auditing,
    budget_lines,
    credit,
    deciding,
    desk,
    files,
    public,
    records,
    shell,
    steps,
)

urlpatterns = [
    path("", public.home, name="home"),
    path("calls/", public.calls, name="public_calls"),
    path("calls/<uuid:uuid>/", public.call, name="public_call"),
    path("notices/", public.notices, name="public_notices"),
    path("notices/<uuid:uuid>/", public.notice, name="public_notice"),
    path("notices/<uuid:uuid>/object/", public.object_to_notice, name="object_to_notice"),
    path("funded/", public.funded, name="public_funded"),
    path("language/", shell.set_language, name="set_language"),
    path("demo-sign-in/", shell.demo_sign_in, name="demo_sign_in"),
    path("desk/", desk.desk, name="desk"),
    path("messages/", shell.notifications, name="notifications"),
    path("search/", records.search, name="search"),
    path("records/<slug:collection>/", records.list_records, name="record_list"),
    path("records/<slug:collection>/new/", steps.open_record, name="record_new"),
    path("records/<slug:collection>/<uuid:uuid>/", records.record, name="record"),
    path("records/<slug:collection>/<uuid:uuid>/steps/<slug:step>/", steps.step, name="record_step"),
    path("records/<slug:collection>/<uuid:uuid>/edit/<slug:name>/", steps.edit, name="record_edit"),
    path("files/<slug:collection>/<uuid:uuid>/<str:sha256>/", files.download, name="file"),
    path("applications/<uuid:uuid>/form/", applying.form_start, name="application_form"),
    path("applications/<uuid:uuid>/form/budget/sums/", applying.budget_sums, name="budget_sums"),
    path("applications/<uuid:uuid>/form/<slug:key>/", applying.section, name="application_section"),
    path("applications/<uuid:uuid>/attachments/<int:attachment>/remove/", applying.remove, name="attachment_remove"),
    path("budget-lines/", budget_lines.budget_lines, name="budget_lines"),
    path("credit/", credit.own, name="credit"),
    path("credit/person/<uuid:uuid>/", credit.of_person, name="credit_person"),
    path("credit/institution/<uuid:uuid>/", credit.of_institution, name="credit_institution"),
    path("audit/", auditing.audit, name="audit"),
    path("audit/workbook.xlsx", auditing.workbook, name="audit_workbook"),
    path("decisions/<uuid:uuid>/items/", deciding.items, name="decision_items"),
]
