// The look of the demo's own pages: one stylesheet, a colour for each of the parts, no script but
// the one that submits a form.

import type { Context } from 'hono'
import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** A part of the demo as people see it, so that nobody mixes up the origins. */
export interface Brand {
  readonly name: string
  /** One line beside the name. */
  readonly says: string
  /** The accent on light and on dark ground. */
  readonly accent: readonly [light: string, dark: string]
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1b2130; --soft: #566074; --ground: #f6f7f9; --card: #fff;
  --line: #dcdfe5; --accent: var(--light); --on-accent: #fff; --warn: #9a3412 }
@media (prefers-color-scheme: dark) { :root { --ink: #e9ebf0; --soft: #a3abbb; --ground: #14171d;
  --card: #1d2129; --line: #363c48; --accent: var(--dark); --on-accent: #0e1320; --warn: #fdba74 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
body > header { background: var(--card); border-bottom: 1px solid var(--line) }
body > header > div { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; max-width: 46rem;
  margin: 0 auto; padding: .75rem 1rem; min-height: 3.5rem }
header .mark { flex: none; width: 1.5rem; height: 1.5rem; border-radius: .4rem; background: var(--accent); color: var(--on-accent);
  font-weight: 700; font-size: .9rem; line-height: 1.5rem; text-align: center }
header .says { color: var(--soft); font-size: .875rem } header .end { margin-inline-start: auto; display: flex; align-items: center; gap: .75rem }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem 4rem }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem }
p { margin: 0 0 1rem } .soft { color: var(--soft) } .small { font-size: .875rem }
fieldset { border: 0; margin: 1.5rem 0; padding: 0; min-width: 0 } legend { font-weight: 600; padding: 0; margin-bottom: .5rem }
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
button, a.button { display: inline-block; font: inherit; font-weight: 600; padding: .6rem 1.15rem; border: 0;
  border-radius: .5rem; background: var(--accent); color: var(--on-accent); cursor: pointer; text-decoration: none }
button.quiet, a.quiet { background: none; color: inherit; border: 1px solid var(--line) }
header form { margin: 0 } header button { font-size: .875rem; padding: .35rem .8rem }
a { color: var(--accent) } .actions { display: flex; flex-wrap: wrap; align-items: center; gap: .75rem 1rem }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
label.choice:focus-within { outline: 3px solid var(--accent); outline-offset: 2px }
label.choice :focus-visible { outline: none }
details > summary { cursor: pointer; padding: .4rem 0; font-weight: 600 }
table { width: 100%; border-collapse: separate; border-spacing: 0; background: var(--card); border: 1px solid var(--line);
  border-radius: .5rem; margin: .5rem 0 1.5rem; table-layout: fixed }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem; border-top: 1px solid var(--line);
  overflow-wrap: anywhere } tr:first-child > * { border-top: 0 } thead + tbody tr:first-child > * { border-top: 1px solid var(--line) }
th { width: 32%; font-weight: 500; color: var(--soft) } code { font-size: .9em; overflow-wrap: anywhere }
table.list { table-layout: auto } table.list th { width: auto; color: inherit } table.list thead th { color: var(--soft); font-size: .875rem }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .75rem; margin: 1rem 0 0; padding: 0; list-style: none }
.tiles button { display: block; width: 100%; text-align: start; padding: 1rem; background: var(--card); color: inherit; border: 1px solid var(--line) }
.tiles button:hover { border-color: var(--accent) } .tiles small { display: block; font-weight: 400; color: var(--soft) }
.warn { color: var(--warn) }
@media (max-width: 30rem) { table:not(.list) :is(th, td) { display: block; width: auto } table:not(.list) td { border-top: 0; padding-top: 0 }
  table:not(.list) th { padding-bottom: 0 } header .says { order: 3; width: 100% } }`

/** A square with the first letter, as in the band at the top. */
const iconOf = ({ name, accent: [light] }: Brand): string =>
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>" +
  `<rect width='16' height='16' rx='4' fill='${light}'/>` +
  "<text x='8' y='12' text-anchor='middle' font-family='sans-serif' font-weight='700' font-size='11' fill='#fff'>" +
  `${name.charAt(0)}</text></svg>`

/** Answers /favicon.ico: browsers ask for it wherever no page names an icon, as for metadata. */
export const showIcon = (brand: Brand) => (c: Context) =>
  c.body(iconOf(brand), 200, { 'content-type': 'image/svg+xml' })

/** Renders a whole page. `end` stands at the end of the band at the top. */
export function page(brand: Brand, title: string, content: Html, end: Html | '' = ''): Html {
  const [light, dark] = brand.accent
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} – ${brand.name}</title>
    <link rel="icon" href="data:image/svg+xml,${encodeURIComponent(iconOf(brand))}" />
    <style>:root { --light: ${light}; --dark: ${dark} }${raw(STYLE)}</style>
  </head>
  <body>
    <header><div>
      <span class="mark" aria-hidden="true">${brand.name.charAt(0)}</span> <strong>${brand.name}</strong>
      <span class="says">${brand.says}</span>
      ${end === '' ? '' : html`<span class="end">${end}</span>`}
    </div></header>
    <main>${content}</main>
  </body>
</html>`
}
