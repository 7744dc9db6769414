// The logins that a gate tells D1 of at a time are one row of `events` for each tenant. Their ids
// are alike but for the end, the place in the row, and what they begin with is the id of the row:
// so a row that comes again is known by it, whoever else signed in meanwhile, and an event is found
// by its id without an index of its own.

import { type EventId, newId } from '../../tenants/ids.ts'

const ROW_ID_LENGTH = 20
const PLACE_DIGITS = 8
/**
 * One in a hundred million of the other ids ends like this too: that costs a look more where it is
 * sought.
 */
const IN_ROW = /^evt_[0-9a-z]{16}0{4}\d{4}$/

/** Begins a row: 80 random bits. */
export const newRowId = (random: (bytes: number) => Uint8Array): EventId =>
  cut(newId('evt', random))

/** The id of a login by its place in a row, below 10,000. */
export const idInRow = (row: EventId, place: number): EventId =>
  `${row}${String(place).padStart(PLACE_DIGITS, '0')}`

/** The row in which a login of this id would be told; undefined when it is no such id. */
export const rowIdOf = (id: EventId): EventId | undefined => (IN_ROW.test(id) ? cut(id) : undefined)

const cut = (id: EventId): EventId => `evt_${id.slice('evt_'.length, ROW_ID_LENGTH)}`
