"""Who may do what: the permission table, and the base class of every page of a federation.

Three locks. The login middleware closes every page to the anonymous. A view without a permission cannot be imported,
and reaches rows only through `self.federation`: outsiders get 404, insiders without the right 403. A test walks every
address with every role.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
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
    READ_DOCUMENTS = "read_documents"
    """Released documents; drafts need READ_DRAFTS too."""
    READ_DRAFTS = "read_drafts"
    EDIT_DOCUMENTS = "edit_documents"
    RECORD_DECISIONS = "record_decisions"


P = Permission
READS_ALL = {P.SEE_FEDERATION, P.READ_MEMBERS, P.READ_BUDGET, P.READ_DOCUMENTS, P.READ_DRAFTS}
ROLE_PERMISSIONS: dict[Role, set[Permission]] = {
    Role.DIRECTOR: set(Permission),
    Role.BOARD: READS_ALL,
    Role.FINANCE: READS_ALL | {P.EDIT_BUDGET, P.EDIT_MEMBERS},
    Role.AUDITOR: READS_ALL,
    Role.REVIEWER: {P.SEE_FEDERATION, P.READ_MEMBERS, P.READ_DOCUMENTS},
    Role.INITIATIVE_OWNER: {P.SEE_FEDERATION, P.READ_MEMBERS},
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
