// The project's own code and the READMEs of its rooms.

import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { SourceFile } from './inspect.ts'

/** The folders in which people work on the project. */
export const HOUSE: readonly string[] = ['src', 'dev', 'test', 'bench']

/** Reads what lies below some folders. Fixtures are data, and nobody lives in them. */
export const readFiles = (root: string, folders: readonly string[]): readonly SourceFile[] =>
  folders
    .flatMap((folder) => globSync(`${folder}/**/{*.ts,*.tsx,README.md}`, { cwd: root }))
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => !file.includes('/fixtures/') && !file.includes('/node_modules/'))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), 'utf8') }))
