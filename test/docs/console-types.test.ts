// The console works with the types of the API as it is (`npm run types` writes them).

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { API_TYPES, writeApiTypes } from '../../dev/console/api-types.ts'
import { describeType } from '../../dev/console/describe-type.ts'

describe('the types of the API', () => {
  it('are those of its document (`npm run types`)', () => {
    expect(readFileSync(API_TYPES, 'utf8')).toBe(writeApiTypes())
  })

  it.each([
    [{ type: 'integer' }, 'number'],
    [{ enum: ['a', 'b'], type: 'string' }, '"a" | "b"'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
    [{ type: 'array', items: { $ref: '#/components/schemas/User' } }, 'readonly User[]'],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, 'readonly ("a" | "b")[]'],
    [
      { type: 'object', additionalProperties: { type: 'string' } },
      'Readonly<Record<string, string>>',
    ],
    [
      { type: 'object', properties: { a: { type: 'string' }, b: {} }, required: ['a'] },
      '{\n  readonly a: string\n  readonly b?: unknown | undefined\n}',
    ],
  ])('say %j', (schema, type) => {
    expect(describeType(schema)).toBe(type)
  })
})
