"""Who: users, federations, members and their shares, boards, auditors, meetings and roles.

Money beyond the shares belongs in `budgets`. A span of years or dates is half-open: its end is the first one after.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from auditlog.models import AbstractLogEntry
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from finsam import swedish
from finsam.fields import PercentField, YearField
from finsam.revisions import Revisioned
from members.api_tokens import ApiToken  # noqa: F401 — a table of its own, in a module of its own
from members.changelog import ChangeLogManager
from members.querysets import MemberQuerySet, SeatQuerySet
from members.validators import validate_accent_colour, validate_organisation_number

RESERVED_SLUGS = {"konto", "admin", "static", "media", "api"}
"""Addresses that are not a federation's."""


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """A user who signs in with `email`."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> User:
        """The one who installs: may use the admin pages."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person who signs in. What they may do is said by their mandates."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-post", unique=True)
    name = models.CharField("namn", max_length=120)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "användare"
        verbose_name_plural = "användare"
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once_whatever_case",
                violation_error_message="Det finns redan en användare med den e-postadressen.",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


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

    objects = MemberQuerySet.as_manager()

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


class ShareSet(Revisioned):
    """The members' shares of one year's funding, with their status and where they were decided."""

    class Status(models.TextChoices):
        """How settled the shares are."""

        REQUESTED = "requested", "Äskade"
        PRELIMINARY = "preliminary", "Preliminära"
        FINAL = "final", "Slutliga"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="share_sets")
    year = YearField("år")
    status = models.CharField("status", max_length=12, choices=Status, default=Status.PRELIMINARY)
    settled_on = models.DateField("datum", null=True, blank=True)
    source = models.CharField(
        "källa", max_length=200, blank=True, help_text="Till exempel beslut eller avtal."
    )

    class Meta:
        verbose_name = "fördelningstal"
        verbose_name_plural = "fördelningstal"
        ordering = ("year",)
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "year"),
                name="share_set_once_per_year",
                violation_error_message="Det finns redan fördelningstal för det året.",
            ),
        )

    def __str__(self) -> str:
        return f"Fördelningstal {self.year}"


class Share(models.Model):
    """One paying member's share, in per cent to the hundredth."""

    share_set = models.ForeignKey(ShareSet, models.CASCADE, related_name="shares")
    member = models.ForeignKey(Member, models.PROTECT, related_name="shares", verbose_name="medlem")
    percent = PercentField("andel i procent")

    class Meta:
        verbose_name = "andel"
        verbose_name_plural = "andelar"
        ordering = ("member__position", "member_id")
        constraints = (models.UniqueConstraint(fields=("share_set", "member"), name="share_once_per_member"),)

    def __str__(self) -> str:
        return f"{self.member}: {self.percent} %"

    @property
    def federation_id(self) -> int:
        """The federation the share belongs to."""
        return self.share_set.federation_id


class BoardSeat(Revisioned):
    """A seat on the board: who a member has appointed, for which term."""

    class Kind(models.TextChoices):
        """10 §: each member appoints at least one member of the board and as many deputies."""

        MEMBER = "member", "Ledamot"
        DEPUTY = "deputy", "Ersättare"

    class Office(models.TextChoices):
        """15 §: the chair and vice chairs are chosen among the members of the board."""

        NONE = "", "–"
        CHAIR = "chair", "Ordförande"
        VICE_CHAIR = "vice_chair", "Vice ordförande"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="board_seats")
    appointed_by = models.ForeignKey(
        Member, models.PROTECT, related_name="board_seats", verbose_name="utsedd av"
    )
    kind = models.CharField("plats", max_length=6, choices=Kind)
    office = models.CharField("uppdrag", max_length=10, choices=Office, blank=True, default=Office.NONE)
    holder = models.CharField("namn", max_length=120)
    term_start = models.DateField("från och med")
    term_end = models.DateField("till (inte med)", null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "plats i styrelsen"
        verbose_name_plural = "platser i styrelsen"
        ordering = ("appointed_by__position", "-kind", "term_start", "pk")  # the member before the deputy
        constraints = (
            models.CheckConstraint(
                condition=Q(term_end__isnull=True) | Q(term_end__gt=F("term_start")),
                name="board_seat_ends_after_start",
                violation_error_message="Uppdraget ska sluta efter att det har börjat.",
            ),
            models.CheckConstraint(
                condition=Q(office="") | Q(kind="member"),
                name="board_office_held_by_member",
                violation_error_message="Ordförande och vice ordförande väljs bland ledamöterna, inte ersättarna.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.holder} ({self.get_kind_display().lower()}, {self.appointed_by})"


class Auditor(Revisioned):
    """An auditor (25 §). One whom several members appoint jointly is entered under the one who leads."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="auditors")
    appointed_by = models.ForeignKey(
        Member, models.PROTECT, related_name="auditors", verbose_name="utsedd av"
    )
    holder = models.CharField("namn", max_length=120)
    is_authorised = models.BooleanField("auktoriserad revisor", default=False)
    term_start = models.DateField("från och med")
    term_end = models.DateField("till (inte med)", null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "revisor"
        verbose_name_plural = "revisorer"
        ordering = ("appointed_by__position", "term_start", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(term_end__isnull=True) | Q(term_end__gt=F("term_start")),
                name="auditor_ends_after_start",
                violation_error_message="Uppdraget ska sluta efter att det har börjat.",
            ),
        )

    def __str__(self) -> str:
        return self.holder


class Meeting(Revisioned):
    """A meeting of the board, or the consultation with the members that 23 § demands before the budget."""

    class Kind(models.TextChoices):
        """What kind of meeting."""

        BOARD = "board", "Styrelsemöte"
        CONSULTATION = "consultation", "Medlemssamråd"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="meetings")
    kind = models.CharField("slag", max_length=12, choices=Kind, default=Kind.BOARD)
    held_on = models.DateField("datum")
    place = models.CharField("plats", max_length=120, blank=True)
    label = models.CharField(
        "benämning",
        max_length=60,
        blank=True,
        help_text="Om samma dag har flera möten, till exempel konstituerande.",
    )

    class Meta:
        verbose_name = "möte"
        verbose_name_plural = "möten"
        ordering = ("held_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "kind", "held_on", "label"),
                name="meeting_once_per_kind_day_and_label",
                violation_error_message="Det mötet finns redan.",
            ),
        )

    def __str__(self) -> str:
        label = f" ({self.label})" if self.label else ""
        return f"{self.get_kind_display()} {swedish.long_date(self.held_on)}{label}"


class Decision(Revisioned):
    """A decision in the minutes of a meeting, by paragraph."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions", verbose_name="möte")
    minutes_ref = models.CharField(
        "paragraf", max_length=20, help_text="Som i protokollet, till exempel § 47."
    )
    subject = models.CharField("ärende", max_length=200)
    outcome = models.TextField("beslut", blank=True)
    is_sealed = models.BooleanField("bär något fastställt", default=False, editable=False)
    """Whether a budget or a document is adopted by it: then neither paragraph, meeting nor day may change."""

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ("meeting__held_on", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("meeting", "minutes_ref"),
                name="decision_once_per_paragraph",
                violation_error_message="Paragrafen finns redan i protokollet från det mötet.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.minutes_ref} {self.subject}"

    @property
    def federation_id(self) -> int:
        """The federation the decision belongs to."""
        return self.meeting.federation_id


class Role(models.TextChoices):
    """What a user is in a federation."""

    DIRECTOR = "director", "Förbundschef"
    BOARD = "board", "Styrelsen"
    FINANCE = "finance", "Ekonom"
    AUDITOR = "auditor", "Revisor"
    REVIEWER = "reviewer", "Beredningsgrupp eller LSG"
    INITIATIVE_OWNER = "initiative_owner", "Insatsägare"
    API_READER = "api_reader", "REST-klient"


class Mandate(models.Model):
    """A user's role in a federation. One user may serve several federations, and have several roles in one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="mandates", verbose_name="användare")
    federation = models.ForeignKey(
        Federation, models.CASCADE, related_name="mandates", verbose_name="förbund"
    )
    role = models.CharField("roll", max_length=16, choices=Role)
    granted_on = models.DateField("från", default=date.today)

    class Meta:
        verbose_name = "roll"
        verbose_name_plural = "roller"
        ordering = ("federation__name", "role")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "federation", "role"),
                name="mandate_once",
                violation_error_message="Användaren har redan den rollen.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} i {self.federation}"


class ChangeLogEntry(AbstractLogEntry):
    """Who changed what, when, in which federation (behandlingshistorik, LKBR 3 kap. 11 §)."""

    federation = models.ForeignKey(
        Federation, models.SET_NULL, null=True, blank=True, related_name="change_log"
    )

    objects = ChangeLogManager()

    class Meta(AbstractLogEntry.Meta):
        verbose_name = "ändring"
        verbose_name_plural = "ändringar"
