"""Stored rich text as the tree that documents are printed from."""

from portal.printing.richtext import rich_text


def run(text, *, strong=False, em=False, href=""):
    return {"text": text, "strong": strong, "em": em, "href": href}


def paragraph(*runs):
    return {"kind": "paragraph", "runs": list(runs)}


def test_rich_text_becomes_a_tree():
    assert rich_text("<p>A <strong>B <em>C</em></strong><br>D</p><ol><li>E<ul><li>F</li></ul></li></ol>") == [
        paragraph(run("A "), run("B ", strong=True), run("C", strong=True, em=True), run("\n"), run("D")),
        {
            "kind": "list",
            "ordered": True,
            "items": [
                [paragraph(run("E")), {"kind": "list", "ordered": False, "items": [[paragraph(run("F"))]]}],
            ],
        },
    ]


def test_a_link_keeps_its_address_and_loses_unsafe_ones():
    assert rich_text('<p><a href="https://a.example/?x=1&amp;y">A</a> <a href="javascript:x()">B</a></p>') == [
        paragraph(run("A", href="https://a.example/?x=1&y"), run(" B"))
    ]


def test_no_heading_level_is_skipped():
    blocks = rich_text("<h4>A</h4><p>B</p><h4>C</h4><h3>D</h3><h4>E</h4>")
    assert [block["level"] for block in blocks if block["kind"] == "heading"] == [1, 2, 1, 2]


def test_plain_text_and_stray_items_become_paragraphs():
    assert rich_text("A\n\nB") == rich_text("<li>A</li><p>B</p>") == [paragraph(run("A")), paragraph(run("B"))]


def test_nothing_readable_is_no_blocks():
    assert rich_text("") == rich_text("<p><br></p>") == []
