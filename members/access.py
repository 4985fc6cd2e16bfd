"""Who may do what: the permission table, and the base class of every page of a federation.

Three locks. The login middleware closes every page to the anonymous, but those that say they are public. A view
without a permission cannot be imported, and reaches rows only through `self.federation`: outsiders get 404, insiders
without the right 403. A test walks every address with every role.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.generic import View

from members.models import Federation, Role

if TYPE_CHECKING:
    from members.models import User


class Permission(StrEnum):
    """What a page lets one do in a federation."""

    SEE_FEDERATION = "see_federation"
    READ_MEMBERS = "read_members"
    EDIT_MEMBERS = "edit_members"
    EDIT_FEDERATION = "edit_federation"
    MANAGE_ROLES = "manage_roles"
    READ_BUDGET = "read_budget"
    EDIT_BUDGET = "edit_budget"
    EDIT_FORECAST = "edit_forecast"
    """Say what an ID is expected to end the year at, and why."""
    EDIT_LEDGER = "edit_ledger"
    """Enter what is in the ledger and the balance sheet, close months and open them again."""
    READ_DOCUMENTS = "read_documents"
    """Released documents; drafts need READ_DRAFTS too."""
    READ_DRAFTS = "read_drafts"
    EDIT_DOCUMENTS = "edit_documents"
    COMMENT_DOCUMENTS = "comment_documents"
    """Say what one thinks of a document one may read."""
    READ_BOARD_PAPERS = "read_board_papers"
    """See what the board is to decide, and what is new to it."""
    RECORD_DECISIONS = "record_decisions"
    POST_NOTICES = "post_notices"
    EDIT_YEAR_WHEEL = "edit_year_wheel"
    EDIT_SIGNING = "edit_signing"
    """Record who has signed the annual report, and what each member has decided of the board's discharge."""
    EDIT_AUDIT_REPORT = "edit_audit_report"
    """Record what the auditors say; who has EDIT_SIGNING too changes every report, others those they have entered."""
    READ_TRAIL = "read_trail"
    """See who has changed what, and all that an audit asks for."""
    SEE_OUTCOMES = "see_outcomes"
    """Open the outcomes of initiatives: all of them with READ_OUTCOMES too, otherwise those one owns."""
    READ_OUTCOMES = "read_outcomes"
    """Outcomes of every initiative before they are published, as small counts are hidden in them."""
    READ_SMALL_COUNTS = "read_small_counts"
    """Outcomes with nothing hidden."""
    ENTER_OUTCOMES = "enter_outcomes"
    """Enter the outcomes of the initiatives one owns, and see their own small counts."""
    EDIT_OUTCOMES = "edit_outcomes"
    """Enter the outcomes of every initiative, and say which initiatives there are."""


P = Permission
READS_ALL = {
    P.SEE_FEDERATION,
    P.READ_MEMBERS,
    P.READ_BUDGET,
    P.READ_DOCUMENTS,
    P.READ_DRAFTS,
    P.SEE_OUTCOMES,
    P.READ_OUTCOMES,
}
ROLE_PERMISSIONS: dict[Role, set[Permission]] = {
    Role.DIRECTOR: set(Permission),
    Role.BOARD: READS_ALL | {P.COMMENT_DOCUMENTS, P.READ_BOARD_PAPERS},
    Role.FINANCE: READS_ALL
    | {P.EDIT_BUDGET, P.EDIT_LEDGER, P.EDIT_MEMBERS, P.COMMENT_DOCUMENTS, P.POST_NOTICES, P.EDIT_YEAR_WHEEL}
    | {P.EDIT_SIGNING, P.EDIT_AUDIT_REPORT},
    # The trail tells of small counts too: no one has the one without the other.
    Role.AUDITOR: READS_ALL | {P.READ_SMALL_COUNTS, P.EDIT_AUDIT_REPORT, P.READ_TRAIL},
    Role.REVIEWER: {P.SEE_FEDERATION, P.READ_MEMBERS, P.READ_DOCUMENTS, P.COMMENT_DOCUMENTS},
    Role.INITIATIVE_OWNER: {P.SEE_FEDERATION, P.READ_MEMBERS, P.SEE_OUTCOMES, P.ENTER_OUTCOMES},
    Role.API_READER: set(),
}
"""What each role may do. The REST client has no pages."""


def roles_in(user: User, federation: Federation) -> frozenset[Role]:
    """The user's roles in the federation. One query."""
    return frozenset(
        Role(role) for role in federation.mandates.filter(user=user).values_list("role", flat=True)
    )


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """What the roles together may do."""
    return frozenset(permission for role in roles for permission in ROLE_PERMISSIONS[role])


class NamesPermission:
    """Every concrete view, page or resource, names its `permission`, else the class cannot be made."""

    permission: ClassVar[Permission]

    def __init_subclass__(cls, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not abstract and not isinstance(getattr(cls, "permission", None), Permission):
            raise TypeError(f"{cls.__module__}.{cls.__qualname__} names no permission")


class FederationView(NamesPermission, View, abstract=True):
    """A page of one federation.

    Set up before any handler runs: `self.federation`, `self.permissions`. The year, where the address has one, is
    `self.year`.
    """

    federation: Federation
    permissions: frozenset[Permission]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.federation = Federation.objects.get(slug=kwargs["slug"])
        except Federation.DoesNotExist:
            raise Http404 from None
        roles = roles_in(request.user, self.federation)  # type: ignore[arg-type]
        if not roles:
            raise Http404
        self.permissions = permissions_of(roles)
        if self.permission not in self.permissions:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may(self, permission: Permission) -> bool:
        """Whether the user may do more than the page itself asks for."""
        return permission in self.permissions

    @cached_property
    def year(self) -> int:
        """The year in the address."""
        return int(self.kwargs["year"])


@method_decorator(login_not_required, name="dispatch")
class PublicView(View):
    """A page that anyone may read, of one federation. What it shows is what the federation has published, alone."""

    federation: Federation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.federation = Federation.objects.get(slug=kwargs["slug"])
        except Federation.DoesNotExist:
            raise Http404 from None
        return super().dispatch(request, *args, **kwargs)
