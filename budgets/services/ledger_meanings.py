"""Saying what accounts and objects mean, many at a time: first as a trial that leaves nothing behind, then for good.

What is said holds for every file of the federation, from before and to come. It is written whole or not at all: not
when another has said something of the same since it was shown, not when the figures it changes are others than those
shown, and not when a closed month would be read otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from budgets.domain.ledger_meanings import Effects, effects
from budgets.ledger_meaning_queries import held, state_of
from budgets.models import AccountGroup, CostCentre, LedgerAccountMap, LedgerObjectMap
from budgets.services.ledger_meaning import closed_months_keep_their_meaning
from budgets.services.ledger_months import lock_ledger
from finsam import swedish
from finsam.revisions import store
from finsam.scope import Scope
from members.models import Federation

GONE = "Någon har tagit bort det du valde. Välj på nytt."
STALE = "Bokföringen har ändrats sedan du granskade, så att andra belopp flyttas. Ingenting är sparat: granska på nytt."


@dataclass(frozen=True)
class AccountSaid:
    """What an account is said to mean; nothing said gives it back what its number says.

    `state` is that of its mapping when it was shown ("" when it had none); None asks nothing.
    """

    number: str
    group: str = ""
    """The code of an account group."""
    line: str = ""
    centre: int | None = None
    """The ID of its rows that have no object."""
    keeps_centre: bool = False
    """Whether that ID stays as it is, where the account stays in the result."""
    state: str | None = None


@dataclass(frozen=True)
class ObjectSaid:
    """Which ID an object is said to mean ("" is what has none); None gives it back what its code says."""

    dimension: str
    code: str
    centre: int | None = None
    state: str | None = None


class SaidMeanwhile(ValidationError):
    """Others have said something of the same accounts or objects since they were shown."""

    def __init__(self, what: Sequence[str]) -> None:
        has_have = "en annan koppling" if len(what) == 1 else "andra kopplingar"
        super().__init__(
            f"{swedish.listed(what)} har fått {has_have} sedan du öppnade sidan. "
            "Ingenting är sparat: se vad som gäller nu och välj på nytt.",
            code="conflict",
        )


class OtherEffects(ValidationError):
    """What would change is not what was shown."""

    def __init__(self) -> None:
        super().__init__(STALE, code="stale")


@dataclass(frozen=True)
class Trial:
    """What would change, and why it cannot be done."""

    effects: Effects
    refusals: tuple[str, ...]


def try_meanings(
    *, federation: Federation, accounts: Sequence[AccountSaid], objects: Sequence[ObjectSaid]
) -> Trial:
    """What saying this would change. Nothing of it is kept. Raises SaidMeanwhile as saving it would."""
    found = Effects()
    try:
        with transaction.atomic():
            with closed_months_keep_their_meaning(federation):
                found = _say(federation, accounts, objects)
            transaction.set_rollback(True)
    except SaidMeanwhile:
        raise
    except ValidationError as error:
        return Trial(found, tuple(error.messages))
    return Trial(found, ())


@transaction.atomic
def save_meanings(
    *,
    federation: Federation,
    accounts: Sequence[AccountSaid] = (),
    objects: Sequence[ObjectSaid] = (),
    basis: str | None = None,
) -> Effects:
    """Say what accounts and objects mean; what it changes. `basis` is that of the effects that were shown."""
    with closed_months_keep_their_meaning(federation):
        found = _say(federation, accounts, objects)
        if basis is not None and found.basis != basis:
            raise OtherEffects
    return found


def _say(federation: Federation, accounts: Sequence[AccountSaid], objects: Sequence[ObjectSaid]) -> Effects:
    lock_ledger(federation)
    own_accounts = {each.account_number: each for each in federation.ledger_account_maps.all()}
    own_objects = {(each.dimension, each.object_code): each for each in federation.ledger_object_maps.all()}
    meanwhile = [
        f"Konto {said.number}"
        for said in accounts
        if said.state is not None and state_of(own_accounts.get(said.number)) != said.state
    ] + [
        f"Objekt {said.code}" if said.code else "Rader utan objekt"
        for said in objects
        if said.state is not None and state_of(own_objects.get((said.dimension, said.code))) != said.state
    ]
    if meanwhile:
        raise SaidMeanwhile(meanwhile)
    groups = {each.code: each for each in federation.account_groups.all()}
    centres = {each.pk: each for each in federation.cost_centres.all()}
    before = held(Scope(federation.pk, 0))
    for account in accounts:
        known = own_accounts.get(account.number)
        is_kept_there = account.keeps_centre and known is not None and not account.line
        centre = known.cost_centre_id if known is not None and is_kept_there else account.centre
        _write(
            LedgerAccountMap,
            known,
            is_kept=bool(account.group or account.line or centre),
            federation=federation,
            account_number=account.number,
            account_group=_chosen(groups, account.group),
            cost_centre=_chosen(centres, centre),
            balance_line=account.line,
        )
    for each in objects:
        _write(
            LedgerObjectMap,
            own_objects.get((each.dimension, each.code)),
            is_kept=each.centre is not None,
            federation=federation,
            dimension=each.dimension,
            object_code=each.code,
            cost_centre=_chosen(centres, each.centre),
        )
    return effects(before, held(Scope(federation.pk, 0)))


def _chosen(among: dict[Any, Any], key: Any) -> AccountGroup | CostCentre | None:
    if not key:
        return None
    if key not in among:
        raise ValidationError(GONE)
    chosen: AccountGroup | CostCentre = among[key]
    return chosen


def _write(model: Any, known: Any, *, is_kept: bool, **changes: Any) -> None:
    if is_kept:
        store(model, pk=known.pk if known else None, revision=None, changes=changes)
    elif known is not None:
        known.delete()
