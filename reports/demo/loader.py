"""Loads a demo federation from its folder of YAML and prose, through the services a user's actions go through.

What is there already is left as it is: loading again neither doubles anything nor undoes what someone has tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from members import services as member_services
from members.models import Federation, Mandate, Role, User
from reports.demo.folder import DemoFolder
from reports.demo.members import load_meetings, load_shares
from reports.demo.money import load_budget, load_published, load_rules
from reports.demo.words import load_plan

FOLDERS = ("sodra_dalarna", "nedansiljan", "norra_vastmanland")
"""The demo federations."""


@dataclass(frozen=True)
class Login:
    """A demo user to try: the role's Swedish name and the e-mail address."""

    role: str
    email: str


@transaction.atomic
def load(folder_name: str, password: str) -> list[Login]:
    """Load the demo in the folder; gives its logins. Users get `password` when they are first made."""
    folder = DemoFolder(folder_name)
    data = folder.data("federation")
    federation = Federation.objects.filter(slug=data["federation"]["slug"]).first()
    if federation is None:
        federation = _load_federation(folder, data)
    logins = _load_users(federation, data["users"], password)
    for name in folder.names("budget_"):
        if not federation.budgets.filter(year=folder.year_of(name)).exists():
            load_budget(federation, folder.data(name))
    for name in folder.names("plan_"):
        if not federation.documents.filter(year=folder.year_of(name)).exists():
            load_plan(federation, folder, name)
    return logins


def _load_federation(folder: DemoFolder, data: dict[str, Any]) -> Federation:
    federation = Federation(**data["federation"])
    federation.full_clean()
    federation.save()
    members: dict[str, Any] = {}
    for place, entry in enumerate(data["members"], start=1):
        payer = entry.pop("paid_by", None)
        members[entry["slug"]] = member_services.save_member(
            federation=federation, position=place, paid_by=members[payer] if payer else None, **entry
        )
    load_shares(federation, data["share_sets"], members)
    for entry in data["board_seats"]:
        member_services.save_board_seat(federation=federation, **_appointed(entry, members))
    for entry in data["auditors"]:
        member_services.save_auditor(federation=federation, **_appointed(entry, members))
    load_meetings(federation, data["meetings"])
    load_rules(federation, folder)
    for name in folder.names("published"):
        load_published(federation, folder.data(name))
    return federation


def _appointed(entry: dict[str, Any], members: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "appointed_by": members[entry["appointed_by"]]}


def _load_users(federation: Federation, entries: list[dict[str, str]], password: str) -> list[Login]:
    logins = []
    for entry in entries:
        role = Role(entry["role"])
        user = User.objects.filter(email=entry["email"]).first()
        if user is None:
            user = User.objects.create_user(entry["email"], password, name=entry["name"])
        if not Mandate.objects.filter(federation=federation, user=user).exists():
            member_services.grant_role(federation=federation, user=user, role=role)
        logins.append(Login(role.label, user.email))
    return logins
