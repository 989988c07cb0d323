"""How fast the checks are: `python -m bench` makes packages, checks them, and prints one table for `docs/scale.md`."""
