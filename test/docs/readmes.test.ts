// The README of a folder is where a newcomer starts: every file and folder that it names is there.
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = path.join(import.meta.dirname, '../..')
const READMES = globSync('src/**/README.md', { cwd: ROOT })

describe('the README of a folder', () => {
  it.each(READMES)('%s names what is there', (readme) => {
    const folder = path.join(ROOT, path.dirname(readme))
    const text = readFileSync(path.join(ROOT, readme), 'utf8')
    const files = [...text.matchAll(/`([\w./*-]+\.tsx?)`/g)].map(([, name = '']) => name)
    expect(files.length).toBeGreaterThan(0)
    for (const name of files)
      expect(globSync(name, { cwd: folder }), `${readme} names ${name}`).not.toEqual([])
    const folders = [...text.matchAll(/`([\w./-]+\/)`/g)].map(([, name = '']) => name)
    for (const name of folders)
      expect(existsSync(path.join(folder, name)), `${readme} names ${name}`).toBe(true)
  })
})
