"""Federations, their members, and what the law says that groups of members pay together."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from finsam.fields import PercentField, YearField
from finsam.revisions import Revisioned
from members.querysets import MemberQuerySet
from members.validators import validate_accent_colour, validate_organisation_number

RESERVED_SLUGS = {"konto", "admin", "static", "media", "api", "kalender"}
"""Addresses that are not a federation's."""


WEEKDAYS = tuple(enumerate(("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")))
"""Days of the week as Python counts them."""


class PartyGroup(models.TextChoices):
    """The three parties of 5 § of the law."""

    STATE = "state", "Staten"
    REGION = "region", "Region"
    MUNICIPALITY = "municipality", "Kommuner"


class StatutoryShare(models.Model):
    """What the law says a group of members pays together, as dated data with its source."""

    paragraph = models.CharField("paragraf", max_length=10)
    party_group = models.CharField("grupp", max_length=12, choices=PartyGroup)
    percent = PercentField("andel i procent")
    from_year = YearField("från och med år")
    until_year = YearField("till (inte med) år", null=True, blank=True)
    source = models.CharField("källa", max_length=200)

    class Meta:
        verbose_name = "lagens andel"
        verbose_name_plural = "lagens andelar"
        ordering = ("paragraph", "from_year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("paragraph", "party_group", "from_year"), name="statutory_share_once_per_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.paragraph} {self.get_party_group_display()} {self.percent} %"


class Federation(Revisioned):
    """A samordningsförbund."""

    class FundingRule(models.TextChoices):
        """Which paragraph divides the funding."""

        HALF_QUARTER_QUARTER = "5 §", "5 § – staten hälften, regionen och kommunerna var sin fjärdedel"
        HALF_HALF = "5 a §", "5 a § – staten hälften, kommunen hälften (kommun utanför region)"

    name = models.CharField("namn", max_length=120, unique=True)
    short_name = models.CharField("kort namn", max_length=40)
    slug = models.SlugField(
        "adress", max_length=60, unique=True, help_text="Står i webbadressen, till exempel sodra-dalarna."
    )
    organisation_number = models.CharField(
        "organisationsnummer", max_length=11, blank=True, validators=[validate_organisation_number]
    )
    area = models.CharField(
        "område", max_length=200, blank=True, help_text="De kommuner som förbundet omfattar."
    )
    funding_rule = models.CharField(
        "fördelning enligt lagen", max_length=6, choices=FundingRule, default=FundingRule.HALF_QUARTER_QUARTER
    )
    accent_colour = models.CharField(
        "accentfärg",
        max_length=7,
        default="#1f5f6b",
        validators=[
            RegexValidator(r"^#[0-9a-fA-F]{6}$", "Skriv färgen som # och sex tecken, till exempel #1f5f6b."),
            validate_accent_colour,
        ],
        help_text="Används för knappar, länkar och omslag. Ska ha god kontrast mot vitt.",
    )
    logo = models.FileField("logotyp", upload_to="logos/", blank=True)
    contact_email = models.EmailField(
        "e-post för kontakt",
        blank=True,
        help_text="Står på förbundets öppna sidor, och tar emot svar på kungörelser.",
    )
    notice_place = models.CharField(
        "anslagstavla",
        max_length=200,
        blank=True,
        help_text="Var förbundets tillkännagivanden anslås enligt förbundsordningen (9 § 7).",
    )
    notice_days = models.PositiveSmallIntegerField(
        "kungörs senast, dagar före mötet",
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Som förbundsordningen säger.",
    )
    notice_weekday = models.PositiveSmallIntegerField(
        "kungörs på en",
        choices=WEEKDAYS,
        null=True,
        blank=True,
        help_text="Om medlemmarnas anslagstavlor bara tar emot en viss dag i veckan.",
    )

    class Meta:
        verbose_name = "samordningsförbund"
        verbose_name_plural = "samordningsförbund"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": "Den adressen används av systemet. Välj en annan."})


class Member(Revisioned):
    """A member (huvudman) of a federation during a span of years.

    One member may pay for another: Försäkringskassan pays the state's half also for Arbetsförmedlingen (5 §).
    """

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="members")
    name = models.CharField("namn", max_length=80)
    slug = models.SlugField(
        "kortnamn", max_length=40, help_text="Används när en siffra hänvisar till medlemmen."
    )
    party_group = models.CharField("grupp", max_length=12, choices=PartyGroup)
    paid_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="pays_for", verbose_name="betalas av"
    )
    from_year = YearField("medlem från och med år")
    until_year = YearField("medlem till (inte med) år", null=True, blank=True)
    position = models.PositiveSmallIntegerField("ordning", default=0)
    notice_email = models.EmailField(
        "e-post för kungörelser",
        blank=True,
        help_text="Till registrator eller den som sköter anslagstavlan.",
    )
    notice_place = models.CharField(
        "anslagstavla", max_length=200, blank=True, help_text="Var medlemmen anslår förbundets kungörelser."
    )

    objects = MemberQuerySet.as_manager()

    name_then: str | None = None
    """What it was called in the year that was asked about: set by `in_year`."""

    class Meta:
        verbose_name = "medlem"
        verbose_name_plural = "medlemmar"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "slug"),
                name="member_slug_once_per_federation",
                violation_error_message="Det finns redan en medlem med det kortnamnet.",
            ),
            models.CheckConstraint(
                condition=Q(until_year__isnull=True) | Q(until_year__gt=F("from_year")),
                name="member_until_after_from",
                violation_error_message="Slutåret ska vara senare än startåret.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """What it was called in the year that was asked about; else what it is called today."""
        return self.name_then or self.name

    def clean(self) -> None:
        super().clean()
        payer = self.paid_by
        if payer is None:
            return
        if payer.pk == self.pk:
            raise ValidationError({"paid_by": "En medlem kan inte betalas av sig själv."})
        if payer.paid_by_id is not None:
            raise ValidationError(
                {"paid_by": f"{payer} betalas själv av en annan medlem. Välj den som betalar."}
            )
        paid_for = self.pays_for.first() if self.pk else None
        if paid_for is not None:
            raise ValidationError(
                {"paid_by": f"{self} betalar för {paid_for} och kan inte själv betalas av en annan."}
            )


class FormerName(Revisioned):
    """What a member was called before a year: Landstinget Dalarna until 2019. `Member.name` is today's name."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="former_names", verbose_name="medlem")
    name = models.CharField("hette", max_length=80)
    until_year = YearField(
        "till (inte med) år", help_text="Det första år som medlemmen heter något annat, till exempel 2019."
    )

    class Meta:
        verbose_name = "tidigare namn"
        verbose_name_plural = "tidigare namn"
        ordering = ("until_year", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("member", "until_year"),
                name="former_name_once_per_year",
                violation_error_message="Medlemmen har redan ett namn som gällde till det året.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} (till {self.until_year})"

    @property
    def federation_id(self) -> int:
        """The federation the member belongs to."""
        return self.member.federation_id
