// docs/how-to/idps: the set-up guides of the console as documents. `npm run docs` writes them, a
// test refuses stale ones.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type {
  Field,
  Given,
  GivenShape,
  Guide,
  KnownError,
  Step,
} from '../src/console/guides/guide.ts'
import { GUIDES } from '../src/console/guides/guides.ts'
import { OUR_VALUES } from '../src/console/guides/our-values.ts'
import { nameInText } from '../src/console/guides/products.ts'

export const GUIDES_FOLDER = path.join(import.meta.dirname, '../docs/how-to/idps')

/** Every document of the folder: file name -> text. */
export const writeGuides = (): ReadonlyMap<string, string> =>
  new Map([
    ['README.md', writeIndex()],
    ...GUIDES.map((guide): [string, string] => [`${guide.id}.md`, writeGuide(guide)]),
  ])

const GENERATED =
  'This file is written by `npm run docs` from the guides of the console (`src/console/guides`).\n'

function writeIndex(): string {
  const rows = GUIDES.map(
    ({ id, name, alsoKnownAs, gives, verifiedOn }) =>
      `| [${name}](${id}.md) | ${alsoKnownAs.join(', ')} | ${SHAPES[best(gives)]} | ${verifiedOn} |\n`,
  )
  return `# Setting up an identity provider

What the administrator of an identity provider does, in the order and in the words of that product. The console shows the
same with your own values filled in and a button that copies each: open **Set up** in a tenant, or send a set-up link.

| identity provider | also known as | gives us | labels compared on |
|---|---|---|---|
${rows.join('')}
The values that a guide names are those of an SSO key, as \`POST /api/v1/tenants/{tenant_id}/sso-keys\` answers them:

| value | member | what it is for |
|---|---|---|
${Object.values(OUR_VALUES)
  .map(({ title, from, about }) => `| ${title} | \`${from}\` | ${about} |\n`)
  .join('')}
A product changes its console without asking us. If a label differs from what you see, look for the value it stands beside.

${GENERATED}`
}

const SHAPES: Readonly<Record<GivenShape, string>> = {
  metadata_url: 'an address of metadata',
  metadata_file: 'a file of metadata',
  certificate: 'a certificate and addresses',
}
const best = ({ shapes }: Given): GivenShape => shapes[0] ?? 'certificate'

function writeGuide(guide: Guide): string {
  const { name, waits, steps, gives, identity, groups, errors } = guide
  const parts = [
    `# ${name}\n\n${writeVerified(guide)}`,
    ...waits.map((wait) => `> ${wait}\n`),
    ...steps.map((step, index) => writeStep(step, index + 1)),
    `## What ${nameInText(guide)} gives us\n\n${writeGiven(gives)}`,
    `## What arrives\n\n${writeAttributes(guide)}`,
    ...(identity
      ? [
          `Have the connector recognise people by \`${identity.attribute}\`. ${identity.why}\n\n` +
            jsonBlock({ identity_source: { kind: 'attribute', name: identity.attribute } }),
        ]
      : []),
    `## Groups and roles\n\n${groups.text.join(' ')}\n`,
    `## If it does not work\n\n${writeErrors(errors)}`,
    `## Sources\n\n${guide.sources.map(({ title, url }) => `- [${title}](${url})\n`).join('')}`,
    `[All guides](README.md). ${GENERATED}`,
  ]
  return parts.join('\n')
}

const writeVerified = ({ verifiedOn, verifiedBy }: Guide): string =>
  verifiedBy === 'reading'
    ? `Compared with the public pages below on ${verifiedOn}. Nobody signed in with the product for it.\n`
    : `Compared with the public pages below on ${verifiedOn}. Our tests sign in with such an identity provider.\n`

function writeStep({ title, where, text, fields }: Step, number: number): string {
  const way =
    where.length > 0 ? `${where.map((label) => `**${plain(label)}**`).join(' → ')}\n\n` : ''
  const rows = fields.map((field) => `| **${plain(field.label)}** | ${writeContent(field)} |\n`)
  const table =
    rows.length > 0 ? `\n| field | what belongs in it |\n|---|---|\n${rows.join('')}` : ''
  return `## ${number}. ${title}\n\n${way}${plain(text.join(' '))}\n${table}`
}

function writeContent(field: Field): string {
  if ('choose' in field) return `**${plain(field.choose)}**`
  if ('type' in field) return `\`${field.type}\``
  return `our ${OUR_VALUES[field.value].title}`
}

const writeGiven = ({ shapes, label, text, example }: Given): string =>
  `**${label}**: ${SHAPES[best({ shapes, label, text })]}. ${text.join(' ')}\n${
    example === undefined ? '' : `\nIt looks like \`${example}\`.\n`
  }`

const writeAttributes = ({ attributes }: Guide): string =>
  `These attributes need no mapping: their names are known.\n\n| attribute | becomes |\n|---|---|\n${attributes
    .map(({ name, becomes }) => `| \`${name}\` | \`${becomes}\` |\n`)
    .join('')}`

const writeErrors = (errors: readonly KnownError[]): string =>
  `| what you see | what it means | how to mend it |\n|---|---|---|\n${errors
    .map((error) => {
      const seen =
        'code' in error ? `[\`${error.code}\`](../../refusals.md), here` : `“${error.message}”`
      return `| ${seen} | ${plain(error.means)} | ${plain(error.mend)} |\n`
    })
    .join('')}`

/** A label such as `<Email Address>` is text: outside of code it must not become a tag. */
const plain = (text: string): string =>
  text.replaceAll(/`[^`]*`|</g, (found) => (found === '<' ? '&lt;' : found))

const jsonBlock = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value)}\n\`\`\`\n`

if (process.argv[1] === import.meta.filename) {
  mkdirSync(GUIDES_FOLDER, { recursive: true })
  for (const [file, text] of writeGuides()) writeFileSync(path.join(GUIDES_FOLDER, file), text)
}
