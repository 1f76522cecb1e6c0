"""POST username and password (and the code of the second factor, where one is set) for a token."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django import forms
from django.contrib.auth import authenticate
from drf_spectacular.utils import extend_schema
from rest_framework.authtoken.models import Token
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from api.v1.records import given


class TokenForm(forms.Form):
    username = forms.CharField(max_length=60)
    password = forms.CharField(max_length=200, strip=False)
    code = forms.CharField(max_length=12, required=False)


class IssueToken(APIView):
    permission_classes = [AllowAny]
    authentication_classes = []
    throttle_classes = [ScopedRateThrottle]
    throttle_scope = "token"

    @extend_schema(request=dict, responses=dict)
    def post(self, request: Request) -> Response:
        form = TokenForm(given(request))
        user = None
        if form.is_valid():
            typed = form.cleaned_data
            user = authenticate(request._request, username=typed["username"], password=typed["password"])
            factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first() if user else None
            if factor is not None and not TOTP(factor).validate_code(typed["code"]):
                user = None
        if user is None:
            return Response(
                {"kind": "who", "code": "sign-in-failed", "reason": "Name, password or code is wrong.", "fields": {}},
                status=401,
            )
        token, _is_new = Token.objects.get_or_create(user=user)
        return Response({"token": token.key})
