"""experts: people who judge and their ties."""

from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "experts"
