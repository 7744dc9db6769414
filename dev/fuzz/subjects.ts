// Everything that mutants are made of, built anew for each run.

import { signedResponse } from '../../test/support/signed-response.ts'
import { buildLogouts } from './logout-subjects.ts'
import { readMarkup } from './markup.ts'
import { buildMetadata } from './metadata-subjects.ts'
import { buildResponses, type Known } from './response-subjects.ts'
import { buildSealed } from './sealed-subjects.ts'
import type { Subjects } from './subject.ts'

/** Builds and signs every subject; known messages are valid ones from elsewhere. */
export async function buildSubjects(known: readonly Known[] = []): Promise<Subjects> {
  const { xml } = await signedResponse({
    nameId: 'mallory@example.org',
    inResponseTo: '_request2',
    attributes: { email: ['mallory@example.org'], roles: ['owner'] },
    sign: 'both',
  })
  const all = [
    ...(await buildResponses(known)),
    ...(await buildSealed()),
    ...(await buildLogouts()),
    ...buildMetadata(),
  ]
  return { all, stranger: readMarkup(xml) }
}
