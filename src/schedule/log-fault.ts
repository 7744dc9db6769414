// A job's fault in the log.

/**
 * Logs a fault by its kind alone: its message may quote what it failed on (I7). `subject` is one of
 * our ids.
 */
export function logFault(job: string, fault: unknown, subject?: string): void {
  const kind = fault instanceof Error ? fault.name : 'unknown'
  console.error(JSON.stringify({ event: 'schedule_fault', job, kind, subject }))
}
