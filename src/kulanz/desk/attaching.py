"""Files of a form on their way into a draft, and what is said about one that cannot come along."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from kulanz.cases import actions, errors
from kulanz.cases.arrival import Upload, upload_of
from kulanz.cases.models import Case
from kulanz.core.uploads import megabytes

from .access import DeskRequest

ALT = "alt-"


def keep_files(request: DeskRequest, case: Case) -> None:
    """Keep the files of a form in the draft. Raises ``UploadRefused`` and ``LetterTooLarge``; the good ones stay."""
    for each in request.FILES.getlist("files"):
        actions.attach_to_draft(case_id=case.pk, by=request.actor, uploads=[_upload(each)])


def describe_files(request: DeskRequest, case: Case) -> None:
    """Keep what a form says about the pictures of the draft: a field "alt-" + public id for each."""
    given = {name[len(ALT) :]: str(words) for name, words in request.POST.items() if name.startswith(ALT)}
    if given:
        actions.describe_draft_files(case_id=case.pk, by=request.actor, alt_texts=given)


def files_in(request: DeskRequest) -> list[Upload]:
    """Return the files of a form. Raises ``UploadRefused``."""
    return [_upload(each) for each in request.FILES.getlist("files")]


def _upload(file: UploadedFile) -> Upload:  # type: ignore[type-arg]
    size, name = file.size or 0, file.name or _("file")
    if not 0 < size <= settings.LINKED_SIZE_LIMIT:  # before it is read into memory
        raise errors.UploadRefused(name, is_empty=not size)
    return upload_of(file)


def words_for_file(refused: errors.UploadRefused | errors.LetterTooLarge) -> str:
    """Say why a file did not come along."""
    limit = settings.LINKED_SIZE_LIMIT
    if isinstance(refused, errors.LetterTooLarge):
        words = _("%(name)s does not fit: together the files may have %(limit)s MB.")
    elif refused.is_empty:
        words = _("%(name)s is empty and did not come along.")
    else:
        words = _("%(name)s is larger than %(limit)s MB.")
    return words % {"name": refused.name, "limit": megabytes(limit)}
