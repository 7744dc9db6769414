// Shows the steps of a command as they run, each with its time; colours and rewriting only where a
// person watches.

const watched = process.stdout.isTTY === true && process.env.NO_COLOR === undefined

const paint = (code: number) => (text: string) => (watched ? `\x1b[${code}m${text}\x1b[0m` : text)
export const bold = paint(1)
export const dim = paint(2)
export const green = paint(32)
export const red = paint(31)

/** Seconds with one decimal, as in `2.3 s`. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

/** What a caught fault says. */
export const messageOf = (fault: unknown): string =>
  fault instanceof Error ? fault.message : String(fault)

/**
 * Runs one step: its name is shown at once, the time when it is over. A fault is shown and thrown
 * on.
 */
export async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  const started = Date.now()
  if (watched) process.stdout.write(`${dim('…')} ${name}`)
  try {
    const value = await run()
    end(green('✓'), name, started)
    return value
  } catch (fault) {
    end(red('✗'), name, started)
    throw fault
  }
}

function end(mark: string, name: string, started: number): void {
  const line = `${mark} ${name} ${dim(seconds(Date.now() - started))}`
  process.stdout.write(watched ? `\r\x1b[2K${line}\n` : `${line}\n`)
}
