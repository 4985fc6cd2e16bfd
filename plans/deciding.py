"""Pages that take a plan from the one who writes it to the board's decision: released, proposed, adopted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from budgets.services.guards import BasisChanged
from finsam import swedish
from finsam.forms import add_errors
from members.access import Permission
from members.models import Federation, Meeting
from members.pages import FederationPage
from plans import services
from plans.forms import AdoptionForm
from plans.views import DocumentMixin


class ProposalForm(forms.Form):
    """At which of the board's meetings the plan is laid before it."""

    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.none(),
        label="Styrelsens möte",
        empty_label="Välj",
        help_text="Möten läggs in under Medlemmar.",
    )

    def __init__(self, *args: Any, federation: Federation, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = federation.meetings.filter(  # type: ignore[attr-defined]
            kind=Meeting.Kind.BOARD, held_on__year__in=(year - 1, year, year + 1)
        )


class DocumentRelease(DocumentMixin, FederationPage):
    """Let others than the office read the plan. A GET leads back to the plan's page, which has the button."""

    permission = Permission.EDIT_DOCUMENTS
    place = "plan"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("plan"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            document = services.release(federation=self.federation, pk=self.document.pk)
            messages.success(
                request, f"{document} är släppt för läsning. Nu kan också beredningsgrupp och LSG läsa den."
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.url("plan"))


class ProposalPage(DocumentMixin, FederationPage):
    """Lay the plan and its budget before the board at a meeting."""

    permission = Permission.EDIT_DOCUMENTS
    place = "plan"
    title = "Lägg fram för styrelsen"
    template_name = "form_page.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form(initial={"meeting": self._meeting()}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        meeting: Meeting = form.cleaned_data["meeting"]
        try:
            document = services.propose(federation=self.federation, pk=self.document.pk, meeting=meeting)
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, 422)
        day = swedish.long_date(meeting.held_on)
        messages.success(request, f"{document} är framlagd för styrelsens möte {day}.")
        return HttpResponseRedirect(self.url("plan"))

    def _form(self, *data: Any, **given: Any) -> ProposalForm:
        return ProposalForm(*data, federation=self.federation, year=self.year, **given)

    def _meeting(self) -> Meeting | None:
        """The meeting that is chosen already, else the board's next."""
        coming = self.federation.meetings.filter(
            kind=Meeting.Kind.BOARD, held_on__gte=timezone.localdate()
        ).order_by("held_on")
        return self.document.meeting or coming.first()

    def _page(self, form: ProposalForm, status: int = 200) -> HttpResponse:
        return self.show(
            {
                "form": form,
                "cancel_url": self.url("plan"),
                "first_url": self.url("meeting_add"),
                "first_label": "Lägg till ett möte",
                "submit_label": "Lägg fram planen",
                "help_text": "Planen och budgeten läggs fram tillsammans. De kan ändras tills styrelsen har beslutat.",
            },
            status=status,
        )


class AdoptionPage(DocumentMixin, FederationPage):
    """Record that the board has adopted the plan and its budget."""

    permission = Permission.RECORD_DECISIONS
    place = "plan"
    title = "Registrera beslut"
    template_name = "form_page.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form(initial={"seen_budget": services.budget_basis(self.document)}))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        try:
            document = services.adopt(federation=self.federation, pk=self.document.pk, **form.cleaned_data)
        except BasisChanged as error:
            messages.warning(request, error.message)
            seen = services.budget_basis(self.document)
            return self._page(self._form(initial=form.cleaned_data | {"seen_budget": seen}), 409)
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, 422)
        messages.success(request, f"{document} är fastställd, tillsammans med budgeten.")
        return HttpResponseRedirect(self.url("plan"))

    def _form(self, *data: Any, **given: Any) -> AdoptionForm:
        return AdoptionForm(*data, federation=self.federation, document=self.document, **given)

    def _page(self, form: AdoptionForm, status: int = 200) -> HttpResponse:
        return self.show(
            {
                "form": form,
                "cancel_url": self.url("plan"),
                "first_url": self.url("decision_add"),
                "first_label": "Lägg till ett beslut",
                "submit_label": "Fastställ plan och budget",
                "help_text": "Planen och budgeten fastställs tillsammans och kan sedan inte ändras, bara ersättas.",
            },
            status=status,
        )
