"""How strongly something is asked for, as the numbers by which the readers of mentions compare it."""

from __future__ import annotations

UNSAID, MENTIONED, PREFERRED, REQUIRED, ROLES = range(-1, 4)
"""What a section or a cue asks for; UNSAID where it says nothing. ROLES lists openings, and what a short line of it
names is what the role is named for."""
KINDS = {"mentioned": MENTIONED, "preferred": PREFERRED, "required": REQUIRED, "roles": ROLES}
