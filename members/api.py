"""REST: federations, their members and the members' shares. Who may read what stands in `members.api_access`."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from finsam import openness, places
from finsam.periods import in_years
from finsam.rest.filters import YearFilter
from finsam.rest.views import ListResource, OneResource
from members.access import Permission
from members.api_access import FederationList, FederationResource, Keyed, opened_by
from members.models import Federation, Member, PartyGroup, Share, ShareSet


class FederationSerializer(serializers.ModelSerializer[Federation]):
    """A federation. The context's `open_years` are those of every federation shown."""

    slug = serializers.SlugField(help_text="Förbundets namn i adresser.")
    name = serializers.CharField(help_text="Förbundets namn.")
    short_name = serializers.CharField(help_text="Det korta namnet.")
    organisation_number = serializers.CharField(help_text="Organisationsnummer, eller tomt.")
    area = serializers.CharField(help_text="De kommuner som förbundet omfattar, eller tomt.")
    funding_rule = serializers.ChoiceField(
        Federation.FundingRule.choices, help_text="Paragrafen som fördelar medlen (lagen 2003:1210)."
    )
    open_years = serializers.SerializerMethodField(
        help_text="År som har en fastställd budget; de är öppna för alla."
    )

    class Meta:
        model = Federation
        fields = (
            "slug",
            "name",
            "short_name",
            "organisation_number",
            "area",
            "funding_rule",
            "open_years",
        )

    def get_open_years(self, federation: Federation) -> list[int]:
        return list(self.context["open_years"].get(federation.pk, ()))


@extend_schema(
    summary="Förbund",
    description="De förbund som har en fastställd budget, och det som nyckeln öppnar.",
)
class FederationsResource(Keyed, ListResource):
    """The federations that have something open, and the one that the key opens."""

    permission = Permission.SEE_FEDERATION
    queryset = Federation.objects.none()
    serializer_class = FederationSerializer

    def get_queryset(self) -> QuerySet[Federation]:
        self._open_years = openness.open_years()
        allowed = Q(pk__in=self._open_years)
        if self.token and self.permission in (opened_by(self.token, self.token.federation) or ()):
            allowed |= Q(pk=self.token.federation_id)
        return Federation.objects.filter(allowed)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "open_years": getattr(self, "_open_years", {})}


@extend_schema(summary="Ett förbund", description="Ett förbund.")
class OneFederationResource(FederationResource, OneResource):
    """One federation."""

    permission = Permission.SEE_FEDERATION
    serializer_class = FederationSerializer

    def get_object(self) -> Federation:
        return self.federation

    def get_serializer_context(self) -> dict[str, Any]:
        known = {self.federation.pk: self.open_years} if hasattr(self, "federation") else {}
        return {**super().get_serializer_context(), "open_years": known}


class MemberSerializer(serializers.ModelSerializer[Member]):
    """A member. The context's `years` are those that the one who asks may read."""

    member = serializers.SlugField(
        source="slug", help_text="Medlemmens kortnamn; det följer medlemmen över åren."
    )
    name = serializers.CharField(help_text="Medlemmens namn.")
    party_group = serializers.ChoiceField(PartyGroup.choices, help_text="Vilken part medlemmen hör till.")
    paid_by = serializers.SerializerMethodField(
        help_text="Kortnamnet på den medlem som betalar för den här, eller null."
    )
    years = serializers.SerializerMethodField(help_text="De år, av dem du får läsa, som medlemmen är med.")

    class Meta:
        model = Member
        fields = ("member", "name", "party_group", "paid_by", "years")

    def get_paid_by(self, member: Member) -> str | None:
        payer = member.paid_by
        return (
            payer.slug if payer and self.get_years(payer) else None
        )  # one who is not shown is not named either

    def get_years(self, member: Member) -> list[int]:
        return [year for year in self.context["years"] if in_years(year, member.from_year, member.until_year)]


class MemberFilter(django_filters.FilterSet):
    """Which members."""

    year = YearFilter(method="in_year")
    party_group = django_filters.ChoiceFilter(choices=PartyGroup.choices, help_text="En av de tre parterna.")

    class Meta:
        model = Member
        fields = ("year", "party_group")

    def in_year(self, members: Any, name: str, year: int) -> Any:
        return members.in_year(year)


@extend_schema(
    summary="Medlemmar",
    description="Förbundets medlemmar (huvudmän) under de år som är öppna för alla eller för nyckeln.",
)
class MembersResource(FederationList):
    """The members in the years that one may read: one query more than the members' own."""

    permission = Permission.READ_MEMBERS
    queryset = Member.objects.none()
    serializer_class = MemberSerializer
    filterset_class = MemberFilter

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that the one who asks may read."""
        return tuple(places.years_of(self.federation.pk)) if self.reads_all else self.open_years

    def get_queryset(self) -> QuerySet[Member]:
        members = self.federation.members.select_related("paid_by")
        return members if self.reads_all else members.in_any_year(self.open_years)

    def filter_queryset(self, queryset: Any) -> Any:
        found = super().filter_queryset(queryset)
        year = self.request.query_params.get("year")
        is_closed = year is not None and not self.reads_all and int(year) not in self.open_years
        return found.none() if is_closed else found

    def get_serializer_context(self) -> dict[str, Any]:
        known = self.years if hasattr(self, "federation") else ()
        return {**super().get_serializer_context(), "years": known}


class ShareSerializer(serializers.ModelSerializer[Share]):
    """A member's share of a year's funding."""

    year = serializers.IntegerField(source="share_set.year", help_text="Året som andelen gäller.")
    member = serializers.SlugField(source="member.slug", help_text="Medlemmens kortnamn.")
    name = serializers.CharField(source="member.name", help_text="Medlemmens namn.")
    party_group = serializers.ChoiceField(
        PartyGroup.choices, source="member.party_group", help_text="Vilken part medlemmen hör till."
    )
    percent = serializers.DecimalField(
        5,
        2,
        help_text="Andel av medelstilldelningen i procent, som sträng. Årets andelar är 100.00 tillsammans.",
    )
    status = serializers.ChoiceField(
        ShareSet.Status.choices, source="share_set.status", help_text="Hur avgjorda årets andelar är."
    )

    class Meta:
        model = Share
        fields = ("year", "member", "name", "party_group", "percent", "status")


class ShareFilter(django_filters.FilterSet):
    """Which shares."""

    year = YearFilter(field_name="share_set__year")
    status = django_filters.ChoiceFilter(
        field_name="share_set__status",
        choices=ShareSet.Status.choices,
        help_text="Hur avgjorda andelarna är.",
    )

    class Meta:
        model = Share
        fields = ("year", "status")


@extend_schema(
    summary="Andelar",
    description="Medlemmarnas andelar av medelstilldelningen, år för år, under de år du får läsa.",
)
class SharesResource(FederationList):
    """The shares of the years that one may read."""

    permission = Permission.READ_MEMBERS
    queryset = Share.objects.none()
    serializer_class = ShareSerializer
    filterset_class = ShareFilter

    def get_queryset(self) -> QuerySet[Share]:
        shares = Share.objects.filter(share_set__federation=self.federation)
        if not self.reads_all:
            shares = shares.filter(share_set__year__in=self.open_years)
        return shares.select_related("member", "share_set").order_by(
            "share_set__year", "member__position", "member"
        )
