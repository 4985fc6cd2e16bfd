"""How sign-in behaves where it differs from the library's defaults."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: an administrator gives a user a role in a federation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
