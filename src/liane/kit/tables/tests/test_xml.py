"""XML that arrives from outside: no entity, no document type, no network, no giant tree."""

import io
import tracemalloc

import pytest

from liane.kit.tables.xml import XmlRefused, read_xml, stream_xml

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l>&x;</l>"""
PARAMETER = b"""<!DOCTYPE l [<!ENTITY % x SYSTEM "http://127.0.0.1/x"> %x;]><l/>"""
PUBLIC = b"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://example.org/x.dtd"><html/>"""
HIDDEN = b"<?xml version='1.0'?><!-- " + b"x" * 40_000 + b" --><?pi x?><!DOCTYPE l [<!ENTITY a 'b'>]><l/>"
UTF16 = LAUGHS.decode().encode("utf-16")
UTF7 = b'<?xml version="1.0" encoding="UTF-7"?>+ADw-l/+AD4-'
ENDLESS = b"<?xml version='1.0'?>" + b"<!-- x -->" * 20_000 + b"<l/>"
UNDEFINED = b"<l>&nbsp;</l>"
BROKEN = [
    b"<l>",
    b"<l></m>",
    b"",
    b"   ",
    b"bonjour",
    b"<l/><l/>",
    b"<l a='1' a='2'/>",
    b"<l>\x00</l>",
    b"<l>\xff\xfe</l>",
]
ATTACKS = [LAUGHS, EXTERNAL, PARAMETER, PUBLIC, HIDDEN, UTF16, UTF7, ENDLESS, UNDEFINED, *BROKEN]


def test_an_honest_document_is_read():
    assert read_xml(b"\xef\xbb\xbf<?xml version='1.0'?><!-- note --><l a='1'>\xc3\xa9</l>").text == "é"


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_and_broken_documents_are_refused_whole(attack):
    with pytest.raises(XmlRefused):
        read_xml(attack)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_and_broken_documents_are_refused_in_a_stream(attack):
    with pytest.raises(XmlRefused):
        list(stream_xml(io.BytesIO(attack), "l"))


def test_inclusion_is_not_followed():
    text = b'<l xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/passwd" parse="text"/></l>'
    assert "root" not in "".join(read_xml(text).itertext())


def test_a_stream_forgets_what_it_gave():
    rows = b"".join(b"<r><c>%d</c></r>" % n for n in range(60_000))
    tracemalloc.start()
    count = sum(1 for _ in stream_xml(io.BytesIO(b"<t>" + rows + b"</t>"), "r"))
    assert count == 60_000
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("piece", [b"<x/>", b"<a>", b"<x a='1' b='2'/>"])
def test_a_giant_tree_is_refused(piece):
    with pytest.raises(XmlRefused):
        list(stream_xml(io.BytesIO(b"<t>" + piece * 900_000 + b"</t>"), "r"))
    with pytest.raises(XmlRefused):
        read_xml(b"<t>" + piece * 900_000 + b"</t>")


def test_rows_spread_in_many_parents_do_not_pile_up():
    text = b"<t>" + (b"<p><r/>" + b"<x/>" * 50 + b"</p>") * 10_000 + b"</t>"
    assert sum(1 for _ in stream_xml(io.BytesIO(text), "r")) == 10_000
