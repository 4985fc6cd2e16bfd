"""Pages that say what the ledger's accounts and objects mean: the list, one of them, and what a change would change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.http import urlencode

from budgets.domain.ledger_meanings import (
    AccountMeaning,
    Effect,
    Effects,
    MeaningFacts,
    Meanings,
    ObjectMeaning,
    meanings,
    spot_text,
)
from budgets.forms.ledger_meanings import SEEN, MeaningsForm, called, meaning_text
from budgets.imports.ledger_standing import months_text
from budgets.ledger_meaning_queries import meaning_facts
from budgets.services.ledger_meanings import OtherEffects, SaidMeanwhile, save_meanings, try_meanings
from finsam.forms import add_errors
from finsam.scope import Scope
from members.access import Permission
from members.pages import FederationPage

MOST = 100
"""So many accounts, and so many objects, are asked about at a time; the others come when these are settled."""
ALONE, SAVE, BACK = "en", "spara", "andra"
"""What a form sends besides its fields: that it is of a single account or object, and the buttons of the review."""


class MeaningsView(FederationPage, abstract=True):
    """A page about what accounts and objects mean."""

    place = "follow_up"
    subpage = "ledger_meanings"
    template_name = "budgets/ledger_meanings.html"

    def parents(self) -> list[tuple[str, str]]:
        return [("Kopplingar", self.url("ledger_meanings"))]

    @cached_property
    def is_all(self) -> bool:
        """Whether also what the year has nothing on is shown."""
        return "alla" in self.request.GET

    @cached_property
    def facts(self) -> MeaningFacts:
        """What is known of the year's accounts and objects."""
        return meaning_facts(Scope(self.federation.pk, self.year), is_all=self.is_all)

    @cached_property
    def meanings(self) -> Meanings:
        """The year's accounts and objects."""
        return meanings(self.facts, is_all=self.is_all)

    def form_of(
        self, asked: Sequence[AccountMeaning | ObjectMeaning], *data: Any, is_alone: bool = False
    ) -> MeaningsForm:
        """The form that asks about them."""
        return MeaningsForm(*data, asked=asked, names=self.facts.names, is_alone=is_alone)

    def list_page(self, form: MeaningsForm | None = None, status: int = 200) -> HttpResponse:
        """The list, with the form of what is not mapped."""
        found = self.meanings
        asked: list[AccountMeaning | ObjectMeaning] = [
            *found.unmapped_accounts[:MOST],
            *found.unmapped_objects[:MOST],
        ]
        if form is None and asked and self.may(Permission.EDIT_LEDGER):
            form = self.form_of(asked)
        return self.show(
            {
                "meanings": found,
                "form": form,
                "accounts": [self._row(each) for each in found.mapped_accounts],
                "objects": [self._row(each) for each in found.mapped_objects],
                "unmapped": [self._row(each) for each in found.unmapped_ones],
                "more": len(found.unmapped_ones) - len(asked),
                "is_all": self.is_all,
                "is_empty": not found.accounts and not found.objects,
            },
            template=LedgerMeanings.template_name,
            status=status,
        )

    def alone_page(self, form: MeaningsForm, status: int = 200) -> HttpResponse:
        """The form of a single account or object."""
        (each,) = form.asked
        return self.show(
            {
                "form": form,
                "each": each,
                "title": called(each),
                "says_now": meaning_text(each, self.facts.names),
                "alone": ALONE,
            },
            template=LedgerMeaning.template_name,
            status=status,
        )

    def _row(self, each: AccountMeaning | ObjectMeaning) -> dict[str, Any]:
        asked = (
            {"konto": each.number}
            if isinstance(each, AccountMeaning)
            else {"dimension": each.dimension, "objekt": each.code}
        )
        return {
            "what": each,
            "called": called(each),
            "says": meaning_text(each, self.facts.names),
            "url": f"{self.url('ledger_meaning')}?{urlencode(asked)}",
        }


class LedgerMeanings(MeaningsView):
    """All accounts and objects of the year, those without meaning first. `?alla` shows all that was ever mapped.

    Constant number of queries.
    """

    permission = Permission.READ_BUDGET
    title = "Kopplingar"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.list_page()


class LedgerMeaning(MeaningsView):
    """One account (`?konto=`) or object (`?dimension=&objekt=`): what it means, and to say something else."""

    permission = Permission.EDIT_LEDGER
    title = "Ändra en koppling"
    template_name = "budgets/ledger_meaning.html"
    is_all = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = request.GET
        found: AccountMeaning | ObjectMeaning | None = next(
            (each for each in self.meanings.accounts if each.number == asked.get("konto")), None
        ) or next(
            (
                each
                for each in self.meanings.objects
                if (each.dimension, each.code) == (asked.get("dimension"), asked.get("objekt"))
            ),
            None,
        )
        if found is None:
            messages.info(request, "Kontot eller objektet finns inte i bokföringen. Välj i listan.")
            return HttpResponseRedirect(self.url("ledger_meanings"))
        return self.alone_page(self.form_of([found], is_alone=True))


class LedgerMeaningsReview(MeaningsView):
    """What saying this would change, and then the saying of it. A GET leads back to the list."""

    permission = Permission.EDIT_LEDGER
    title = "Granska kopplingarna"
    template_name = "budgets/ledger_meanings_review.html"
    is_all = True

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("ledger_meanings"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if form is None:
            messages.info(request, "Det du valde finns inte i bokföringen längre. Välj i listan.")
            return HttpResponseRedirect(self.url("ledger_meanings"))
        if not form.is_valid():
            return self._again(form, 422)
        if BACK in request.POST:
            return self._again(form)
        accounts, objects = list(form.accounts()), list(form.objects())
        try:
            if SAVE not in request.POST:
                return self._review(form)
            save_meanings(
                federation=self.federation,
                accounts=accounts,
                objects=objects,
                basis=request.POST.get("basis", ""),
            )
        except SaidMeanwhile as error:
            return self._conflict(error)
        except OtherEffects as error:
            add_errors(form, error)
            return self._review(form, 409)
        except ValidationError:
            return self._review(form, 409)
        said = len(accounts) + len(objects)
        messages.success(request, "Kopplingen är sparad." if said == 1 else f"{said} kopplingar är sparade.")
        return HttpResponseRedirect(self.url("ledger_meanings"))

    def _form(self, data: QueryDict) -> MeaningsForm | None:
        """The form that was sent; None when nothing of it is known any more."""
        known = self.meanings.by_key
        sent = [name.removeprefix(SEEN) for name in data if name.startswith(SEEN)]
        asked = [known[key] for key in sent if key in known]
        is_alone = ALONE in data
        if not asked or (is_alone and len(asked) > 1):
            return None
        return self.form_of(asked, data, is_alone=is_alone)

    def _again(self, form: MeaningsForm, status: int = 200) -> HttpResponse:
        return self.alone_page(form, status) if form.is_alone else self.list_page(form, status)

    def _conflict(self, error: SaidMeanwhile) -> HttpResponse:
        """The form as it was sent, over what others have said since: the next sending starts from there."""
        data = self.request.POST.copy()
        known = self.meanings.by_key
        for name in list(data):
            if name.startswith(SEEN) and (key := name.removeprefix(SEEN)) in known:
                data[name] = known[key].state
        form = self._form(data)
        assert form is not None
        form.is_valid()
        add_errors(form, error)
        return self._again(form, 409)

    def _review(self, form: MeaningsForm, status: int = 200) -> HttpResponse:
        trial = try_meanings(
            federation=self.federation, accounts=list(form.accounts()), objects=list(form.objects())
        )
        return self.show(
            {
                "form": form,
                "changes": list(form.changes()),
                "sent": [*form.sent(), *([(ALONE, "1")] if form.is_alone else [])],
                "trial": trial,
                "moved": self._moved_by(trial.effects),
                "save": SAVE,
                "back": BACK,
            },
            status=status,
        )

    def _moved_by(self, effects: Effects) -> list[tuple[int, list[dict[str, Any]]]]:
        return [(year, [self._effect(each) for each in found]) for year, found in effects.by_year()]

    def _effect(self, each: Effect) -> dict[str, Any]:
        is_told = each.spot.is_told
        return {
            "where": spot_text(each.spot, self.facts.names),
            "months": "" if is_told else months_text(each.months),
            "before": each.before,
            "after": each.after,
        }
