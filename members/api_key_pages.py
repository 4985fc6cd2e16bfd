"""Pages for a federation's API keys: the list, a new one (shown once), and taking one back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from finsam import swedish
from finsam.forms import RevisionForm
from finsam.revisions import Revisioned
from members.access import Permission
from members.api_keys import issue_api_token, revoke_api_token
from members.forms import DATE
from members.models import ApiToken, User
from members.pages import FederationPage, RemovePage, RowPage


class HolderField(forms.ModelChoiceField):
    """Who a key is for: name, e-mail and roles in the federation, so that two of the same name can be told apart."""

    def label_from_instance(self, user: Any) -> str:
        roles = swedish.listed([mandate.get_role_display() for mandate in getattr(user, "roles_here", ())])
        known = user.email if str(user) == user.email else f"{user}, {user.email}"
        return f"{known}: {roles}" if roles else known


class ApiTokenForm(RevisionForm):
    """Whose the new key is, what for, and until when."""

    user = HolderField(
        User.objects.none(),
        label="Vem nyckeln gäller för",
        help_text="Nyckeln läser det som personens roller i förbundet får läsa, så länge personen har dem.",
    )
    last_day = forms.DateField(label="Gäller till och med", widget=DATE, help_text="Högst två år framåt.")

    class Meta:
        model = ApiToken
        fields: ClassVar = ["name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holders = User.objects.filter(mandates__federation=self.federation).distinct()
        roles = Prefetch("mandates", self.federation.mandates.order_by("role"), to_attr="roles_here")
        self.offer("user", holders.order_by("name", "email").prefetch_related(roles))


class ApiTokensPage(FederationPage):
    """The federation's keys, with whose they are and until when."""

    permission = Permission.MANAGE_ROLES
    place = "members"
    title = "API-nycklar"
    template_name = "members/api_tokens.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        tokens = self.federation.api_tokens.select_related("token__user", "created_by")
        serving = set(self.federation.mandates.values_list("user", flat=True))
        return self.show({"tokens": tokens, "serving": serving})


class ApiTokenAdd(RowPage):
    """A new key. It is shown on the answer to the form, once: it is stored nowhere, not even for a redirect."""

    permission = Permission.MANAGE_ROLES
    place = "members"
    back = "api_tokens"
    form_class = ApiTokenForm
    noun, noun_new = "API-nyckeln", "en API-nyckel"
    submit_label = "Skapa nyckeln"
    key = ""

    def rows(self) -> models.QuerySet[Any]:
        return self.federation.api_tokens.all()

    def initial(self) -> dict[str, Any]:
        return {"last_day": timezone.localdate() + timedelta(days=365)}

    def store(self, **changes: Any) -> Revisioned:
        del changes["pk"], changes["revision"]
        token, self.key = issue_api_token(created_by=cast(User, self.request.user), **changes)
        return token

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, **kwargs)
        if not self.key:
            return answer
        shown = {"key": self.key, "title": "Ny API-nyckel", "back_url": self.back_url()}
        answer = self.show(shown, template="members/api_token_shown.html", status=201)
        add_never_cache_headers(answer)
        return answer


class ApiTokenRevoke(RemovePage, ApiTokenAdd):
    """Take a key back."""

    consequence = "De program som använder nyckeln får inte läsa något mer med den. Det gäller genast."
    discard = staticmethod(revoke_api_token)
