"""Pages of federations and their members."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.generic import View

from finsam import findings
from finsam.forms import add_errors
from finsam.revisions import EditConflict, refuse_taken
from finsam.scope import Scope
from members import forms, services
from members.access import Permission
from members.domain.checks import SHARE_CHECKS
from members.domain.statute import total_percent
from members.models import Auditor, BoardSeat, Decision, Federation, Meeting, Role, ShareSet
from members.pages import FederationPage, RemovePage, RowPage
from members.queries import share_facts


class Home(View):
    """The federations the user serves. Open to everyone who has signed in; it lists nothing but their own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        mandates = request.user.mandates.select_related("federation").order_by("federation__name", "role")  # type: ignore[union-attr]
        served: dict[Federation, list[str]] = {}
        for mandate in mandates:
            if mandate.role != Role.API_READER:
                served.setdefault(mandate.federation, []).append(mandate.get_role_display())
        return render(request, "members/home.html", {"served": list(served.items())})


class MembersPage(FederationPage):
    """Members, shares, board, auditors and meetings of a year. Constant number of queries."""

    permission = Permission.READ_MEMBERS
    place = "members"
    title = "Medlemmar"
    template_name = "members/members.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        federation = self.federation
        shares = Scope(federation.pk, self.year).facts(share_facts)
        return self.show(
            {
                "members": federation.members.in_year(self.year).select_related("paid_by"),
                "shares": shares,
                "shares_total": total_percent(shares) if shares else None,
                "findings": findings.run(SHARE_CHECKS, shares) if shares else (),
                "seats": federation.board_seats.in_office_during(self.year).select_related("appointed_by"),
                "auditors": federation.auditors.in_office_during(self.year).select_related("appointed_by"),
                "meetings": federation.meetings.filter(
                    held_on__year__in=(self.year - 1, self.year)
                ).prefetch_related("decisions"),
            }
        )


class SettingsPage(RowPage):
    """The federation's own details."""

    permission = Permission.EDIT_FEDERATION
    place = "members"
    back = "members"
    form_class = forms.FederationForm
    noun, noun_new = "förbundets uppgifter", "ett förbund"
    save = staticmethod(services.save_federation)

    def rows(self) -> models.QuerySet[Any]:
        return Federation.objects.filter(pk=self.federation.pk)

    @property
    def row(self) -> Federation:
        return self.federation


class RolesPage(FederationPage):
    """Who may do what in the federation; a role is given by e-mail address."""

    permission = Permission.MANAGE_ROLES
    place = "members"
    title = "Behörigheter"
    template_name = "members/roles.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(forms.InvitationForm())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = forms.InvitationForm(request.POST)
        if not form.is_valid():
            return self._page(form, 422)
        role = Role(form.cleaned_data.pop("role"))
        email = form.cleaned_data["email"]
        try:
            services.invite(federation=self.federation, role=role, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, 422)
        letter = {"federation": self.federation, "role": role.label, "url": request.build_absolute_uri("/")}
        text = render_to_string("members/invitation.txt", letter)
        send_mail(f"Din roll i {self.federation.name}", text, None, [email])
        messages.success(request, f"{email} har fått rollen {role.label}, och ett brev om det.")
        return HttpResponseRedirect(self.url("roles"))

    def _page(self, form: forms.InvitationForm, status: int = 200) -> HttpResponse:
        mandates = self.federation.mandates.select_related("user").order_by("user__name", "role")
        return self.show({"form": form, "mandates": mandates}, status=status)


class RoleRevoke(FederationPage):
    """Take a role back. A GET leads back to the list, which has the buttons."""

    permission = Permission.MANAGE_ROLES
    place = "members"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(self.url("roles"))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            name = services.revoke_role(federation=self.federation, pk=self.kwargs["pk"])
            messages.success(request, f"Borttaget: {name}.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.url("roles"))


class SharesPage(FederationPage):
    """All shares of a year on one form."""

    permission = Permission.EDIT_MEMBERS
    place = "members"
    title = "Ändra fördelningstal"
    template_name = "form_page.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        try:
            with refuse_taken():
                services.save_shares(
                    federation=self.federation,
                    year=self.year,
                    revision=form.cleaned_data.get("revision"),
                    percents=form.percents(),
                    **form.changes(),
                )
        except EditConflict as conflict:
            return self._conflict(form, cast(ShareSet, conflict.current))
        except ValidationError as error:
            add_errors(form, error)
            return self._page(form, status=422)
        messages.success(request, f"Sparat: fördelningstal {self.year}.")
        return HttpResponseRedirect(self.url("members"))

    def _form(self, *data: Any, saved: ShareSet | None = None) -> forms.SharesForm:
        share_set = saved or self.federation.share_sets.filter(year=self.year).first()
        percents = {share.member_id: share.percent for share in share_set.shares.all()} if share_set else {}
        instance = share_set or ShareSet(federation=self.federation, year=self.year)
        members = list(self.federation.members.in_year(self.year).paying())
        return forms.SharesForm(
            *data, instance=instance, federation=self.federation, members=members, percents=percents
        )

    def _conflict(self, form: forms.SharesForm, current: ShareSet) -> HttpResponse:
        conflict = self.conflict(form, self._form(saved=current), current)
        return self._page(form, status=409, conflict=conflict, conflict_url=self.request.path)

    def _page(self, form: forms.SharesForm, status: int = 200, **context: Any) -> HttpResponse:
        return self.show(
            {
                "form": form,
                "cancel_url": self.url("members"),
                "help_text": "Andelarna anges i procent med högst två decimaler och ska tillsammans bli 100 %.",
                **context,
            },
            status=status,
        )


class _MembersRow(RowPage, abstract=True):
    permission = Permission.EDIT_MEMBERS
    place = "members"
    back = "members"


class MemberPage(_MembersRow):
    """Add or change a member."""

    form_class = forms.MemberForm
    noun, noun_new = "medlemmen", "en medlem"
    save = staticmethod(services.save_member)
    remove = "member_remove"

    def rows(self) -> models.QuerySet[Any]:
        return self.federation.members.all()

    def initial(self) -> dict[str, Any]:
        return {"from_year": self.year}


class MemberRemove(RemovePage, MemberPage):
    """Remove a member."""

    discard = staticmethod(services.remove_member)


class BoardSeatPage(_MembersRow):
    """Add or change a seat on the board."""

    form_class = forms.BoardSeatForm
    noun, noun_new = "platsen", "en plats i styrelsen"
    save = staticmethod(services.save_board_seat)
    remove = "board_seat_remove"

    def rows(self) -> models.QuerySet[BoardSeat]:
        return self.federation.board_seats.all()


class BoardSeatRemove(RemovePage, BoardSeatPage):
    """Remove a seat on the board."""

    discard = staticmethod(services.remove_board_seat)


class AuditorPage(_MembersRow):
    """Add or change an auditor."""

    form_class = forms.AuditorForm
    noun, noun_new = "revisorn", "en revisor"
    save = staticmethod(services.save_auditor)
    remove = "auditor_remove"

    def rows(self) -> models.QuerySet[Auditor]:
        return self.federation.auditors.all()


class AuditorRemove(RemovePage, AuditorPage):
    """Remove an auditor."""

    discard = staticmethod(services.remove_auditor)


class MeetingPage(_MembersRow):
    """Add or change a meeting."""

    form_class = forms.MeetingForm
    noun, noun_new = "mötet", "ett möte"
    save = staticmethod(services.save_meeting)
    remove = "meeting_remove"

    def rows(self) -> models.QuerySet[Meeting]:
        return self.federation.meetings.all()


class MeetingRemove(RemovePage, MeetingPage):
    """Remove a meeting."""

    discard = staticmethod(services.remove_meeting)


class DecisionPage(_MembersRow):
    """Record or change a decision."""

    permission = Permission.RECORD_DECISIONS
    form_class = forms.DecisionForm
    noun, noun_new = "beslutet", "ett beslut"
    save = staticmethod(services.save_decision)
    remove = "decision_remove"

    def rows(self) -> models.QuerySet[Decision]:
        return Decision.objects.filter(meeting__federation=self.federation)


class DecisionRemove(RemovePage, DecisionPage):
    """Remove a decision."""

    discard = staticmethod(services.remove_decision)
