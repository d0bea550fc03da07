"""Papers of the case file as PDF/A: data in, bytes out. Forms and values stand in `work/matters/forms.py`; nothing is looked up."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import segno
import typst
from django.utils.translation import gettext as _

from hengjian.work.matters.forms import PaperError, forms, read_values
from hengjian.work.matters.lawbook import law_folder

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent


def print_paper(name: str, values: Mapping[str, Any], *, code: str, link: str = "", copy: int = 0, fonts: Path | None = None) -> bytes:
    """The paper `name` (its Chinese name) as PDF/A-2b bytes; the same values always give the same bytes.

    `values` by field name: texts, `date`s, choices, `lines` (texts) and `rows` (mappings of texts). Fields left out print as a struck
    blank. `code` is printed for querying; the QR carries `link` where it is given, else the code. `copy` marks a later print by its
    number. `fonts` is a folder of the site's own licensed faces (小标宋, 仿宋), used before the open ones. Raises `PaperError` with every
    fault, `KeyError` for an unknown form.
    """
    data, faults = read_values(forms(law_folder() / "forms")[name], values)
    if not code.strip():
        faults.append(_("缺少查询码"))
    if faults:
        raise PaperError(name, faults)
    return print_content(name, data, code=code, link=link, copy=copy, fonts=fonts)


def print_content(name: str, content: Mapping[str, Any], *, code: str, link: str = "", copy: int = 0, fonts: Path | None = None) -> bytes:
    """The same from content that was read already, as a paper was put on record with."""
    folder = law_folder() / "forms"
    data = {**content, "code": code} | ({"copy": copy} if copy else {})
    return typst.compile(
        str(folder / forms(folder)[name].template),
        root=str(folder),
        font_paths=[str(face) for face in (fonts, FONTS) if face],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False), "qr": qr_svg(link or code)},
        pdf_standards=["a-2b"],
        format="pdf",
    )


def qr_svg(content: str) -> str:
    """The code as an SVG drawing, error correction M, with its quiet zone."""
    drawn = io.BytesIO()
    segno.make(content, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()
