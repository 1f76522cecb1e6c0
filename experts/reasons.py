"""The words of refusals about experts."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register({"expert-disciplines": Reason(_("Name one to %(most)s disciplines."))})
