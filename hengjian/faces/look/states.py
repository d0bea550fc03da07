"""The words of the states of a duty, each with its icon's name. What a state means stands in the law's evaluation."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS = {
    "pending": _("进行中"),
    "near": _("临近"),
    "overdue": _("超期"),
    "paused": _("中止计算"),
    "met": _("已办"),
    "met_late": _("逾期办"),
    "released": _("已解除"),
    "undetermined": _("无法判断"),
    "reminded": _("尽快办理"),
    "window": _("期限内"),
    "used": _("期限内已办"),
    "lapsed": _("已过期限"),
    "late_use": _("过期后才办"),
    "breached": pgettext_lazy("check", "不符"),
    "passed": pgettext_lazy("check", "符合"),
}
ICONS = {
    "breached": "overdue",
    "passed": "met",
    "reminded": "near",
    "window": "pending",
    "used": "met",
    "lapsed": "released",
    "late_use": "met",
}
COLOURS = {
    "breached": "overdue",
    "passed": "met",
    "reminded": "near",
    "window": "pending",
    "used": "met",
    "lapsed": "released",
    "late_use": "released",
}
CITIZENS = {
    "met": "used",
    "pending": "window",
    "near": "window",
    "reminded": "window",
    "overdue": "lapsed",
    "met_late": "late_use",
}  # a citizen's time is no duty of a unit
