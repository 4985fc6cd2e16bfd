"""A document with something of everything a PDF must get right, for the tests of the PDF pipeline.

Two tables are what the tests are about: one whose headers span columns, rows and groups of rows, and one that runs
over pages, with a row that is cut in two. The style sheet is its own, so that the look of real documents may change.
"""

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/"
    "p8v7yQAAAABJRU5ErkJggg=="
)

STYLE = """
@page {
  size: A4; margin: 25mm 20mm;
  @top-left { content: "Samordningsförbundet Exempel"; font-family: "Source Sans 3" }
  @bottom-right { content: "Sida " counter(page) " av " counter(pages); font-family: "Source Sans 3" }
  @left-middle { content: "UTKAST"; font: 700 40pt "Source Sans 3"; color: #ddd }
}
body { font-family: "Source Serif 4", "Source Sans 3"; hyphens: auto; hyphenate-character: "-" }
h2 { break-before: page }
table { table-layout: fixed; width: 100%; font-family: "Source Sans 3"; break-inside: avoid }
table.long { break-inside: auto }
nav li::after { content: " " target-counter(attr(data-to), page) }
"""

SPANNING_TABLE = """
<table id="spanning"><caption>Tabell 1. Budget per område, tkr</caption>
<thead>
<tr><td rowspan="2"></td><th scope="col" rowspan="2">Konto</th><th scope="colgroup" colspan="2">Budget</th>
<th scope="col" rowspan="2">Andel</th></tr>
<tr><th scope="col">2022</th><th scope="col">2023</th></tr>
</thead>
<tbody>
<tr><th scope="rowgroup" colspan="5">Administration</th></tr>
<tr><th scope="row" rowspan="2">Kansli</th><td>40</td><td>895</td><td>905</td><td>14</td></tr>
<tr><td>50</td><td>120</td><td>130</td><td>2</td></tr>
</tbody>
<tbody>
<tr><th scope="rowgroup" colspan="5">Insatser</th></tr>
<tr><th scope="row">Team</th><td>45</td><td colspan="2">4 200</td><td>84</td></tr>
</tbody>
</table>
"""


def long_table(rows: int = 70, lines_in_cut_row: int = 40) -> str:
    """A table over several pages. The row in the middle is so high that it is cut by a page break."""
    high = "<br>".join(["hög"] * lines_in_cut_row)
    body = "".join(
        f'<tr><th scope="row">Rad {row}</th><td>{high if row == rows // 2 else "låg"}</td><td>{row}</td></tr>'
        for row in range(rows)
    )
    return (
        '<table class="long"><caption>Tabell 2. Över flera sidor</caption><thead><tr><th scope="col">Rad</th>'
        f'<th scope="col">Text</th><th scope="col">Tal</th></tr></thead><tbody>{body}</tbody></table>'
    )


CHART = """
<figure><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" width="200" height="100">
<title>Budgeten växer med en tiondel varje år</title><rect x="10" y="10" width="20" height="40" fill="#225588"/>
</svg></figure>
"""


TORN = (
    "<main><section><h2>Ett</h2><p>"
    + "Förbundet finansierar insatser. " * 300
    + "</p><p>Sist.</p><ul>"
    + "".join(f"<li><p>Punkt {number} av många.</p></li>" for number in range(80))
    + "</ul><blockquote><p>"
    + "Lagen säger detta. " * 300
    + "</p></blockquote></section><section><h2>Två</h2><p>Kort.</p></section></main>"
)
"""Paragraphs, a list and a quotation that page breaks cut."""


def sample(*, body: str = "", style: str = "", head: str = "") -> str:
    """The document as HTML. `body` is put last, `style` and `head` into the head."""
    return f"""<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Verksamhetsplan 2023</title>{head}
<style>{STYLE}{style}</style></head><body>
<h1>Verksamhetsplan 2023</h1>
<nav><h2>Innehåll</h2><ol>
<li data-to="#money"><a href="#money">Ekonomi</a>
  <ol><li data-to="#spanning"><a href="#spanning">Budget per område</a></li></ol></li>
<li data-to="#annex"><a href="#annex">Bilaga</a></li></ol></nav>
<section><h2 id="money">Ekonomi</h2>
<p>Förbundet får 6 308 000 kr, det vill säga <strong>−2,5 %</strong> mot förra året, se
<a href="#annex">bilagan med <em>alla</em> rader</a> och
<a href="https://www.example.org/">förbundets webbplats</a>.</p>
<h3>Insatser</h3>
<ul><li>Rehabiliteringskoordinering<ul><li>i Avesta</li></ul></li><li>Samordningsteam</li></ul>
<blockquote><p>Lagen (2003:1210), 5 §.</p></blockquote>
{SPANNING_TABLE}{CHART}<p><img src="{PIXEL}" alt="Förbundets märke" width="20" height="20"></p></section>
<section><h2 id="annex">Bilaga</h2>{long_table()}</section>
{body}</body></html>"""


def one_page(body: str) -> str:
    """A document of one page with `body` under its heading, for what needs no more."""
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>En sida</title></head>'
        f"<body style=\"font-family: 'Source Serif 4', 'Source Sans 3'\"><h1>En sida</h1>{body}</body></html>"
    )
