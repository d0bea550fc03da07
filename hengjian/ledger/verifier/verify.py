"""Checks a bundle exported from a Hengjian ledger. One file, the standard library alone:

    python verify.py BUNDLE [--earlier OLD_BUNDLE] [--checkpoint NOTE ...] [--key VERIFIER_KEY] [--witness VERIFIER_KEY ...]

It checks every event's hash, that the events of each stream follow one another and stand in the Merkle tree (RFC 6962) of the checkpoints,
that a later checkpoint continues an earlier one, and, where `cryptography` can be imported, signatures. `--key`: a key of the ledger that
came to you by another way, its first or a later one; without it the bundle only agrees with itself. `--witness`: one whose cosignature, put
before they were retired, must be there. `--checkpoint`, `--earlier`: what you kept. Ends with 0: all holds, 1: not so, 2: cannot be read.
"""

import argparse
import base64
import functools
import hashlib
import json
import pathlib
import sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None


def sm3(data):
    """SM3 (GB/T 32905), for Pythons whose OpenSSL lacks it."""

    def turn(x, n):
        return (x << n % 32 | x >> 32 - n % 32) & 0xFFFFFFFF

    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        w = [int.from_bytes(padded[start + i : start + i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15)
            w.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            s1 = turn(turn(a, 12) + e + turn(0x79CC4519 if j < 16 else 0x7A879D8A, j) & 0xFFFFFFFF, 7)
            mixed = (a ^ b ^ c, e ^ f ^ g) if j < 16 else (a & b | a & c | b & c, e & f | ~e & g)
            t1, t2 = mixed[0] + d + (s1 ^ turn(a, 12)) + (w[j] ^ w[j + 4]), mixed[1] + h + s1 + w[j] & 0xFFFFFFFF
            a, b, c, d, e, f, g, h = t1 & 0xFFFFFFFF, a, turn(b, 9), c, t2 ^ turn(t2, 9) ^ turn(t2, 17), e, turn(f, 19), g
        state = [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h), strict=True)]
    return b"".join(x.to_bytes(4, "big") for x in state)


def digest_of(name):
    if name not in ("sha256", "sm3"):
        raise ValueError(f"unknown hash {name!r}")
    return sm3 if name not in hashlib.algorithms_available else lambda data: hashlib.new(name, data).digest()


class Tree:
    """A growing Merkle tree of which only the right edge is kept."""

    def __init__(self, digest):
        self.digest, self.edge, self.size = digest, [], 0

    def append(self, leaf):
        size = self.size
        while size & 1:
            leaf, size = self.digest(b"\x01" + self.edge.pop() + leaf), size >> 1
        self.edge.append(leaf)
        self.size += 1

    def root(self):
        edge = self.edge[::-1] or [self.digest(b"")]
        return functools.reduce(lambda top, node: self.digest(b"\x01" + node + top), edge)


def climb(node, last, path, digest):
    """Walk a proof up from `path[0]`; gives the roots of the smaller and of the larger tree, or None if the proof has a wrong length."""
    small = large = path[0]
    for sister in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            small, large = digest(b"\x01" + sister + small), digest(b"\x01" + sister + large)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            large = digest(b"\x01" + large + sister)
        node, last = node >> 1, last >> 1
    return (small, large) if last == 0 else None


def consistent(old, new, proof, old_root, new_root, digest):
    if old in (0, new):
        return not proof and (old == 0 or old_root == new_root)
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    path = proof if old & (old - 1) else [old_root, *proof]
    return bool(path) and climb(node, last, path, digest) == (old_root, new_root)


def read_bundle(path):
    try:
        lines = [json.loads(line) for line in pathlib.Path(path).read_text(encoding="utf-8").split("\n") if line.strip()]
        if not lines or lines[0].get("type") != "bundle" or lines[0].get("form") != 1:
            raise ValueError(f"{path}: not a bundle of this form")
        return lines[0], lines[1:]
    except (OSError, ValueError, AttributeError) as problem:
        raise ValueError(f"{path}: {problem}") from problem


def parse_note(text):
    """(origin, size, root, hash name) of a checkpoint."""
    try:
        lines = text.partition("\n\n")[0].split("\n")
        further = dict(line.split(" ", 1) for line in lines[3:] if line)
        return lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True), further["hash"]
    except (IndexError, KeyError, ValueError) as problem:
        raise ValueError(f"not a checkpoint: {problem!r}") from problem


def holds(key, signature, text):
    """Whether the key (name+id+key) signed the text; None where signatures cannot be checked here."""
    name, identity, body = key.split("+", 2)
    data = base64.b64decode(body, validate=True)
    if hashlib.sha256(name.encode() + b"\n" + data).hexdigest()[:8] != identity:
        raise ValueError(f"not a verifier key: {key}")
    if Ed25519PublicKey is None:
        return None
    try:
        Ed25519PublicKey.from_public_bytes(data[1:]).verify(signature, text)
        return True
    except InvalidSignature:
        return False


def signed_by(text, key, until=float("inf")):
    """True, False, or None: whether a line of the note is a signature of this key, or a witness's cosignature before `until`."""
    name, identity, body = key.split("+", 2)
    body_text, _mark, lines = text.partition("\n\n")
    for line in lines.splitlines():
        data = base64.b64decode(line.rsplit(" ", 1)[1]) if line.startswith(f"\u2014 {name} ") else b""
        if data[:4].hex() == identity:
            cosigned = base64.b64decode(body)[0] == 4
            stamp, signature = (int.from_bytes(data[4:12], "big"), data[12:]) if cosigned else (0, data[4:])
            head = f"cosignature/v1\ntime {stamp}\n" if cosigned else ""
            return stamp < until and holds(key, signature, f"{head}{body_text}\n".encode())
    return False


def told(lines, kind):
    forms = [(x["place"], json.loads(x["canonical"])) for x in lines if f'"{kind}"' in x.get("canonical", "")]
    return sorted([(place, form["body"]) for place, form in forms if form["kind"] == kind], key=lambda one: one[0])


def keys_of(lines, anchor):
    """(first size, key) of each key that signed, by the rotations among the events; and what is wrong with them."""
    turns = told(lines, "checkpoint_key.rotated")
    chain, problems = [(0, turns[0][1]["old"] if turns else anchor)], []
    for place, body in turns:
        said = f"hengjian checkpoint key rotation\n{body['old']}\n{body['new']}\n".encode()
        both = [holds(body[one], base64.b64decode(body[f"by_{one}"]), said) for one in ("old", "new")]
        if body["old"] != chain[-1][1] or False in both:
            problems.append(f"the rotation at place {place} is not signed by the key before it and by the new one")
        chain.append((place, body["new"]))
    known = anchor in [key for _since, key in chain]
    problems += [] if known else [f"the key {anchor.rsplit('+', 1)[0]} is not one of this ledger, and no rotation introduced it"]
    return chain, problems


class Check:
    """One bundle: what was found to hold and what not."""

    def __init__(self, header, lines, arguments):
        self.header, self.digest, self.witnesses = header, digest_of(header["hash"]), {key: [] for key in arguments.witness}
        self.chain, self.problems = keys_of(lines, arguments.key or header["key"])
        self.retired = dict.fromkeys(arguments.witness, (float("inf"), ""))
        self.retired |= {body["key"]: (body["until"], f"; retired from {body['since']} on") for _, body in told(lines, "witness.retired")}
        self.roots, self.ends, self.tree, self.events, self.proven = {}, {}, Tree(self.digest), 0, 0

    def checkpoint(self, text, where):
        origin, size, root, hash_name = parse_note(text)
        key = next(key for since, key in reversed(self.chain) if since <= size)
        for witness, seen in self.witnesses.items():
            seen += [size] if signed_by(text, witness, self.retired[witness][0]) is not False else []
        if (origin, hash_name) != (self.header["origin"], self.header["hash"]):
            self.problems.append(f"{where} is of another ledger ({origin}, {hash_name})")
        elif signed_by(text, key) is False:
            self.problems.append(f"{where} (size {size}) is not signed by the key {key.rsplit('+', 1)[0]}")
        elif self.roots.setdefault(size, root) != root:
            self.problems.append(f"{where}: two checkpoints of size {size} state different roots: the log was forked")

    def event(self, line):
        name = f"event {line.get('id')} at place {line.get('place')}"
        text, form = line["canonical"].encode(), json.loads(line["canonical"])
        leaf = self.digest(b"\x00" + text)
        plain = json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        if leaf.hex() != line["leaf"] or plain != text or form["id"] != line["id"]:
            self.problems.append(f"{name}: its content does not have the hash that was recorded")
        self.follow(name, form, leaf.hex())
        self.events += 1
        if "proof" in line:
            self.prove(name, line, leaf)
            return
        self.problems += [f"{name}: place {self.tree.size + 1} is missing"] if line["place"] != self.tree.size + 1 else []
        self.tree.append(leaf)
        if self.tree.size in self.roots and self.roots[self.tree.size] != self.tree.root():
            good = max([size for size in self.roots if size < self.tree.size], default=0)
            self.problems += [f"{name}: the first {self.tree.size} events are not what the checkpoint says; look after place {good}"]

    def follow(self, name, form, leaf):
        """Its predecessor in the stream; in a bundle of one matter other streams are not whole, so only what is here is compared."""
        version, previous = self.ends.get(form["stream"], (0, ""))
        if version and form["version"] != version + 1:
            self.problems.append(f"{name}: version {version + 1} of its stream is missing")
        elif (version or form["version"] == 1) and form["previous"] != previous:
            self.problems.append(f"{name}: it does not follow the event before it in its stream")
        elif not version and form["version"] > 1 and self.header["whole"]:
            self.problems.append(f"{name}: version 1 of its stream is missing")
        self.ends[form["stream"]] = (form["version"], leaf)

    def prove(self, name, line, leaf):
        root, place, size, path = self.roots.get(line["size"]), line["place"], line["size"], [bytes.fromhex(node) for node in line["proof"]]
        found = climb(place - 1, size - 1, [leaf, *path], self.digest) if 0 < place <= size else None
        if root is None:
            self.problems.append(f"{name}: the checkpoint of size {size} is missing")
        elif found and found[1] == root:
            self.proven += 1
        else:
            self.problems.append(f"{name}: it is not in the tree of checkpoint {size}")

    def consistency(self, line):
        old, new, proof = line["old"], line["new"], [bytes.fromhex(node) for node in line["proof"]]
        if old not in self.roots or new not in self.roots:
            self.problems.append(f"a proof between {old} and {new}, but no checkpoint of that size")
        elif not consistent(old, new, proof, self.roots[old], self.roots[new], self.digest):
            self.problems.append(f"checkpoint {new} does not continue checkpoint {old}: the log was rewritten")

    def finish(self, kept, shown):
        """The events must reach every checkpoint; without all of them, a chain of proofs must reach every checkpoint that was kept."""
        self.problems += [f"no checkpoint here is cosigned by {key.split('+')[0]}" for key, seen in self.witnesses.items() if not seen]
        for size in sorted(size for size in self.roots if self.header["whole"] and size > self.tree.size):
            self.problems.append(f"checkpoint {size}: only {self.tree.size} events are here, so events were removed")
        for size in [] if self.header["whole"] else [one for one in kept if one not in shown]:
            self.problems.append(f"nothing connects the kept checkpoint of size {size} with this bundle: get one made --from-size {size}")


def take_kept(check, arguments, lines):
    """Checkpoints that were kept outside, by file or in an earlier bundle, each with where it stood."""
    kept = [(pathlib.Path(path).read_text(encoding="utf-8"), path) for path in arguments.checkpoint]
    if arguments.earlier:
        old_header, old = read_bundle(arguments.earlier)
        kept += [(line["note"], arguments.earlier) for line in old if line["type"] == "checkpoint"]
        here = {line["place"]: line["leaf"] for line in lines if line["type"] == "event" and check.header["whole"] and old_header["whole"]}
        changed = [line for line in old if line["type"] == "event" and here.get(line["place"], line["leaf"]) != line["leaf"]]
        check.problems += [f"event {x['id']} at place {x['place']} is not what it was in {arguments.earlier}" for x in changed[:1]]
    return kept


def run(arguments, say=print):
    header, lines = read_bundle(arguments.bundle)
    check = Check(header, lines, arguments)
    kept, notes = take_kept(check, arguments, lines), [line["note"] for line in lines if line["type"] == "checkpoint"]
    for note, where in [*kept, *((note, "a checkpoint of the bundle") for note in notes)]:
        check.checkpoint(note, where)
    for line in lines:
        if line["type"] != "checkpoint":
            {"event": check.event, "consistency": check.consistency}[line["type"]](line)
    check.finish([parse_note(note)[1] for note, _where in kept], {parse_note(note)[1] for note in notes})
    return report(check, arguments, say)


def report(check, arguments, say):
    out = [f"ledger {check.header['origin']}, hash {check.header['hash']}"]
    out += [f"{check.events} events, {check.proven} by inclusion proof; {len(check.roots)} checkpoints up to {max(check.roots, default=0)}"]
    out += ["SIGNATURES WERE NOT CHECKED: the package `cryptography` cannot be imported here"] if Ed25519PublicKey is None else []
    for key, seen in check.witnesses.items():
        most = f"the largest of {max(seen, default=0)} events{check.retired[key][1]}"
        out += [f"cosigned by {key.split('+')[0]}: {len(seen)} checkpoints, {most}"]
    out += [] if arguments.key else ["the key was taken from the bundle itself: give --key to check who signed"]
    out += [f"FAULT: {problem}" for problem in check.problems]
    for line in [*out, "Something does not hold." if check.problems else "All of it holds."]:
        say(line)
    return int(bool(check.problems))


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Checks a bundle exported from a Hengjian ledger.")
    parser.add_argument("bundle")
    parser.add_argument("--earlier", help="a bundle of the same ledger that you kept")
    parser.add_argument("--checkpoint", action="append", default=[], help="a file with a checkpoint that you kept")
    parser.add_argument("--key", help="the verifier key of the ledger (name+id+key)")
    parser.add_argument("--witness", action="append", default=[], help="the verifier key of a witness whose cosignature must be there")
    try:
        return run(parser.parse_args(arguments))
    except (OSError, KeyError, ValueError, TypeError) as problem:
        sys.stderr.write(f"cannot read: {problem!r}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
