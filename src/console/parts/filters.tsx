// The filters above a list. Each is kept in the address, so that a filtered list can be sent on.

import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { classes } from './classes.ts'
import fields from './fields.module.css'
import styles from './filters.module.css'
import { Icon } from './icon.tsx'
import { useFilter } from './route-values.ts'

const TYPED_MS = 300

/** Filters in a row. */
export const Filters = ({ children }: { readonly children: ReactNode }) => (
  <search className={styles.filters}>{children}</search>
)

/** Looks for a text, kept under `name` in the address. The key `/` leads here. */
export function SearchFilter({ name, label }: { readonly name: string; readonly label: string }) {
  const [kept, keep] = useFilter(name)
  const [text, setText] = useState(kept)
  useEffect(() => {
    if (text === kept) return undefined
    const timer = setTimeout(() => keep(text), TYPED_MS)
    return () => clearTimeout(timer)
  })
  return (
    <label className={styles.search}>
      <Icon name="search" />
      <input
        type="search"
        data-search-key=""
        className={classes(fields.input, styles.input)}
        placeholder={label}
        aria-label={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </label>
  )
}

export interface SelectFilterProps {
  readonly name: string
  readonly label: string
  /** Value and label; the empty value is "all". */
  readonly choices: readonly (readonly [string, string])[]
}

/** Chooses one value, kept under `name` in the address. */
export function SelectFilter({ name, label, choices }: SelectFilterProps) {
  const [kept, keep] = useFilter(name)
  return (
    <select
      className={classes(fields.input, styles.select)}
      aria-label={label}
      value={kept}
      onChange={(event) => keep(event.target.value)}
    >
      {choices.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  )
}
