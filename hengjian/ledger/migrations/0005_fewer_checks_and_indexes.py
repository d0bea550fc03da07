"""Few events have a source: those without enter no index of it. And no check of a version on what every recording writes."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0004_without_like'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='source',
            field=models.CharField(max_length=200, null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='version',
            field=models.IntegerField(),
        ),
        migrations.AlterField(
            model_name='head',
            name='version',
            field=models.IntegerField(),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(condition=models.Q(('source__isnull', False)), fields=('source',), name='ledger_event_source'),
        ),
    ]
