from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]
    operations = [
        migrations.RemoveIndex("message", "message_unit_newest"),
        migrations.AddIndex("message", models.Index(fields=["to_unit", "-left_at", "-id"], name="message_unit_newest")),
    ]
