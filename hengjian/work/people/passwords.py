"""Why a password is not accepted, in the words of the house. The rules themselves stand in the settings."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def faults_of(problem: ValidationError) -> Iterator[str]:
    """One sentence for each rule that the password breaks."""
    sentences = {
        "password_too_short": _("口令至少要有 %(min_length)s 个字符"),
        "password_too_common": _("口令太常见，容易被猜到"),
        "password_too_similar": _("口令与账号或姓名太相似"),
    }
    for error in problem.error_list:
        sentence = sentences.get(error.code or "")
        yield sentence % (error.params or {}) if sentence else str(error.messages[0])
