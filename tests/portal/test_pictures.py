"""Pictures that we sent and described stand on the customer's page with their words; nothing else is shown there."""

from __future__ import annotations

from django.test import Client

from kulanz.cases import actions
from kulanz.cases.arrival import Upload
from kulanz.cases.models import Attachment, Case, DraftFile, Message
from kulanz.events.actor import Actor


def test_a_described_picture_stands_in_the_letter_and_others_are_downloads(
    client: Client, case: Case, key: str, agent: Actor
) -> None:
    uploads = [
        Upload(name, "image/png", b"\x89PNG\r\n\x1a\n" + name.encode()) for name in ("Skizze.png", "Ohne Worte.png")
    ]
    actions.attach_to_draft(case_id=case.pk, by=agent, uploads=uploads)
    words = {DraftFile.objects.order_by("id")[0].public_id: 'Die <b>"Stange"'}
    actions.describe_draft_files(case_id=case.pk, by=agent, alt_texts=words)
    letter = actions.send_reply(case_id=case.pk, by=agent, text="Anbei die Skizze.", stops_are_known=True)
    Message.objects.filter(pk=letter.pk).update(delivery="sent")
    shown, plain = Attachment.objects.order_by("id")

    page = client.get(key).content.decode()
    addresses = [f"{key}files/{each.public_id}/?picture" for each in (shown, plain)]

    assert 'alt="Die &lt;b&gt;&quot;Stange&quot;"' in page
    assert [address in page for address in addresses] == [True, False]
    answers = [client.get(address) for address in addresses]
    assert [answer.headers["Content-Type"] for answer in answers] == ["image/png", "application/octet-stream"]
    assert [answer.getvalue() for answer in answers] == [upload.data for upload in uploads]
