"""Units, accounts, posts and delegations. Rows change only through `actions.py`, which records each change in the ledger."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from hengjian.work.people import roles


class Unit(models.Model):
    """A police organ on the tree: `path` is the codes from the root down, each closed by a stroke."""

    code = models.CharField(_("机构代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=20, blank=True)
    level = models.CharField(_("层级"), max_length=10, choices=[(level, level) for level in roles.LEVELS])
    paper_mark = models.CharField(_("机关代字"), max_length=30, blank=True)
    area = models.CharField(_("行政区划"), max_length=12)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级机构"))
    path = models.CharField(max_length=120, db_index=True)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    def holds(self, other: "Unit") -> bool:
        """Whether `other` is this unit or stands below it."""
        return other.path.startswith(self.path)


class Accounts(BaseUserManager):
    """Looks accounts up for signing in; making one is an action."""

    def get_by_natural_key(self, username: str) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """Somebody who signs in. `person` is the opaque id that the ledger knows as `by`.

    `qualified_on` with its proof, and `reviews_since`, say whether they may take up legal review: see `work/matters/reviewers.py`.
    """

    username = models.CharField(_("账号"), max_length=40, unique=True)
    display_name = models.CharField(_("姓名"), max_length=40)
    person = models.CharField(max_length=20, unique=True, editable=False)
    language = models.CharField(_("语言"), max_length=10, default="zh-hans")
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    qualified_on = models.DateField(_("取得法律职业资格之日"), null=True, blank=True)
    qualification_proof = models.CharField(_("法律职业资格证书编号"), max_length=40, blank=True)
    reviews_since = models.DateField(_("从事法制审核之日"), null=True, blank=True)

    objects = Accounts()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        return self.display_name


class Post(models.Model):
    """An account in a unit in a role, from a moment, until a moment or without end."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="posts", verbose_name=_("账号"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("机构"))
    role = models.CharField(_("岗位"), max_length=20, choices=[(role, role) for role in roles.ROLES])
    since = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至"), null=True, blank=True)

    class Meta:
        ordering = ["unit__path", "role", "id"]
        indexes = [models.Index(fields=["account", "until"]), models.Index(fields=["unit", "role"])]

    def __str__(self) -> str:
        return f"{self.unit} {self.role}"


class Delegation(models.Model):
    """The holder of a post lets another account act in it for a time; what is done so names both."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="delegations", verbose_name=_("岗位"))
    to = models.ForeignKey(Account, models.PROTECT, related_name="delegations", verbose_name=_("受托人"))
    since = models.DateTimeField(_("自"))
    until = models.DateTimeField(_("至"))
    reason = models.CharField(_("事由"), max_length=200)

    class Meta:
        ordering = ["-since", "-id"]
