// A message in its place: what happened, and what to do.

import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'
import styles from './notice.module.css'

/** What a message means. */
export type NoticeKind = 'info' | 'good' | 'warning' | 'bad'

const ICONS: Readonly<Record<NoticeKind, IconName>> = {
  info: 'info',
  good: 'check',
  warning: 'alert',
  bad: 'alert',
}

export interface NoticeProps {
  readonly kind?: NoticeKind
  readonly title?: ReactNode
  readonly children?: ReactNode
  /** A button or link at its end. */
  readonly action?: ReactNode
  /** It appears while somebody works: screen readers say it at once. */
  readonly announced?: boolean
}

/** A message. */
export const Notice = ({ kind = 'info', title, children, action, announced }: NoticeProps) => (
  <div className={classes(styles.notice, styles[kind])} role={announced ? 'alert' : undefined}>
    <Icon name={ICONS[kind]} />
    <div className={styles.text}>
      {title !== undefined && <strong>{title}</strong>}
      {children !== undefined && <div>{children}</div>}
      {action}
    </div>
  </div>
)

/** What a part needs to know of a problem. `ApiProblem` has it. */
export interface ShownProblem {
  readonly message: string
  readonly mend?: string | undefined
  readonly requestId?: string | undefined
}

export interface ProblemNoticeProps {
  readonly problem: ShownProblem | undefined
  readonly onRetry?: (() => void) | undefined
}

/** A problem with its mend and its reference; nothing while there is none. */
export const ProblemNotice = ({ problem, onRetry }: ProblemNoticeProps) =>
  problem === undefined ? null : (
    <Notice
      kind="bad"
      announced
      title={problem.message}
      action={onRetry && <Button onClick={onRetry}>Try again</Button>}
    >
      {problem.mend}
      {problem.requestId !== undefined && (
        <span className={styles.reference}>
          Reference <code>{problem.requestId}</code>
        </span>
      )}
    </Notice>
  )
