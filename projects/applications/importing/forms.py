"""The shape of a row of the workbook: the forms of the pages, and what a row says beside them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rules import credit_code_is_right
from core.reasons import words_of
from projects.applications.forms import AimForm, BasicsForm, MemberForm, MoneyForm, PlanForm
from projects.applications.importing.shape import AIMS, BUDGET, PLANS, TEAM

FILE_LIMIT_MB = 20


class ApplicationRow(BasicsForm):
    institution = forms.CharField(label=_("Institution"), max_length=200)
    credit_code = forms.CharField(label=_("Unified social credit code"), required=False)
    leader = forms.CharField(label=_("Project leader"), max_length=80)
    leader_title = forms.CharField(label=_("Professional title"), max_length=40, required=False)
    leader_email = forms.EmailField(label=_("Email"), required=False)

    def __init__(self, *args: Any, directions: frozenset[str] = frozenset(), **options: Any) -> None:
        super().__init__(*args, **options)
        self.directions = directions
        self.fields["title"].required = self.fields["direction_code"].required = True

    def clean_direction_code(self) -> str:
        code: str = self.cleaned_data["direction_code"]
        if code not in self.directions:
            known = "、".join(sorted(self.directions))
            raise forms.ValidationError(
                _("The call has no direction %(code)s; there are: %(known)s."), params={"code": code, "known": known}
            )
        return code

    def clean_credit_code(self) -> str:
        code: str = self.cleaned_data["credit_code"].upper()
        verdict = credit_code_is_right(code)
        if code and not verdict:
            raise forms.ValidationError(words_of(verdict))
        return code


ROWS: dict[str, type[forms.Form]] = {TEAM: MemberForm, BUDGET: MoneyForm, AIMS: AimForm, PLANS: PlanForm}


class WorkbookForm(forms.Form):
    file = forms.FileField(label=_("Workbook (.xlsx)"), max_length=200)
    dry_run = forms.BooleanField(label=_("Only check, import nothing"), required=False)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_LIMIT_MB << 20:
            raise forms.ValidationError(_("The file is larger than %(most)s MB."), params={"most": FILE_LIMIT_MB})
        return file
