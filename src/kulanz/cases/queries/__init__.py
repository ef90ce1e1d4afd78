"""Reads that need joins. Every page has a literal, constant number of queries."""

from .belonging import belongs_to
from .counts import ViewCounts, view_counts
from .drafts import file_of_draft, files_of_draft, has_been_said
from .filters import FilterReading, ListFilter, Sort, View, read_filter
from .forwarding import Forwardable, forwardable
from .links import file_once, file_token, is_open, link_for, link_once, link_token, open_links
from .lists import CaseList, case_list
from .mentions import Meant, meant_by, unseen_mentions
from .page import CasePage, case_page, other_cases
from .people import OfferedPerson, known_in, offered_people
from .presence import Other, others_in
from .saved import editable_views, filter_of, saved_counts, saved_views
from .tags import ShownTag, offered_tags, shown_tags, tags_of
from .thread import Entry
from .today import Today, today

__all__ = [
    "CaseList",
    "CasePage",
    "Entry",
    "FilterReading",
    "Forwardable",
    "ListFilter",
    "Meant",
    "OfferedPerson",
    "Other",
    "ShownTag",
    "Sort",
    "Today",
    "View",
    "ViewCounts",
    "belongs_to",
    "case_list",
    "case_page",
    "editable_views",
    "file_of_draft",
    "file_once",
    "file_token",
    "files_of_draft",
    "filter_of",
    "forwardable",
    "has_been_said",
    "is_open",
    "known_in",
    "link_for",
    "link_once",
    "link_token",
    "meant_by",
    "offered_people",
    "offered_tags",
    "open_links",
    "other_cases",
    "others_in",
    "read_filter",
    "saved_counts",
    "saved_views",
    "shown_tags",
    "tags_of",
    "today",
    "unseen_mentions",
    "view_counts",
]
