"""A finished paper as bytes: the standards it names, and its objects, each made and packed once.

pydyf makes all of them a second time, to have their sum as an identifier, and packs as tightly as it can: a fifth of
the setting of a paper. Here the identifier comes from what the paper was made of, which says the same.
"""

import zlib
from dataclasses import dataclass
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


@dataclass
class Written:
    """Objects that were made elsewhere and have their numbers: written ones, and those that stand in one of them."""

    objects: list[tuple[int, bytes]]
    holder: int
    packed: list[int]
    """The numbers of those that stand in ``holder``, in their order."""


def both_standards(plain: Any, *args: Any) -> bytes:
    """WeasyPrint's metadata with the PDF/UA identifier set into the same ``rdf:RDF``."""
    xml: bytes = plain(*args)
    body, end = xml.rsplit(b"</", 1)
    return body + UA_IDENTIFIER + b"</" + end


def write(pdf: Any, identifier: bytes, others: Written | None, output: BinaryIO, version: str, *_options: Any) -> None:
    """Put all objects of ``pdf`` into ``output``: streams as they come, all else packed together, as PDF 1.5 has it.

    ``identifier``: letters and digits that no other paper has; ``others``: objects that were written elsewhere.
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
            written += _put(one.number, body(one), output)
    holder = together(packed)
    pdf.add_object(holder)
    holder.offset = written
    written += _put(holder.number, body(holder), output)
    rows = _places(pdf, holder)
    for number, data in others.objects if others else []:
        rows[number] = 1, written, 0
        written += _put(number, data, output)
    if others:
        rows |= {number: (2, others.holder, place) for place, number in enumerate(others.packed)}
    table = _table(pdf, rows, written, identifier)
    _put(table.number, body(table), output)
    output.write(b"startxref\n%d\n%%%%EOF\n" % written)


def _put(number: int, data: bytes, output: BinaryIO) -> int:
    """Write an object; how many bytes it took."""
    return output.write(b"%d 0 obj\n" % number + data + b"\nendobj\n")


def body(one: Any) -> bytes:
    """What an object is in a file; of a stream what says how to read it, and the stream. A photo is packed already."""
    if not isinstance(one, pydyf.Stream):
        data: bytes = one.data
        return data
    held = b"\n".join([part if type(part) is bytes else pydyf._to_bytes(part) for part in one.stream])
    about = pydyf.Dictionary(dict(one.extra))
    if one.compress:
        about["Filter"] = "/FlateDecode"
        held = zlib.compress(held, PACKED)
    about["Length"] = len(held)
    return b"\n".join((about.data, b"stream", held, b"endstream"))


def together(packed: list[Any]) -> Any:
    """The stream that holds all objects that may stand in one."""
    places, bodies, at = [], [], 0
    for one in packed:
        data = one.data
        places.append(f"{one.number} {at}")
        bodies.append(data)
        at += len(data) + 1
    head = " ".join(places).encode()
    return pydyf.Stream([head, *bodies], {"Type": "/ObjStm", "N": len(packed), "First": len(head) + 1}, compress=True)


def _places(pdf: Any, holder: Any) -> dict[int, tuple[int, int, int]]:
    """For each number where the object stands: its kind, and where in the file, or in which object at what place."""
    rows, inside = {}, 0
    for one in pdf.objects:
        if one.free == "f":
            rows[one.number] = 0, one.offset, one.generation
        elif one.compressible:
            rows[one.number] = 2, holder.number, inside
            inside += 1
        else:
            rows[one.number] = 1, one.offset, one.generation
    return rows


def _table(pdf: Any, rows: dict[int, tuple[int, int, int]], end: int, identifier: bytes) -> Any:
    """The stream that says where each object stands; ``end``: where this one does."""
    about: dict[str, Any] = {"Type": "/XRef", "Root": pdf.catalog.reference, "Info": pdf.info.reference}
    table = pydyf.Stream([], about, compress=True)
    pdf.add_object(table)
    rows[table.number] = 1, end, 0
    numbers = sorted(rows)
    begins = [place for place, number in enumerate(numbers) if number - 1 not in rows]
    runs = zip(begins, [*begins[1:], len(numbers)], strict=True)
    sizes = [1, *(ceil(log(max(row[field] for row in rows.values()) + 1, 256)) for field in (1, 2))]
    table.stream.append(
        b"".join(
            value.to_bytes(size, "big") for number in numbers for value, size in zip(rows[number], sizes, strict=True)
        )
    )
    mark = pydyf.String(identifier).data
    table.extra |= {
        "W": pydyf.Array(sizes),
        "Index": pydyf.Array([part for first, after in runs for part in (numbers[first], after - first)]),
        "Size": numbers[-1] + 1,
        "ID": pydyf.Array([mark, mark]),
    }
    return table
