"""Roles with rights instead of three fixed ones; offices, absences, the company's own days and requisites."""

import datetime

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models

READY_MADE = (
    ("owner", "Владелец"),
    ("head_of_sales", "Руководитель продаж"),
    ("head", "Руководитель отдела"),
    ("manager", "Менеджер"),
    ("marketer", "Маркетолог"),
    ("accountant", "Бухгалтер"),
    ("quality", "Контролёр качества"),
    ("colleague", "Коллега из другого отдела"),
    ("agent", "Агент, дилер, партнёр"),
)


def give_roles(apps, schema_editor):
    """What a person saw he sees: a role of the same reach, or a single right above or below it."""
    Role, Member = apps.get_model("company", "Role"), apps.get_model("company", "Member")
    if not Member.objects.exists():
        return
    for position, (base, name) in enumerate(READY_MADE):
        Role.objects.create(base=base, name=name, is_ready_made=True, position=position)
    roles = {role.base: role for role in Role.objects.all()}
    for member in Member.objects.all():
        base = "head_of_sales" if member.old_role == "head" and member.sees == "all" else member.old_role
        usual = {"owner": "all", "head_of_sales": "all", "head": "department", "manager": "own"}[base]
        member.role = roles["owner" if member.is_robot else base]
        if member.sees != usual and base != "owner":
            member.own_rights = {f"{thing}.see": member.sees for thing in ("client", "deal", "task")}
            if base == "head":
                member.own_rights |= {f"{thing}.{deed}": "own" for thing in ("client", "deal", "task") for deed in ("edit", "delete")}
        member.save(update_fields=["role", "own_rights"])


BRANCHES = """
CREATE FUNCTION lock_departments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Two departments put under each other at once would make a circle that neither session sees.
    LOCK TABLE company_department IN SHARE ROW EXCLUSIVE MODE;
    RETURN NULL;
END $$;

CREATE FUNCTION keep_department_branches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        WITH RECURSIVE up(start, above) AS (
            SELECT id, parent_id FROM company_department WHERE parent_id IS NOT NULL
            UNION
            SELECT up.start, department.parent_id FROM up JOIN company_department department ON department.id = up.above
            WHERE department.parent_id IS NOT NULL
        )
        SELECT FROM up WHERE start = above
    ) THEN
        RAISE EXCEPTION 'a department is a part of itself' USING ERRCODE = 'check_violation', CONSTRAINT = 'departments_make_no_circle';
    END IF;
    WITH RECURSIVE down(top, id) AS (
        SELECT id, id FROM company_department
        UNION
        SELECT down.top, department.id FROM down JOIN company_department department ON department.parent_id = down.id
    ), branch AS (SELECT top, array_agg(id ORDER BY id) AS ids FROM down GROUP BY top)
    UPDATE company_department department SET branch_ids = branch.ids
    FROM branch WHERE branch.top = department.id AND department.branch_ids IS DISTINCT FROM branch.ids;
    RETURN NULL;
END $$;

CREATE TRIGGER lock_departments BEFORE INSERT OR UPDATE OF parent_id OR DELETE ON company_department
    FOR EACH STATEMENT EXECUTE FUNCTION lock_departments();
CREATE TRIGGER keep_department_branches AFTER INSERT OR UPDATE OF parent_id OR DELETE ON company_department
    FOR EACH STATEMENT EXECUTE FUNCTION keep_department_branches();
UPDATE company_department SET parent_id = parent_id;
"""
NO_BRANCHES = """
DROP TRIGGER keep_department_branches ON company_department;
DROP TRIGGER lock_departments ON company_department;
DROP FUNCTION keep_department_branches();
DROP FUNCTION lock_departments();
"""
KNOWN = """jsonb_typeof({column}) = 'object' AND NOT jsonb_path_exists({column},
 '$.keyvalue() ? (@.key like_regex "[.](see|edit|transfer|delete|export)$"
  && !(@.value == "none" || @.value == "own" || @.value == "department" || @.value == "branch" || @.value == "all"))')"""


def rights_are_known(table, column):
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_are_known CHECK ({KNOWN.format(column=column)})",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_are_known",
    )


class Migration(migrations.Migration):
    dependencies = [("company", "0001_initial")]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('holiday', 'holiday'), ('illness', 'illness'), ('other', 'other')], default='holiday', max_length=10, verbose_name='why')),
                ('first_day', models.DateField(verbose_name='from')),
                ('last_day', models.DateField(verbose_name='to')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['-first_day'],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='day')),
                ('is_working', models.BooleanField(verbose_name='working')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='what it is')),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('address', models.CharField(blank=True, max_length=400, verbose_name='address')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('base', models.CharField(choices=[('owner', 'owner'), ('head_of_sales', 'head of sales'), ('head', 'head of a department'), ('manager', 'manager'), ('marketer', 'marketer'), ('accountant', 'accountant'), ('quality', 'quality controller'), ('colleague', 'colleague of another department'), ('agent', 'outside agent, dealer, partner')], max_length=16, verbose_name='kind of role')),
                ('is_ready_made', models.BooleanField(default=False)),
                ('rights', models.JSONField(default=dict)),
                ('requires_second_factor', models.BooleanField(default=False, verbose_name='signs in with a second factor')),
                ('position', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddField(
            model_name='company',
            name='account',
            field=models.CharField(blank=True, max_length=30, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='company',
            name='address',
            field=models.CharField(blank=True, max_length=400, verbose_name='address'),
        ),
        migrations.AddField(
            model_name='company',
            name='bank',
            field=models.CharField(blank=True, max_length=200, verbose_name='bank'),
        ),
        migrations.AddField(
            model_name='company',
            name='bic',
            field=models.CharField(blank=True, max_length=20, verbose_name='BIC'),
        ),
        migrations.AddField(
            model_name='company',
            name='correspondent_account',
            field=models.CharField(blank=True, max_length=30, verbose_name='correspondent account'),
        ),
        migrations.AddField(
            model_name='company',
            name='has_departments',
            field=models.BooleanField(default=True, verbose_name='there are departments'),
        ),
        migrations.AddField(
            model_name='company',
            name='inn',
            field=models.CharField(blank=True, max_length=20, verbose_name='INN'),
        ),
        migrations.AddField(
            model_name='company',
            name='kpp',
            field=models.CharField(blank=True, max_length=20, verbose_name='KPP'),
        ),
        migrations.AddField(
            model_name='company',
            name='legal_name',
            field=models.CharField(blank=True, max_length=400, verbose_name='legal name, as in the state register'),
        ),
        migrations.AddField(
            model_name='company',
            name='logo',
            field=models.FileField(blank=True, upload_to='company/', verbose_name='logo'),
        ),
        migrations.AddField(
            model_name='company',
            name='ogrn',
            field=models.CharField(blank=True, max_length=20, verbose_name='OGRN'),
        ),
        migrations.AddField(
            model_name='company',
            name='phone',
            field=models.CharField(blank=True, max_length=40, verbose_name='common phone'),
        ),
        migrations.AddField(
            model_name='department',
            name='branch_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='department',
            name='kind',
            field=models.CharField(choices=[('sales', 'sales'), ('marketing', 'marketing'), ('accounting', 'accounting'), ('legal', 'legal'), ('service', 'service'), ('management', 'management'), ('other', 'other')], default='sales', max_length=12, verbose_name='type'),
        ),
        migrations.AddField(
            model_name='member',
            name='born_on',
            field=models.DateField(blank=True, null=True, verbose_name='date of birth'),
        ),
        migrations.AddField(
            model_name='member',
            name='own_rights',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='member',
            name='photo',
            field=models.FileField(blank=True, upload_to='members/', verbose_name='photo'),
        ),
        migrations.AddField(
            model_name='member',
            name='sex',
            field=models.CharField(blank=True, choices=[('female', 'female'), ('male', 'male')], max_length=6, verbose_name='sex'),
        ),
        migrations.AlterField(
            model_name='company',
            name='day_ends_at',
            field=models.TimeField(default=datetime.time(18, 0), verbose_name='working day to'),
        ),
        migrations.AlterField(
            model_name='company',
            name='day_starts_at',
            field=models.TimeField(default=datetime.time(9, 0), verbose_name='working day from'),
        ),
        migrations.AlterField(
            model_name='department',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='company.department', verbose_name='part of'),
        ),
        migrations.AddConstraint(
            model_name='company',
            constraint=models.CheckConstraint(condition=models.Q(('day_starts_at__lt', models.F('day_ends_at'))), name='working_day_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='department_is_no_part_of_itself'),
        ),
        migrations.AddField(
            model_name='absence',
            name='deputy',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deputises_in', to=settings.AUTH_USER_MODEL, verbose_name='who stands in'),
        ),
        migrations.AddField(
            model_name='absence',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='employee'),
        ),
        migrations.AddConstraint(
            model_name='office',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='one_office_of_a_name'),
        ),
        migrations.AddField(
            model_name='member',
            name='office',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='company.office', verbose_name='office'),
        ),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='one_role_of_a_name'),
        ),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.UniqueConstraint(condition=models.Q(('is_ready_made', True)), fields=('base',), name='one_ready_made_role_of_a_kind'),
        ),
        migrations.AddConstraint(
            model_name='role',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('base', 'owner'), _negated=True), ('is_ready_made', True), _connector='OR'), name='one_role_of_an_owner'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='absence_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='absence',
            constraint=models.CheckConstraint(condition=models.Q(('deputy', None), models.Q(('deputy', models.F('member')), _negated=True), _connector='OR'), name='nobody_is_his_own_deputy'),
        ),
        migrations.RenameField("member", "role", "old_role"),
        migrations.AddField(
            model_name="member",
            name="role",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="members", to="company.role", verbose_name="role"),
        ),
        migrations.RunPython(give_roles, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField("member", "old_role"),
        migrations.RemoveField("member", "sees"),
        migrations.AlterField(
            model_name="member",
            name="role",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="members", to="company.role", verbose_name="role"),
        ),
        rights_are_known("company_role", "rights"),
        rights_are_known("company_member", "own_rights"),
        migrations.RunSQL(BRANCHES, NO_BRANCHES),
        migrations.RunSQL(
            "ALTER TABLE company_absence ADD CONSTRAINT absences_of_a_person_do_not_overlap"
            " EXCLUDE USING gist (member_id WITH =, daterange(first_day, last_day, '[]') WITH &&)",
            "ALTER TABLE company_absence DROP CONSTRAINT absences_of_a_person_do_not_overlap",
        ),
    ]
