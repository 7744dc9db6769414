// The look of the demo IdP and the demo application: one stylesheet, no script but the one that
// submits a form.

import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

const STYLE = `
:root { color-scheme: light dark; --ink: #1b2130; --soft: #566074; --ground: #f5f5f2; --card: #fff;
  --line: #d9dbe0; --accent: #0b5c56; --on-accent: #fff; --warn: #9a3412 }
@media (prefers-color-scheme: dark) { :root { --ink: #e9ebf0; --soft: #a3abbb; --ground: #14171d;
  --card: #1d2129; --line: #363c48; --accent: #5fd0c2; --on-accent: #08201d; --warn: #fdba74 } }
* { box-sizing: border-box }
body { margin: 0; border-top: .35rem solid var(--accent); background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { max-width: 40rem; margin: 0 auto; padding: 2rem 1rem 4rem }
header { padding: .75rem 1rem; max-width: 40rem; margin: 0 auto;
  color: var(--soft); font-size: .875rem }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .5rem }
p { margin: 0 0 1rem } .soft { color: var(--soft) } .small { font-size: .875rem }
fieldset { border: 0; margin: 1.5rem 0; padding: 0 } legend { font-weight: 600; padding: 0; margin-bottom: .5rem }
label.choice { display: flex; gap: .75rem; padding: .65rem .85rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .5rem; margin-bottom: .4rem; cursor: pointer }
label.choice:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent) }
label.choice span { min-width: 0; overflow-wrap: anywhere } label.choice small { display: block; color: var(--soft) }
textarea { display: block; width: 100%; margin-top: .4rem; padding: .5rem .75rem; background: var(--card); color: inherit;
  border: 1px solid var(--soft); border-radius: .5rem; font: .9rem/1.5 ui-monospace, monospace }
label.field { display: block; color: var(--soft) }
input:not([type]) { display: block; width: 100%; margin: .2rem 0 .75rem; padding: .5rem .75rem; background: var(--card); color: inherit;
  border: 1px solid var(--soft); border-radius: .5rem; font: .9rem/1.5 ui-monospace, monospace }
input[type=radio] { margin: .3rem 0 0; accent-color: var(--accent); flex: none }
button, a.button { display: inline-block; font: inherit; font-weight: 600; padding: .65rem 1.25rem; border: 0;
  border-radius: .5rem; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none }
button.quiet { background: none; color: inherit; border: 1px solid var(--line) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
label.choice:focus-within { outline: 3px solid var(--accent); outline-offset: 2px }
label.choice :focus-visible { outline: none }
details > summary { cursor: pointer; padding: .4rem 0; font-weight: 600 }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line);
  border-radius: .5rem; margin: 1rem 0 1.5rem; table-layout: fixed }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem; border-top: 1px solid var(--line);
  overflow-wrap: anywhere } tr:first-child > * { border-top: 0 }
th { width: 35%; font-weight: 500; color: var(--soft) } code { font-size: .9em; overflow-wrap: anywhere }
.warn { color: var(--warn) }
@media (max-width: 30rem) { th, td { display: block; width: auto } td { border-top: 0; padding-top: 0 }
  th { padding-bottom: 0 } }`

/**
 * A dot in the accent colour: without it browsers ask each demo for /favicon.ico, and report the
 * 404.
 */
const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='8' fill='%230b5c56'/%3E%3C/svg%3E"

/**
 * Renders a whole page. `who` stands in the band at the top, so that nobody mixes up the origins of
 * the demo.
 */
export function page(who: string, title: string, content: Html): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} – ${who}</title>
    <link rel="icon" href="${ICON}" />
    <style>${raw(STYLE)}</style>
  </head>
  <body>
    <header>${who}</header>
    <main>${content}</main>
  </body>
</html>`
}
