"""A text of real size as Word puts it on the clipboard, and what is to be left of it.

The shapes are those that Word 2016 and later write: style sheets and settings in conditional comments, paragraphs that
pretend to be points of lists, notes as pairs of links, widths and colours on everything, smart tags, deleted words. The
words are ours.
"""

# ruff: noqa: E501 - the lines are as long as Word makes them

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pasted:
    """What Word writes for something, and what we keep of it."""

    word: str
    kept: str


def head() -> str:
    """What stands before the text: settings, names of styles, fonts, and the style of every level of every list."""
    exceptions = "".join(
        f' <w:LsdException Locked="false" Priority="{number}" SemiHidden="true" UnhideWhenUsed="true"'
        f' Name="List Table {number} Colorful Accent {number % 6}"/>\n'
        for number in range(376)
    )
    fonts = "".join(
        f'@font-face\n\t{{font-family:"Typsnitt {number}";\n\tpanose-1:2 15 5 2 2 2 4 3 2 4;\n\tmso-font-charset:0;'
        "\n\tmso-generic-font-family:swiss;\n\tmso-font-pitch:variable;\n\tmso-font-signature:-469750017 -1073732485 9 0 511 0;}\n"
        for number in range(30)
    )
    levels = "".join(
        f"@list l{name}:level{level}\n\t{{mso-level-number-format:bullet;\n\tmso-level-text:\\F0B7;\n\tmso-level-tab-stop:none;"
        f"\n\tmso-level-number-position:left;\n\tmargin-left:{level * 36}.0pt;\n\ttext-indent:-18.0pt;\n\tfont-family:Symbol;}}\n"
        for name in range(40)
        for level in range(1, 10)
    )
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"\n'
        'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns:st1="urn:schemas-microsoft-com:office:smarttags"\n'
        'xmlns="http://www.w3.org/TR/REC-html40">\n\n<head>\n<meta http-equiv=Content-Type content="text/html; charset=utf-8">\n'
        '<meta name=ProgId content=Word.Document>\n<meta name=Generator content="Microsoft Word 15">\n'
        '<link rel=File-List href="file:///C:/Users/anv/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">\n'
        '<o:SmartTagType namespaceuri="urn:schemas-microsoft-com:office:smarttags" name="place"/>\n'
        "<!--[if gte mso 9]><xml>\n <w:WordDocument>\n  <w:View>Normal</w:View>\n  <w:TrackMoves/>\n </w:WordDocument>\n</xml><![endif]-->"
        f'<!--[if gte mso 9]><xml>\n <w:LatentStyles DefLockedState="false" LatentStyleCount="376">\n{exceptions} </w:LatentStyles>\n'
        "</xml><![endif]-->\n"
        '<!--[if !mso]><object classid="clsid:38481807-CA0E-42D2-BF39-B33AF135CC4D" id=ieooui></object>\n'
        "<style>\nst1\\:*{behavior:url(#ieooui) }\n</style>\n<![endif]-->\n"
        f"<style>\n<!--\n{fonts}p.MsoNormal, li.MsoNormal, div.MsoNormal\n\t{{mso-style-unhide:no;\n\tmargin:0cm;}}\n"
        f"{levels}\nol\n\t{{margin-bottom:0cm;}}\n-->\n</style>\n"
        '<!--[if gte mso 10]>\n<style>\n table.MsoNormalTable\n\t{mso-style-name:"Normal tabell";}\n</style>\n<![endif]-->\n'
        "</head>\n\n"
    )


def heading(level: int, number: str, words: str) -> Pasted:
    """A heading with its number, which Word writes as words."""
    return Pasted(
        f"<h{level} style='margin-left:21.6pt;text-indent:-21.6pt;mso-list:l9 level{level} lfo9'><a\n"
        f'name="_Toc1283{number.replace(".", "")}"></a><![if !supportLists]><span style=\'mso-fareast-font-family:"Source Sans 3"\'><span\n'
        f"style='mso-list:Ignore'>{number}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>"
        f"<b style='mso-bidi-font-weight:normal'><span style='color:#2F5496;mso-themecolor:accent1'>{words}</span></b><o:p></o:p></h{level}>\n\n",
        f"<h{3 if level == 1 else 4}>{words}</h{3 if level == 1 else 4}>",
    )


def paragraph(number: int) -> Pasted:
    """Running text with everything that may stand in a line."""
    return Pasted(
        f"<p class=MsoNormal style='margin-bottom:8.0pt;line-height:107%;mso-pagination:none'><span\n"
        f"lang=SV style='font-size:11.0pt;font-family:\"Calibri\",sans-serif;mso-ansi-language:SV'>Stycke {number} &amp;\n"
        f"handlar om <b style='mso-bidi-font-weight:normal'>samver</b><b>kan</b> i <st1:place w:st=\"on\"><st1:City\n"
        f"w:st=\"on\">Avesta</st1:City></st1:place>, <i style='mso-bidi-font-style:normal'>tidigt</i><span\n"
        f"style='mso-spacerun:yes'>&nbsp;&nbsp; </span>och <span class=SpellE>brett</span>. <del cite=\"mailto:A\"\n"
        f'datetime="2023-09-04T10:11">Struket.</del><ins cite="mailto:A" datetime="2023-09-04T10:12">Tillagt.</ins> Se <a\n'
        f'href="https://www.finsam.example/{number}" title=""><span style=\'color:windowtext;text-decoration:none;text-underline:none\'>webbplatsen</span></a><a\n'
        f"name=\"_Hlk{number}\"></a>.<span style='mso-comment-continuation:1'> (kommentar)</span><o:p></o:p></span></p>\n\n"
        "<p class=MsoNormal><span lang=SV><o:p>&nbsp;</o:p></span></p>\n\n",
        f"<p>Stycke {number} &amp; handlar om <strong>samverkan</strong> i Avesta, <em>tidigt</em> och brett. Tillagt. Se "
        f'<a href="https://www.finsam.example/{number}">webbplatsen</a>.</p>',
    )


def point(kind: str, place: str, list_name: str, level: int, marker: str, words: str) -> str:
    """A paragraph that pretends to be a point of a list."""
    return (
        f"<p class=MsoListParagraph{kind} style='margin-left:{36 * level}.0pt;mso-add-space:auto;\n"
        f"text-indent:-18.0pt;mso-list:{list_name} level{level} lfo{place}'><![if !supportLists]><span lang=SV\n"
        f"style='font-family:Symbol;mso-fareast-font-family:Symbol;mso-bidi-font-family:Symbol'><span\n"
        f"style='mso-list:Ignore'>{marker}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;\n"
        f"</span></span></span><![endif]><span lang=SV style='mso-ansi-language:SV'>{words}<o:p></o:p></span></p>\n\n"
    )


def lists(number: int) -> Pasted:
    """A list with lists in it, and a numbered one straight after."""
    return Pasted(
        point("CxSpFirst", "1", "l0", 1, "·", f"tidiga insatser {number}")
        + point("CxSpMiddle", "1", "l0", 2, "o", "i samverkan")
        + point("CxSpMiddle", "1", "l0", 2, "o", "för <b>unga</b>")
        + point("CxSpMiddle", "1", "l0", 3, "§", "och äldre")
        + point("CxSpMiddle", "1", "l0", 1, "·", "uppföljning")
        + point("CxSpMiddle", "2", "l1", 1, "1.", "kartlägga")
        + point("CxSpLast", "2", "l1", 1, "2.", "planera")
        + "<p class=MsoNormal><o:p>&nbsp;</o:p></p>\n",
        f"<ul><li>tidiga insatser {number}<ul><li>i samverkan</li><li>för <strong>unga</strong><ul><li>och äldre</li></ul></li></ul></li>"
        "<li>uppföljning</li></ul><ol><li>kartlägga</li><li>planera</li></ol>",
    )


def cell(words: str, width: int, *, spans: str = "") -> str:
    """A cell of a table, which holds a paragraph with a style of its own."""
    return (
        f"  <td width={width} {spans}valign=top style='width:{width * 0.75}pt;border:solid windowtext 1.0pt;\n"
        "  mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt'>\n"
        "  <p class=MsoNormal style='margin-bottom:0cm;line-height:normal'><span lang=SV\n"
        f"  style='mso-ansi-language:SV'>{words}<o:p></o:p></span></p>\n  </td>\n"
    )


def table(number: int) -> Pasted:
    """A table with widths on everything, and the line above it that names it."""
    rows = [[f"Team {row}", f"{row * 10} 000", "ja"] for row in range(1, 5)]
    word_rows = "".join(
        f" <tr style='mso-yfti-irow:{place};height:15.0pt'>\n{''.join(cell(words, 150) for words in row)} </tr>\n"
        for place, row in enumerate(rows, start=1)
    )
    first = "".join(cell(f"<b>{words}</b>", 150) for words in ("Insats", "Kostnad", "Pågår"))
    kept_rows = "".join(f"<tr>{''.join(f'<td>{words}</td>' for words in row)}</tr>" for row in rows)
    return Pasted(
        f"<p class=MsoCaption style='page-break-after:avoid'>Tabell <!--[if supportFields]><span style='mso-element:field-begin'></span>"
        f"SEQ Tabell<span style='mso-element:field-separator'></span><![endif]--><span style='mso-no-proof:yes'>{number}</span><!--[if\n"
        f"supportFields]><span style='mso-element:field-end'></span><![endif]-->. Insatser del {number}<o:p></o:p></p>\n\n"
        "<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0 width=604 style='width:453.1pt;border-collapse:\n"
        " collapse;border:none;mso-border-alt:solid windowtext .5pt;mso-yfti-tbllook:1184'>\n"
        f" <tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>\n{first} </tr>\n{word_rows}</table>\n\n"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p>\n\n",
        f"<table><caption>Insatser del {number}</caption><thead><tr>"
        '<th scope="col">Insats</th><th scope="col">Kostnad</th><th scope="col">Pågår</th>'
        f"</tr></thead><tbody>{kept_rows}</tbody></table>",
    )


def with_note(number: int) -> tuple[Pasted, str]:
    """A paragraph with a footnote, and the note as Word lists it at the end."""
    paragraph = Pasted(
        f'<p class=MsoNormal>Lagen säger så<a style=\'mso-footnote-id:ftn{number}\' href="#_ftn{number}" name="_ftnref{number}"\n'
        "title=\"\"><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span\n"
        f"class=MsoFootnoteReference><span style='font-size:11.0pt'>[{number}]</span></span><![endif]></span></span></a>.<o:p></o:p></p>\n\n",
        f'<p>Lagen säger så<sup data-note="Lag (2003:1210), {number} §."></sup>.</p>',
    )
    note = (
        f"<div style='mso-element:footnote' id=ftn{number}>\n\n<p class=MsoFootnoteText><a style='mso-footnote-id:ftn{number}'\n"
        f'href="#_ftnref{number}" name="_ftn{number}" title=""><span class=MsoFootnoteReference><span\n'
        f"style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference><span\n"
        f"style='font-size:10.0pt'>[{number}]</span></span><![endif]></span></span></a> Lag (2003:1210),\n{number} §.<o:p></o:p></p>\n\n</div>\n\n"
    )
    return paragraph, note


QUOTATION = Pasted(
    "<p class=MsoQuote style='margin-top:10.0pt'><i>Alla får plats.</i><o:p></o:p></p>\n\n",
    "<blockquote><p><em>Alla får plats.</em></p></blockquote>",
)
CONTENTS = Pasted(
    "<p class=MsoToc1 style='tab-stops:right dotted 453.1pt'><a href=\"#_Toc12831\">1 Inledning<span\n"
    "style='mso-tab-count:1 dotted'>. </span>3</a></p>\n\n",
    "",
)
PICTURE = Pasted(
    '<p class=MsoNormal><!--[if gte vml 1]><v:shape id="Bild_1" type="#_x0000_t75" style=\'width:200pt\'><v:imagedata\n'
    'src="file:///C:/Temp/clip_image001.png"/></v:shape><![endif]--><![if !vml]><img width=267 height=120\n'
    'src="file:///C:/Temp/clip_image002.png" v:shapes="Bild_1"><![endif]></p>\n\n',
    "",
)


def sample(parts: int = 22) -> Pasted:
    """The whole: what Word puts on the clipboard for some twenty pages, and what is to be kept."""
    pieces, notes = [CONTENTS, PICTURE], []
    for number in range(1, parts + 1):
        noted, note = with_note(number)
        notes.append(note)
        pieces += [
            heading(1, str(number), f"Kapitel {number}"),
            paragraph(number),
            heading(2, f"{number}.1", "Insatser"),
            lists(number),
            noted,
            table(number),
            QUOTATION,
        ]
    body = "".join(piece.word for piece in pieces)
    listed = (
        "<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all>\n\n"
        f'<hr align=left size=1 width="33%">\n\n<![endif]>\n\n{"".join(notes)}</div>\n\n'
    )
    return Pasted(
        f"{head()}<body lang=SV link=\"#0563C1\" style='tab-interval:65.2pt;word-wrap:break-word'>\n<!--StartFragment-->\n\n"
        f"<div class=WordSection1>\n\n{body}</div>\n\n{listed}<!--EndFragment-->\n</body>\n\n</html>\n",
        "".join(piece.kept for piece in pieces),
    )
