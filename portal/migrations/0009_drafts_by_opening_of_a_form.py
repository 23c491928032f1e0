import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0008_language_of_mails'),
    ]

    operations = [
        # The drafts that are there may share one key: each is alone at its address.
        migrations.AddField(
            model_name='draft',
            name='key',
            field=models.UUIDField(default=uuid.uuid4),
        ),
        migrations.AddConstraint(
            model_name='draft',
            constraint=models.UniqueConstraint(fields=('user', 'address', 'key'), name='draft_one_per_opening'),
        ),
        migrations.RemoveConstraint(
            model_name='draft',
            name='draft_one_per_form',
        ),
    ]
