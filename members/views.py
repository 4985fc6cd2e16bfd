"""Pages of federations and their members."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View

from finsam import findings
from finsam.forms import add_errors
from finsam.revisions import EditConflict, refuse_taken
from finsam.scope import Scope
from members import forms, services
from members.access import Permission
from members.domain.checks import SHARE_CHECKS
from members.domain.statute import total_percent
from members.models import (
    Auditor,
    BoardSeat,
    Federation,
    FormerName,
    Mandate,
    Meeting,
    Member,
    Role,
    ShareSet,
)
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
    """Take a role back, asked first. A role has no revision: there is nothing in it to change meanwhile."""

    permission = Permission.MANAGE_ROLES
    place = "members"
    title = "Ta bort rollen"
    template_name = "components/confirm_delete.html"

    @cached_property
    def mandate(self) -> Mandate | None:
        """The role in the address, or None when it has been taken back."""
        mandates = self.federation.mandates.select_related("user")
        found: Mandate | None = mandates.filter(pk=self.kwargs["pk"]).first()
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.mandate is None:
            raise Http404
        return self._question(self.mandate)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if self.mandate is not None and not forms.RevokeForm(request.POST).is_valid():
            return self._question(self.mandate, status=422)
        try:
            name = services.revoke_role(federation=self.federation, pk=self.kwargs["pk"])
            messages.success(request, f"Borttaget: {name}.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.url("roles"))

    def _question(self, mandate: Mandate, status: int = 200) -> HttpResponse:
        context = {
            "form": forms.RevokeForm(initial={"role": mandate.role}),
            "subject": f"rollen {mandate.get_role_display()} för {mandate.user}",
            "consequence": _without_the_role(mandate, is_own=mandate.user == self.request.user),
            "undo": "Rollen kan ges på nytt under Behörigheter.",
            "cancel_url": self.url("roles"),
        }
        return self.show(context, status=status)


def _without_the_role(mandate: Mandate, *, is_own: bool) -> str:
    """What taking a role back means."""
    return (
        f"{'Det är din egen roll. ' if is_own else ''}{mandate.user.email} kan då inte längre läsa eller göra det som "
        f"rollen ger i {mandate.federation.name}, och inte heller API-nycklar som gäller för personen."
    )


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

    template_name = "members/member.html"
    form_class = forms.MemberForm
    noun, noun_new = "medlemmen", "en medlem"
    save = staticmethod(services.save_member)
    remove = "member_remove"

    def rows(self) -> models.QuerySet[Any]:
        return self.federation.members.all()

    def initial(self) -> dict[str, Any]:
        return {"from_year": self.year}

    def frame(self) -> dict[str, Any]:
        """With what the member was called before. One query."""
        if self.row is None:
            return super().frame()
        former = FormerName.objects.filter(member=self.row.pk)
        return {**super().frame(), "member": self.row, "former_names": former}


class MemberRemove(RemovePage, MemberPage):
    """Remove a member."""

    discard = staticmethod(services.remove_member)


class FormerNamePage(_MembersRow):
    """Add or change what a member was called before."""

    form_class = forms.FormerNameForm
    noun, noun_new = "det tidigare namnet", "ett tidigare namn"
    save = staticmethod(services.save_former_name)
    remove = "former_name_remove"

    @cached_property
    def member(self) -> Member:
        """The member in the address."""
        found: Member = get_object_or_404(self.federation.members, pk=self.kwargs["member"])
        return found

    def rows(self) -> models.QuerySet[FormerName]:
        return FormerName.objects.filter(member=self.member).select_related("member")

    def fixed(self) -> dict[str, Any]:
        return {"member": self.member}

    def parents(self) -> list[tuple[str, str]]:
        return [(self.member.name, self.back_url())]

    def url(self, name: str, **kwargs: Any) -> str:
        is_of_name = name.startswith("former_name")
        return super().url(name, **({"member": self.member.pk} if is_of_name else {}), **kwargs)

    def back_url(self) -> str:
        return super().url("member", pk=self.member.pk)


class FormerNameRemove(RemovePage, FormerNamePage):
    """Remove a former name."""

    discard = staticmethod(services.remove_former_name)


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

    def initial(self) -> dict[str, Any]:
        """The kind that the page which led here misses (`?slag=`)."""
        kind = self.request.GET.get("slag")
        return {"kind": kind} if kind in Meeting.Kind.values else {}

    def back_url(self) -> str:
        """The page of the federation that led here (`?tillbaka=`), else all meetings."""
        led_here = self.request.GET.get("tillbaka", "")
        is_ours = led_here.startswith(f"/{self.federation.slug}/")
        return led_here if is_ours and url_has_allowed_host_and_scheme(led_here, None) else super().back_url()


class MeetingRemove(RemovePage, MeetingPage):
    """Remove a meeting."""

    discard = staticmethod(services.remove_meeting)
