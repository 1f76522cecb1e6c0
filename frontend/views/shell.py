"""Language, messages, and the demo's sign-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.models import User
from accounts.sign_ins import SIGN_INS
from core import notifications as core_notifications
from core.models import Notification
from frontend.answers import acting_user


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language of the pages, and of messages for somebody signed in."""
    language = request.POST.get("language", "")
    after = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        after, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        after = "/"
    response = redirect(after)
    if check_for_language(language) and language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", max_age=31_536_000)
        if request.user.is_authenticated:
            services.set_language(request.user, language)
    return response


@login_not_required
@require_http_methods(["GET", "POST"])
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """One click per sign-in name; exists only where DEMO=1."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        name = request.POST.get("name", "")
        if name not in {each.name for each in SIGN_INS}:
            raise Http404
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise Http404
        login(request, user, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("desk")
    return render(request, "account/demo.html", {"sign_ins": SIGN_INS})


@require_http_methods(["GET", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """The last messages; one button marks them read."""
    if request.method == "POST":
        core_notifications.mark_read(request.user)
        return redirect("notifications")
    rows = Notification.objects.filter(to=acting_user(request)).order_by("-at")[:100]
    return render(request, "notifications.html", {"rows": rows})
