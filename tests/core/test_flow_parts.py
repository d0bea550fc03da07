"""Parts that several flows share: each gives its moves to the flow that names their stages, and none is misread."""

import pytest

from hengjian.core.flow import FlowError, read_flows

FLOW = """
include: {area: [begun]}
matter: case/small
label: {zh: 小案, en: Small case}
stages: {begun: open, done: ending}
moves:
  begin: {event: case.reported, label: {zh: 登记, en: Register}, start: true, to: begun, by: {role: officer}}
  end: {event: case.closed, label: {zh: 结案, en: Close}, from: any, to: done, by: {role: officer}}
"""
SHARED = """
moves:
  watch:
    event: area.watched
    label: {zh: 看护, en: Watch}
    by: {role: officer}
"""


@pytest.fixture
def parted(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "small.yaml").write_text(FLOW, encoding="utf-8")
    return tmp_path


def test_a_part_gives_its_moves_to_the_flow_that_names_their_stages(parted):
    (parted / "parts" / "area.yaml").write_text(SHARED, encoding="utf-8")
    flow = read_flows(parted)["case/small"]
    assert (flow.moves["watch"].sources, flow.moves["watch"].event, list(flow.moves)) == (
        ("begun",),
        "area.watched",
        ["begin", "end", "watch"],
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "there is no part 'area' in parts/"),
        (SHARED + "stages: []\n", "unknown key 'stages'"),
        (SHARED + "    from: begun\n", "a part names no stages"),
        (SHARED.replace("watch:", "end:"), "a second move of this name"),
        (SHARED.replace("role: officer", "level: station"), "says not by whom"),
    ],
)
def test_a_part_that_would_be_misread_is_refused(parted, text, said):
    if text:
        (parted / "parts" / "area.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FlowError, match=said):
        read_flows(parted)
