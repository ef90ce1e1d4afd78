"""Pages as tests read them."""

import re


def in_one_line(html: str) -> str:
    """Return ``html`` without the white space that only arranges it: between attributes and beside tags."""
    return re.sub(r" ?([<>]) ?", r"\1", re.sub(r"\s+", " ", html))
