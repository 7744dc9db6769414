import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { reasonFor } from '../../dev/mutate/explained.ts'
import { changeOf, mutated } from '../../dev/mutate/mutant.ts'
import { ROOT } from '../../dev/worker.ts'

const file = 'src/protocol/bytes/equal.ts'

describe('a mutant', () => {
  const fileName = path.join(ROOT, file)
  const location = { start: { line: 0, column: 0 }, end: { line: 0, column: 2 } }
  const mutant = { fileName, location, replacement: '#' }

  it('is known by its file, its line, and what becomes what', () => {
    expect(changeOf(mutant)).toEqual({
      file,
      line: expect.stringMatching(/^\/\/ /),
      change: '// → #',
    })
  })

  it('changes that place alone', () => {
    expect(mutated(mutant)).toMatch(/^# /)
    expect(mutated({ ...mutant, replacement: '//' })).not.toMatch(/^#/)
  })

  it('is explained by the entry for its line and change, and by no other', () => {
    const { line, change } = changeOf(mutant)
    const known = { file, line, changes: [change], reason: 'a comment' }
    expect(reasonFor(changeOf(mutant), [known])).toBe('a comment')
    expect(reasonFor({ file, line, change: 'x → y' }, [known])).toBeUndefined()
    expect(reasonFor({ file, line: 'other', change }, [known])).toBeUndefined()
  })
})
