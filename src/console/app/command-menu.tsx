// The command menu (Ctrl K): type a few letters, choose by arrow keys, Enter jumps.

import { type KeyboardEvent, useId, useState } from 'react'
import { classes } from '../parts/classes.ts'
import { Dialog } from '../parts/dialog.tsx'
import { useOpen, useRoute } from '../parts/route-values.ts'
import styles from './command-menu.module.css'
import { type JumpTarget, useJumpTargets } from './jump-targets.ts'

/** Jumps to wherever somebody types. */
export function CommandMenu({ onClose }: { readonly onClose: () => void }) {
  const { tenantId } = useRoute('tenantId')
  return (
    <Dialog open title="Jump to" onClose={onClose}>
      <Choice tenantId={tenantId} onClose={onClose} />
    </Dialog>
  )
}

interface ChoiceProps {
  readonly tenantId: string
  readonly onClose: () => void
}

function Choice({ tenantId, onClose }: ChoiceProps) {
  const id = useId()
  const open = useOpen()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const targets = useJumpTargets(text, tenantId)
  const chosen = Math.min(at, targets.length - 1)
  const jump = (target: JumpTarget | undefined): void => {
    if (!target) return
    onClose()
    open(target.to)
  }
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setAt((chosen + step + targets.length) % Math.max(targets.length, 1))
    }
    if (event.key === 'Enter') jump(targets[chosen])
  }
  return (
    <>
      <input
        role="combobox"
        aria-label="Jump to"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={targets.length > 0 ? `${id}-${chosen}` : undefined}
        className={styles.input}
        placeholder="Screen, tenant, connector, e-mail address or reference"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={press}
      />
      <div role="listbox" id={id} aria-label="Places" className={styles.list}>
        {targets.map((target, index) => (
          <div
            key={`${target.kind} ${target.to}`}
            role="option"
            id={`${id}-${index}`}
            aria-selected={index === chosen}
            tabIndex={-1}
            className={classes(styles.option, index === chosen && styles.chosen)}
            onPointerMove={() => setAt(index)}
            onClick={() => jump(target)}
            onKeyDown={press}
          >
            <bdi>{target.label}</bdi>
            <span className={styles.kind}>{target.kind}</span>
          </div>
        ))}
      </div>
      {targets.length === 0 && <p className={styles.kind}>Nothing fits.</p>}
    </>
  )
}
