"""Names as anybody who sees a matter may read them: the family name alone; of a minor nothing at all (RP-03)."""

from django.utils.translation import gettext as _

from hengjian.work.matters.models import PartyRow

DOUBLE = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯", "长孙", "宇文", "端木", "南宫"}
)
SHOWN_OF_ORGANISATION = 2


def mask(name: str, party: PartyRow) -> str:
    """`王某`, `欧阳某某`, `云泽**`; no name of a minor, and none where it was never given or is forgotten."""
    if party.minor:
        return _("未成年人")
    if not name:
        return _("未登记姓名")
    if party.clear.get("organisation"):
        return name[:SHOWN_OF_ORGANISATION] + "**"
    family = 2 if name[:2] in DOUBLE and len(name) > 2 else 1
    return name[:family] + "某" * min(2, max(1, len(name) - family))
