from __future__ import annotations

from django.db import migrations

import finsam.fields


class Migration(migrations.Migration):
    """A federation's own occasions need not reach back to years before they were thought of."""

    dependencies = [("members", "0004_add_year_wheel_notices_and_participants")]

    operations = [
        migrations.AddField(
            model_name="wheelentry",
            name="from_year",
            field=finsam.fields.YearField(
                blank=True,
                help_text="Det första år som den gäller. Lämna tomt om den gäller alla år.",
                null=True,
                verbose_name="från och med år",
            ),
        ),
    ]
