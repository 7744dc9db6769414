// The names that messages are written in: a few dozen, the same in every message. So each is checked and made once in an
// isolate, and then recognised by its units. Nothing here depends on what a message says, only on how its names are spelled.

import { endOfName } from './characters.ts'
import { parseQName, type QName } from './names.ts'

/** A name that was met before: there is one for each spelling. */
export interface KnownName extends QName {
  readonly units: Uint16Array
  /** The number of its prefix. */
  readonly prefixNumber: number
  /** Of `xmlns` and `xmlns:…`: the number of the prefix that such an attribute declares. */
  readonly declares: number | undefined
  /** The name that came after it the last time. */
  next: KnownName | undefined
}

export interface KnownNamespace {
  /** One string for all occurrences, so that comparing is comparing a pointer. */
  readonly name: string
  readonly number: number
  /** R6: in URI characters, quotes and white space left out; canonical forms differ over anything else. */
  readonly isAbsoluteUri: boolean
}

const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#[\]@!$()*+,;=%]+$/

/** The number of no prefix, and that of `xml`. */
export const DEFAULT_PREFIX = 0
export const XML_PREFIX = 1

/** More than honest messages use together; whoever sends more only makes it forget. */
const MOST_NAMES = 512
const LONGEST_NAME = 64
const LONGEST_NAMESPACE = 256
/** A power of two. */
const SLOTS = 1024
/** How many slots are looked at before a name is looked up by its spelling. */
const PROBES = 4

const names = new Map<string, KnownName>()
const namespaces = new Map<string, KnownNamespace>()
const prefixes = new Map<string, number>()
/** Names, each in the first slot that was free from the one on that its units point to. */
const slots: (KnownName | undefined)[] = new Array(SLOTS)
let last: KnownName | undefined
let oversized = false
forgetNames()

/**
 * The name that begins at a place and goes as far as a name can; undefined when that is no qualified name. Messages repeat
 * themselves, so the name that came after the last one before is tried first.
 */
export function nameAt(units: Uint16Array, from: number): KnownName | undefined {
  const expected = last?.next
  if (expected !== undefined && isSpelledAt(expected, units, from)) {
    const end = from + expected.units.length
    if (endOfName(units, end) === end) {
      last = expected
      return expected
    }
  }
  const name = lookUp(units, from, endOfName(units, from))
  if (last !== undefined) last.next = name
  last = name
  return name
}

function lookUp(units: Uint16Array, from: number, to: number): KnownName | undefined {
  const first = firstSlot(units, from, to)
  let free = first
  for (let probe = first; probe < first + PROBES; probe++) {
    const known = slots[probe & (SLOTS - 1)]
    if (known === undefined) {
      free = probe
      break
    }
    if (known.units.length === to - from && isSpelledAt(known, units, from)) return known
  }
  const name = learn(units.slice(from, to))
  slots[free & (SLOTS - 1)] = name
  return name
}

/** A hash of a few units: enough to keep the names of messages apart. */
function firstSlot(units: Uint16Array, from: number, to: number): number {
  const length = to - from
  const [quarter, middle] = [from + (length >> 2), from + (length >> 1)]
  const start = 37 * (units[from] ?? 0) + 101 * (units[quarter] ?? 0) + 263 * (units[middle] ?? 0)
  const end = 593 * (units[to - 1] ?? 0) + 149 * length
  return (start + end) & (SLOTS - 1)
}

/** What is known of a namespace name: there is one for each spelling. */
export function namespaceOf(spelling: string): KnownNamespace {
  const known = namespaces.get(spelling)
  if (known !== undefined) return known
  oversized ||= spelling.length > LONGEST_NAMESPACE
  const name = internalised(spelling)
  const learnt = { name, number: namespaces.size, isAbsoluteUri: ABSOLUTE_URI.test(name) }
  namespaces.set(name, learnt)
  return learnt
}

/** Forgets everything when there is more than honest messages need. Called between messages: within one, numbers must last. */
export function tidyLexicon(): void {
  if (oversized || names.size + namespaces.size > MOST_NAMES) forgetNames()
}

function forgetNames(): void {
  oversized = false
  last = undefined
  names.clear()
  namespaces.clear()
  slots.fill(undefined)
  prefixes.clear()
  prefixes.set('', DEFAULT_PREFIX).set('xml', XML_PREFIX)
}

function isSpelledAt({ units }: KnownName, text: Uint16Array, from: number): boolean {
  for (let i = 0; i < units.length; i++) if (units[i] !== text[from + i]) return false
  return true
}

function learn(units: Uint16Array): KnownName | undefined {
  const spelling = spell(units)
  const known = names.get(spelling)
  if (known !== undefined) return known
  const name = parseQName(spelling)
  if (name === undefined) return undefined
  const prefix = internalised(name.prefix)
  const localName = internalised(name.localName)
  const declared = prefix === 'xmlns' ? localName : spelling === 'xmlns' ? '' : undefined
  const learnt: KnownName = {
    name: internalised(spelling),
    prefix,
    localName,
    units,
    prefixNumber: numberOf(prefix),
    declares: declared === undefined ? undefined : numberOf(declared),
    next: undefined,
  }
  names.set(spelling, learnt)
  oversized ||= units.length > LONGEST_NAME
  return learnt
}

/** The engine's one copy of a text, as literals and property names are: equal ones are then the same. */
const internalised = (text: string): string => Object.keys({ [text]: true })[0] ?? text

/** A string of its own: part of the message's would keep the whole message in memory. */
function spell(units: Uint16Array): string {
  let spelling = ''
  for (let at = 0; at < units.length; at += 1024)
    spelling += String.fromCharCode(...units.subarray(at, at + 1024))
  return spelling
}

function numberOf(prefix: string): number {
  const known = prefixes.get(prefix)
  if (known !== undefined) return known
  const number = prefixes.size
  prefixes.set(prefix, number)
  return number
}
