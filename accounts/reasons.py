"""The words of refusals about people and institutions."""

from django.utils.translation import gettext_lazy as _

from core.reasons import Reason, register

GB_CODE = "(GB 32100-2015)"
register(
    {
        "policy-in-the-past": _("A policy cannot begin before today, %(today)s: what was decided stays decided."),
        "credit-code-length": Reason(
            _("A unified social credit code has 18 characters; this one has %(length)s. Copy it from the licence."),
            GB_CODE,
        ),
        "credit-code-letters": Reason(
            _("A unified social credit code has digits and capitals without I, O, S, V, Z; found: %(letters)s."),
            GB_CODE,
        ),
        "credit-code-digit": Reason(
            _(
                "The check digit of %(code)s does not fit: one character is wrong or two are swapped. Compare with the licence."
            ),
            GB_CODE,
        ),
        "credit-code-taken": Reason(_("%(name)s already has this credit code. Choose that institution instead.")),
        "identity-number-form": Reason(_("An identity number has 17 digits and a last digit or X.")),
        "identity-number-birthday": Reason(_("The birthday inside the identity number is not a possible day.")),
        "identity-number-digit": Reason(
            _("The check digit of the identity number does not fit. Compare with the card.")
        ),
        "already-verified": Reason(_("This institution is already verified.")),
    }
)
