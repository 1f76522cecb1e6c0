"""funding: tranches, spending, credit, performance."""

from django.apps import AppConfig


class FundingConfig(AppConfig):
    name = "funding"
