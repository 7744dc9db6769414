// When two names are the same: letter case makes no difference, because a person who reads or types
// them makes none.

/** A name as it is compared with others. It is never shown or stored. */
export const foldName = (name: string): string => name.normalize('NFC').toLowerCase()

/** Tells whether two names differ in letter case alone, or not at all. */
export const isSameName = (a: string, b: string): boolean => foldName(a) === foldName(b)
