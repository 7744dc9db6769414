// The schema of a corpus: documents with the verdict that a strict service provider has to reach. A
// manifest may lie anywhere; its paths are relative to its own folder.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'

const EntrySchema = v.object({
  id: v.string(),
  /** A document; of a set of vectors, a folder. */
  file: v.string(),
  kind: v.picklist([
    'response',
    'encrypted',
    'logout',
    'metadata',
    'c14n-vector',
    'xmldsig-vector',
    'xmlenc-vector',
  ]),
  encoding: v.picklist(['xml', 'base64', 'deflate+base64', 'redirect-query', 'json']),
  expect: v.picklist(['accept', 'reject']),
  /** Either verdict can be defended; only the identities count. */
  soft: v.optional(v.boolean(), false),
  /** The registered certificate: PEM, or the path of a PEM file. */
  cert: v.optional(v.string()),
  decryption_key: v.optional(v.string()),
  now: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => !Number.isNaN(Date.parse(text)), 'No time'),
    ),
    '2026-01-15T12:00:30Z',
  ),
  /** Our EntityID. */
  audience: v.optional(v.string(), ''),
  /** Our URL that the message is delivered to. */
  recipient: v.optional(v.string(), ''),
  idp_entity_id: v.optional(v.string(), ''),
  /** The id of our request; without one, the request is not compared. */
  in_response_to: v.optional(v.string()),
  /** Switches to turn on for this document. */
  needs: v.optional(v.array(v.string()), []),
  nameid: v.optional(v.nullable(v.string())),
  expected_nameid: v.optional(v.nullable(v.string())),
  /** May never come out, whatever the verdict. */
  must_not_yield: v.optional(v.union([v.string(), v.array(v.string())]), []),
})

const ManifestSchema = v.object({ version: v.literal(1), entries: v.array(v.unknown()) })

export type Entry = Readonly<v.InferOutput<typeof EntrySchema>> & {
  /** The folder that the paths of the entry are relative to. */
  readonly folder: string
}

/**
 * Reads a manifest. An entry that is not of the schema is a mistake of whoever wrote it, and stops
 * the run.
 */
export function readManifest(file: string): readonly Entry[] {
  const folder = path.dirname(path.resolve(file))
  const manifest = v.parse(ManifestSchema, JSON.parse(readFileSync(file, 'utf8')))
  return manifest.entries.map((entry, at) => {
    const read = v.safeParse(EntrySchema, entry)
    if (read.success) return { ...read.output, folder }
    throw new Error(`${file}: entry ${at}: ${JSON.stringify(v.flatten(read.issues).nested)}`)
  })
}

/** The path of an entry's document. */
export const documentPath = (entry: Entry): string => path.resolve(entry.folder, entry.file)

/** Text that an entry gives in place (PEM) or as the path of a file. */
export const textOrFile = (entry: Entry, text: string): string =>
  text.includes('-----BEGIN') ? text : readFileSync(path.resolve(entry.folder, text), 'utf8')
