// The one stylesheet of every page. It stands inline, allowed by its hash, so that a page is a
// single response and needs no other request. Colours meet WCAG 2.2 AA (4.5:1) in both schemes;
// system fonts only.

/** CSS of every page. */
export const STYLESHEET = `
:root{color-scheme:light dark;
--page:#f3f5f8;--card:#fff;--sunk:#f6f7fa;--line:#d9dee7;--text:#18202e;--quiet:#566074;--accent:#2450c8;--on-accent:#fff;
--good:#0a6640;--good-tint:#e5f4ec;--bad:#a3171d;--bad-tint:#fdecec}
@media (prefers-color-scheme:dark){:root{
--page:#0e1218;--card:#171c25;--sunk:#10151c;--line:#303846;--text:#e7eaf0;--quiet:#a5afc0;--accent:#93b4ff;--on-accent:#0b1430;
--good:#7fdcab;--good-tint:#11291e;--bad:#ffa9a6;--bad-tint:#341a1c}}
*{box-sizing:border-box}
body{margin:0;padding:clamp(1rem,4vw,3rem) 1rem;background:var(--page);color:var(--text);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
body>*{max-width:36rem;margin-inline:auto}
body.wide>*{max-width:60rem}
header{display:flex;gap:.6rem;align-items:center;margin-bottom:1rem;color:var(--quiet);font-size:.95rem}
header img{flex:none;width:1.75rem;height:1.75rem}
main{padding:clamp(1.25rem,5vw,2.25rem);background:var(--card);border:1px solid var(--line);border-radius:1rem;box-shadow:0 1px 2px #0b14300a,0 8px 24px #0b14300d}
h1{margin:0 0 .75rem;font-size:clamp(1.35rem,5vw,1.65rem);line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
h2{margin:1.5rem 0 .35rem;font-size:1.05rem;line-height:1.35}
p,ul{margin:.35rem 0 .75rem}
ul{padding-left:1.25rem}
main>:last-child,main>form:last-child>:last-child{margin-bottom:0}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.25rem}
code,pre{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.quiet{color:var(--quiet)}
dt small{display:block}
.actions{display:flex;flex-wrap:wrap;gap:.75rem 1.25rem;align-items:center;margin-top:1.5rem}
.button{display:inline-block;min-height:2.75rem;padding:.6rem 1.25rem;border:1px solid transparent;border-radius:.6rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.button:hover{filter:brightness(1.08)}
.button.second{background:none;border-color:var(--quiet);color:var(--accent)}
label{display:block;margin:1rem 0 .35rem;font-weight:600}
input:is([type=email],[type=password],[type=text]){width:100%;min-height:2.75rem;padding:.55rem .8rem;border:1px solid var(--quiet);border-radius:.6rem;background:var(--card);color:var(--text);font:inherit}
input[aria-invalid]{border-color:var(--bad)}
.problem,.done{margin:.75rem 0;padding:.75rem 1rem;border:1px solid var(--bad);border-radius:.6rem;background:var(--bad-tint)}
.done{border-color:var(--good);background:var(--good-tint)}
.choices{margin-top:1rem;padding:0;list-style:none}
.choices li+li{margin-top:.6rem}
.choices a{display:block;padding:.7rem 1rem;border:1px solid var(--line);border-radius:.6rem;font-weight:600;text-decoration:none}
.choices a:hover{border-color:currentColor}
.code{display:block;width:14rem;max-width:100%;border-radius:.6rem}
.codes{columns:13rem 2;padding:0;list-style:none}
.choices li>p{margin-block:.1rem .5rem}
.choices li:has(form)+li{margin-top:1.25rem}
.choices small{display:block;color:var(--quiet);font-weight:400}
dl{margin:.75rem 0 0}
dt{margin-top:.65rem;color:var(--quiet);font-size:.9rem}
dd{margin:.1rem 0 0}
.value{white-space:pre-wrap;unicode-bidi:plaintext}
.copy{user-select:all}
.facts{margin-top:1.5rem;padding:.35rem 1rem .9rem;background:var(--sunk);border:1px solid var(--line);border-radius:.6rem}
.verdict{padding:.9rem 1.1rem;border:1px solid;border-radius:.6rem}
.verdict h1{margin-bottom:.25rem}
.verdict p{margin:0}
.verdict :not(h1){color:var(--text)}
.passed{color:var(--good)}
.failed{color:var(--bad)}
.not_reached{color:var(--quiet)}
.verdict.passed{background:var(--good-tint)}
.verdict.failed{background:var(--bad-tint)}
details{margin-top:1rem;border:1px solid var(--line);border-radius:.6rem}
summary{padding:.7rem 1rem;font-weight:600;cursor:pointer}
summary h2{display:inline;margin:0}
summary span{color:var(--quiet);font-weight:400}
.inside{margin:0;padding:0 1rem 1rem}
.rules{margin:0;list-style:none}
.rules li{padding:.6rem 0;border-top:1px solid var(--line)}
.rules p,.rules dl{margin:0}
.rules b{display:block;font-size:.85rem}
pre{margin:0;padding:.9rem 1rem;background:var(--sunk);border:1px solid var(--line);border-radius:.5rem;white-space:pre-wrap;font-size:.82rem}
.scroll{max-height:26rem;overflow:auto}
@media (min-width:40rem){
.pairs{display:grid;grid-template-columns:minmax(9rem,1fr) 2fr}
.pairs>*{margin:0;padding:.35rem .75rem .35rem 0;border-top:1px solid var(--line)}
.rules b{display:inline-block;min-width:7rem}
.rules .pairs,.verdict .pairs{grid-template-columns:7.25rem 1fr}
.rules .pairs>*,.verdict .pairs>*{padding-block:.1rem;border:0}}
`
