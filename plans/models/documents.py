"""Documents: trees of sections, goal areas and planned activities."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from budgets.models import Budget
from finsam import blocks
from finsam.fields import HeadingField, RichTextField, YearField
from finsam.revisions import Revisioned
from members.models import Decision, Federation, Meeting
from plans.domain.kinds import ANNUAL_REPORT, INTERIM_MONTHS, INTERIM_REPORT, PLAN, KindWords, Slot
from plans.models.pictures import refuse_foreign_pictures
from plans.querysets import DocumentQuerySet


class Document(Revisioned):
    """A document in one version. The plan carries the year's budget, since the law adopts them together (KL 11:6)."""

    class Kind(models.TextChoices):
        """What kind of document. The value is the word in addresses and on the command line."""

        ACTIVITY_PLAN = PLAN, "Verksamhetsplan"
        INTERIM_REPORT = INTERIM_REPORT, "Delårsrapport"
        ANNUAL_REPORT = ANNUAL_REPORT, "Årsredovisning"

    class Status(models.TextChoices):
        """Where the document stands."""

        DRAFT = "draft", "Utkast"
        IN_REVIEW = "in_review", "På remiss"
        PROPOSED = "proposed", "Framlagd"
        ADOPTED = "adopted", "Fastställd"
        PUBLISHED = "published", "Publicerad"
        SUPERSEDED = "superseded", "Ersatt"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="documents")
    kind = models.CharField("slag", max_length=15, choices=Kind)
    year = YearField("år")
    month = models.PositiveSmallIntegerField("till och med månad", default=0, editable=False)
    """The month that an interim report reaches to; 0 for a document of the whole year."""
    version = models.PositiveSmallIntegerField("version", default=1)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.DRAFT)
    title = HeadingField("titel", max_length=200)
    subtitle = HeadingField("undertitel", max_length=160, blank=True)
    motto = models.CharField(
        "devis", max_length=160, blank=True, help_text="En rad på omslaget, till exempel visionen."
    )
    budget = models.ForeignKey(
        Budget, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="budget"
    )
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="möte som ska besluta",
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="beslut"
    )
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="successors"
    )
    """The document it was copied from: last year's, or the version before."""
    consultation = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consulted_documents",
        verbose_name="samråd med medlemmarna",
    )
    consultation_summary = models.TextField("vad som framkom i samrådet", blank=True, max_length=8000)
    proposed_on = models.DateField("framlagd", null=True, blank=True, editable=False)
    withdrawn_on = models.DateField("tagen tillbaka från styrelsen", null=True, blank=True, editable=False)
    """When it was last taken back, though it may be before the board again: what the board has had is never removed."""
    published_on = models.DateField("publicerad", null=True, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "dokument"
        verbose_name_plural = "dokument"
        ordering = ("-year", "kind", "month", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "kind", "year", "month", "version"),
                name="document_version_once",
                violation_error_message="Den versionen finns redan.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("adopted", "published")) | Q(decision__isnull=False),
                name="adopted_document_has_decision",
                violation_error_message="Ett fastställt dokument behöver ett beslut.",
            ),
            models.UniqueConstraint(
                fields=("federation", "kind", "year", "month"),
                condition=Q(status__in=("adopted", "published")),
                name="document_adopted_once_per_year",
                violation_error_message="Året har redan ett fastställt dokument av det slaget.",
            ),
            models.CheckConstraint(
                condition=Q(kind=INTERIM_REPORT, month__in=INTERIM_MONTHS)
                | ~Q(kind=INTERIM_REPORT) & Q(month=0),
                name="document_month_of_its_kind",
                violation_error_message="En delårsrapport sträcker sig till april, juni, juli eller augusti.",
            ),
        )

    def __str__(self) -> str:
        return self.slot.name(self.year)

    @property
    def slot(self) -> Slot:
        """Which of its year's documents it is a version of."""
        return Slot(self.kind, self.month)

    @property
    def words(self) -> KindWords:
        """What its kind is called."""
        return self.slot.words

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        """Where it stands, in a word: what the board does to a plan it does not do to a report."""
        return self.status_label(self.status)

    def status_label(self, status: str) -> str:
        """What a document of its kind is called where it stands there."""
        return (
            self.words.adopted.capitalize()
            if status == self.Status.ADOPTED
            else str(self.Status(status).label)
        )

    @property
    def is_open(self) -> bool:
        """Whether its words may still be changed."""
        return self.status in (self.Status.DRAFT, self.Status.IN_REVIEW, self.Status.PROPOSED)


class Section(Revisioned):
    """A heading with text and at most one computed block. Sections form a tree; their numbers are made by machine."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name="ligger under"
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    """Its identity over versions: a copy keeps it."""
    position = models.PositiveSmallIntegerField("ordning", default=0)
    heading = HeadingField("rubrik", max_length=200)
    is_numbered = models.BooleanField("numreras", default=True)
    body = RichTextField("text", blank=True)
    block = models.CharField("tabell eller lista", max_length=80, blank=True)
    is_hidden = models.BooleanField("dolt", default=False)
    """Hidden with all that lies under it: kept for the one who writes, and in nothing that is read."""
    guidance = models.TextField("vägledning", blank=True, max_length=2000)
    """What the standard outline says to the one who writes. It is never printed."""

    class Meta:
        verbose_name = "avsnitt"
        verbose_name_plural = "avsnitt"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("document", "key"), name="section_key_once_per_document"),
        )

    def __str__(self) -> str:
        return self.heading

    @property
    def federation_id(self) -> int:
        """The federation the section belongs to."""
        return self.document.federation_id

    def clean(self) -> None:
        super().clean()
        refuse_foreign_pictures(getattr(self, "federation_id", None), "body", self.body)
        if self.block:
            try:
                blocks.find(self.block)
            except blocks.UnknownBlock as error:
                raise ValidationError({"block": str(error)}) from error


class GoalArea(Revisioned):
    """A målområde of a plan."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="goal_areas")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    """Its identity over versions: a copy keeps it."""
    position = models.PositiveSmallIntegerField("ordning", default=0)
    title = models.CharField("titel", max_length=160)
    description = RichTextField("beskrivning", blank=True)

    class Meta:
        verbose_name = "målområde"
        verbose_name_plural = "målområden"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("document", "key"), name="goal_area_key_once_per_document"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def federation_id(self) -> int:
        """The federation the goal area belongs to."""
        return self.document.federation_id

    def clean(self) -> None:
        super().clean()
        refuse_foreign_pictures(getattr(self, "federation_id", None), "description", self.description)


class PlannedActivity(Revisioned):
    """An activity planned within a goal area."""

    goal_area = models.ForeignKey(
        GoalArea, models.CASCADE, related_name="activities", verbose_name="målområde"
    )
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    """Its identity over versions: a copy keeps it."""
    position = models.PositiveSmallIntegerField("ordning", default=0)
    text = models.CharField("aktivitet", max_length=300)
    responsible = models.CharField("ansvarig", max_length=120, blank=True)
    due = models.CharField(
        "klart", max_length=60, blank=True, help_text="Till exempel löpande, maj eller 31 december."
    )

    class Meta:
        verbose_name = "aktivitet"
        verbose_name_plural = "aktiviteter"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("goal_area", "key"), name="activity_key_once_per_goal_area"),
        )

    def __str__(self) -> str:
        return self.text

    @property
    def federation_id(self) -> int:
        """The federation the activity belongs to."""
        return self.goal_area.document.federation_id
