"""Forms of the follow-up: a forecast, and when a deviation is large."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from budgets.models import FollowUpRule, Forecast
from finsam.forms import RevisionForm


class ForecastForm(RevisionForm):
    """What an ID is expected to end the year at, and why."""

    class Meta:
        model = Forecast
        fields: ClassVar = ["amount", "comment"]
        widgets: ClassVar = {"comment": forms.Textarea({"rows": 5})}

    def __init__(self, *args: Any, told: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = f"Kostnad utan tecken, intäkt med minus. {told}"
        self.fields[
            "comment"
        ].help_text = "Vad som ligger bakom, så att styrelsen förstår. Står i uppföljningen."


class FollowUpRuleForm(RevisionForm):
    """When a deviation is large."""

    class Meta:
        model = FollowUpRule
        fields: ClassVar = ["amount", "percent", "from_year", "until_year", "source"]
        labels: ClassVar = {"percent": "andel av årsbudgeten, %"}
        help_texts: ClassVar = {
            "until_year": "Det första året som gränsen inte längre gäller. Tomt: den gäller tills vidare.",
            "source": "Till exempel styrelsens beslut med datum och paragraf.",
        }
