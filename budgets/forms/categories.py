"""The form of a category that cost is divided into."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import RegexValidator

from budgets.models import CostCategory
from finsam.forms import RevisionForm


class CategoryForm(RevisionForm):
    """A category: its name, and the short name that a figure refers to it by."""

    class Meta:
        model = CostCategory
        fields: ClassVar = ["name", "slug", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.federation = self.federation
        slug = self.fields["slug"]
        slug.required = False
        slug.validators = [
            RegexValidator("^[a-z0-9-]+$", "Skriv kortnamnet med små bokstäver a–z, siffror och bindestreck.")
        ]
        left_empty = "behålla det" if self.instance.pk else "låta det sättas av namnet"
        slug.help_text = (
            "Används när en siffra hänvisar till gruppen: budget.cost_share:kortnamn. "
            f"Lämna tomt för att {left_empty}."
        )
