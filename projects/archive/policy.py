"""Policy values of the archive."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.policy import topic, value


@topic("projects.archive", label=_("Archive"))
@dataclass(frozen=True)
class ArchivePolicy:
    fonds: str = value("JH015", source="DA/T 13", label=_("Fonds code"))
    organisation: str = value("江汉市科学技术局", source="domain.md: archive", label=_("Archiving organisation"))
    package_limit_mb: int = value(200, unit="MB", source="practice", label=_("Largest package"), least=1, most=2_000)
