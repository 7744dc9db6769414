// A sentence of a guide: `**labels**` of the product are strong, `what is typed` is code.

import { Fragment } from 'react'

const MARKED = /(\*\*.+?\*\*|`[^`]+`)/

/** Shows a sentence with its labels and its code. */
export const GuideText = ({ text }: { readonly text: string }) => (
  <>
    {text.split(MARKED).map((part, index) => (
      // The parts of a constant sentence never move.
      <Fragment key={index}>{mark(part)}</Fragment>
    ))}
  </>
)

function mark(part: string) {
  if (part.startsWith('**')) return <strong>{part.slice(2, -2)}</strong>
  if (part.startsWith('`')) return <code>{part.slice(1, -1)}</code>
  return part
}
