from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chatlink", "0001_first")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="chat_user_id",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
    ]
