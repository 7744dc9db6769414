// A list: a table from 900 px, cards below. Name first, state second, facts after, a menu at the
// end. The whole row opens, and is a link.

import type { ReactNode } from 'react'
import { Anchor } from './anchor.tsx'
import { Actions, Button } from './button.tsx'
import { classes } from './classes.ts'
import { EmptyState, type EmptyStateProps } from './empty-state.tsx'
import { ProblemNotice, type ShownProblem } from './notice.tsx'
import { Skeleton } from './skeleton.tsx'
import styles from './table.module.css'

/** A column. The first one names the row, and is its link. */
export interface Column<Item> {
  readonly title: string
  readonly cell: (item: Item) => ReactNode
  /** Numbers stand under one another. */
  readonly numeric?: boolean
}

/** What a table needs to know of a list. `useList` returns it. */
export interface ShownList<Item> {
  readonly items: readonly Item[]
  readonly isPending: boolean
  readonly problem: ShownProblem | undefined
  readonly hasMore: boolean
  readonly isLoadingMore: boolean
  more(): void
  retry(): void
}

export interface TableProps<Item> {
  /** What the table lists, for screen readers. */
  readonly caption: string
  readonly list: ShownList<Item>
  readonly columns: readonly Column<Item>[]
  readonly keyOf: (item: Item) => string
  /** Where a row leads. */
  readonly linkOf?: (item: Item) => string
  readonly menuOf?: (item: Item) => ReactNode
  readonly empty: EmptyStateProps
}

/** Makes a list of what is there already, for a table. */
export const wholeList = <Item,>(items: readonly Item[]): ShownList<Item> => ({
  items,
  isPending: false,
  problem: undefined,
  hasMore: false,
  isLoadingMore: false,
  more: () => undefined,
  retry: () => undefined,
})

/** A list in each of its states. */
export function Table<Item>(props: TableProps<Item>) {
  const { list, empty } = props
  if (list.isPending) return <Skeleton lines={5} />
  if (list.problem && list.items.length === 0)
    return <ProblemNotice problem={list.problem} onRetry={list.retry} />
  if (list.items.length === 0) return <EmptyState {...empty} />
  return (
    <>
      <Rows {...props} />
      <ProblemNotice problem={list.problem} onRetry={list.retry} />
      {list.hasMore && (
        <Actions>
          <Button onClick={list.more} pending={list.isLoadingMore}>
            Show more
          </Button>
        </Actions>
      )}
    </>
  )
}

function Rows<Item>({ caption, list, columns, keyOf, linkOf, menuOf }: TableProps<Item>) {
  return (
    <table className={styles.table}>
      <caption className={styles.unseen}>{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ title, numeric }) => (
            <th key={title} scope="col" className={classes(numeric && styles.numeric)}>
              {title}
            </th>
          ))}
          {menuOf && (
            <th scope="col">
              <span className={styles.unseen}>Actions</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {list.items.map((item) => (
          <tr key={keyOf(item)} className={classes(linkOf && styles.opens)}>
            {columns.map(({ title, cell, numeric }, at) => {
              const content = cell(item)
              return at === 0 ? (
                <th key={title} scope="row">
                  {linkOf ? (
                    <Anchor to={linkOf(item)} className={styles.link}>
                      {content}
                    </Anchor>
                  ) : (
                    content
                  )}
                </th>
              ) : (
                <td key={title} data-title={title} className={classes(numeric && styles.numeric)}>
                  <div>{content}</div>
                </td>
              )
            })}
            {menuOf && <td className={styles.menu}>{menuOf(item)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
