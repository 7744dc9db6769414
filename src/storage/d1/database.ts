// Drizzle over the D1 binding. Its errors quote SQL and parameters: they are faults, never shown
// and never logged.

import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { reaching } from '../../outage.ts'

export type Database = DrizzleD1Database

/** Opens the typed query builder on a D1 binding. */
export const openDatabase = (d1: D1Database): Database => drizzle(d1)

/** Runs a query; its failure is an outage of D1. */
export const ask = <T>(query: PromiseLike<T>): Promise<T> => reaching('D1', async () => query)
