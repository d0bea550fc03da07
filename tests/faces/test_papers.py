"""Papers: PDF/A-2b on A4, the same bytes for the same values, every blank filled or struck, bad values named."""

import shutil
import subprocess
from datetime import date

import pytest
from django.conf import settings

from hengjian.faces.desk.papers import print_paper, qr_svg
from hengjian.work.matters.forms import PaperError, forms

pytestmark = pytest.mark.django_db
CODE = "HJ7K-2M9Q-4TXD"
RECEIPT = {
    "organ": "津州市公安局河湾分局", "number": "津州公(河湾)受案字〔2026〕12号", "recipient": "沈若兰", "standing": "控告人",
    "reported_on": date(2026, 3, 2), "matter": "摊位费被他人骗走", "record_number": "津州公(河湾)受案字〔2026〕12号",
    "query_at": "河湾分局接待大厅", "issued_on": date(2026, 3, 2),
}  # fmt: skip
DECISION = {
    "organ": "津州市公安局河湾分局", "number": "津州公(河湾)立字〔2026〕7号",
    "article": "第一百一十二条", "articles": ["第一百零九条", "第一百一十二条"],
    "procedure": "第一百七十八条第一款", "case_name": "沈若兰被诈骗",
    "case_number": "A1201050320260300007", "approved_by": "贺明川", "approved_on": date(2026, 3, 5), "handlers": "刘承远、周以宁",
    "handling_unit": "青禾路派出所", "issued_by": "周以宁", "issued_on": date(2026, 3, 5),
}  # fmt: skip
NOTICE = {
    "organ": "津州市公安局河湾分局", "number": "津州公(河湾)监改字〔2026〕5号", "unit": "青禾路派出所",
    "matter_number": "A1201050320260300007", "found_on": date(2026, 3, 16), "found_by": "每日全量梳理",
    "findings": [{"problem": "拘留后未按时通知家属", "facts": "期限至3月10日16时", "basis": "刑事诉讼法第八十五条"}],
    "demands": ["书面说明原因。"], "due_on": date(2026, 3, 23), "reply_to": "法制大队", "issued_on": date(2026, 3, 16),
}  # fmt: skip
PAPERS = {"受案回执": RECEIPT, "立案决定书": DECISION, "监督整改通知书": NOTICE}
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")


def words_of(pdf, tmp_path, program="pdftotext", *options):
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    out = ["-"] if program == "pdftotext" else []
    return subprocess.run([program, *options, str(file), *out], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_pdf_a_and_always_the_same(name):
    first = print_paper(name, PAPERS[name], code=CODE)
    assert first.startswith(b"%PDF-1.7") and b"<pdfaid:part>2</pdfaid:part>" in first
    assert print_paper(name, PAPERS[name], code=CODE) == first


@needs_poppler
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_a4_with_all_its_fonts_inside(name, tmp_path):
    pdf = print_paper(name, PAPERS[name], code=CODE)
    assert "A4" in words_of(pdf, tmp_path, "pdfinfo")
    rows = words_of(pdf, tmp_path, "pdffonts").splitlines()[2:]
    assert rows and all("NotoSerifSC" in row or "Libertinus" in row for row in rows)


@needs_poppler
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_says_its_name_number_organ_and_code(name, tmp_path):
    words = words_of(print_paper(name, PAPERS[name], code=CODE), tmp_path).replace(" ", "").replace("\n", "")
    for wanted in (name, PAPERS[name]["number"], PAPERS[name]["organ"], CODE):
        assert wanted in words


@needs_poppler
def test_the_receipt_has_a_copy_for_the_person_and_one_for_the_file(tmp_path):
    words = words_of(print_paper("受案回执", RECEIPT, code=CODE), tmp_path)
    assert "此份交收执人" in words and "此份附卷" in words and words.count("沈若兰") == 2


@needs_poppler
def test_a_long_notice_runs_on_with_page_numbers_and_keeps_its_seal_with_its_last_sentence(tmp_path):
    findings = NOTICE["findings"] * 14
    words = words_of(print_paper("监督整改通知书", NOTICE | {"findings": findings}, code=CODE), tmp_path)
    pages = [page.replace(" ", "") for page in words.split("\f") if page.strip()]
    assert len(pages) >= 2 and "—2—" in pages[1]
    assert [i for i, page in enumerate(pages) if "（印）" in page] == [i for i, page in enumerate(pages) if "异议期间" in page]


def test_a_blank_left_out_prints_another_paper_than_one_filled_in():
    assert print_paper("受案回执", RECEIPT | {"contact": "刘承远"}, code=CODE) != print_paper("受案回执", RECEIPT, code=CODE)


@needs_poppler
@pytest.mark.parametrize("name", PAPERS)
def test_a_later_print_is_marked_as_a_copy_and_the_first_is_not(name, tmp_path):
    assert "副本" not in words_of(print_paper(name, PAPERS[name], code=CODE), tmp_path)
    assert "副本（第2次补打）" in words_of(print_paper(name, PAPERS[name], code=CODE, copy=2), tmp_path).replace(" ", "")


def test_every_fault_of_the_values_is_named():
    wrong = RECEIPT | {"standing": "路人", "issued_on": "2026-03-02", "seal": "x"}
    del wrong["recipient"]
    with pytest.raises(PaperError) as caught:
        print_paper("受案回执", wrong, code=" ")
    assert len(caught.value.faults) == 5
    assert any("收执人" in fault for fault in caught.value.faults) and any("seal" in fault for fault in caught.value.faults)


@pytest.mark.parametrize("rows", ["文字", [{"problem": "只有一栏"}], [{"problem": "", "facts": "甲", "basis": "乙"}]])
def test_rows_of_a_notice_must_be_whole(rows):
    with pytest.raises(PaperError):
        print_paper("监督整改通知书", NOTICE | {"findings": rows}, code=CODE)


def test_words_that_look_like_markup_are_printed_as_words():
    odd = RECEIPT | {"matter": "#panic(1) $x$ *甲* <乙> \\ `c`"}
    assert print_paper("受案回执", odd, code=CODE).startswith(b"%PDF")


def test_the_square_code_carries_what_it_is_given():
    assert qr_svg("甲").startswith("<svg") and qr_svg("甲") != qr_svg("乙")


def test_every_form_is_a_document_that_a_flow_issues_or_the_notice_of_the_watch():
    assert sorted(forms(settings.LAW_FOLDER / "forms")) == sorted(PAPERS)
