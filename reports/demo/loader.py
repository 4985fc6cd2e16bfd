"""Loads a demo federation from its folder of YAML and prose, through the services a user's actions go through.

What is there already is left as it is: loading again neither doubles anything nor undoes what someone has tried.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from budgets import services as budget_services
from budgets.models import Budget
from members import services as member_services
from members.models import Decision, Federation, Mandate, Meeting, Role, User
from plans import services as plan_services
from plans.models import Document, Section

HERE = Path(__file__).parent
KEYS = uuid.UUID("6f3c2a0e-6f0b-5b1e-9a57-0d6a4f4f2f10")
"""The namespace in which the demo's readable keys become identities."""


@dataclass(frozen=True)
class Login:
    """A demo user to try: the role's Swedish name and the e-mail address."""

    role: str
    email: str


class DemoFolder:
    """A folder of demo data for one federation."""

    def __init__(self, name: str) -> None:
        self.path = HERE / name

    def data(self, name: str) -> Any:
        """A YAML file."""
        return yaml.safe_load((self.path / f"{name}.yaml").read_text(encoding="utf-8"))

    def prose(self, folder: str, name: str) -> str:
        """A fragment of rich text; "" when the entry names none."""
        return (self.path / folder / name).read_text(encoding="utf-8") if name else ""


@transaction.atomic
def load(name: str, password: str) -> list[Login]:
    """Load the demo in the folder `name`; gives its logins. Users get `password` when they are first made."""
    folder = DemoFolder(name)
    data = folder.data("federation")
    federation = Federation.objects.filter(slug=data["federation"]["slug"]).first()
    if federation is None:
        federation = _load_federation(folder, data)
    logins = _load_users(federation, data["users"], password)
    for year in (2022, 2023):
        if not federation.budgets.filter(year=year).exists():
            _load_budget(federation, folder.data(f"budget_{year}"))
    if not federation.documents.filter(year=2023).exists():
        _load_plan(federation, folder, "plan_2023")
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
    for entry in data["share_sets"]:
        shares = {members[each["member"]].pk: Decimal(each["percent"]) for each in entry["shares"]}
        member_services.save_shares(
            federation=federation,
            year=entry["year"],
            revision=None,
            percents=shares,
            status=entry["status"],
            source=entry["source"],
        )
    for entry in data["board_seats"]:
        member_services.save_board_seat(federation=federation, **_appointed(entry, members))
    for entry in data["auditors"]:
        member_services.save_auditor(federation=federation, **_appointed(entry, members))
    for entry in data["meetings"]:
        decisions = entry.pop("decisions", [])
        meeting = member_services.save_meeting(federation=federation, **entry)
        for decision in decisions:
            texts = {name: decision[name] for name in ("minutes_ref", "subject", "outcome")}
            member_services.save_decision(federation=federation, meeting=meeting, **texts)
    for entry in folder.data("account_groups")["account_groups"]:
        budget_services.save_account_group(federation=federation, **entry)
    for entry in folder.data("equity_rules")["equity_rules"]:
        budget_services.save_equity_rule(federation=federation, **_equity_rule(entry))
    _load_published(federation, folder.data("published"))
    return federation


def _appointed(entry: dict[str, Any], members: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "appointed_by": members[entry["appointed_by"]]}


def _equity_rule(entry: dict[str, Any]) -> dict[str, Any]:
    rule = dict(entry)
    if "amount_kr" in rule:
        rule["amount"] = Decimal(rule.pop("amount_kr"))
    if "percent" in rule:
        rule["percent"] = Decimal(rule["percent"])
    return rule


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


def _load_budget(federation: Federation, data: dict[str, Any]) -> None:
    year = data["year"]
    budget = budget_services.start_budget(federation=federation, year=year)
    groups = {group.code: group for group in federation.account_groups.all()}
    for entry in data["cost_centres"]:
        centre = federation.cost_centres.filter(code=entry["code"]).first()
        centre = budget_services.save_cost_centre(
            federation=federation,
            year=year,
            pk=centre.pk if centre else None,
            code=entry["code"],
            name=entry["name"],
            purpose=entry["purpose"],
        )
        for place, line in enumerate(entry["lines"], start=1):
            budget_services.save_line(
                federation=federation,
                budget=budget,
                continues=_identity(federation, line["key"]),
                cost_centre=centre,
                account_group=groups[line["account_group"]],
                label=line["label"],
                nature=line["nature"],
                amount=_kronor(line["amount_tkr"]),
                position=place * 10,
            )
    for entry in data.get("outlook", ()):
        amounts: dict[str, Any] = {
            name.removesuffix("_tkr"): _kronor(value) if name.endswith("_tkr") else value
            for name, value in entry.items()
        }
        budget_services.save_outlook_year(federation=federation, budget=budget, **amounts)
    if data["status"] == Budget.Status.PROPOSED:
        budget_services.propose_budget(federation=federation, pk=budget.pk)
    if data["status"] == Budget.Status.ADOPTED:
        decision = Decision.objects.get(meeting__federation=federation, meeting__held_on=data["meeting"])
        budget_services.adopt_budget(federation=federation, pk=budget.pk, decision=decision)


def _load_published(federation: Federation, data: dict[str, Any]) -> None:
    for entry in data["figures"]:
        value = Decimal(entry["value"])
        budget_services.keep_published_figure(
            federation=federation,
            document=data["document"],
            year=data["year"],
            place=entry["place"],
            reference=entry["reference"],
            printed=entry["printed"],
            value=value * 1000 if entry["unit"] == "tkr" else value,
            unit=entry["unit"],
        )


def _load_plan(federation: Federation, folder: DemoFolder, name: str) -> None:
    data = folder.data(name)
    head = data["document"]
    document = plan_services.create_document(
        federation=federation,
        kind=head["kind"],
        year=head["year"],
        title=head["title"],
        subtitle=head["subtitle"],
        motto=head["motto"],
        budget=federation.budgets.get(year=head["year"]),
    )

    def prose(file: str) -> str:
        return folder.prose(name, file)

    _load_sections(federation, document, data["sections"], None, prose)
    for entry in data["goal_areas"]:
        area = plan_services.save_goal_area(
            federation=federation,
            document=document,
            title=entry["title"],
            description=prose(entry["description"]),
        )
        for activity in entry["activities"]:
            texts = {name: activity[name] for name in ("text", "responsible", "due")}
            key = _identity(federation, f"{document.year}/{activity['key']}")
            plan_services.save_activity(federation=federation, goal_area=area, key=key, **texts)
    meeting = Meeting.objects.get(federation=federation, held_on=head["meeting"], kind=Meeting.Kind.BOARD)
    plan_services.propose(federation=federation, pk=document.pk, meeting=meeting)


def _load_sections(
    federation: Federation,
    document: Document,
    entries: list[dict[str, Any]],
    parent: Section | None,
    prose: Callable[[str], str],
) -> None:
    for entry in entries:
        section = plan_services.save_section(
            federation=federation,
            document=document,
            parent=parent,
            key=_identity(federation, f"{document.year}/{entry['key']}"),
            heading=entry["heading"],
            body=prose(entry.get("body", "")),
            block=entry.get("block", ""),
        )
        _load_sections(federation, document, entry.get("children", []), section, prose)


def _identity(federation: Federation, key: str) -> uuid.UUID:
    """A readable key as a row's identity: the same in every installation, so that documents are the same too."""
    return uuid.uuid5(KEYS, f"{federation.slug}/{key}")


def _kronor(tkr: int | None) -> Decimal | None:
    return None if tkr is None else Decimal(tkr) * 1000
