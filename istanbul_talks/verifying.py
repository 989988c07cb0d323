"""Proof of the files, with nothing but the standard library and pyarrow."""

import hashlib

from istanbul_talks import package


def verify(sources=None):
    """Compare every file with its digest in the descriptor and, given the articles, read every anchor again.

    `sources` is the folder of the articles; without it, ISTANBUL_TALKS_SOURCES is. Prints what was compared, and a line
    for each thing that does not hold. True where all holds.
    """
    try:
        return _verify(sources)
    except package.Broken as error:
        print(error.message)
        return False


def _verify(sources):
    resources = package.descriptor()["resources"]
    faults = [fault for found in resources for fault in _file(found)]
    print(f"{len(resources)} files compared with datapackage.json")
    if not faults:  # else evidence itself is in doubt
        texts, faults = package.articles(where) if (where := package.folder(sources)) else ({}, [])
        proven, broken = _anchors(texts)
        faults += broken
        print(f"{proven:,} of {len(package.records('evidence')):,} anchors read again in the articles")
    for fault in faults:
        print(fault)
    print("all holds" if not faults else f"{len(faults)} thing{'s do' if len(faults) > 1 else ' does'} not hold")
    return not faults


def _file(resource):
    """What is wrong with the file of a resource."""
    path = resource["path"]
    found = package.file(path)
    if found is None:
        yield package.Broken(path, package.NO_FILE).message
        return
    try:
        raw = found.read_bytes()
    except OSError as error:
        yield f"{path}  cannot be read ({error.strerror}): give read permission"
        return
    digest = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    if digest != resource["hash"]:
        yield f"{path}  has {digest}, where datapackage.json has {resource['hash']}: the two are not of one build"


def _anchors(texts):
    """(anchors that hold, what is wrong) of the articles at hand."""
    proven, faults = 0, []
    for anchor in package.records("evidence"):
        if anchor["source_id"] not in texts:
            continue
        text, start, end = texts[anchor["source_id"]], anchor["start"], anchor["end"]
        if end <= len(text) and hashlib.sha256(text[start:end].encode()).hexdigest() == anchor["sha256"]:
            proven += 1
        else:
            place = f"{anchor['source_id']}:{start}-{end}"
            faults.append(f"{anchor['table']}:{anchor['row_id']}  {place} does not hold what was coded")
    return proven, faults
