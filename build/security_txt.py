"""Writes `security.txt` (RFC 9116) for whoever publishes the program:  security_txt.py CONTACT POLICY

CONTACT is where a vulnerability is reported, POLICY where the rules for it stand; both are web or mail
addresses. The file is put into the bundle, and belongs under /.well-known/ of the publisher's site. It is
made anew for each release, as only the publisher knows where reports are read, and as it expires.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

TARGET = Path(__file__).resolve().parent.parent / "resources" / "security.txt"
VALID = timedelta(days=364)  # RFC 9116 asks for less than a year


def security_txt(contact: str, policy: str, now: datetime) -> str:
    """The text of the file.

    Raises:
        ValueError: an address is neither https nor mailto.
    """
    for address in (contact, policy):
        if urlsplit(address).scheme not in ("https", "mailto"):
            raise ValueError(f"{address!r} is no https or mailto address.")
    lines = [
        f"Contact: {contact}",
        f"Expires: {now + VALID:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, de",
        f"Policy: {policy}",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    try:
        text = security_txt(*sys.argv[1:3], datetime.now(UTC))
    except (TypeError, ValueError) as error:
        sys.exit(f"{error}\n\n{__doc__}")
    TARGET.write_text(text, encoding="utf-8")
