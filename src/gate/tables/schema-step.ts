// What a schema is made of. Files that define tables import this and nothing of the platform, so
// that Node can read them too.

/**
 * One step: its statements, in order. A step that has been deployed is never edited, only followed
 * by another.
 */
export type SchemaStep = readonly string[]
