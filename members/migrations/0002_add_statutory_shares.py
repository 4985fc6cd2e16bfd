"""What the law says each group of members pays: dated data, so that a change of the law is a new row."""

from decimal import Decimal

from django.db import migrations

LAW = "lagen (2003:1210) om finansiell samordning av rehabiliteringsinsatser"
IN_FORCE_FROM = 2004
SHARES = (
    ("5 §", "state", Decimal(50)),
    ("5 §", "region", Decimal(25)),
    ("5 §", "municipality", Decimal(25)),
    ("5 a §", "state", Decimal(50)),
    ("5 a §", "municipality", Decimal(50)),
)


def add_shares(apps, schema_editor):
    statutory_share = apps.get_model("members", "StatutoryShare")
    statutory_share.objects.bulk_create(
        statutory_share(
            paragraph=paragraph, party_group=group, percent=percent, from_year=IN_FORCE_FROM, source=f"{paragraph} {LAW}"
        )
        for paragraph, group, percent in SHARES
    )


def remove_shares(apps, schema_editor):
    apps.get_model("members", "StatutoryShare").objects.filter(from_year=IN_FORCE_FROM).delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0001_create_federations_members_and_roles")]
    operations = [migrations.RunPython(add_shares, remove_shares)]
