"""The record: its newest checkpoint, verifying it for real, and one event with its proof of standing in the log."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hengjian.core.tree import verify_inclusion
from hengjian.faces.desk.frame import render_page
from hengjian.faces.desk.places import place_of
from hengjian.faces.desk.session import signed_in
from hengjian.ledger import guard, note, prove, witnesses
from hengjian.ledger.canonical import leaf_of
from hengjian.ledger.charter import charter, digest
from hengjian.ledger.models import Arrival, Checkpoint, Cosignature, Event
from hengjian.ledger.publish import lags
from hengjian.ledger.read import event_by_id, head, last_checkpoint
from hengjian.ledger.verify import verify
from hengjian.work.findings.queries import units_of
from hengjian.work.matters.law_notice import lost_lawbooks
from hengjian.work.matters.models import Matter
from hengjian.work.matters.secrecy import veil_of
from hengjian.work.matters.timeline import moments
from hengjian.work.people import roles
from hengjian.work.people.access import may_see

CHECKPOINTS = 10


@signed_in
def record(request: HttpRequest) -> HttpResponse:
    return render_page(request, "desk/record.html", standing(request))


def standing(request: HttpRequest) -> dict[str, object]:
    """How far the record has come, and the watch with it."""
    checkpoint = last_checkpoint()
    return {
        "checkpoint": checkpoint,
        "head": head(),
        "waiting": Arrival.objects.count(),
        "charter": charter() if checkpoint else None,
        "checkpoints": Checkpoint.objects.order_by("-size")[:CHECKPOINTS],
        "unguarded": guard.missing(),
        "verifier_key": note.verifier_key(checkpoint.note.split("\n", 1)[0]) if checkpoint else "",
        "witnesses": witnessed(),
        "outside": lags(request.now) if roles.ADMINISTRATORS & request.viewer.roles else [],
        "section": "record",
        "may_read_all": bool(units_of(request.viewer)),
    }


def witnessed() -> list[tuple[witnesses.Named, Cosignature | None]]:
    """Each witness with its last cosignature."""
    return [(one, Cosignature.objects.filter(witness=one.key.name).order_by("-size").first()) for one in witnesses.named()]


@signed_in
@require_POST
def verify_all(request: HttpRequest) -> HttpResponse:
    """Hashes every event again, follows every stream, rebuilds the tree, checks every signature. Says what does not hold."""
    report = verify()
    for where, sentence in lost_lawbooks():
        report.add(where, sentence)
    return render_page(request, "desk/record.html", standing(request) | {"report": report})


@signed_in
def event(request: HttpRequest, event: str) -> HttpResponse:
    """One event of a matter in sight: its canonical hash recomputed, its path to the signed root followed."""
    found = event_by_id(event)
    row = Matter.objects.select_related("unit").filter(id=found.matter).first() if found else None
    if found is None or row is None or not may_see(request.viewer, row):
        raise Http404(_("没有这条记录，或您的岗位无权查看"))
    context = {
        "event": found,
        "body": json.dumps(veil_of(row).clear(found), ensure_ascii=False, indent=1, sort_keys=True),
        "told": moments([found], {found.stream: row}, request.viewer)[0],
        "matter": row,
        "leaf_holds": leaf_of(found, digest()) == found.leaf,
        "section": place_of(row.kind),
        **proof_of(found),
    }
    return render_page(request, "desk/event.html", context)


def proof_of(found: Event) -> dict[str, object]:
    checkpoint = last_checkpoint()
    try:
        proof = prove.inclusion(found, checkpoint) if checkpoint else None
    except prove.NotInLog as problem:
        return {"not_yet": str(problem)}
    if proof is None:
        return {"not_yet": _("还没有检查点")}
    holds = verify_inclusion(
        bytes.fromhex(found.leaf), proof.place - 1, checkpoint.size, proof.proof, bytes.fromhex(checkpoint.root), digest()
    )
    return {"proof": proof, "path": [step.hex() for step in proof.proof], "holds": holds, "checkpoint": checkpoint}
