// Says that the service does not answer, for as long as requests wait for it.

import { useSyncExternalStore } from 'react'
import { outage } from '../api/interruptions.ts'
import styles from './shell.module.css'

/** A line at the top while requests are repeated. */
export function OutageBanner() {
  const isOn = useSyncExternalStore(outage.subscribe, outage.isOn)
  return (
    <div role="status" className={isOn ? styles.outage : undefined}>
      {isOn && 'The service does not answer at the moment. This page tries again by itself.'}
    </div>
  )
}
