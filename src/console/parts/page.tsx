// A screen: where one is, its title, one sentence that says what it is for, the primary action at
// the right, then the content. And its sections.

import { type ReactNode, useEffect } from 'react'
import { Anchor } from './anchor.tsx'
import { classes } from './classes.ts'
import { Icon } from './icon.tsx'
import styles from './page.module.css'

/** A step of the way to a screen. The last one is the screen itself, and needs no link. */
export interface Crumb {
  readonly label: string
  readonly to: string
}

export interface PageProps {
  readonly title: string
  readonly sentence?: ReactNode
  readonly breadcrumb?: readonly Crumb[]
  /** Beside the title: the state of what is shown. */
  readonly badge?: ReactNode
  /** The primary action. */
  readonly action?: ReactNode
  readonly children?: ReactNode
}

/** A whole screen. */
export function Page({ title, sentence, breadcrumb = [], badge, action, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · edge-sso`
  }, [title])
  return (
    <div className={styles.page}>
      {breadcrumb.length > 0 && (
        <nav aria-label="Breadcrumb">
          <ol className={styles.crumbs}>
            {breadcrumb.map(({ label, to }) => (
              <li key={to}>
                <Anchor to={to}>{label}</Anchor>
                <Icon name="right" />
              </li>
            ))}
            <li aria-current="page">{title}</li>
          </ol>
        </nav>
      )}
      <header className={styles.head}>
        <div className={styles.words}>
          <h1 tabIndex={-1} id="page-title">
            <bdi>{title}</bdi> {badge}
          </h1>
          {sentence !== undefined && <p>{sentence}</p>}
        </div>
        {action !== undefined && <div className={styles.action}>{action}</div>}
      </header>
      {children}
    </div>
  )
}

export interface SectionProps {
  readonly title: string
  readonly sentence?: ReactNode
  readonly action?: ReactNode
  readonly children?: ReactNode
  /** It destroys something: it stands last, and apart. */
  readonly danger?: boolean
}

/** A part of a screen under a title of its own. */
export const Section = ({ title, sentence, action, children, danger }: SectionProps) => (
  <section className={classes(styles.section, danger && styles.danger)} aria-label={title}>
    <header className={styles.head}>
      <div className={styles.words}>
        <h2>{title}</h2>
        {sentence !== undefined && <p>{sentence}</p>}
      </div>
      {action !== undefined && <div className={styles.action}>{action}</div>}
    </header>
    {children}
  </section>
)

/** A screen without the navigation: one column in the middle. */
export const Alone = ({ children }: { readonly children: ReactNode }) => (
  <main className={styles.alone}>
    <p className={styles.brand}>edge-sso</p>
    {children}
  </main>
)

/** Two columns for two things that are compared. */
export const Columns = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.columns}>{children}</div>
)

/** Things that belong together, one below the other. */
export const Stack = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.stack}>{children}</div>
)

/** A field and the buttons that belong to what it chooses, in a row. */
export const Toolbar = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.toolbar}>{children}</div>
)

export interface CardHeadProps {
  readonly title: ReactNode
  readonly badge?: ReactNode
  /** A menu, at the end. */
  readonly action?: ReactNode
}

/** What a card is about. */
export const CardHead = ({ title, badge, action }: CardHeadProps) => (
  <header className={styles.cardHead}>
    <strong>{title}</strong>
    {badge}
    {action && <div className={styles.cardAction}>{action}</div>}
  </header>
)

/** Fields outside of a form: as wide as a form is. */
export const Narrow = ({ children }: { readonly children: ReactNode }) => (
  <div className={classes(styles.stack, styles.narrow)}>{children}</div>
)

/** A surface around things that belong together. */
export const Card = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.card}>{children}</div>
)
