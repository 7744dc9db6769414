// What somebody does in another product, step by step: the way there, a sentence or two, and what
// belongs in each field.

import type { ReactNode } from 'react'
import { CopyButton } from '../copy-field.tsx'
import styles from './instructions.module.css'

/** Numbered steps. */
export const Instructions = ({ children }: { readonly children: ReactNode }) => (
  <ol className={styles.steps}>{children}</ol>
)

export interface InstructionProps {
  readonly title: string
  /** The menu path in the other product. */
  readonly way?: readonly string[]
  readonly children?: ReactNode
}

/** One step. */
export const Instruction = ({ title, way = [], children }: InstructionProps) => (
  <li className={styles.step}>
    <h3>{title}</h3>
    {way.length > 0 && <p className={styles.way}>{way.join(' › ')}</p>}
    {children}
  </li>
)

/** A field of the other product, and what belongs in it. */
export interface FieldToFill {
  readonly label: string
  readonly value: string
  /** It is typed or pasted, so it can be copied. Otherwise it is chosen from a list. */
  readonly isTyped: boolean
  /** What the value is here. */
  readonly note?: string | undefined
}

/** Fields of the other product in a row each. */
export const FieldsToFill = ({ fields }: { readonly fields: readonly FieldToFill[] }) => (
  <dl className={styles.fields}>
    {fields.map(({ label, value, isTyped, note }, at) => (
      // A product may ask twice under one label, and the fields of a step never move.
      <div key={at} className={styles.field}>
        <dt>{label}</dt>
        <dd>
          <span className={styles.words}>
            {isTyped ? <code className={styles.typed}>{value}</code> : <span>{value}</span>}
            {note !== undefined && <span className={styles.note}>{note}</span>}
          </span>
          {isTyped && <CopyButton value={value} what={label} />}
        </dd>
      </div>
    ))}
  </dl>
)
