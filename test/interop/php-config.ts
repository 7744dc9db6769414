// Writes PHP configuration files from plain values.

/** What a configuration may hold; a list is a PHP array with integer keys. */
export type PhpValue =
  | string
  | number
  | boolean
  | null
  | readonly PhpValue[]
  | { readonly [key: string]: PhpValue }

/** Writes a file that assigns one value to one variable, as in `$config = [...];`. */
export const phpFile = (variable: string, value: PhpValue): string =>
  `<?php\n$${variable} = ${writePhp(value)};\n`

function writePhp(value: PhpValue): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  if (value === null || typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map(writePhp).join(', ')}]`
  const entries = Object.entries(value)
  // A PHP array key that looks like an integer is one.
  const key = (text: string) => (/^\d+$/.test(text) ? text : writePhp(text))
  return `[${entries.map(([name, item]) => `${key(name)} => ${writePhp(item)}`).join(', ')}]`
}
