"""The words of refusals about performance evaluations."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

register({"points-outside": Reason(_("“%(part)s” has %(given)s points; 0 to %(most)s are possible."))})
