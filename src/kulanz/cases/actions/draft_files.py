"""Files of an answer that is being written: kept as soon as they are chosen, gone with the letter or by age."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from kulanz.core.clock import now
from kulanz.core.nul import storable
from kulanz.events.actor import Actor

from ..access import locked_case, require_user_id
from ..arrival import Upload
from ..errors import LetterTooLarge, UploadRefused
from ..models import Attachment, DraftFile, Message
from ..queries import files_of_draft
from ._uploads import discard_unused, same_file, stored

KEPT = timedelta(days=90)  # a draft nobody has touched for so long keeps its words, not its files
REST = timedelta(days=1)  # how long a stored file stays that no row names any more


def attach_to_draft(*, case_id: int, by: Actor, uploads: Sequence[Upload]) -> None:
    """Keep files for the answer that a person is writing. The same file under the same name is there once.

    Raises ``UploadRefused`` where one is empty or too large, ``LetterTooLarge`` where all together are: none is kept.
    """
    user_id = require_user_id(by)
    for upload in uploads:
        if not 0 < len(upload.data) <= settings.LINKED_SIZE_LIMIT:
            raise UploadRefused(upload.name, is_empty=not upload.data)
    with transaction.atomic():
        case = locked_case(case_id, by)
        rows = [DraftFile(user_id=user_id, case=case, **stored(upload)) for upload in uploads]
        there = files_of_draft(case.pk, user_id)
        known, size = {(each.name, each.sha256) for each in there}, sum(each.size for each in there)
        for row in rows:
            if (row.name, row.sha256) in known:
                continue
            size += row.size
            if size > settings.LINKED_SIZE_LIMIT:
                raise LetterTooLarge(row.name)
            known.add((row.name, row.sha256))
            row.save()


def detach_from_draft(*, case_id: int, by: Actor, public_id: str) -> None:
    """Take a file out of the answer that a person is writing; one that is gone already stays so."""
    user_id = require_user_id(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        DraftFile.objects.filter(case=case, user_id=user_id, public_id=public_id).update(case=None)


def describe_draft_files(*, case_id: int, by: Actor, alt_texts: Mapping[str, str]) -> None:
    """Say what pictures of the answer that a person is writing show: words by the public id of the file."""
    user_id = require_user_id(by)
    with transaction.atomic():
        case = locked_case(case_id, by)
        for file in files_of_draft(case.pk, user_id):
            words = " ".join(storable(alt_texts.get(file.public_id, file.alt_text)).split())[:300]
            if words != file.alt_text:
                DraftFile.objects.filter(pk=file.pk).update(alt_text=words)


def sweep_draft_files() -> None:
    """Forget the files of drafts that are left over or old, and delete what is stored for nobody."""
    at = now()
    gone = DraftFile.objects.filter(Q(added_at__lt=at - KEPT) | Q(case=None, added_at__lt=at - REST))
    names = set(gone.values_list("file", flat=True))
    gone.delete()
    discard_unused(names, before=at - REST)


def check_together(uploads: Sequence[Upload], files: Sequence[DraftFile]) -> None:
    """Raise ``LetterTooLarge`` where an answer brings more than one may have, what goes as a link included."""
    sizes = [*((each.name, each.size) for each in files), *((each.name, len(each.data)) for each in uploads)]
    if sum(size for _, size in sizes) > settings.LINKED_SIZE_LIMIT:
        raise LetterTooLarge(max(sizes, key=lambda each: each[1])[0])


def take_over(files: Sequence[DraftFile], message: Message) -> None:
    """Let the files of a draft go out with its letter. To be called inside the transaction that writes the letter."""
    Attachment.objects.bulk_create([Attachment(message=message, **same_file(each)) for each in files])
    let_go(files)


def let_go(files: Sequence[DraftFile]) -> None:
    """Take files out of a draft whose letter has them."""
    if files:
        DraftFile.objects.filter(pk__in=[each.pk for each in files]).delete()


def give_back_files(letter: Message, user_id: int) -> None:
    """Put the files of a letter that was taken back into its author's draft, beside what they have chosen since."""
    there = {(each.name, each.sha256) for each in files_of_draft(letter.case_id, user_id)}
    DraftFile.objects.bulk_create(
        DraftFile(user_id=user_id, case_id=letter.case_id, **same_file(each))
        for each in letter.attachments.all()
        if (each.name, each.sha256) not in there
    )
