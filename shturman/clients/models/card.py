"""Who buys: people and organisations, how to reach them, whom they belong to."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shturman.clients.masking import MaskedRows, masked_email, reads_contacts
from shturman.company.models import Department, Member
from shturman.company.sight import seen_by
from shturman.fields.models import WithOwnFields
from shturman.fields.models.rows import index_of_own_values
from shturman.kit.palette import PALETTE
from shturman.kit.phones import masked_number


class NameKey(models.Func):
    """What a name is without its legal form, quotes and order of words: alike names have one key."""

    function = "client_name_key"
    output_field = models.TextField()


class Tag(models.Model):
    name = models.CharField(_("name"), max_length=60)
    colour = models.CharField(_("colour"), max_length=10, choices=PALETTE, default="slate")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="one_tag_of_a_name")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Clients(models.QuerySet["Client"]):
    def visible_to(self, member: Member) -> Clients:
        return self.filter(seen_by(member, "client"), deleted_at=None)

    def kept(self) -> Clients:
        return self.filter(deleted_at=None)

    def everything(self) -> Clients:
        """For the system itself (jobs, duplicates, gates), never for a person's screen."""
        return self.all()


class Client(WithOwnFields):
    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANISATION = "organisation", _("organisation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    # The name as it is shown and sorted: «Константинопольская Елизавета Аркадьевна», «ООО «Гидротехника»».
    name = models.CharField(_("name"), max_length=300)
    folded_name = models.CharField(max_length=300, editable=False)
    surname = models.CharField(_("surname"), max_length=100, blank=True)
    given_name = models.CharField(_("first name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    job_title = models.CharField(_("job title"), max_length=150, blank=True)
    legal_name = models.CharField(_("legal name"), max_length=400, blank=True)
    inn = models.CharField(_("INN"), max_length=20, blank=True)
    kpp = models.CharField(_("KPP"), max_length=20, blank=True)
    ogrn = models.CharField(_("OGRN"), max_length=20, blank=True)
    bank = models.CharField(_("bank"), max_length=200, blank=True)
    bic = models.CharField(_("BIC"), max_length=20, blank=True)
    account = models.CharField(_("account"), max_length=30, blank=True)
    correspondent_account = models.CharField(_("correspondent account"), max_length=30, blank=True)
    address = models.CharField(_("address"), max_length=400, blank=True)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    site = models.CharField(_("site"), max_length=200, blank=True)
    telegram = models.CharField("Telegram", max_length=100, blank=True)
    whatsapp = models.CharField("WhatsApp", max_length=40, blank=True)
    max_messenger = models.CharField("MAX", max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("parent organisation"), null=True, blank=True, on_delete=models.PROTECT, related_name="daughters"
    )
    responsible = models.ForeignKey(Member, verbose_name=_("responsible"), on_delete=models.PROTECT, related_name="clients")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tags = models.ManyToManyField(Tag, blank=True, related_name="clients")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    # It was the same client: its rows stand on this one now, and its address leads there.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_away")
    # The person asked to be forgotten: nothing of him is left here but a number.
    erased_at = models.DateTimeField(null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector("name", "legal_name", "industry", config="russian"), output_field=SearchVectorField(), db_persist=True
    )

    objects = Clients.as_manager()

    class Meta:
        constraints = [
            # Hidden as what lies in the trash is hidden: no list, search, count or table shows it.
            models.CheckConstraint(condition=Q(merged_into=None) | Q(deleted_at__isnull=False), name="merged_client_is_hidden"),
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="client_is_not_merged_into_itself"),
        ]
        indexes = [
            models.Index(NameKey("folded_name"), name="client_by_name_key", condition=Q(deleted_at=None)),
            models.Index(fields=["-changed_at", "-id"], name="client_by_change", condition=Q(deleted_at=None)),
            models.Index(fields=["responsible", "-changed_at", "-id"], name="client_own_by_change", condition=Q(deleted_at=None)),
            models.Index(fields=["department", "-changed_at", "-id"], name="client_dept_by_change", condition=Q(deleted_at=None)),
            models.Index(fields=["folded_name", "id"], name="client_by_name", condition=Q(deleted_at=None)),
            models.Index(fields=["responsible", "folded_name", "id"], name="client_own_by_name", condition=Q(deleted_at=None)),
            models.Index(fields=["department", "folded_name", "id"], name="client_dept_by_name", condition=Q(deleted_at=None)),
            models.Index(fields=["inn"], name="client_by_inn", condition=~Q(inn="")),
            GinIndex(fields=["search"], name="client_search"),
            index_of_own_values("client_own_values"),
            GinIndex(OpClass("folded_name", name="gin_trgm_ops"), name="client_name_trigrams"),
        ]

    def __str__(self) -> str:
        return self.name

    def mask(self) -> None:
        """Its messengers; phones and mails are masked as they are read."""
        self.telegram = self.whatsapp = self.max_messenger = ""

    @property
    def is_organisation(self) -> bool:
        return self.kind == self.Kind.ORGANISATION

    def get_absolute_url(self) -> str:
        return f"/clients/{self.pk}/"


class Contacts(models.QuerySet[Any]):
    def shown_to(self, member: Member) -> Contacts:
        """In full, or masked where the member's rights say so."""
        return self.all() if reads_contacts(member) else MaskedContacts(self.model, self.query.chain(), self.db)


class MaskedContacts(Contacts):
    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self._iterable_class = MaskedRows


class Phone(models.Model):
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="phones")
    number = models.CharField(_("phone"), max_length=40)
    # Digits of the number: any fragment finds it through trigrams.
    digits = models.CharField(max_length=40, editable=False)
    extension = models.CharField(_("extension"), max_length=10, blank=True)
    note = models.CharField(_("whose, when to call"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = Contacts.as_manager()
    is_masked = False

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["client", "number", "extension"], name="phone_once_on_a_client")]
        indexes = [
            models.Index(fields=["number"], name="phone_by_number"),
            GinIndex(OpClass("digits", name="gin_trgm_ops"), name="phone_digits_trigrams"),
        ]

    def __str__(self) -> str:
        return self.number

    def mask(self) -> None:
        self.number, self.digits, self.extension, self.note, self.is_masked = masked_number(self.number), "", "", "", True


class Email(models.Model):
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="emails")
    address = models.CharField(_("e-mail"), max_length=254)
    position = models.PositiveSmallIntegerField(default=0)

    objects = Contacts.as_manager()
    is_masked = False

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint("client", Lower("address"), name="email_once_on_a_client")]
        indexes = [models.Index(Lower("address"), name="email_by_address")]

    def __str__(self) -> str:
        return self.address

    def mask(self) -> None:
        self.address, self.is_masked = masked_email(self.address), True


class Employment(models.Model):
    """A person works at or speaks for an organisation."""

    person = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="employments")
    organisation = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="staff")
    role = models.CharField(_("role"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="one_employment_of_a_person"),
            models.CheckConstraint(condition=~Q(person=models.F("organisation")), name="nobody_works_at_himself"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.organisation_id}"


class Note(models.Model):
    """Words of a member on a card of any kind; the journal keeps the fact, the note keeps the words."""

    card = models.CharField(max_length=30)
    card_id = models.BigIntegerField()
    text = models.TextField(_("note"))
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)
    # Stands above the timeline of its card.
    pinned_at = models.DateTimeField(null=True, blank=True)
    pinned_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pinned_at=None, pinned_by=None) | Q(pinned_at__isnull=False, pinned_by__isnull=False),
                name="pinned_note_says_by_whom",
            ),
            models.CheckConstraint(condition=Q(pinned_at=None) | Q(deleted_at=None), name="deleted_note_is_not_pinned"),
        ]
        indexes = [
            models.Index(fields=["card", "card_id", "-id"], name="note_by_card"),
            models.Index(fields=["card", "card_id", "-pinned_at"], name="note_pinned", condition=Q(pinned_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_pinned(self) -> bool:
        return self.pinned_at is not None

    @property
    def url(self) -> str:
        return f"/clients/notes/{self.pk}/"

    @property
    def pin_url(self) -> str:
        """Where it is pinned, or unpinned when it is pinned already."""
        return f"{self.url}{'unpin' if self.is_pinned else 'pin'}/"

    @property
    def react_url(self) -> str:
        return f"{self.url}react/"

    @property
    def mentions_url(self) -> str:
        return f"/clients/mentions/?card={self.card}&id={self.card_id}"

    @property
    def card_url(self) -> str:
        """Cards stand under the plural of their name: /deals/42/, /clients/7/."""
        return f"/{self.card}s/{self.card_id}/"
