"""Carrying the board into a new term: the page, its forms, and the one write. Which seats may come: `domain.terms`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from finsam import swedish
from finsam.forms import add_errors
from finsam.revisions import refuse_taken, store
from members.access import Permission
from members.domain.terms import CarriedSeat, HeldSeat, carried, proposed_term
from members.forms import DATE
from members.models import BoardSeat, Federation
from members.pages import FederationPage

COMES, HOLDER = "kommer_", "namn_"
NAME_LENGTH: int = BoardSeat._meta.get_field("holder").max_length or 0


def held_seats(federation: Federation) -> tuple[HeldSeat, ...]:
    """All seats the federation has had, in the board's order. One query."""
    return tuple(
        HeldSeat(
            pk=seat.pk,
            member=seat.appointed_by_id,
            member_name=seat.appointed_by.name,
            member_from=seat.appointed_by.from_year,
            member_until=seat.appointed_by.until_year,
            kind=seat.kind,
            office=seat.office,
            holder=seat.holder,
            starts=seat.term_start,
            ends=seat.term_end,
        )
        for seat in federation.board_seats.select_related("appointed_by")
    )


@transaction.atomic
def carry_seats(
    *,
    federation: Federation,
    term_start: date,
    term_end: date | None,
    holders: Mapping[int, str],
    with_offices: bool,
) -> list[BoardSeat]:
    """Give seats a new term: `holders` says by seat who holds it then. The seats there are stay as they are."""
    Federation.objects.select_for_update().get(pk=federation.pk)  # of two at once, the second sees what came
    may_come = {each.seat.pk: each for each in carried(held_seats(federation), term_start)}
    if set(holders) - set(may_come):
        raise ValidationError(
            f"Alla valda platser innehas inte dagen före den {swedish.long_date(term_start)}. Läs sidan igen."
        )
    for pk in holders:
        if obstacle := may_come[pk].obstacle:
            raise ValidationError(f"{may_come[pk].seat.holder} kommer inte med. {obstacle}")
    return [
        store(
            BoardSeat,
            pk=None,
            revision=None,
            changes={
                "federation": federation,
                "appointed_by_id": may_come[pk].seat.member,
                "kind": may_come[pk].seat.kind,
                "office": may_come[pk].seat.office if with_offices else "",
                "holder": holder,
                "term_start": term_start,
                "term_end": term_end,
            },
        )
        for pk, holder in holders.items()
    ]


class TermForm(forms.Form):
    """From when to when the new term runs."""

    term_start = forms.DateField(label="Från och med", widget=DATE)
    term_end = forms.DateField(
        label="Till (inte med)", widget=DATE, required=False, help_text="Tomt betyder tills vidare."
    )

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        start, end = found.get("term_start"), found.get("term_end")
        if start and end and end <= start:
            self.add_error("term_end", "Perioden ska sluta efter att den har börjat.")
        return found


class CarryForm(TermForm):
    """Who comes along into the term: each seat that may, with its holder's name."""

    with_offices = forms.BooleanField(
        label="Ordförande och vice ordförande behåller sina uppdrag", required=False, initial=True
    )

    def __init__(self, *args: Any, seats: Iterable[CarriedSeat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("term_start", "term_end"):
            self.fields[name].widget = forms.HiddenInput()
        self.seats = tuple(seats)
        for each in self.seats:
            if not each.obstacle:
                self._add_seat(each.seat)

    def _add_seat(self, seat: HeldSeat) -> None:
        place = f"{BoardSeat.Kind(seat.kind).label.lower()} utsedd av {seat.member_name}"
        self.fields[f"{COMES}{seat.pk}"] = forms.BooleanField(
            label=f"Ta med {seat.holder}, {place}",
            required=False,
            initial=True,
            widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
        )
        self.fields[f"{HOLDER}{seat.pk}"] = forms.CharField(
            label=f"Namn, {place}",
            max_length=NAME_LENGTH,
            required=False,
            initial=seat.holder,
            widget=forms.TextInput(attrs={"class": "form-control"}),
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The seats with their fields; those that do not come along with the reason instead."""
        return [
            {
                "seat": each.seat,
                "office": BoardSeat.Office(each.seat.office).label if each.seat.office else "",
                "kind": BoardSeat.Kind(each.seat.kind).label,
                "obstacle": each.obstacle,
                **({} if each.obstacle else self._fields_of(each.seat)),
            }
            for each in self.seats
        ]

    def _fields_of(self, seat: HeldSeat) -> dict[str, forms.BoundField]:
        return {"comes": self[f"{COMES}{seat.pk}"], "holder": self[f"{HOLDER}{seat.pk}"]}

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        chosen = [each.seat for each in self.seats if found.get(f"{COMES}{each.seat.pk}")]
        for seat in chosen:
            if not found.get(f"{HOLDER}{seat.pk}") and not self.has_error(f"{HOLDER}{seat.pk}"):
                self.add_error(f"{HOLDER}{seat.pk}", "Skriv vem som har platsen, eller ta inte med den.")
        if not chosen:
            raise ValidationError("Välj minst en plats som ska med.")
        return found

    def holders(self) -> dict[int, str]:
        """Who holds each chosen seat in the new term, by the seat it follows."""
        return {
            each.seat.pk: self.cleaned_data[f"{HOLDER}{each.seat.pk}"]
            for each in self.seats
            if self.cleaned_data.get(f"{COMES}{each.seat.pk}")
        }


class BoardTermPage(FederationPage):
    """Carry the board into a new term: first its days, then who comes along, all at once."""

    permission = Permission.EDIT_MEMBERS
    place = "members"
    title = "Ny mandatperiod för styrelsen"
    template_name = "members/board_term.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "term_start" not in request.GET:
            return self._page(TermForm(initial=self._proposal()))
        days = TermForm(request.GET)
        return self._page(days) if days.is_valid() else self._page(days, status=422)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        days = TermForm(request.POST)
        if not days.is_valid():
            return self._page(days, status=422)
        form = self._carry_form(days.cleaned_data["term_start"], request.POST)
        if not form.is_valid():
            return self._page(days, form, status=422)
        found = form.cleaned_data
        try:
            with refuse_taken():
                added = carry_seats(
                    federation=self.federation,
                    term_start=found["term_start"],
                    term_end=found["term_end"],
                    holders=form.holders(),
                    with_offices=found["with_offices"],
                )
        except ValidationError as error:
            add_errors(form, error)
            return self._page(days, form, status=422)
        number = f"{swedish.count(len(added))} {'plats' if len(added) == 1 else 'platser'}".capitalize()
        messages.success(request, f"{number} i styrelsen från den {swedish.long_date(found['term_start'])}.")
        address = {"slug": self.federation.slug, "year": found["term_start"].year}
        return HttpResponseRedirect(f"{reverse('members', kwargs=address)}#styrelse")

    @cached_property
    def _seats(self) -> tuple[HeldSeat, ...]:
        return held_seats(self.federation)

    def _proposal(self) -> dict[str, date]:
        proposal = proposed_term(self._seats, self.year)
        return dict(zip(("term_start", "term_end"), proposal, strict=True)) if proposal else {}

    def _carry_form(self, start: date, *data: Any, **initial: Any) -> CarryForm:
        return CarryForm(*data, seats=carried(self._seats, start), initial=initial)

    def _page(self, days: TermForm, form: CarryForm | None = None, status: int = 200) -> HttpResponse:
        """The days, and once they are known who comes along. `days` is shown as it was sent, faults and all."""
        chosen = days.cleaned_data if days.is_bound and days.is_valid() else days.initial
        if form is None and chosen.get("term_start") and not days.errors:
            form = self._carry_form(chosen["term_start"], **chosen)
        return self.show(
            {
                "days": days,
                "form": form or days,
                "carrying": form,
                "term_start": chosen.get("term_start"),
                "term_end": chosen.get("term_end"),
                "coming": sum(not row["obstacle"] for row in form.rows) if form else 0,
                "cancel_url": self.url("members") + "#styrelse",
            },
            status=status,
        )
