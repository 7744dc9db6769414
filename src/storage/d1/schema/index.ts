// Every D1 table. D1 is the source of record of configuration, and a projection of what the gates
// decide about people.

export * from './access.ts'
export * from './applications.ts'
export * from './configuration.ts'
export * from './domains.ts'
export * from './projections.ts'
export * from './setup-links.ts'
