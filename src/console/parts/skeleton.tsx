// The place of what is still loading, in its size, so that nothing jumps.

import styles from './skeleton.module.css'

/** Lines that are loading. */
export const Skeleton = ({ lines = 3 }: { readonly lines?: number }) => (
  <div className={styles.skeleton} role="status">
    <span className={styles.unseen}>Loading</span>
    {Array.from({ length: lines }, (_, line) => (
      <span key={line} className={styles.line} aria-hidden="true" />
    ))}
  </div>
)
