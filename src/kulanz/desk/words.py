"""What the scripts of the desk say."""

from __future__ import annotations

from django.utils.translation import gettext


def sentences() -> dict[str, str]:
    """Return each sentence by its key, in the language that is switched on."""
    return {
        "extend": gettext("Select further"),
        "panes": gettext("To the views, the list, the case, the person"),
        "names": gettext("{n} names, choose with the arrow keys"),
        "people": gettext("{n} people, choose with the arrow keys"),
        "in_case": gettext("in this case"),
        "cannot_see": gettext("may not open this case"),
        "page": gettext("Page: {name}"),
        "view": gettext("View: {name}"),
        "too_much": gettext("{name} does not fit: together the files may have {size}."),
        "take_out": gettext("Take out"),
        "attached": gettext("{name} is attached."),
        "picture": gettext("Picture"),
        "upload_offline": gettext("No connection, the file waits here."),
        "still_uploading": gettext("A file is still on its way. Please wait for it, then send."),
    }
