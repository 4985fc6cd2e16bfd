"""Money: cost centres, account groups, budgets and their lines, outlook, equity rules.

Amounts are exact kronor in ledger sign (cost +, income −) unless the field says otherwise. Totals are never stored:
they are computed in `budgets.domain`.
"""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q

from budgets.querysets import BudgetQuerySet
from finsam import swedish
from finsam.fields import AmountField, PercentField, YearField
from finsam.revisions import Revisioned
from members.models import Decision, Federation

NOT_NEGATIVE = MinValueValidator(0, "Skriv beloppet utan minus.")


class CostCentre(Revisioned):
    """An area money is spent on, by its ID where the federation uses one ("10 000"). Areas form a tree of any depth.

    Identity is the row; the name belongs to the year (`CostCentreName`).
    """

    class Purpose(models.TextChoices):
        """What the area is for."""

        OPERATIONS = "operations", "Egen verksamhet"
        INITIATIVE = "initiative", "Individinriktad insats (team)"
        FUNDING = "funding", "Intäkter (medelstilldelning)"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="cost_centres")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="hör till"
    )
    code = models.CharField(
        "ID",
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{1,10}$", "Ett ID består av siffror, till exempel 10000.")],
    )
    slug = models.SlugField(
        "kortnamn",
        max_length=40,
        help_text="Används när en siffra hänvisar till ID:t. Lämna tomt så sätts det av ID eller namn.",
    )
    purpose = models.CharField("ändamål", max_length=12, choices=Purpose, default=Purpose.OPERATIONS)
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "ID"
        verbose_name_plural = "ID:n"
        ordering = ("position", "code", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "code"),
                condition=~Q(code=""),
                name="cost_centre_code_once_per_federation",
                violation_error_message="ID:t finns redan i förbundet. Välj ett annat eller ändra det som finns.",
            ),
            models.UniqueConstraint(
                fields=("federation", "slug"),
                name="cost_centre_slug_once_per_federation",
                violation_error_message="Kortnamnet finns redan i förbundet. Välj ett annat.",
            ),
        )

    def __str__(self) -> str:
        return f"ID\u00a0{swedish.code(self.code)}" if self.code else self.slug

    def clean(self) -> None:
        super().clean()
        if self.parent is not None and (self.parent.purpose == self.Purpose.FUNDING) != (
            self.purpose == self.Purpose.FUNDING
        ):
            raise ValidationError(
                {"purpose": "Ett ID under ett annat har samma ändamål: intäkter eller kostnader."}
            )


class CostCentreName(models.Model):
    """What a cost centre is called from a year on, until a later name takes over."""

    cost_centre = models.ForeignKey(CostCentre, models.CASCADE, related_name="names")
    from_year = YearField("från och med år")
    name = models.CharField("namn", max_length=120)

    class Meta:
        verbose_name = "namn på ID"
        verbose_name_plural = "namn på ID:n"
        ordering = ("from_year",)
        constraints = (
            models.UniqueConstraint(
                fields=("cost_centre", "from_year"), name="cost_centre_name_once_per_year"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def federation_id(self) -> int:
        """The federation the name belongs to."""
        return self.cost_centre.federation_id


class AccountGroup(Revisioned):
    """A kind of cost or income: the first two digits of the account (47 Köp av tjänster)."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="account_groups")
    code = models.CharField(
        "kontogrupp",
        max_length=4,
        validators=[RegexValidator(r"^\d{1,4}$", "En kontogrupp består av siffror, till exempel 47.")],
    )
    name = models.CharField("namn", max_length=120)

    class Meta:
        verbose_name = "kontogrupp"
        verbose_name_plural = "kontogrupper"
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "code"),
                name="account_group_once_per_federation",
                violation_error_message="Kontogruppen finns redan i förbundet.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Budget(Revisioned):
    """A year's budget in one version, with its outlook."""

    class Status(models.TextChoices):
        """Where the budget stands."""

        DRAFT = "draft", "Utkast"
        PROPOSED = "proposed", "Framlagd"
        ADOPTED = "adopted", "Fastställd"
        SUPERSEDED = "superseded", "Ersatt"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="budgets")
    year = YearField("år")
    version = models.PositiveSmallIntegerField("version", default=1)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.DRAFT)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="budgets", verbose_name="beslut"
    )
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next_budgets",
        verbose_name="förra årets budget",
    )
    """The budget shown as last year's; chosen when the year is begun, so that a later version changes nothing."""

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = "budget"
        verbose_name_plural = "budgetar"
        ordering = ("-year", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "year", "version"),
                name="budget_version_once_per_year",
                violation_error_message="Den versionen finns redan.",
            ),
            models.CheckConstraint(
                condition=~Q(status="adopted") | Q(decision__isnull=False),
                name="adopted_budget_has_decision",
                violation_error_message="En fastställd budget behöver ett beslut.",
            ),
            models.UniqueConstraint(
                fields=("federation", "year"),
                condition=Q(status="adopted"),
                name="budget_adopted_once_per_year",
                violation_error_message="Året har redan en fastställd budget.",
            ),
        )

    def __str__(self) -> str:
        return f"Budget {self.year} version {self.version}"

    @property
    def is_open(self) -> bool:
        """Whether its lines may still be changed."""
        return self.status in (self.Status.DRAFT, self.Status.PROPOSED)


class BudgetLine(Revisioned):
    """One line of a budget. `amount` is kronor in ledger sign; None is a line kept without money this year."""

    class Nature(models.TextChoices):
        """What the line is in income, cost and result. Never derived from the account or the sign."""

        COST = "cost", "Kostnad"
        INCOME = "income", "Övrig intäkt"
        CONTRIBUTION = "contribution", "Medelstilldelning från medlemmarna"

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="lines")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    """The line's identity over the years: a line carried forward keeps it."""
    cost_centre = models.ForeignKey(CostCentre, models.PROTECT, related_name="lines", verbose_name="ID")
    account_group = models.ForeignKey(
        AccountGroup, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name="kontogrupp"
    )
    label = models.CharField("beskrivning", max_length=160)
    nature = models.CharField("slag", max_length=12, choices=Nature, default=Nature.COST)
    amount = AmountField(
        "belopp i kronor",
        null=True,
        blank=True,
        help_text="Kostnad utan tecken, intäkt med minus. Tomt betyder streck.",
    )
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "budgetrad"
        verbose_name_plural = "budgetrader"
        ordering = ("cost_centre__position", "cost_centre_id", "position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("budget", "key"), name="budget_line_key_once"),
            models.UniqueConstraint(
                fields=("budget", "cost_centre", "account_group", "label"),
                name="budget_line_once_per_account_and_label",
                violation_error_message="Det finns redan en rad med samma ID, kontogrupp och beskrivning i budgeten.",
            ),
            models.UniqueConstraint(
                fields=("budget", "cost_centre", "label"),
                condition=Q(account_group__isnull=True),
                name="budget_line_once_per_label_without_account",
                violation_error_message="Det finns redan en rad med samma ID och beskrivning i budgeten.",
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def federation_id(self) -> int:
        """The federation the line belongs to."""
        return self.budget.federation_id

    def clean(self) -> None:
        super().clean()
        if self.nature != self.Nature.COST and self.amount is not None and self.amount > 0:
            raise ValidationError({"amount": "En intäkt skrivs med minus framför beloppet."})
        if not self.cost_centre_id:
            return  # the field has said so
        is_funding = self.cost_centre.purpose == CostCentre.Purpose.FUNDING
        if self.nature == self.Nature.CONTRIBUTION and not is_funding:
            raise ValidationError(
                {"nature": "Medelstilldelning läggs under ett ID vars ändamål är intäkter."}
            )
        if self.nature == self.Nature.COST and is_funding:
            raise ValidationError(
                {"nature": "En kostnad kan inte ligga under ett ID vars ändamål är intäkter."}
            )


class Basis(models.TextChoices):
    """What an amount rests on; marks are printed by rule."""

    ACTUAL = "actual", "Utfall"
    DECIDED = "decided", "Beslutat"
    FORECAST = "forecast", "Prognos"
    REQUESTED = "requested", "Äskat"


class OutlookYear(Revisioned):
    """What a budget's outlook says of a year; what a budget or the roll-forward gives stays empty.

    The budget's own year takes funding and cost from its lines and nowhere else.

    Amounts are kronor, all positive but the results: funding and cost as they are, surplus +.
    """

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="outlook_years")
    year = YearField("år")
    funding = AmountField(
        "årstilldelning i kronor",
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text="Tomt: hämtas ur årets budget, om det finns en.",
    )
    funding_basis = models.CharField(
        "årstilldelningens grund", max_length=9, choices=Basis, default=Basis.REQUESTED
    )
    cost = AmountField(
        "budgeterad kostnad i kronor",
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text="Tomt: hämtas ur årets budget, om det finns en.",
    )
    cost_basis = models.CharField("kostnadens grund", max_length=9, choices=Basis, default=Basis.FORECAST)
    forecast_result = AmountField(
        "beräknat resultat i kronor",
        null=True,
        blank=True,
        help_text="Prognos för året. Överskott utan tecken, underskott med minus. Går före budgetens resultat.",
    )
    closing_equity = AmountField(
        "eget kapital 31/12 i kronor",
        null=True,
        blank=True,
        help_text="Bara när det är känt ur bokslutet eller ska avvika från uträkningen.",
    )
    closing_equity_basis = models.CharField(
        "det egna kapitalets grund", max_length=9, choices=Basis, default=Basis.ACTUAL
    )
    reason = models.CharField(
        "motivering",
        max_length=300,
        blank=True,
        help_text="Behövs när en prognos eller ett eget kapital skrivs in.",
    )

    class Meta:
        verbose_name = "år i långsiktig budget"
        verbose_name_plural = "år i långsiktig budget"
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(
                fields=("budget", "year"),
                name="outlook_year_once_per_budget",
                violation_error_message="Året finns redan i den långsiktiga budgeten.",
            ),
            models.CheckConstraint(
                condition=Q(forecast_result__isnull=True, closing_equity__isnull=True) | ~Q(reason=""),
                name="outlook_override_has_reason",
                violation_error_message="Skriv en motivering till prognosen eller det inskrivna egna kapitalet.",
            ),
            models.CheckConstraint(
                condition=(Q(funding__isnull=True) | Q(funding__gte=0))
                & (Q(cost__isnull=True) | Q(cost__gte=0)),
                name="outlook_funding_and_cost_not_negative",
                violation_error_message="Skriv årstilldelning och kostnad utan minus.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} i {self.budget}"

    @property
    def federation_id(self) -> int:
        """The federation the outlook belongs to."""
        return self.budget.federation_id

    def clean(self) -> None:
        super().clean()
        if self.budget_id and self.year == self.budget.year:  # a form's new row has no budget yet
            for name in ("funding", "cost"):
                if getattr(self, name) is not None:
                    raise ValidationError({name: "Budgetens eget år räknas ur budgetens rader. Lämna tomt."})


class EquityRule(Revisioned):
    """The floor or the ceiling for equity, as dated data with its source."""

    class Kind(models.TextChoices):
        """Floor in kronor or ceiling in per cent."""

        FLOOR = "floor", "Lägsta nivå"
        CEILING = "ceiling", "Högsta nivå"

    class Denominator(models.TextChoices):
        """What a ceiling in per cent is a share of."""

        THIS_YEAR = "this_year", "årets medelstilldelning"
        NEXT_YEAR = "next_year", "nästa års medelstilldelning"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="equity_rules")
    kind = models.CharField("regel", max_length=7, choices=Kind)
    amount = AmountField("belopp i kronor", null=True, blank=True, validators=[NOT_NEGATIVE])
    percent = PercentField("procent", null=True, blank=True)
    denominator = models.CharField(
        "räknas på", max_length=9, choices=Denominator, default=Denominator.THIS_YEAR
    )
    from_year = YearField("från och med år")
    until_year = YearField("till (inte med) år", null=True, blank=True)
    source = models.CharField("källa", max_length=200)

    class Meta:
        verbose_name = "regel för eget kapital"
        verbose_name_plural = "regler för eget kapital"
        ordering = ("kind", "from_year")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "kind", "from_year"),
                name="equity_rule_once_per_start",
                violation_error_message="Det finns redan en sådan regel från det året.",
            ),
            models.CheckConstraint(
                condition=Q(kind="floor", amount__isnull=False, percent__isnull=True)
                | Q(kind="ceiling", percent__isnull=False, amount__isnull=True),
                name="equity_rule_floor_in_kronor_ceiling_in_percent",
                violation_error_message="Lägsta nivå anges i kronor, högsta nivå i procent.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} från {self.from_year}"


class PublishedFigure(Revisioned):
    """What an old document printed, kept beside what is computed. The reference says which figure it was.

    `value` is exact, in kronor, per cent or a count; `unit` is what it was printed in, and so how exact print was.
    """

    class Unit(models.TextChoices):
        """What a figure was printed in."""

        KR = "kr", "kronor"
        TKR = "tkr", "tusental kronor"
        MNKR = "mnkr", "miljoner kronor"
        PERCENT = "percent", "procent"
        COUNT = "count", "antal"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="published_figures")
    document = models.CharField("dokument", max_length=120)
    year = YearField("dokumentets år")
    place = models.CharField("plats", max_length=160)
    reference = models.CharField("siffra", max_length=120)
    printed = models.CharField("tryckt", max_length=40)
    value = AmountField("värde i kronor, procent eller antal")
    unit = models.CharField("tryckt i", max_length=7, choices=Unit, default=Unit.TKR)

    class Meta:
        verbose_name = "publicerad siffra"
        verbose_name_plural = "publicerade siffror"
        ordering = ("year", "document", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "document", "place", "reference"),
                name="published_figure_once_per_place",
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}: {self.printed}"
