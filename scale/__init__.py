"""The same rules on packages of any size: who reads what, in which process, and how what they found comes together.

`python build.py check DIR` is the command, `docs/scale.md` says how it works, and `scale/part.py` has the one function
that checks a partition. Nothing here is a rule: those are in `schemas/` and `checks/`.
"""

RULES = ("schemas", "keys", "codes", "anchors", "mentions", "ledger")
MEMORY = 480  # MB a process
