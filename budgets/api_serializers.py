"""How budgets are told to programs: serializers over what `budgets.domain` computes, and the rows of their CSV."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from budgets.models import Basis, Budget, BudgetLine, CostCentre
from finsam.rest.fields import ConstantField, KronorField
from members.domain.decisions import OFFICES, adoption_sentence

BASES = [
    *Basis.choices,
    ("proposed", "Ur en budget som är framlagd men inte fastställd"),
    ("draft", "Ur en budget som är ett utkast"),
]
COLUMNS = [
    ("budget", "årets budget"),
    ("part", "del av året"),
    ("forecast", "prognos för året före"),
    ("plan", "plan för ett senare år"),
]


def sign_of_lines() -> ConstantField:
    return ConstantField(
        "cost_plus_income_minus",
        help_text="Tecknet i lines och areas, som i bokföringen: kostnad +, intäkt −.",
    )


def sign_of_totals() -> ConstantField:
    return ConstantField(
        "income_plus_cost_plus_surplus_plus",
        help_text="Tecknet i summor, outlook, equity och contributions: intäkter och kostnader är positiva, "
        "resultat och eget kapital positiva vid överskott.",
    )


class TotalsSerializer(serializers.Serializer[Any]):
    """What a budget or a column of it adds up to."""

    funding = KronorField(help_text="Medelstilldelning från medlemmarna.")
    other_income = KronorField(help_text="Övriga intäkter.")
    income = KronorField(help_text="Intäkter totalt: medelstilldelning och övriga intäkter.")
    cost = KronorField(help_text="Kostnader totalt, efter avdrag för verksamheternas egna intäkter.")
    result = KronorField(help_text="Intäkter minus kostnader: överskott +, underskott −.")


class HeadSerializer(serializers.Serializer[Any]):
    """Which budget it is, and by what decision."""

    federation = serializers.SlugField(
        source="budget.federation.slug", help_text="Förbundets namn i adresser."
    )
    federation_name = serializers.CharField(source="budget.federation.name", help_text="Förbundets namn.")
    year = serializers.IntegerField(source="budget.year", help_text="Budgetåret.")
    version = serializers.IntegerField(source="budget.version", help_text="Version av årets budget, från 1.")
    status = serializers.ChoiceField(
        Budget.Status.choices, source="budget.status", help_text="Var budgeten står."
    )
    decided_on = serializers.DateField(
        source="decision.meeting.held_on",
        default=None,
        allow_null=True,
        help_text="Dagen då styrelsen fastställde budgeten, eller null.",
    )
    minutes_ref = serializers.CharField(
        source="decision.minutes_ref",
        default=None,
        allow_null=True,
        help_text="Protokollets paragraf, eller null.",
    )
    decision_sentence = serializers.SerializerMethodField(
        help_text="Meningen om beslutet, ord för ord som i planen, eller null."
    )
    reservations = serializers.CharField(
        source="decision.reservations",
        default=None,
        allow_null=True,
        help_text="Reservationerna som de står i protokollet; tomt när ingen reserverade sig, null utan beslut.",
    )
    change_reason = serializers.CharField(
        source="budget.change_reason", help_text="Vad en ändring under året gäller, eller tomt."
    )
    funding_source = serializers.ChoiceField(
        [("", "ingen ändring"), *Budget.FundingSource.choices],
        source="budget.funding_source",
        help_text="Hur en ändring under året finansieras, eller tomt.",
    )
    currency = ConstantField("SEK", help_text="Belopp är svenska kronor med två decimaler, aldrig avrundade.")

    def get_decision_sentence(self, shown: Any) -> str | None:
        decision = shown.decision
        return adoption_sentence(decision.meeting.held_on, decision.minutes_ref) if decision else None


class SummarySerializer(HeadSerializer):
    """A budget in a list, with its totals."""

    sign_of_totals = sign_of_totals()
    funding = KronorField(source="totals.funding", help_text="Medelstilldelning från medlemmarna.")
    other_income = KronorField(source="totals.other_income", help_text="Övriga intäkter.")
    income = KronorField(source="totals.income", help_text="Intäkter totalt.")
    cost = KronorField(
        source="totals.cost", help_text="Kostnader totalt, efter avdrag för verksamheternas egna intäkter."
    )
    result = KronorField(
        source="totals.result", help_text="Intäkter minus kostnader: överskott +, underskott −."
    )


class ColumnSerializer(serializers.Serializer[Any]):
    """A column of the budget, with its totals."""

    column = serializers.ChoiceField(COLUMNS, source="column.source", help_text="Vad kolumnen visar.")
    year = serializers.IntegerField(source="column.year", help_text="Kolumnens år.")
    part = serializers.IntegerField(source="column.part", help_text="Vilken del av året, från 1; annars 0.")
    totals = TotalsSerializer(help_text="Kolumnens summor.")


class AreaSerializer(serializers.Serializer[Any]):
    """An ID with its total."""

    area = serializers.SlugField(source="centre.slug", help_text="ID:ts kortnamn; det följer ID:t över åren.")
    code = serializers.CharField(
        source="centre.code", help_text="ID, eller tomt när förbundet inte har några."
    )
    name = serializers.CharField(source="centre.name", help_text="Vad ID:t heter det året.")
    purpose = serializers.ChoiceField(
        CostCentre.Purpose.choices, source="centre.purpose", help_text="Vad ID:t är till för."
    )
    parent = serializers.SlugField(  # type: ignore[assignment]
        source="parent.slug",
        default=None,
        allow_null=True,
        help_text="Det ID som detta hör till, eller null.",
    )
    total = KronorField(help_text="Summan, med dem som hör till: kostnad +, intäkt −.")


class CellSerializer(serializers.Serializer[Any]):
    """An amount of a line."""

    column = serializers.ChoiceField(COLUMNS, source="column.source", help_text="Vilken kolumn.")
    year = serializers.IntegerField(source="column.year", help_text="Kolumnens år.")
    part = serializers.IntegerField(source="column.part", help_text="Vilken del av året, från 1; annars 0.")
    amount = KronorField(
        allow_null=True, help_text="Kostnad +, intäkt −; null när raden står kvar utan belopp."
    )
    note = serializers.CharField(help_text="Not till beloppet, eller tom.")


class LineSerializer(serializers.Serializer[Any]):
    """A line of the budget."""

    line = serializers.UUIDField(
        source="fact.key", help_text="Radens kännetecken; det följer raden över åren."
    )
    area = serializers.SlugField(source="area.slug", help_text="ID:ts kortnamn.")
    area_code = serializers.CharField(source="area.code", help_text="ID, eller tomt.")
    area_name = serializers.CharField(source="area.name", help_text="Vad ID:t heter det året.")
    account_group = serializers.CharField(
        source="fact.account", help_text="Kontogruppens nummer, eller tomt."
    )
    label = serializers.CharField(  # type: ignore[assignment]
        source="fact.label", help_text="Radens beskrivning."
    )
    nature = serializers.ChoiceField(
        BudgetLine.Nature.choices,
        source="fact.nature",
        help_text="Kostnad, annan intäkt eller medelstilldelning.",
    )
    category = serializers.CharField(help_text="Radens egen fördelningsgrupp, eller tomt.")
    note = serializers.CharField(source="fact.label_note", help_text="Not till raden, eller tom.")
    amounts = CellSerializer(source="cells", many=True, help_text="Radens belopp, kolumn för kolumn.")


class BasedAmountSerializer(serializers.Serializer[Any]):
    """An amount with what it rests on."""

    amount = KronorField(allow_null=True, help_text="Kronor, eller null när det ännu inte går att veta.")
    basis = serializers.ChoiceField(
        BASES,
        help_text="Vad beloppet vilar på: utfall, beslut, prognos (*), äskande (**), eller en budget som är framlagd "
        "eller ett utkast.",
    )


class OpeningSerializer(BasedAmountSerializer):
    """Opening equity, which a row of the outlook keeps beside its basis."""

    amount = KronorField(
        source="opening_equity",
        allow_null=True,
        help_text="Kronor, eller null när det ännu inte går att veta.",
    )
    basis = serializers.ChoiceField(
        BASES, source="opening_basis", help_text="Vad beloppet vilar på, som för andra belopp."
    )


class OutlookSerializer(serializers.Serializer[Any]):
    """A year of the long-term budget."""

    year = serializers.IntegerField(help_text="Året.")
    funding = BasedAmountSerializer(help_text="Medelstilldelning från medlemmarna.")
    other_income = KronorField(help_text="Övriga intäkter.")
    cost = BasedAmountSerializer(help_text="Kostnader.")
    opening_equity = OpeningSerializer(source="*", help_text="Eget kapital vid årets ingång.")
    budgeted_result = KronorField(allow_null=True, help_text="Resultat enligt budget.")
    forecast_result = KronorField(allow_null=True, help_text="Prognos för resultatet, när det finns en.")
    result = KronorField(allow_null=True, help_text="Det resultat som eget kapital räknas fram med.")
    closing_equity = BasedAmountSerializer(help_text="Eget kapital vid årets slut.")
    equity_floor = KronorField(source="floor", allow_null=True, help_text="Lägsta nivå för eget kapital.")
    equity_ceiling = KronorField(source="ceiling", allow_null=True, help_text="Högsta nivå för eget kapital.")
    available_funds = KronorField(
        allow_null=True, help_text="Medelstilldelning och ingående eget kapital över lägsta nivån."
    )
    decision_space = KronorField(allow_null=True, help_text="Intäkter och ingående eget kapital.")
    reason = serializers.CharField(help_text="Motivering till en prognos eller ett inskrivet eget kapital.")


class EquitySerializer(serializers.Serializer[Any]):
    """Equity in the budget's own year."""

    opening_equity = OpeningSerializer(source="*", help_text="Eget kapital vid årets ingång.")
    closing_equity = BasedAmountSerializer(help_text="Eget kapital vid årets slut.")
    equity_floor = KronorField(source="floor", allow_null=True, help_text="Lägsta nivå för eget kapital.")
    equity_ceiling = KronorField(source="ceiling", allow_null=True, help_text="Högsta nivå för eget kapital.")
    available_funds = KronorField(
        allow_null=True, help_text="Medelstilldelning och ingående eget kapital över lägsta nivån."
    )


class ContributionSerializer(serializers.Serializer[Any]):
    """What a member pays of the year's funding."""

    member = serializers.SlugField(source="member.slug", help_text="Medlemmens kortnamn.")
    name = serializers.CharField(source="member.paying_name", help_text="Vem som betalar, och för vem.")
    percent = serializers.DecimalField(5, 2, help_text="Andel i procent.")
    amount = KronorField(help_text="Hela kronor; tillsammans är de medelstilldelningen.")


class DeciderSerializer(serializers.Serializer[Any]):
    """One who took part in the decision, by office and not by name: names stand in the minutes."""

    office = serializers.ChoiceField(
        [(office, office.lower()) for office in OFFICES], help_text="Uppdraget i styrelsen."
    )
    appointed_by = serializers.CharField(help_text="Medlemmen som har utsett den som beslutade.")
    has_reservation = serializers.BooleanField(help_text="Om den som beslutade reserverade sig.")


class BudgetSerializer(HeadSerializer):
    """A budget with all that is computed of it."""

    deciders = DeciderSerializer(
        many=True,
        help_text="De som deltog i beslutet, uppdrag för uppdrag med ordföranden först; tom utan beslut, eller när det "
        "inte är antecknat vilka som deltog.",
    )
    sign_of_lines = sign_of_lines()
    sign_of_totals = sign_of_totals()
    totals = TotalsSerializer(source="whole.totals", help_text="Årets summor.")
    columns = ColumnSerializer(
        source="whole.columns", many=True, help_text="De kolumner som har belopp, med sina summor."
    )
    areas = AreaSerializer(source="whole.areas", many=True, help_text="De ID som har rader, med sina summor.")
    lines = LineSerializer(source="whole.lines", many=True, help_text="Raderna, ID för ID.")
    outlook = OutlookSerializer(source="whole.outlook", many=True, help_text="Långsiktig budget, år för år.")
    equity = EquitySerializer(
        source="whole.equity", allow_null=True, help_text="Eget kapital under budgetåret."
    )
    contributions = ContributionSerializer(
        source="whole.contributions",
        many=True,
        help_text="Vad varje medlem betalar; tom när året saknar andelar.",
    )


LINE_FIELDS = ("line", "area", "area_code", "area_name", "account_group", "label", "nature", "category")
CELL_FIELDS = ("column", "year", "part", "amount", "note")
CSV_COLUMNS = ("federation", "budget_year", "version", "status", *LINE_FIELDS, *CELL_FIELDS, "sign_of_lines")


def csv_rows(data: dict[str, Any]) -> list[dict[str, Any]]:
    """A serialized budget as rows: one for each amount of each line, so that a column is a choice of rows."""
    head = {name: data[name] for name in ("federation", "version", "status", "sign_of_lines")}
    head["budget_year"] = data["year"]
    return [
        {**head, **{name: line[name] for name in LINE_FIELDS}, **cell}
        for line in data["lines"]
        for cell in line["amounts"]
    ]
