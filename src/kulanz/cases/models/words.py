"""The words by which a case is found: of its number, subject, letters and notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from django.db import models

from kulanz.core.prepared import prepared
from kulanz.core.quick import QuickModel
from kulanz.core.text import words_of

from .case import Case
from .entries import Message, Note

LONGEST_READ = 20_000  # letters of one text; what stands deeper in a log file finds no case
LONGEST_KEPT = 20_000


class CaseWordsManager(models.Manager["CaseWords"]):
    """Keeps the words in line with what is said. Callers hold the lock of the cases."""

    def add(self, said: Mapping[int, str], *, fresh: Collection[int] = ()) -> None:
        """Add the words of new texts, by the ids of their cases. At most two statements."""
        old = set(said) - set(fresh)
        # An answer or a note concerns one case, all day long: that question is composed once (decision 10).
        known = dict(_words_of(*old) if len(old) == 1 else self.filter(pk__in=old).values_list("pk", "words"))
        found = {pk: joined([text], known.get(pk, "")) for pk, text in said.items()}
        self._write({pk: words for pk, words in found.items() if words != known.get(pk)})

    def rewrite(self, case_ids: Iterable[int]) -> None:
        """Gather the words of some cases anew. Five statements for any number."""
        ids = set(case_ids)
        texts: dict[int, list[str]] = defaultdict(list)
        for pk, number, subject in Case.objects.filter(pk__in=ids).values_list("pk", "number", "subject"):
            texts[pk] += [number, subject]
        merged = Case.with_merged.filter(merged_into__in=ids)
        for pk, number, subject in merged.values_list("merged_into_id", "number", "subject"):
            texts[pk] += [number, subject]
        letters = Message.objects.filter(case_id__in=list(texts)).exclude(delivery="withdrawn")
        for rows in (letters, Note.objects.filter(case_id__in=list(texts))):
            for pk, text in rows.order_by("id").values_list("case_id", "text"):
                texts[pk].append(text)
        self._write({pk: joined(each) for pk, each in texts.items()})

    def _write(self, found: Mapping[int, str]) -> None:
        rows = [CaseWords(pk=pk, words=words) for pk, words in found.items()]
        self.bulk_create(rows, update_conflicts=True, unique_fields=["case"], update_fields=["words"], batch_size=500)


class CaseWords(QuickModel):
    """The folded words of a case, each once with a blank on both sides, in the order in which they were said."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="found_by")
    words = models.TextField()

    objects = CaseWordsManager()

    def __str__(self) -> str:
        return self.words


@prepared
def _words_of(case_id: int) -> models.QuerySet[CaseWords, tuple[int, str]]:
    return CaseWords.objects.filter(pk=case_id).values_list("pk", "words")


def joined(texts: Iterable[str], known: str = "") -> str:
    """Return the words of texts, after those ``known``, in the form that is kept."""
    words = dict.fromkeys(known.split())
    for text in texts:
        words.update(dict.fromkeys(words_of(text[:LONGEST_READ])))
    return f" {' '.join(words)} "[:LONGEST_KEPT]
