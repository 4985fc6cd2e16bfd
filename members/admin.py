"""The installation's own pages: federations, users and roles. Everything else has pages of its own.

The change log is shown by its library's own admin page.
"""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.http import HttpRequest
from knox.models import AuthToken

from members.models import Federation, Mandate, StatutoryShare, User

admin.site.site_header = admin.site.site_title = "Finsam"
admin.site.index_title = "Förbund, användare och roller"
admin.site.unregister(
    AuthToken
)  # a key is given on its federation's own page; one of no federation opens nothing
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class MandateInline(admin.TabularInline):
    """The user's roles."""

    model = Mandate
    extra = 1


@admin.register(User)
class UserAdmin(BaseUserAdmin):
    """Users; their roles on the same page."""

    ordering = ("email",)
    list_display = ("email", "name", "is_active", "is_staff")
    search_fields = ("email", "name")
    inlines = (MandateInline,)
    fieldsets = (
        (None, {"fields": ("email", "password", "name")}),
        ("Behörighet", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "name", "password1", "password2")}),)
    filter_horizontal = ()
    list_filter = ("is_active", "is_staff")


@admin.register(Federation)
class FederationAdmin(admin.ModelAdmin):
    """Federations are begun here; they are changed on their own pages, where a revision guards them.

    None is removed: its accounts and the trail of their changes are public records (LKBR 3 kap.).
    """

    list_display = ("name", "slug")
    exclude = ("logo", "contact_email", "notice_place", "notice_days", "notice_weekday")
    prepopulated_fields = {"slug": ("short_name",)}

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(StatutoryShare)
class StatutoryShareAdmin(admin.ModelAdmin):
    """The law's division of the funding."""

    list_display = ("paragraph", "party_group", "percent", "from_year", "until_year")
