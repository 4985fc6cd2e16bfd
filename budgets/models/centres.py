"""Where money is spent and on what: cost centres (ID), account groups, categories."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from finsam import swedish
from finsam.fields import YearField
from finsam.revisions import Revisioned
from members.models import Federation


class CostCategory(Revisioned):
    """What the budget is divided into when its cost is told in per cent: administration, initiatives, process support.

    A cost centre belongs to one; a line may belong to another than its centre does.
    """

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="cost_categories")
    slug = models.SlugField("kortnamn", max_length=40)
    name = models.CharField("namn", max_length=160)
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        verbose_name = "fördelningsgrupp"
        verbose_name_plural = "fördelningsgrupper"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "slug"),
                name="cost_category_slug_once_per_federation",
                violation_error_message="Kortnamnet finns redan i förbundet. Välj ett annat.",
            ),
        )

    def __str__(self) -> str:
        return self.name


class CostCentre(Revisioned):
    """An area money is spent on, by its ID where the federation uses one ("10 000"). Areas form a tree of any depth.

    Identity is the row; the name belongs to the year (`CostCentreName`).
    """

    class Purpose(models.TextChoices):
        """What the area is for."""

        ADMINISTRATION = "admin", "Styrelse och administration"
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
    category = models.ForeignKey(
        CostCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cost_centres",
        verbose_name="fördelningsgrupp",
        help_text="Dit ID:ts kostnader räknas när budgeten fördelas i procent.",
    )
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
