// The frame of every page: one landmark for the content, one small header that says whose sign-in
// this is.

import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { HtmlEscapedString } from 'hono/utils/html'
import { STYLESHEET } from './stylesheet.ts'

/** A complete HTML document; `showPage` sends it. */
export type Page = HtmlEscapedString | Promise<HtmlEscapedString>

interface LayoutProps {
  readonly title: string
  /** The organisation that the person belongs to, where it is known. */
  readonly tenantName?: string | undefined
  /** The refusal code that the page is about: tests and support find it as `data-refusal`. */
  readonly refusal?: string | undefined
  /** Where the browser goes on by itself. */
  readonly refresh?: string | undefined
  /** For pages with tables of values. */
  readonly wide?: boolean
  readonly children?: Child
}

const ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="#2450c8"/>' +
      '<path d="M8 11V9a4 4 0 0 1 8 0v2m-9 0h10v7H7z" fill="none" stroke="#fff" stroke-width="2" stroke-linejoin="round"/></svg>',
  )

/** Puts a page's content into the shared frame. */
export function Layout(props: LayoutProps): Page {
  const { title, tenantName, refusal, refresh, wide = false, children } = props
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>{title}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          {refresh === undefined ? null : (
            <meta http-equiv="refresh" content={`0;url=${refresh}`} />
          )}
          <link rel="icon" href={ICON} />
          {/* Unescaped, as browsers hash and parse the text of a style element as it stands. */}
          <style>{raw(STYLESHEET)}</style>
        </head>
        <body class={wide ? 'wide' : undefined}>
          <header>
            <img src={ICON} alt="" />
            <bdi>{tenantName ?? 'Single sign-on'}</bdi>
          </header>
          <main data-refusal={refusal}>{children}</main>
        </body>
      </html>
    </>
  )
}
