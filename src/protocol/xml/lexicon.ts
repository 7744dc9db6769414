// The names that messages are written in: a few dozen, the same in every message. So each is
// checked and made once in an isolate, and then recognised by its units. Nothing here depends on
// what a message says, only on how its names are spelled.

import { endOfName } from './characters.ts'
import { parseQName, type QName } from './names.ts'

/** A name of the message. */
export interface MessageName extends QName {
  /** The number of its prefix. */
  readonly prefixNumber: number
  /** Of `xmlns` and `xmlns:…`: the number of the prefix that such an attribute declares. */
  readonly declares: number | undefined
}

/** A name that was met before: there is one for each spelling. */
interface KnownName extends MessageName {
  readonly units: readonly number[]
  /** The name that came after it the last time. */
  next: KnownName | undefined
}

export interface KnownNamespace {
  /** One string for all occurrences, so that comparing is comparing a pointer. */
  readonly name: string
  readonly number: number
  /**
   * R6: in URI characters, quotes and white space left out; canonical forms differ over anything
   * else.
   */
  readonly isAbsoluteUri: boolean
}

const ABSOLUTE_URI = /^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#[\]@!$()*+,;=%]+$/

/** The number of no prefix, and that of `xml`. */
export const DEFAULT_PREFIX = 0
export const XML_PREFIX = 1

/**
 * Learning a name costs several times what reading it does, so one message teaches no more than
 * honest ones have.
 */
const MAX_LEARNT = 64
/** More than honest messages use together; whoever sends more only makes it forget. */
const MAX_NAMES = 2048
const MAX_NAME_LENGTH = 64
const MAX_NAMESPACE_LENGTH = 256
/** A power of two. */
const SLOTS = 4096
/** How many slots are looked at before a name is looked up by its spelling. */
const PROBES = 4

const names = new Map<string, KnownName>()
const namespaces = new Map<string, KnownNamespace>()
const prefixes = new Map<string, number>()
/** Names, each in the first slot that was free from the one on that its units point to. */
const slots: (KnownName | undefined)[] = new Array(SLOTS)
let last: KnownName | undefined
let learnt = 0
let oversized = false
forgetNames()

/**
 * The name that begins at a place and goes as far as a name can; undefined when that is no
 * qualified name. Messages repeat themselves, so the name that came after the last one before is
 * tried first.
 */
export function nameAt(units: Uint16Array, from: number, text: string): MessageName | undefined {
  const expected = last?.next
  if (expected !== undefined && isSpelledAt(expected, units, from)) {
    const end = from + expected.units.length
    if (endOfName(units, end) === end) {
      last = expected
      return expected
    }
  }
  const to = endOfName(units, from)
  const known = find(units, from, to)
  if (known === undefined) return unknownAt(units, from, text.slice(from, to))
  if (last !== undefined) last.next = known
  last = known
  return known
}

function unknownAt(units: Uint16Array, from: number, spelling: string): MessageName | undefined {
  const teachable = learnt < MAX_LEARNT && spelling.length <= MAX_NAME_LENGTH
  const known = teachable ? learn(spelling, units, from) : undefined
  if (last !== undefined) last.next = known
  last = known
  return teachable ? known : strangerOf(spelling)
}

function find(units: Uint16Array, from: number, to: number): KnownName | undefined {
  const first = firstSlot(units, from, to)
  for (let probe = first; probe < first + PROBES; probe++) {
    const known = slots[probe & (SLOTS - 1)]
    if (known === undefined) return undefined
    if (known.units.length === to - from && isSpelledAt(known, units, from)) return known
  }
  return undefined
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
  oversized ||= spelling.length > MAX_NAMESPACE_LENGTH
  const name = internalised(spelling)
  const learnt = { name, number: namespaces.size, isAbsoluteUri: ABSOLUTE_URI.test(name) }
  namespaces.set(name, learnt)
  return learnt
}

/**
 * Forgets everything when there is more than honest messages need. Called between messages: within
 * one, numbers must last.
 */
export function tidyLexicon(): void {
  learnt = 0
  if (oversized || names.size + namespaces.size > MAX_NAMES) forgetNames()
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

/**
 * Learns a name, unless it is none. Two names may share all their slots: then the first one gives
 * way.
 */
function learn(spelling: string, units: Uint16Array, from: number): KnownName | undefined {
  const known = names.get(spelling) ?? makeKnown(internalised(spelling), units, from)
  if (known === undefined) return undefined
  const first = firstSlot(units, from, from + spelling.length)
  let free = first
  while (free < first + PROBES && slots[free & (SLOTS - 1)] !== undefined) free++
  slots[(free < first + PROBES ? free : first) & (SLOTS - 1)] = known
  return known
}

function makeKnown(spelling: string, text: Uint16Array, from: number): KnownName | undefined {
  const name = parseQName(spelling)
  if (name === undefined) return undefined
  learnt++
  const prefix = internalised(name.prefix)
  const localName = prefix === '' ? spelling : internalised(name.localName)
  const units: number[] = []
  for (let i = 0; i < spelling.length; i++) units.push(text[from + i] ?? 0)
  const known = { ...numbered({ name: spelling, prefix, localName }), units, next: undefined }
  names.set(spelling, known)
  return known
}

/**
 * A name that is not learnt. Its prefix may be part of the message's text, so nothing of it is
 * kept.
 */
function strangerOf(spelling: string): MessageName | undefined {
  const name = parseQName(spelling)
  if (name === undefined) return undefined
  oversized = true
  return numbered(name)
}

function numbered({ name, prefix, localName }: QName): MessageName {
  const declared = prefix === 'xmlns' ? localName : name === 'xmlns' ? '' : undefined
  return {
    name,
    prefix,
    localName,
    prefixNumber: numberOf(prefix),
    declares: declared === undefined ? undefined : numberOf(declared),
  }
}

/** An object without a shape: a name that comes and goes leaves nothing behind in the engine. */
const propertyNames: Record<string, true> = Object.create(null)

/**
 * The engine's one copy of a text, as it keeps of literals and of property names: equal ones are
 * then the same.
 */
function internalised(text: string): string {
  propertyNames[text] = true
  const [name = text] = Object.keys(propertyNames)
  delete propertyNames[text]
  return name
}

function numberOf(prefix: string): number {
  const known = prefixes.get(prefix)
  if (known !== undefined) return known
  const number = prefixes.size
  prefixes.set(prefix, number)
  return number
}
