// `npm run fixtures`: writes test/fixtures. RSA PKCS #1 v1.5 and the committed keys make the same bytes every time.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { CIRCUMSTANCES, signedResponse } from '../../test/support/signed-response.ts'
import type { Attack, Attacks } from './attack.ts'
import { PROFILE } from './attacks/profile.ts'
import { READER } from './attacks/reader.ts'
import { SIGNATURE } from './attacks/signature.ts'
import { WRAPPING } from './attacks/wrapping.ts'
import { signTemplate } from './sign-template.ts'

const FIXTURES = path.join(import.meta.dirname, '../../test/fixtures')
const ATTACKS: readonly Attacks[] = [READER, SIGNATURE, WRAPPING, PROFILE]

rmSync(path.join(FIXTURES, 'attacks'), { recursive: true, force: true })
for (const [name, attack] of ATTACKS.flatMap((area) => Object.entries(area)))
  await writeAttack(name, attack)
const dialects = path.join(FIXTURES, 'dialects')
for (const name of readdirSync(dialects)) writeDialect(path.join(dialects, name))

async function writeAttack(name: string, attack: Attack): Promise<void> {
  const { says, rule, refuses, encode } = attack
  const folder = path.join(FIXTURES, 'attacks', name)
  mkdirSync(folder, { recursive: true })
  const { xml } = await signedResponse(attack.message)
  if (encode === undefined) writeFileSync(path.join(folder, 'message.xml'), xml)
  else
    writeFileSync(path.join(folder, 'message.base64'), Buffer.from(encode(xml)).toString('base64'))
  const { now, requestIssuedAt, ...circumstances } = {
    ...CIRCUMSTANCES,
    certificates: ['idp'],
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

/** Only message.xml is made: the template and what is expected of it are written by hand. */
function writeDialect(folder: string): void {
  const template = readFileSync(path.join(folder, 'template.xml'), 'utf8')
  writeFileSync(path.join(folder, 'message.xml'), signTemplate(template))
}
