"""The year wheel: what is due when and by whom, what is done, and who wants to be reminded.

The law's own deadlines are known to `reports.domain.deadlines`; a row here that names one says who answers for it and
when the federation wants it done, never later than the law.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from finsam.fields import YearField
from finsam.revisions import Revisioned
from members.models.federations import Federation
from members.models.users import Role

DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTHS = (
    (1, "januari"),
    (2, "februari"),
    (3, "mars"),
    (4, "april"),
    (5, "maj"),
    (6, "juni"),
    (7, "juli"),
    (8, "augusti"),
    (9, "september"),
    (10, "oktober"),
    (11, "november"),
    (12, "december"),
)


class WheelEntry(Revisioned):
    """Something that comes back every year on a day, counted from the year that plan and report are about."""

    class Offset(models.IntegerChoices):
        """Which calendar year the day falls in, seen from the year it concerns."""

        BEFORE = -1, "året innan"
        SAME = 0, "samma år"
        AFTER = 1, "året efter"

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="wheel_entries")
    title = models.CharField("vad", max_length=160)
    month = models.PositiveSmallIntegerField("månad", choices=MONTHS)
    day = models.PositiveSmallIntegerField("dag", validators=[MinValueValidator(1), MaxValueValidator(31)])
    year_offset = models.SmallIntegerField("år", choices=Offset, default=Offset.SAME)
    responsible = models.CharField("ansvarig", max_length=16, choices=Role, blank=True)
    note = models.CharField("anteckning", max_length=300, blank=True)
    law = models.CharField("lagens tidpunkt", max_length=20, blank=True)
    """The key of the law's own deadline that the row is about; empty for the federation's own."""
    from_year = YearField(
        "från och med år",
        null=True,
        blank=True,
        help_text="Det första år som den gäller. Lämna tomt om den gäller alla år.",
    )
    is_active = models.BooleanField("används", default=True)

    class Meta:
        verbose_name = "tidpunkt i årshjulet"
        verbose_name_plural = "tidpunkter i årshjulet"
        ordering = ("year_offset", "month", "day", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "law"),
                condition=~models.Q(law=""),
                name="wheel_entry_once_per_law",
                violation_error_message="Lagens tidpunkt finns redan i årshjulet.",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def due(self, year: int) -> date:
        """The day, for the year it concerns; 29 February is the 28th in a year that has no other."""
        falls_in = year + self.year_offset
        return date(falls_in, self.month, min(self.day, monthrange(falls_in, self.month)[1]))

    def clean(self) -> None:
        super().clean()
        if self.month and self.day and self.day > DAYS_IN_MONTH[self.month - 1]:
            raise ValidationError(
                {"day": f"{self.get_month_display().capitalize()} har inte {self.day} dagar."}
            )


class WheelMark(Revisioned):
    """That something in the wheel is done for a year."""

    entry = models.ForeignKey(WheelEntry, models.CASCADE, related_name="marks")
    year = YearField("år")
    done_on = models.DateField("klart den")
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField("anteckning", max_length=300, blank=True)

    class Meta:
        verbose_name = "klar tidpunkt"
        verbose_name_plural = "klara tidpunkter"
        ordering = ("year", "pk")
        constraints = (models.UniqueConstraint(fields=("entry", "year"), name="wheel_mark_once_per_year"),)

    def __str__(self) -> str:
        return f"{self.entry} {self.year}"

    @property
    def federation_id(self) -> int:
        """The federation the mark belongs to."""
        return self.entry.federation_id


class CalendarFeed(models.Model):
    """A user's own address of the wheel as a calendar. Only a hash of its secret is kept."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="calendar_feeds")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    token = models.CharField("hemlighetens kontrollsumma", max_length=64, unique=True)
    created_at = models.DateTimeField("skapad", auto_now_add=True)

    class Meta:
        verbose_name = "kalenderadress"
        verbose_name_plural = "kalenderadresser"
        constraints = (
            models.UniqueConstraint(fields=("federation", "user"), name="calendar_feed_once_per_user"),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.federation}"


class Reminder(models.Model):
    """That a user wants to be reminded by e-mail, and how many days before."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    days_before = models.PositiveSmallIntegerField(
        "dagar före", default=7, validators=[MinValueValidator(0), MaxValueValidator(90)]
    )
    only_own = models.BooleanField("bara det min roll ansvarar för", default=False)

    class Meta:
        verbose_name = "påminnelse"
        verbose_name_plural = "påminnelser"
        constraints = (models.UniqueConstraint(fields=("federation", "user"), name="reminder_once_per_user"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.days_before} dagar före"


class SentReminder(models.Model):
    """That a user has been reminded of an occasion: nobody is reminded twice of the same."""

    federation = models.ForeignKey(Federation, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    occasion = models.CharField("tillfälle", max_length=80)
    due = models.DateField("dag")
    sent_at = models.DateTimeField("skickad", auto_now_add=True)

    class Meta:
        verbose_name = "skickad påminnelse"
        verbose_name_plural = "skickade påminnelser"
        constraints = (
            models.UniqueConstraint(
                fields=("federation", "user", "occasion", "due"), name="reminder_sent_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.occasion} {self.due}"
