"""The form of the rule that hides small counts of a year."""

from __future__ import annotations

from typing import Any, ClassVar

from finsam.forms import RevisionForm
from plans.models import DisclosureRule
from plans.services.disclosure import NO_REASON


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

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if not found.get("is_on") and not found.get("reason", "").strip():
            self.add_error("reason", NO_REASON)
        return found
