// Names with their values, and times as the reader's language writes them.

import type { ReactNode } from 'react'
import styles from './facts.module.css'

export interface FactsProps {
  readonly facts: readonly (readonly [string, ReactNode])[]
}

/** A list of names and values. What is not known is left out by whoever calls. */
export const Facts = ({ facts }: FactsProps) => (
  <dl className={styles.facts}>
    {facts.map(([name, value]) => (
      <div key={name} className={styles.fact}>
        <dt>{name}</dt>
        <dd>{value ?? '–'}</dd>
      </div>
    ))}
  </dl>
)

/** An id or a URL. */
export const Mono = ({ children }: { readonly children: ReactNode }) => (
  <code className={styles.mono}>{children}</code>
)

/** Muted text. */
export const Quiet = ({ children }: { readonly children: ReactNode }) => (
  <span className={styles.quiet}>{children}</span>
)

/** A text of ours or of others over several lines, as it came. */
export const Code = ({ children }: { readonly children: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
  <pre className={styles.code} tabIndex={0}>
    {children}
  </pre>
)

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** "3 hours ago", "in 320 days": as the reader's language says it. */
export function sayRelative(at: string, now = Date.now()): string {
  const seconds = (Date.parse(at) - now) / 1_000
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60]
  return Math.abs(seconds) < 45
    ? relative.format(0, 'second')
    : relative.format(round(seconds / size), unit)
}

const round = (count: number): number => Math.trunc(count) || Math.sign(count)

/** A time (ISO): relative, and exactly on hover. `null`: never. */
export const Time = ({
  at,
  never = 'Never',
  as = 'relative',
}: {
  readonly at: string | null | undefined
  readonly never?: string
  readonly as?: 'relative' | 'day'
}) =>
  at ? (
    <time dateTime={at} title={exact.format(new Date(at))}>
      {as === 'day' ? dayOnly.format(new Date(at)) : sayRelative(at)}
    </time>
  ) : (
    <Quiet>{never}</Quiet>
  )
