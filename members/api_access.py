"""Who reads what over REST: one rule for every resource, and the base class that holds it.

What is open (years in which the federation has an adopted budget, and what was adopted) anyone reads, without a key.
All else asks for a key to the federation, whose user has a role with the permission that the page of the same thing
asks for. So nobody reads more here than on the pages:

    who asks                            what is open    all else of the federation
    without a key                       reads           401
    with a key to another federation    reads           404
    with a key, no role there any more  reads           404
    with a key, a role without right    reads           403
    with a key, a role with the right   reads           reads

In a list, what one may not read is not there. That something does not exist is told as that it is not open: nobody
learns by asking what there is. A key reads; it writes nothing, and opens no page.
"""

from __future__ import annotations

from typing import Any, NoReturn, cast

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.exceptions import NotAuthenticated, NotFound, PermissionDenied
from rest_framework.request import Request

from finsam.openness import open_years
from finsam.rest.views import ListResource, Resource
from members.access import NamesPermission, Permission, permissions_of, roles_in
from members.api_keys import ApiTokenAuthentication
from members.models import ApiToken, Federation


class ApiTokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes the key."""

    target_class = ApiTokenAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        text = "En nyckel till ett förbund. Förbundschefen skapar den under Medlemmar › API-nycklar."
        return {"type": "http", "scheme": "bearer", "description": text}


def opened_by(token: ApiToken | None, federation: Federation) -> frozenset[Permission] | None:
    """What the key lets one do in the federation; None when it does not open it at all. One query."""
    if token is None or token.federation_id != federation.pk:
        return None
    roles = roles_in(token.token.user, federation)
    return permissions_of(roles) if roles else None


class Keyed(NamesPermission, Resource, abstract=True):
    """A resource that a key may open."""

    @property
    def token(self) -> ApiToken | None:
        """The key that came with the question."""
        return cast(ApiToken | None, self.request.auth)


class FederationResource(Keyed, abstract=True):
    """A resource of one federation. Set up before any handler runs:

    `self.federation`; `self.open_years`, those that anyone may read; `self.opened`, what the key lets one do there
    (None: nothing), and `self.reads_all`, whether that goes for this resource. Three queries besides the key's own.
    """

    federation: Federation
    open_years: tuple[int, ...]
    opened: frozenset[Permission] | None
    reads_all: bool

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        found = Federation.objects.filter(slug=kwargs["slug"]).first()
        self.opened = opened_by(self.token, found) if found else None
        if found is None:
            self.refuse()
        self.federation = found
        self.reads_all = self.permission in (self.opened or ())
        self.open_years = open_years(found.pk).get(found.pk, ())
        if not self.reads_all and not self.open_years:
            self.refuse()

    def refuse(self) -> NoReturn:
        """What is asked for is not open, or is not there: say so according to who asks."""
        if self.token is None:
            raise NotAuthenticated
        if self.opened is None or self.reads_all:
            raise NotFound
        raise PermissionDenied


class FederationList(FederationResource, ListResource, abstract=True):
    """Many rows of one federation."""
