"""HTML mails: the structure of the page tells what is quoted."""

import pytest

from lesart.splitting import split_html

OWN = "<p>Guten Tag,</p><p>die Lampe <b>flackert</b> immer noch.</p>"
VISIBLE = "Guten Tag,\n\ndie Lampe flackert immer noch."
OLD = "<p>Sehr geehrte Frau Voss,</p><p>bitte tauschen Sie die Birne.</p>"
HEAD = (
    "<b>Von:</b> Lampenhaus &lt;hilfe@lampenhaus.example&gt;<br><b>Gesendet:</b> Montag, 2. November"
    " 2026 09:14<br>"
    "<b>An:</b> Hanna Voss<br><b>Betreff:</b> Lampe"
)
WROTE = "Am 02.11.26 um 09:14 schrieb Lampenhaus:"

PAGES = {
    "gmail": f'{OWN}<br><div class="gmail_quote gmail_quote_container"><div dir="ltr"'
    f' class="gmail_attr">Am Mo., 2. Nov.'
    " 2026 um 09:14&nbsp;Uhr schrieb Lampenhaus &lt;<a>hilfe@lampenhaus.example</a>&gt;:<br></div>"
    f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{OLD}</blockquote></div>',
    "gmail_unknown_language": f'{OWN}<div class="gmail_quote"><div class="gmail_attr">Lampenhaus andika'
    f" jana<br></div>"
    f'<blockquote class="gmail_quote">{OLD}</blockquote></div>',
    "outlook_desktop": f'<div class="WordSection1">{OWN}<div><div style="border:none;border-top:solid'
    f" #E1E1E1 1.0pt;padding:"
    f'3.0pt 0cm 0cm 0cm"><p class="MsoNormal">{HEAD}</p></div></div>{OLD}</div>',
    "outlook_web": f'{OWN}<div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg"'
    f' dir="ltr"><font>'
    f"{HEAD}</font><div>&nbsp;</div></div><div>{OLD}</div>",
    "outlook_web_unknown_language": f'{OWN}<hr><div id="x_divRplyFwdMsg"><b>Aa:</b> x<br><b>Bb:</b>'
    f" y</div><div>{OLD}</div>",
    "outlook_mobile": f'{OWN}<div id="ms-outlook-mobile-signature">Holen Sie sich <a>Outlook für'
    f" iOS</a></div><div"
    f' class="ms-outlook-mobile-reference-message"><hr><b>Von:</b> x</div><div>{OLD}</div>',
    "outlook_old": f'{OWN}<div class="OutlookMessageHeader" lang="de" dir="ltr"><hr>{HEAD}</div>{OLD}',
    "thunderbird": f'{OWN}<div class="moz-cite-prefix">{WROTE}<br></div><blockquote type="cite"'
    f' cite="mid:a@b.example">'
    f"{OLD}</blockquote>",
    "thunderbird_signature": f'{OWN}<pre class="moz-signature">-- \nHanna Voss\nHafenweg 3\n28195'
    f" Bremen</pre>"
    f'<div class="moz-cite-prefix">{WROTE}</div><blockquote type="cite">{OLD}</blockquote>',
    "apple_mail": f'<div>{OWN}</div><div><br><blockquote type="cite"><div>Am 02.11.2026 um 09:14'
    f" schrieb Lampenhaus"
    f" &lt;hilfe@lampenhaus.example&gt;:</div><br><div>{OLD}</div></blockquote></div>",
    "iphone": f'<div>{OWN}</div><div id="AppleMailSignature">Von meinem iPhone'
    f" gesendet</div><div><br>Am 02.11.2026 um 09:14"
    f" schrieb Lampenhaus &lt;hilfe@lampenhaus.example&gt;:<br><br></div><blockquote"
    f' type="cite">{OLD}</blockquote>',
    "gmx": f'{OWN}<div name="quote" style="margin:10px 5px 5px 10px; border-left:2px solid'
    f' #C3D9E5;"><div>{HEAD}</div><div'
    f' name="quoted-content">{OLD}</div></div>',
    "yahoo": f'{OWN}<div id="ydpa1yahoo_quoted_99" class="ydpa1yahoo_quoted"><div>Am Montag, 2.'
    f" November 2026 um 09:14:55 MEZ"
    f" hat Lampenhaus &lt;hilfe@lampenhaus.example&gt; Folgendes geschrieben:</div><div>{OLD}</div></div>",
    "proton": f'{OWN}<div class="protonmail_signature_block">Gesendet mit <a>Proton Mail</a> sicherer'
    f" E-Mail.</div><div"
    ' class="protonmail_quote">Am Montag, 2. November 2026 um 09:14, Lampenhaus'
    " &lt;hilfe@lampenhaus.example&gt;"
    f' schrieb:<br><blockquote class="protonmail_quote" type="cite">{OLD}</blockquote></div>',
    "roundcube": f'{OWN}<p id="reply-intro">Am 2026-11-02 09:14, schrieb Lampenhaus:</p><blockquote'
    f' type="cite">{OLD}'
    "</blockquote>",
    "horde": f'{OWN}<p>Zitat von Lampenhaus &lt;hilfe@lampenhaus.example&gt;:</p><blockquote type="cite"'
    f' style="border-left:2px solid blue">{OLD}</blockquote>',
    "zoho": f'{OWN}<div class="zmail_extra"><div>---- Am Mo, 02 Nov 2026 09:14:55 +0100 Lampenhaus'
    f" schrieb ----</div>"
    f"<blockquote>{OLD}</blockquote></div>",
    "tutanota": f"{OWN}<br>2. Nov. 2026, 09:14 von hilfe@lampenhaus.example:<br><blockquote"
    f' class="tutanota_quote">{OLD}'
    "</blockquote>",
    "plain_marks_in_html": f"{OWN}<p>{WROTE}</p><p>&gt; Sehr geehrte Frau Voss,<br>&gt; bitte tauschen.</p>",
}


@pytest.mark.parametrize("name", PAGES)
def test_the_quoted_part_of_a_page_is_hidden(name: str) -> None:
    split = split_html(PAGES[name])
    assert split.visible == VISIBLE
    assert "Sehr geehrte Frau Voss" in split.hidden


def test_answers_between_and_below_quoted_blocks_are_shown() -> None:
    page = (
        f'<div class="moz-cite-prefix">{WROTE}</div><blockquote type="cite">Welche'
        f" Farbe?</blockquote><p>Rot.</p>"
        '<blockquote type="cite">Welche Größe?</blockquote><p>Mittel.</p>'
    )
    assert split_html(page).visible.split() == ["Rot.", "Mittel."]


def test_an_answer_inside_the_quote_frame_of_gmail_is_shown() -> None:
    page = (
        '<div class="gmail_quote"><div class="gmail_attr">Am Mo., 2. Nov. 2026 um 09:14 Uhr schrieb A'
        " &lt;a@b.example&gt;:"
        '</div><blockquote class="gmail_quote">Welche Farbe?</blockquote><div>Blau, bitte.</div></div>'
    )
    assert split_html(page).visible == "Blau, bitte."


def test_a_block_that_is_only_indented_stays() -> None:
    page = "<p>Auf dem Schild steht:</p><blockquote>Nur für innen</blockquote><p>Stimmt das?</p>"
    assert split_html(page).hidden == ""


def test_a_forwarded_page_is_shown() -> None:
    handed_on = f"-------- Weitergeleitete Nachricht --------<br>{HEAD}{OLD}"
    page = f'<p>Bitte übernehmen.</p><div class="moz-forward-container">{handed_on}</div>'
    assert split_html(page).hidden == ""


def test_words_typed_into_the_signature_frame_stay_when_there_are_no_others() -> None:
    assert split_html('<div id="Signature"><p>Die Lampe flackert.</p><p>Hanna</p></div>').hidden == ""


def test_a_signature_named_by_the_page_is_hidden() -> None:
    page = f'{OWN}<div class="gmail_signature">Hanna Voss<br>Atelier Voss<br>Hafenweg 3, Bremen</div>'
    split = split_html(page)
    assert (split.visible, split.hidden) == (VISIBLE, "Hanna Voss\nAtelier Voss\nHafenweg 3, Bremen")


def test_scripts_and_styles_are_no_words() -> None:
    assert split_html("<style>p{}</style><script>x()</script><p>Ja.</p>").text.split() == ["Ja."]


def test_a_page_without_words_is_empty() -> None:
    assert split_html("<html><body><img src='cid:1'></body></html>").visible == ""
