"""A finished paper as bytes: the standards it names, and its objects, each made and packed once.

pydyf makes all of them a second time, to have their sum as an identifier, and packs as tightly as it can: a fifth of
the setting of a paper. Here the identifier comes from what the paper was made of, which says the same.
"""

import zlib
from math import ceil, log
from typing import Any, BinaryIO

import pydyf

PACKED = 6
"""How hard zlib tries: 9 takes three times as long for a thousandth of the file."""
UA_IDENTIFIER = (
    b'<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""'
    b' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
    b'<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>'
    b'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>'
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="
    b'"Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>'
    b"<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of PDF/UA"
    b"</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>"
    b"</rdf:Description>"
)
"""A second standard in one file: PDF/A-3 allows it when the property's schema is described beside it."""


def both_standards(plain: Any, *args: Any) -> bytes:
    """WeasyPrint's metadata with the PDF/UA identifier set into the same ``rdf:RDF``."""
    xml: bytes = plain(*args)
    body, end = xml.rsplit(b"</", 1)
    return body + UA_IDENTIFIER + b"</" + end


def write(pdf: Any, identifier: bytes, output: BinaryIO, version: str, *_options: Any) -> None:
    """Put all objects of ``pdf`` into ``output``: streams as they come, all else packed together, as PDF 1.5 has it.

    ``identifier``: letters and digits that no other paper has.
    """
    pdf.add_object(pdf.info)
    written = output.write(b"%PDF-" + str(version).encode() + b"\n%\xf0\x9f\x96\xa4\n")
    packed = []
    for one in pdf.objects:
        if one.free == "f":
            continue
        if one.compressible:
            packed.append(one)
        else:
            one.offset = written
            written += _put(one, output)
    together = _together(packed)
    pdf.add_object(together)
    together.offset = written
    written += _put(together, output)
    table = _places(pdf, together, written, identifier)
    pdf.add_object(table)
    _put(table, output)
    output.write(b"startxref\n%d\n%%%%EOF\n" % written)


def _put(one: Any, output: BinaryIO) -> int:
    """Write an object; how many bytes it took."""
    body = _stream(one) if isinstance(one, pydyf.Stream) else one.data
    return output.write(b"%d %d obj\n" % (one.number, one.generation) + body + b"\nendobj\n")


def _stream(one: Any) -> bytes:
    """A stream and what says how to read it; a photo is packed already and stays as it is."""
    body = b"\n".join([part if type(part) is bytes else pydyf._to_bytes(part) for part in one.stream])
    about = pydyf.Dictionary(dict(one.extra))
    if one.compress:
        about["Filter"] = "/FlateDecode"
        body = zlib.compress(body, PACKED)
    about["Length"] = len(body)
    return b"\n".join((about.data, b"stream", body, b"endstream"))


def _together(packed: list[Any]) -> Any:
    """The stream that holds all objects that may stand in one."""
    places, bodies, at = [], [], 0
    for one in packed:
        body = one.data
        places.append(f"{one.number} {at}")
        bodies.append(body)
        at += len(body) + 1
    head = " ".join(places).encode()
    return pydyf.Stream([head, *bodies], {"Type": "/ObjStm", "N": len(packed), "First": len(head) + 1}, compress=True)


def _places(pdf: Any, together: Any, end: int, identifier: bytes) -> Any:
    """The stream that says where each object stands; ``end``: where this one does."""
    rows: list[tuple[int, int, int]] = []
    inside = 0
    for one in pdf.objects:
        if one.free == "f":
            rows.append((0, one.offset, one.generation))
        elif one.compressible:
            rows.append((2, together.number, inside))
            inside += 1
        else:
            rows.append((1, one.offset, one.generation))
    rows.append((1, end, 0))
    sizes = [1, *(ceil(log(max(row[field] for row in rows) + 1, 256)) for field in (1, 2))]
    table = b"".join(value.to_bytes(size, "big") for row in rows for value, size in zip(row, sizes, strict=True))
    mark = pydyf.String(identifier).data
    about = {
        "Type": "/XRef",
        "W": pydyf.Array(sizes),
        "Size": len(rows),
        "Root": pdf.catalog.reference,
        "Info": pdf.info.reference,
        "ID": pydyf.Array([mark, mark]),
    }
    return pydyf.Stream([table], about, compress=True)
