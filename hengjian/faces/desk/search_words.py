"""The legal bases of a search across matters, in words."""

from django.utils.translation import gettext_lazy as _

BASES_IN_WORDS = {
    "criminal_procedure_evidence": _("刑事诉讼法：收集、调取证据"),
    "public_security_evidence": _("治安管理处罚法：查明案情"),
    "jurisdiction": _("确定管辖"),
    "series_review": _("串并案核查"),
}
