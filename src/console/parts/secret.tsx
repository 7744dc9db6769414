// A secret, shown once: with copy, download, and the sentence that it does not come again.

import { Actions, Button } from './button.tsx'
import { CopyField } from './copy-field.tsx'
import { Icon } from './icon.tsx'
import { Notice } from './notice.tsx'
import { Stack } from './page.tsx'

export interface SecretProps {
  readonly label: string
  readonly value: string
  /** Under which name it is downloaded. */
  readonly fileName: string
  /** It was put away. */
  readonly onDone: () => void
  readonly done?: string
}

/** Shows a secret until it is said to be put away. */
export function Secret({ label, value, fileName, onDone, done = 'I have stored it' }: SecretProps) {
  const download = () => {
    const address = URL.createObjectURL(new Blob([`${value}\n`], { type: 'text/plain' }))
    const link = document.createElement('a')
    link.href = address
    link.download = fileName
    link.click()
    URL.revokeObjectURL(address)
  }
  return (
    <Stack>
      <Notice kind="warning" title="This is shown once">
        Copy or download it now. It cannot be shown again, only replaced.
      </Notice>
      <CopyField label={label} value={value} />
      <Actions>
        <Button kind="primary" onClick={onDone}>
          {done}
        </Button>
        <Button onClick={download}>
          <Icon name="download" />
          Download
        </Button>
      </Actions>
    </Stack>
  )
}
