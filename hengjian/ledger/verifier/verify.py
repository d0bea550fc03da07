"""Checks a bundle exported from a Hengjian ledger. One file, the standard library alone:

    python verify.py BUNDLE [--earlier OLD_BUNDLE] [--checkpoint NOTE ...] [--key VERIFIER_KEY]

It checks every event's hash, that the events of each stream follow one another, that they stand in the Merkle tree (RFC 6962) of the
checkpoints, that a later checkpoint continues an earlier one, and signatures where `cryptography` can be imported. `--key` is the key
you were given by another way; without it the key inside the bundle is used, which proves only that the bundle agrees with itself.
`--checkpoint` is a file with a checkpoint that you kept, `--earlier` a bundle that you kept: the first event that differs is named.
Ends with 0 when all holds, 1 when something does not, 2 when the files cannot be read.
"""

import argparse
import base64
import hashlib
import json
import sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None


class Unreadable(Exception):
    """A file that is not a bundle or not a checkpoint."""


def sm3(data):
    """SM3 (GB/T 32905), for Pythons whose OpenSSL lacks it."""
    mask = 0xFFFFFFFF

    def turn(x, n):
        return ((x << n % 32) | (x >> (32 - n % 32))) & mask if n % 32 else x

    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    padded = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(padded), 64):
        w = [int.from_bytes(padded[start + i : start + i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ turn(w[j - 3], 15)
            w.append(x ^ turn(x, 15) ^ turn(x, 23) ^ turn(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            s1 = turn((turn(a, 12) + e + turn(0x79CC4519 if j < 16 else 0x7A879D8A, j)) & mask, 7)
            mixed = (a ^ b ^ c, e ^ f ^ g) if j < 16 else ((a & b) | (a & c) | (b & c), (e & f) | (~e & g & mask))
            t1 = (mixed[0] + d + (s1 ^ turn(a, 12)) + (w[j] ^ w[j + 4])) & mask
            t2 = (mixed[1] + h + s1 + w[j]) & mask
            a, b, c, d, e, f, g, h = t1, a, turn(b, 9), c, t2 ^ turn(t2, 9) ^ turn(t2, 17), e, turn(f, 19), g
        state = [x ^ y for x, y in zip(state, (a, b, c, d, e, f, g, h), strict=True)]
    return b"".join(x.to_bytes(4, "big") for x in state)


def digest_of(name):
    """The hash function of a ledger."""
    if name == "sha256":
        return lambda data: hashlib.sha256(data).digest()
    if name == "sm3":
        return (lambda data: hashlib.new("sm3", data).digest()) if "sm3" in hashlib.algorithms_available else sm3
    raise Unreadable(f"unknown hash {name!r}")


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
        top = self.edge[-1] if self.edge else self.digest(b"")
        for node in reversed(self.edge[:-1]):
            top = self.digest(b"\x01" + node + top)
        return top


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


def included(leaf, index, size, proof, root, digest):
    found = climb(index, size - 1, [leaf, *proof], digest) if 0 <= index < size else None
    return found is not None and found[1] == root


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
        with open(path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.strip()]
        if not lines or lines[0].get("type") != "bundle" or lines[0].get("form") != 1:
            raise Unreadable(f"{path}: not a bundle of this form")
        return lines[0], lines[1:]
    except (OSError, ValueError, AttributeError) as problem:
        raise Unreadable(f"{path}: {problem}") from problem


def parse_note(text):
    """(origin, size, root, hash name) of a checkpoint."""
    try:
        lines = text.partition("\n\n")[0].split("\n")
        further = dict(line.split(" ", 1) for line in lines[3:] if line)
        return lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True), further["hash"]
    except (IndexError, KeyError, ValueError) as problem:
        raise Unreadable(f"not a checkpoint: {problem!r}") from problem


def signed_by(text, key):
    """True, False, or None where signatures cannot be checked here."""
    if Ed25519PublicKey is None:
        return None
    name, identity, body = key.split("+", 2)
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(body)[1:])
    body_text, _mark, signatures = text.partition("\n\n")
    for line in signatures.splitlines():
        if line.startswith(f"\u2014 {name} "):
            data = base64.b64decode(line.rsplit(" ", 1)[1])
            try:
                public.verify(data[4:], (body_text + "\n").encode())
                return data[:4].hex() == identity
            except InvalidSignature:
                continue
    return False


class Check:
    """One bundle: what was found to hold and what not."""

    def __init__(self, header, key):
        self.header, self.key, self.digest = header, key or header["key"], digest_of(header["hash"])
        self.problems, self.roots, self.ends = [], {}, {}
        self.tree, self.events, self.proven = Tree(self.digest), 0, 0

    def checkpoint(self, text, where):
        origin, size, root, hash_name = parse_note(text)
        if (origin, hash_name) != (self.header["origin"], self.header["hash"]):
            self.problems.append(f"{where} is of another ledger ({origin}, {hash_name})")
        elif signed_by(text, self.key) is False:
            self.problems.append(f"{where} (size {size}) is not signed by the key {self.key.rsplit('+', 1)[0]}")
        elif self.roots.setdefault(size, root) != root:
            self.problems.append(f"{where}: two checkpoints of size {size} state different roots: the log was forked")

    def event(self, line):
        name = f"event {line.get('id')} at place {line.get('place')}"
        text = line["canonical"].encode()
        form = json.loads(text)
        leaf = self.digest(b"\x00" + text)
        plain = json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        if leaf.hex() != line["leaf"] or plain != text or form["id"] != line["id"]:
            self.problems.append(f"{name}: its content does not have the hash that was recorded")
        self.follow(name, form, leaf.hex())
        self.events += 1
        if "proof" in line:
            self.prove(name, line, leaf)
            return
        if line["place"] != self.tree.size + 1:
            self.problems.append(f"{name}: place {self.tree.size + 1} is missing")
        self.tree.append(leaf)
        self.compare_root(name)

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
        root, proof = self.roots.get(line["size"]), [bytes.fromhex(node) for node in line["proof"]]
        if root is None:
            self.problems.append(f"{name}: the checkpoint of size {line['size']} is missing")
        elif included(leaf, line["place"] - 1, line["size"], proof, root, self.digest):
            self.proven += 1
        else:
            self.problems.append(f"{name}: it is not in the tree of checkpoint {line['size']}")

    def compare_root(self, name):
        root = self.roots.get(self.tree.size)
        if root is not None and self.tree.root() != root:
            good = max([size for size in self.roots if size < self.tree.size], default=0)
            self.problems.append(
                f"{name}: the first {self.tree.size} events are not what the checkpoint of that size states; look after place {good}"
            )

    def consistency(self, line):
        old, new, proof = line["old"], line["new"], [bytes.fromhex(node) for node in line["proof"]]
        if old not in self.roots or new not in self.roots:
            self.problems.append(f"a proof between {old} and {new}, but no checkpoint of that size")
        elif not consistent(old, new, proof, self.roots[old], self.roots[new], self.digest):
            self.problems.append(f"checkpoint {new} does not continue checkpoint {old}: the log was rewritten")

    def finish(self, kept, shown):
        """The events must reach every checkpoint; without all of them, a chain of proofs must reach every checkpoint that was kept."""
        for size in sorted(self.roots):
            if self.header["whole"] and size > self.tree.size:
                self.problems.append(f"checkpoint {size}: only {self.tree.size} events are here, so events were removed")
        for size in kept:
            if not self.header["whole"] and size not in shown:
                self.problems.append(
                    f"nothing connects the kept checkpoint of size {size} with this bundle: ask for one made --from-size {size}"
                )


def first_difference(now, before):
    """The first event of an earlier bundle in whose place another one stands now, or None."""
    here = {line["place"]: line["leaf"] for line in now if line["type"] == "event"}
    return next((x for x in before if x["type"] == "event" and x["place"] in here and here[x["place"]] != x["leaf"]), None)


def take_kept(check, arguments, lines):
    """Checkpoints that were kept outside, by file or in an earlier bundle; gives back their sizes."""
    kept = []
    for path in arguments.checkpoint:
        with open(path, encoding="utf-8") as file:
            kept.append((file.read(), path))
    if arguments.earlier:
        old_header, old = read_bundle(arguments.earlier)
        kept += [(line["note"], arguments.earlier) for line in old if line["type"] == "checkpoint"]
        changed = first_difference(lines, old) if check.header["whole"] and old_header["whole"] else None
        if changed:
            check.problems.append(f"event {changed['id']} at place {changed['place']} is not what it was in {arguments.earlier}")
    for text, path in kept:
        check.checkpoint(text, path)
    return [parse_note(text)[1] for text, _path in kept]


def run(arguments, say=print):
    header, lines = read_bundle(arguments.bundle)
    check = Check(header, arguments.key)
    kept, shown = take_kept(check, arguments, lines), set()
    for line in lines:
        if line["type"] == "checkpoint":
            check.checkpoint(line["note"], "a checkpoint of the bundle")
            shown.add(parse_note(line["note"])[1])
    for line in lines:
        if line["type"] != "checkpoint":
            {"event": check.event, "consistency": check.consistency}[line["type"]](line)
    check.finish(kept, shown)
    return report(check, arguments, say)


def report(check, arguments, say):
    say(f"ledger {check.header['origin']}, hash {check.header['hash']}")
    say(f"{check.events} events, {check.proven} by inclusion proof; {len(check.roots)} checkpoints up to {max(check.roots, default=0)}")
    if Ed25519PublicKey is None:
        say("SIGNATURES WERE NOT CHECKED: the package `cryptography` cannot be imported here")
    if not arguments.key:
        say("the key was taken from the bundle itself: give --key to check who signed")
    for problem in check.problems:
        say(f"FAULT: {problem}")
    say("Something does not hold." if check.problems else "All of it holds.")
    return 1 if check.problems else 0


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Checks a bundle exported from a Hengjian ledger.")
    parser.add_argument("bundle")
    parser.add_argument("--earlier", help="a bundle of the same ledger that you kept")
    parser.add_argument("--checkpoint", action="append", default=[], help="a file with a checkpoint that you kept")
    parser.add_argument("--key", help="the verifier key of the ledger (name+id+key)")
    try:
        return run(parser.parse_args(arguments))
    except (Unreadable, OSError, KeyError, ValueError, TypeError) as problem:
        sys.stderr.write(f"cannot read: {problem!r}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
