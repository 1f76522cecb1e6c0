"""accounts: people, institutions, users, roles."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
