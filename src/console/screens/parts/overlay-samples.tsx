// What opens over the page, and what is said in passing.

import { useState } from 'react'
import { toast } from '../../parts/announcements.tsx'
import { Actions, Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Section } from '../../parts/page.tsx'
import { Secret } from '../../parts/secret.tsx'

/** The parts that stand over the page. */
export function OverlaySamples() {
  const [opened, open] = useState<'dialog' | 'confirm' | 'secret'>()
  const close = () => open(undefined)
  return (
    <Section title="Over the page">
      <Actions>
        <Button onClick={() => open('dialog')}>Open a dialog</Button>
        <Button onClick={() => open('confirm')}>Delete an SSO key</Button>
        <Button onClick={() => open('secret')}>Show a secret</Button>
        <Button onClick={() => toast('Connector activated')}>Show a toast</Button>
      </Actions>
      <Dialog open={opened === 'dialog'} title="A dialog" onClose={close}>
        <p>Escape closes it.</p>
        <Button onClick={close}>Close</Button>
      </Dialog>
      <Confirm
        open={opened === 'confirm'}
        title="Delete the SSO key okta-production"
        action="Delete SSO key"
        typed="okta-production"
        onConfirm={close}
        onClose={close}
      >
        Every connector of this key stops. Nobody can sign in through it any more.
      </Confirm>
      <Dialog open={opened === 'secret'} title="Client secret" onClose={close}>
        <Secret
          label="Client secret"
          value="ecs_4f8a1c0d9e2b7a6f5c3d"
          fileName="client-secret.txt"
          onDone={close}
        />
      </Dialog>
    </Section>
  )
}
