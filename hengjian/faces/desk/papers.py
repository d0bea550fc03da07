"""Papers of the case file as PDF/A: data in, bytes out. The forms are declared in `law/forms/`; nothing is looked up here."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn
import segno
import typst
import yaml
from django.utils.translation import gettext as _

from hengjian.work.matters.lawbook import law_folder

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent


class PaperError(ValueError):
    """Every fault of the values of one paper, one sentence each."""

    def __init__(self, form: str, faults: Sequence[str]):
        super().__init__(f"{form}: " + "; ".join(faults))
        self.form, self.faults = form, list(faults)


@dataclass(frozen=True, slots=True)
class Form:
    """A paper form: its Chinese name, its template, its fields by name as `law/forms/<key>.yaml` declares them."""

    key: str
    name: str
    template: str
    basis: str
    fields: Mapping[str, Mapping[str, Any]]


@cache
def forms(folder: Path) -> dict[str, Form]:
    """Every form of a folder, by its Chinese name (受案回执, …)."""
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[declared["name"]] = Form(path.stem, declared["name"], declared["template"], declared["basis"], declared["fields"])
    return found


def print_paper(name: str, values: Mapping[str, Any], *, code: str, link: str = "", fonts: Path | None = None) -> bytes:
    """The paper `name` (its Chinese name) as PDF/A-2b bytes; the same values always give the same bytes.

    `values` by field name: texts, `date`s, choices, `lines` (texts) and `rows` (mappings of texts). Fields left out print as a struck
    blank. `code` is printed for querying; the QR carries `link` where it is given, else the code. `fonts` is a folder of the site's own
    licensed faces (小标宋, 仿宋), used before the open ones. Raises `PaperError` with every fault, `KeyError` for an unknown form.
    """
    folder = law_folder() / "forms"
    form = forms(folder)[name]
    data, faults = read_values(form, values)
    if not code.strip():
        faults.append(_("缺少查询码"))
    if faults:
        raise PaperError(name, faults)
    data["code"] = code
    faces = [str(face) for face in (fonts, FONTS) if face]
    return typst.compile(
        str(folder / form.template),
        root=str(folder),
        font_paths=faces,
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


def read_values(form: Form, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The values as the template takes them, and a sentence for each that does not fit."""
    faults = [_("本文书没有“%(field)s”这一项") % {"field": name} for name in values if name not in form.fields]
    data: dict[str, Any] = {}
    for name, declared in form.fields.items():
        value = values.get(name)
        label = declared["label"]["zh"]
        if value is None or value == "" or value == []:
            if declared.get("required"):
                faults.append(_("请填写“%(label)s”") % {"label": label})
            continue
        read = READERS[declared.get("type", "text")](value, declared)
        if read is None:
            faults.append(_("“%(label)s”的内容不符合本文书的要求") % {"label": label})
        else:
            data[name] = read
    return data, faults


def read_text(value: Any, declared: Mapping[str, Any]) -> str | None:
    choices = declared.get("choices")
    if not isinstance(value, str) or (choices and value not in choices):
        return None
    return value


def read_day(value: Any, _declared: Mapping[str, Any]) -> list[int] | None:
    return [value.year, value.month, value.day] if isinstance(value, date) else None


def read_lines(value: Any, _declared: Mapping[str, Any]) -> list[str] | None:
    fits = isinstance(value, (list, tuple)) and all(isinstance(line, str) and line for line in value)
    return list(value) if fits else None


def read_rows(value: Any, declared: Mapping[str, Any]) -> list[dict[str, str]] | None:
    columns = list(declared["columns"])
    if not isinstance(value, (list, tuple)):
        return None
    if not all(isinstance(row, Mapping) and sorted(row) == sorted(columns) and read_lines(list(row.values()), {}) for row in value):
        return None
    return [{column: row[column] for column in columns} for row in value]


READERS = {"text": read_text, "date": read_day, "lines": read_lines, "rows": read_rows}
