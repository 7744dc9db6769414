// What an SSO key gives to the administrator of the identity provider.

import type { SsoKey } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { CopyField } from '../../parts/copy-field.tsx'
import { Facts, Time } from '../../parts/facts.tsx'
import { Icon } from '../../parts/icon.tsx'

const SOON_MS = 30 * 86_400_000

/** Saves a text of this page as a file. */
function download(text: string, fileName: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}

/** EntityID, URLs and certificate. */
export function KeyValues({ ssoKey }: { readonly ssoKey: SsoKey }) {
  const { name, certificate_pem, certificate_expires_at } = ssoKey
  const left = Date.parse(certificate_expires_at) - Date.now()
  return (
    <>
      <CopyField label="EntityID" value={ssoKey.entity_id} />
      <CopyField label="Sign-On URL" value={ssoKey.sign_on_url} />
      <CopyField
        label="Metadata URL"
        value={ssoKey.metadata_url}
        help="Identity providers that read it need nothing else."
      />
      <Facts
        facts={[
          [
            'Certificate',
            <span key="certificate">
              Ends <Time at={certificate_expires_at} />{' '}
              {left < SOON_MS && (
                <Badge
                  state={left < 0 ? 'failing' : 'awaiting'}
                  label={left < 0 ? 'Ended' : 'Soon'}
                />
              )}{' '}
              <Button onClick={() => download(certificate_pem, `${name}.pem`)}>
                <Icon name="download" />
                Download certificate
              </Button>
            </span>,
          ],
          [
            'Environment',
            ssoKey.environment === 'production'
              ? 'Production'
              : 'Non-production: sign-ins are kept apart and administer nothing',
          ],
        ]}
      />
    </>
  )
}
