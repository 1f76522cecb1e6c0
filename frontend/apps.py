"""frontend: HTTP for people. The last of our apps to be ready, so it loads what the rooms contribute."""

from django.apps import AppConfig


class FrontendConfig(AppConfig):
    name = "frontend"

    def ready(self) -> None:
        from core import contributions

        contributions.load_all()
