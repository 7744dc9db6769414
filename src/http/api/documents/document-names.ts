// Names in a document that differ from others in letter case alone. The gate would refuse the
// command, half-way through an import.

import { isSameName } from '../../../tenants/fold-name.ts'
import type { InvalidMember } from '../../problem.ts'
import type { TenantDocument } from './tenant-document.ts'

interface Named {
  /**
   * What makes an entry of a document the one that the tenant has: its name, of a connector its
   * reference.
   */
  readonly key: string
  readonly text: string
}

type NamesOf = (document: TenantDocument) => readonly Named[]

const LISTS: Readonly<Record<string, NamesOf>> = {
  '/sso_keys/#/name': ({ sso_keys }) => sso_keys.map(({ name }) => ({ key: name, text: name })),
  '/external_idps/#/name': ({ external_idps }) =>
    external_idps.map(({ name }) => ({ key: name, text: name })),
  '/connectors/#/reference': ({ connectors }) =>
    connectors.map(({ reference }) => ({ key: reference, text: reference })),
  '/connectors/#/name': ({ connectors }) =>
    connectors.map(({ reference, name }) => ({ key: reference, text: name })),
}

/**
 * Finds them. Names that the tenant has already may stay as they are: they can be older than the
 * rule.
 */
export const alikeNames = (now: TenantDocument, document: TenantDocument): InvalidMember[] =>
  Object.entries(LISTS).flatMap(([pointer, namesOf]) =>
    namesOf(document).flatMap((named, at, all) =>
      isTaken(named, all.toSpliced(at, 1), namesOf(now))
        ? [
            {
              pointer: pointer.replace('#', String(at)),
              detail: 'differs from another one in letter case alone',
            },
          ]
        : [],
    ),
  )

function isTaken({ key, text }: Named, beside: readonly Named[], now: readonly Named[]): boolean {
  if (now.some((one) => one.key === key && one.text === text)) return false
  const remaining = now.filter((one) => one.key !== key && !beside.some((b) => b.key === one.key))
  return [...beside, ...remaining].some((one) => one.text !== text && isSameName(one.text, text))
}
