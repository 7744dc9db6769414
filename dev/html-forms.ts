// Reads the forms of a page, as far as a scripted person needs them. Good enough for the pages of
// this project and of SimpleSAMLphp; no HTML parser.

export interface HtmlForm {
  /** As written; relative to the page. */
  readonly action: string
  readonly method: 'get' | 'post'
  /** What pressing the button without typing would send. */
  readonly fields: Readonly<Record<string, string>>
}

/**
 * Finds every form of a page with its fields: hidden and typed ones, and the checked of the radios.
 */
export function readForms(html: string): readonly HtmlForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, tag, content]) => {
    const attributes = readAttributes(tag ?? '')
    return {
      action: attributes.action ?? '',
      method: attributes.method?.toLowerCase() === 'post' ? 'post' : 'get',
      fields: readFields(content ?? ''),
    }
  })
}

function readFields(content: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, tag] of content.matchAll(/<input\b([^>]*)>/gi)) {
    const input = readAttributes(tag ?? '')
    const skipped = input.type === 'submit' || (input.type === 'radio' && !('checked' in input))
    if (input.name !== undefined && !skipped) fields[input.name] = input.value ?? ''
  }
  return fields
}

function readAttributes(tag: string): Record<string, string> {
  const found = tag.matchAll(/([^\s=/>"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)
  return Object.fromEntries(
    [...found].map(([, name, a, b, c]) => [
      (name ?? '').toLowerCase(),
      unescapeHtml(a ?? b ?? c ?? ''),
    ]),
  )
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

/** Resolves the character references of HTML text that our peers write. */
export const unescapeHtml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal) return String.fromCodePoint(Number(decimal))
    return ENTITIES[name] ?? whole
  })
