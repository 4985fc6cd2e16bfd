"""The form of the rule that hides small counts of a year."""

from __future__ import annotations

from typing import ClassVar

from finsam.forms import RevisionForm
from plans.models import DisclosureRule


class DisclosureRuleForm(RevisionForm):
    """Whether small counts are hidden, which are small, and why they are shown."""

    class Meta:
        model = DisclosureRule
        fields: ClassVar = ["is_on", "smallest", "reason"]
        labels: ClassVar = {"is_on": "Dölj små antal"}
        help_texts: ClassVar = {
            "is_on": "Bocka ur bara om förbundet redan har publicerat årets små antal, eller har prövat att ingen "
            "kan kännas igen.",
            "reason": "Behövs när små antal visas, till exempel att året redan är publicerat så.",
        }
