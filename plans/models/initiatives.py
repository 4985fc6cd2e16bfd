"""Initiatives (insatser): what they are called by year, what they grew out of, and who enters their outcomes."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from budgets.models import CostCentre
from finsam.fields import YearField
from finsam.revisions import Revisioned
from members.models import Federation, Role


class Initiative(Revisioned):
    """An initiative that the federation pays for. Its identity is the code; its name belongs to the year."""

    class Kind(models.TextChoices):
        """Whom the initiative is for."""

        INDIVIDUAL = "individual", "Individinriktad"
        STRUCTURAL = "structural", "Strukturinriktad"
        STAFF = "staff", "Personalinriktad"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="initiatives")
    code = models.CharField(
        "kortnamn",
        max_length=40,
        validators=[
            RegexValidator(
                r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
                "Skriv kortnamnet med små bokstäver a–z, siffror och bindestreck, till exempel avesta.",
            )
        ],
        help_text="Står i adresser och i hänvisningar till siffror. Små bokstäver utan å, ä och ö.",
    )
    kind = models.CharField("slag", max_length=10, choices=Kind, default=Kind.INDIVIDUAL)
    cost_centre = models.ForeignKey(
        CostCentre,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name="ID",
        help_text="Det ID i budgeten som insatsens pengar ligger under.",
    )
    position = models.PositiveSmallIntegerField("ordning", default=0)
    starts_on = models.DateField("startade", null=True, blank=True)
    ends_on = models.DateField(
        "upphörde", null=True, blank=True, help_text="Första dagen då insatsen inte längre finns."
    )
    orientation = models.CharField("inriktning", max_length=200, blank=True)
    target_group = models.CharField("målgrupp", max_length=200, blank=True)
    follow_up_method = models.CharField("uppföljningsmetod", max_length=200, blank=True)
    is_esf = models.BooleanField("medfinansieras av ESF", default=False)

    class Meta:
        verbose_name = "insats"
        verbose_name_plural = "insatser"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "code"),
                name="initiative_code_once_per_federation",
                violation_error_message="Kortnamnet finns redan i förbundet. Välj ett annat.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="initiative_ends_after_it_starts",
                violation_error_message="Insatsen kan inte upphöra innan den har startat.",
            ),
        )

    def __str__(self) -> str:
        return self.code


class InitiativeName(models.Model):
    """What an initiative is called from a year on, until a later name takes over."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="names")
    from_year = YearField("från och med år")
    name = models.CharField("namn", max_length=120)
    short_name = models.CharField(
        "kort namn", max_length=60, blank=True, help_text="Står på raden i tabeller över flera år."
    )

    class Meta:
        verbose_name = "namn på insats"
        verbose_name_plural = "namn på insatser"
        ordering = ("from_year",)
        constraints = (
            models.UniqueConstraint(
                fields=("initiative", "from_year"),
                name="initiative_name_once_per_year",
                violation_error_message="Insatsen har redan ett namn från och med det året.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def federation_id(self) -> int:
        """The federation the name belongs to."""
        return self.initiative.federation_id


class InitiativeYear(models.Model):
    """How many participants an initiative is planned for in a year."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="years")
    year = YearField("år")
    budgeted_participants = models.PositiveIntegerField("budgeterat antal deltagare")

    class Meta:
        verbose_name = "insatsens år"
        verbose_name_plural = "insatsernas år"
        ordering = ("year",)
        constraints = (models.UniqueConstraint(fields=("initiative", "year"), name="initiative_year_once"),)

    def __str__(self) -> str:
        return f"{self.initiative} {self.year}"

    @property
    def federation_id(self) -> int:
        """The federation the initiative belongs to."""
        return self.initiative.federation_id


class InitiativeSuccession(models.Model):
    """That an initiative grew out of another. A merger is several rows with one later, a split with one earlier."""

    class Kind(models.TextChoices):
        """What happened."""

        MERGER = "merger", "slogs ihop till"
        SPLIT = "split", "delades upp i"
        REPLACEMENT = "replacement", "ersattes av"

    earlier = models.ForeignKey(
        Initiative, models.CASCADE, related_name="successions", verbose_name="tidigare insats"
    )
    later = models.ForeignKey(
        Initiative, models.CASCADE, related_name="predecessions", verbose_name="senare insats"
    )
    year = YearField("år")
    kind = models.CharField("vad som hände", max_length=11, choices=Kind)

    class Meta:
        verbose_name = "förändring av insatser"
        verbose_name_plural = "förändringar av insatser"
        ordering = ("year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("earlier", "later"),
                name="initiative_succession_once",
                violation_error_message="Det är redan sagt hur de två insatserna hänger ihop.",
            ),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")),
                name="initiative_succession_of_two",
                violation_error_message="En insats kan inte bli sig själv. Välj en annan.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.earlier} {self.get_kind_display()} {self.later} {self.year}"

    @property
    def federation_id(self) -> int:
        """The federation the initiatives belong to."""
        return self.earlier.federation_id

    def clean(self) -> None:
        super().clean()
        if self.earlier_id and self.later_id and self.earlier.federation_id != self.later.federation_id:
            raise ValidationError({"later": "Välj något som hör till samma förbund."})


class InitiativeOwner(models.Model):
    """Who enters an initiative's outcomes: a user whose role in the federation is that of initiative owner."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="owners")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="owned_initiatives", verbose_name="insatsägare"
    )

    class Meta:
        verbose_name = "insatsägare"
        verbose_name_plural = "insatsägare"
        constraints = (
            models.UniqueConstraint(
                fields=("initiative", "user"),
                name="initiative_owner_once",
                violation_error_message="Personen äger redan insatsen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.initiative}"

    @property
    def federation_id(self) -> int:
        """The federation the initiative belongs to."""
        return self.initiative.federation_id

    def clean(self) -> None:
        super().clean()
        if (
            self.user_id
            and self.initiative_id
            and not self.initiative.federation.mandates.filter(
                user=self.user_id, role=Role.INITIATIVE_OWNER
            ).exists()
        ):
            raise ValidationError({"user": "Personen har inte rollen insatsägare i förbundet."})
