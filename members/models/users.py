"""Users, their roles in federations, and what was changed by whom."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from auditlog.models import AbstractLogEntry
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower

from members.changelog import ChangeLogManager
from members.models.federations import Federation


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


class Role(models.TextChoices):
    """What a user is in a federation."""

    DIRECTOR = "director", "Förbundschef"
    BOARD = "board", "Styrelsen"
    FINANCE = "finance", "Ekonom"
    AUDITOR = "auditor", "Revisor"
    REVIEWER = "reviewer", "Beredningsgrupp eller LSG"
    INITIATIVE_OWNER = "initiative_owner", "Insatsägare"
    API_READER = "api_reader", "REST-klient"


ROLE_LABELS = {role.value: str(role.label) for role in Role}
"""What each role is called, by the value that is stored."""


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
