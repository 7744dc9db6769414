// What a menu offers.

/** One action: it leads somewhere, or does something. */
export interface MenuAction {
  readonly label: string
  readonly to?: string
  /** An address outside of the console, opened in a tab of its own. */
  readonly href?: string
  readonly onSelect?: () => void
  readonly danger?: boolean
  /** Why it cannot be chosen now. */
  readonly why?: string | undefined
}
