// Drizzle over the D1 binding. Its errors quote SQL and parameters: they are faults, never shown and never logged.

import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'

export type Database = DrizzleD1Database

/** Opens the typed query builder on a D1 binding. */
export const openDatabase = (d1: D1Database): Database => drizzle(d1)
