// What a character may be where it stands (XML 1.0 §2.2-2.4). The reader asks this of every unit of
// a message, so the answer is one look into a table that has every unit.

/** May belong to a qualified name; whether the whole is one, `parseQName` says. */
const NAME = 1
/** Stands for itself in character data: not `&`, `<` and `]`, which may begin more. */
const TEXT = 2
/** Stands for itself in an attribute value and does not end it. */
const VALUE = 4

/** What XML 1.0 §2.2 leaves out of Unicode; UTF-8 has excluded lone surrogates already. */
export const ILLEGAL_CHARACTER = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/

const UNITS = unitTable()

/** The position of the first unit from `at` on that cannot belong to a name. */
export function endOfName(units: Uint16Array, at: number): number {
  let end = at
  while (((UNITS[units[end] ?? 0] ?? 0) & NAME) !== 0) end++
  return end
}

/** The position of the first unit from `at` on that is not plain character data. */
export function endOfPlainText(units: Uint16Array, at: number): number {
  let end = at
  while (((UNITS[units[end] ?? 0] ?? 0) & TEXT) !== 0) end++
  return end
}

/** The position of the first unit from `at` on that is not a plain part of an attribute value. */
export function endOfPlainValue(units: Uint16Array, at: number): number {
  let end = at
  while (((UNITS[units[end] ?? 0] ?? 0) & VALUE) !== 0) end++
  return end
}

function unitTable(): Uint8Array {
  const table = new Uint8Array(0x10000)
  // All of these beyond ASCII, but for the two that are no characters.
  table.fill(TEXT | VALUE, 0x20, 0x80).fill(NAME | TEXT | VALUE, 0x80, 0xfffe)
  const of = (characters: string): readonly number[] =>
    Array.from(characters, (character) => character.charCodeAt(0))
  for (const unit of of('\t\n')) table[unit] = TEXT
  for (const unit of of(']')) table[unit] = VALUE
  for (const unit of of('"\'')) table[unit] = TEXT
  for (const unit of of('&<')) table[unit] = 0
  for (let unit = 0; unit < 0x80; unit++)
    if (/[-.:\w]/.test(String.fromCharCode(unit))) table[unit] = NAME | TEXT | VALUE
  return table
}
