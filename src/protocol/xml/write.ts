// Text -> XML. Every value that is put between tags or quotes goes through one of these two, which
// write exactly what Canonical XML 1.0 §2.3 asks for; so documents we build and canonical forms
// escape alike.

const IN_TEXT = /[&<>\r]/
const IN_ATTRIBUTE = /[&<"\t\n\r]/

/** Escapes character data: `&`, `<`, `>` and carriage returns. */
export function escapeText(value: string): string {
  if (!IN_TEXT.test(value)) return value
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;')
}

/**
 * Escapes an attribute value for double quotes: `&`, `<`, `"` and the white space a reader would
 * turn into spaces.
 */
export function escapeAttribute(value: string): string {
  if (!IN_ATTRIBUTE.test(value)) return value
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;')
}
