"""How outcomes are told to programs, and the rows of their CSV."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from plans.domain.outcome_results import DEFINITIONS, LABELS
from plans.domain.outcome_rows import STATUSES
from plans.models import OutcomePeriod

GENDERS = [("all", "alla"), ("women", "kvinnor"), ("men", "män"), ("other", "annat eller okänt")]
MEASURES = [(measure, DEFINITIONS.get(measure, label)) for measure, label in LABELS.items()]


class ValueSerializer(serializers.Serializer[Any]):
    """A value of an initiative in the period."""

    initiative = serializers.SlugField(help_text="Insatsens kortnamn; total är alla insatser tillsammans.")
    name = serializers.CharField(help_text="Vad insatsen heter det året.")
    gender = serializers.ChoiceField(GENDERS, help_text="Vilka talet gäller.")
    measure = serializers.ChoiceField(MEASURES, help_text="Vad talet är.")
    value = serializers.CharField(
        allow_null=True,
        help_text="Talet med punkt före decimalen: ett antal, en andel i procent, eller ett medelvärde i månader eller "
        "år. Null när det är dolt.",
    )
    status = serializers.ChoiceField(STATUSES, help_text="Om talet visas eller är dolt.")


class PeriodSerializer(serializers.Serializer[Any]):
    """A period with its values."""

    federation = serializers.SlugField(help_text="Förbundets namn i adresser.")
    year = serializers.IntegerField(help_text="Året.")
    period = serializers.ChoiceField(OutcomePeriod.choices, help_text="Vilken del av året.")
    smallest_shown = serializers.IntegerField(
        help_text="Det minsta antalet utom 0 som visas det året; 1 när inget döljs."
    )
    values = ValueSerializer(many=True, help_text="Talen, insats för insats, och sist alla tillsammans.")


VALUE_FIELDS = ("initiative", "name", "gender", "measure", "value", "status")
CSV_COLUMNS = ("federation", "year", "period", "smallest_shown", *VALUE_FIELDS)


def csv_rows(data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Serialized periods as rows: one for each value."""
    return [
        {**{name: period[name] for name in CSV_COLUMNS[:4]}, **value}
        for period in data
        for value in period["values"]
    ]
