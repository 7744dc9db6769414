// GET /.well-known/security.txt: where somebody turns who has found a weakness (RFC 9116). Only the
// operator knows where that is.

import type { Context } from 'hono'
import type { Deps } from './deps.ts'

const DAY = 86_400_000
/** RFC 9116 §2.5.5: less than a year. */
const VALID_DAYS = 180

/** Serves the file, or 404 while no SECURITY_CONTACT is set. */
export const securityTxt =
  ({ config, clock }: Pick<Deps, 'config' | 'clock'>) =>
  (c: Context) => {
    const { securityContact: contact, publicOrigin } = config
    if (contact === undefined) return c.notFound()
    const expires = new Date((Math.floor(clock() / DAY) + VALID_DAYS) * DAY).toISOString()
    const lines = [
      `Contact: ${contact}`,
      `Expires: ${expires}`,
      'Preferred-Languages: en',
      `Canonical: ${publicOrigin}/.well-known/security.txt`,
    ]
    return c.body(`${lines.join('\n')}\n`, 200, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'public, max-age=86400',
    })
  }
