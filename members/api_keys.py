"""API keys: given, taken back, and known again when a program sends one. What one opens stands in `api_access`."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from finsam.revisions import remove, store
from members.models import ApiToken, Federation, User
from members.services import of_federation

LONGEST_DAYS = 731
"""A key lives at most two years: then someone must still want it."""

MISSPELT = "Skriv huvudet så här: ”Authorization: Bearer <nyckel>”."
NOT_A_KEY = (
    "Nyckeln gäller inte. Den kan vara felskriven, utgången eller återkallad. Be förbundschefen om en ny."
)


class ApiTokenAuthentication(TokenAuthentication):
    """Knox's keys, each to one federation. One query; `request.auth` is the `ApiToken`. Nothing is written."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = get_authorization_header(request).split()
        if not header:
            return None
        if len(header) != 2 or header[0].lower() != b"bearer":
            raise AuthenticationFailed(MISSPELT)
        return self.authenticate_credentials(header[1])

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        digest = hash_token(token.decode("ascii", errors="replace"))
        found = ApiToken.objects.select_related("token__user").filter(token__digest=digest).first()
        if found is None or found.has_expired or not found.token.user.is_active:
            raise AuthenticationFailed(NOT_A_KEY)
        return found.token.user, found


@transaction.atomic
def issue_api_token(
    *, federation: Federation, user: User, name: str, last_day: date, created_by: User
) -> tuple[ApiToken, str]:
    """A new key to the federation with what `user` may there, good through `last_day`; and the key itself, which is
    told here and never again."""
    if not federation.mandates.filter(user=user).exists():
        raise ValidationError({"user": "Välj någon som har en roll i förbundet."})
    today = timezone.localdate()
    if not today <= last_day <= today + timedelta(days=LONGEST_DAYS):
        raise ValidationError({"last_day": "Välj en dag från i dag till och med två år framåt."})
    ends = datetime.combine(last_day + timedelta(days=1), time(), timezone.get_current_timezone())
    token, key = AuthToken.objects.create(user=user, expiry=None)
    token.expiry = ends  # knox itself counts from now
    token.save(update_fields=["expiry"])
    changes = {"token": token, "federation": federation, "name": name, "created_by": created_by}
    return store(ApiToken, pk=None, revision=None, changes=changes), key


@transaction.atomic
def revoke_api_token(*, federation: Federation, pk: int, revision: int | None) -> None:
    """Take a key back: from now on it opens nothing."""
    tokens = AuthToken.objects.filter(api_token=pk)
    digests = list(tokens.values_list("pk", flat=True))
    remove(ApiToken, pk=pk, revision=revision, guard=of_federation(federation))
    AuthToken.objects.filter(pk__in=digests).delete()
