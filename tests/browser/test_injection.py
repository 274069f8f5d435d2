"""What is typed is text, wherever it comes back: forty ways of writing a script, in every field of one record.

Nothing runs, and nothing even tries: the content policy has nothing to refuse.
"""

import re
from typing import Any

from playwright.sync_api import Page
from screens import Screens, record_of

PAYLOADS = (
    "<script>alert(1)</script>",
    "<script src=//x.test/a.js></script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert`1`>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><use href=data:image/svg+xml,<svg/onload=alert(1)>>",
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>ici</a>",
    "<a href='java\tscript:alert(1)'>ici</a>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<form action=javascript:alert(1)><button>ici</button></form>",
    "<base href=//x.test/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//x.test/a.css>",
    "<style>@import url(//x.test/a.css)</style>",
    "<div style=background:url(javascript:alert(1))>",
    "<div hx-get=/ hx-trigger=load hx-on::load=alert(1)>",
    "<div hx-on:htmx:load='alert(1)' data-hx-on--load='alert(1)'>",
    "{{ ''.__class__.__mro__ }}{% for x in () %}{% endfor %}{{ 7 * 7 }}",
    "${alert(1)}{{constructor.constructor('alert(1)')()}}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "« <b onmouseover=alert(1)>ses mots</b> »",
    "“<script>alert(1)</script>”",
    "x\" onfocus=alert(1) autofocus x=\"",
    "x' onmouseover='alert(1)",
    "`-alert(1)-`",
    "';alert(1)//",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "<scr\u0000ipt>alert(1)</scr\u0000ipt>",
    "\u202e<script>alert(1)</script>\u202c",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "=HYPERLINK(\"javascript:alert(1)\";\"ici\")",
)  # fmt: skip
TRAP = """
window.__xss = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => window.__xss.push(name);
"""
FORM = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.S)


def send(page: Page, where: str, /, **fields: Any) -> int:
    """Post the form of this page that has these fields, hidden ones included; refused in words (422) is an answer too."""
    html = page.context.request.get(where).text()
    form = next(f for f in FORM.findall(html) if all(f'name="{name}"' in f for name in fields))
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    action = re.search(r'action="([^"]+)"', form)
    data = {**hidden, **fields}
    answer = page.context.request.post(action[1] if action else where, form=data, headers={"Referer": page.url})
    assert answer.status in (200, 422), (where, answer.status)
    return answer.status


def threads(page: Page, address: str) -> list[str]:
    """The writings that a page shows."""
    return re.findall(r'id="ecrit-([0-9a-f-]{36})"', page.context.request.get(address).text())


def test_nothing_typed_ever_runs(page_of: Screens) -> None:
    writer = page_of("maud")
    writer.context.add_init_script(TRAP)
    record = record_of(writer, "Belkacem")
    for number, payload in enumerate(PAYLOADS):
        boxes = {
            "text": payload,
            "action": payload,
            "outcome": payload,
            "focus": payload[:120],
            "said_by": payload[:120],
        }
        send(writer, f"{record}ecrire/", **boxes, kind="transmission", level=str(number % 3))
    for payload in PAYLOADS[:12]:
        send(writer, f"{record}a-savoir/", kind="DANGER", label=payload[:60])
    everything = "\n".join(PAYLOADS)
    send(writer, f"{record}essentiel/apaise/", text=everything)
    for payload in PAYLOADS[::6]:
        send(
            writer,
            f"{record}entourage/ajouter/",
            name=payload[:80],
            relation="AUTRE",
            relation_label=payload[:60],
            note=payload,
        )
    send(
        writer,
        f"{record}entourage/ajouter/",
        name="Un ami",
        relation="AUTRE",
        relation_label="<svg onload=alert(1)>",
        note=everything,
        address=everything[:200],
    )
    send(writer, "/taches/", label=PAYLOADS[5][:200])
    send(writer, "/taches/", label=PAYLOADS[35][:200])
    send(writer, "/releve/", word=PAYLOADS[5])
    send(writer, "/releve/", remark=PAYLOADS[9])
    first, second = threads(writer, record)[:2]
    send(writer, f"/ecrits/{first}/corriger/", text=everything, reason=PAYLOADS[7], focus=PAYLOADS[9])
    send(writer, f"/ecrits/{second}/annuler/", reason=PAYLOADS[7])

    addresses = [
        record, f"{record}?mots=script", f"{record}?mots=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E", f"{record}?partie=a-lire",
        f"{record}essentiel/", f"{record}essentiel/apaise/", f"{record}entourage/", f"{record}qui-a-vu/",
        f"{record}ecrire/", f"/ecrits/{first}/versions/", f"/ecrits/{first}/corriger/", f"/ecrits/{first}/tache/",
        f"/ecrits/{first}/annuler/", "/releve/", "/releve/imprimer/", "/", "/taches/", "/taches/?vue=equipe", "/personnes/",
        "/personnes/?q=%22%3E%3Csvg+onload%3Dalert(1)%3E", "/recherche/palette/?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/connexion/?next=javascript:alert(1)",
    ]  # fmt: skip
    reader = page_of("maud")
    reader.context.add_init_script(TRAP)
    for address in addresses:
        answer = reader.goto(address)
        assert answer is not None and answer.status == 200, (address, answer and answer.status)
        assert reader.evaluate("window.__xss") == [], address
        stray = "script:not([src]), [onerror], [onload], [onfocus], [hx-on\\\\:\\\\:load], main iframe, main object, main embed, main base, main style"
        assert reader.locator(stray.replace("\\\\", "\\")).count() == 0, address
    reader.goto(record)
    assert "<img src=x onerror=alert(1)>" in reader.locator("main").inner_text()
    reader.locator("a", has_text="Voir les jours d’avant").click()
    assert reader.evaluate("window.__xss") == []


def test_a_refused_name_comes_back_as_text(page_of: Screens) -> None:
    """The form returns with what was typed, in its field, and the sentence that says why."""
    page = page_of("sophie")
    page.context.add_init_script(TRAP)
    page.goto(f"{record_of(page, 'Belkacem')}entourage/ajouter/")
    name = page.locator("[name=name]")
    name.fill('"><img src=x onerror=alert(1)>')
    page.get_by_role("button", name="Enregistrer").click()
    page.locator("[aria-invalid]").first.wait_for()
    assert page.locator("[name=name]").input_value() == '"><img src=x onerror=alert(1)>'
    assert page.evaluate("window.__xss") == []
