"""Write version 1 of every policy topic that has none."""

from typing import Any

from django.core.management.base import BaseCommand

from core import policy


class Command(BaseCommand):
    help = "Publishes the founding values of topics that have no version yet; can run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{policy.publish_defaults()} topics published, {len(policy.topics)} known.")
