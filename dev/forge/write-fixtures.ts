// `npm run fixtures`: writes test/fixtures. RSA PKCS #1 v1.5 and the committed keys make the same
// bytes every time.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type EncryptionOptions, encryptedResponse } from '../../test/support/encrypted-response.ts'
import { CIRCUMSTANCES, signedResponse } from '../../test/support/signed-response.ts'
import type { Attack, Attacks } from './attack.ts'
import { ASSERTION } from './attacks/assertion.ts'
import { ENCRYPTION } from './attacks/encryption.ts'
import { PROFILE } from './attacks/profile.ts'
import { READER } from './attacks/reader.ts'
import { REFERENCE } from './attacks/reference.ts'
import { SIGNATURE } from './attacks/signature.ts'
import { TOLERANCE } from './attacks/tolerance.ts'
import { WRAPPING } from './attacks/wrapping.ts'
import { seedChance } from './chance.ts'
import { signTemplate } from './sign-template.ts'

const FIXTURES = path.join(import.meta.dirname, '../../test/fixtures')
const DIALECTS = path.join(FIXTURES, 'dialects')
const ATTACKS: readonly Attacks[] = [
  READER,
  SIGNATURE,
  REFERENCE,
  WRAPPING,
  ENCRYPTION,
  PROFILE,
  ASSERTION,
  TOLERANCE,
]

rmSync(path.join(FIXTURES, 'attacks'), { recursive: true, force: true })
for (const [name, attack] of ATTACKS.flatMap((area) => Object.entries(area)))
  await writeAttack(name, attack)
for (const name of readdirSync(DIALECTS)) await writeDialect(name)

async function writeAttack(name: string, attack: Attack): Promise<void> {
  const { says, rule, refuses, encode } = attack
  const folder = path.join(FIXTURES, 'attacks', name)
  mkdirSync(folder, { recursive: true })
  seedChance(name)
  const { encryption } = attack
  const { xml } = await (encryption === undefined
    ? signedResponse(attack.message)
    : encryptedResponse({ ...attack.message, ...encryption }))
  if (encode === undefined) writeFileSync(path.join(folder, 'message.xml'), xml)
  else
    writeFileSync(path.join(folder, 'message.base64'), Buffer.from(encode(xml)).toString('base64'))
  const { now, requestIssuedAt, ...circumstances } = {
    ...CIRCUMSTANCES,
    certificates: ['idp'],
    ...(encryption === undefined ? {} : { decryptionKeys: ['sp'] }),
    ...attack.circumstances,
  }
  const expectation = {
    ...circumstances,
    requestIssuedAt: new Date(requestIssuedAt).toISOString(),
    now: new Date(now).toISOString(),
  }
  const written = JSON.stringify({ says, rule, expectation, refuses }, undefined, 2)
  writeFileSync(path.join(folder, 'case.json'), `${written}\n`)
}

/** What a dialect says about its own making. */
interface Making {
  /** The folder of the dialect whose template it shares. */
  readonly template?: string
  readonly encryption?: EncryptionOptions
}

/** Only message.xml is made: the template and what is expected of it are written by hand. */
async function writeDialect(name: string): Promise<void> {
  seedChance(name)
  const { template = name, encryption }: Making = JSON.parse(
    readFileSync(path.join(DIALECTS, name, 'case.json'), 'utf8'),
  )
  const text = readFileSync(path.join(DIALECTS, template, 'template.xml'), 'utf8')
  const message = await signTemplate(text, encryption)
  writeFileSync(path.join(DIALECTS, name, 'message.xml'), message)
}
