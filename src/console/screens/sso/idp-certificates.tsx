// The certificates of an external IdP, each of which can be removed.

import { useState } from 'react'
import { useMayChange, useMe } from '../../api/me.ts'
import { useChange } from '../../api/queries.ts'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Menu } from '../../parts/menu.tsx'
import { type Certificate, Certificates } from './certificates.tsx'

const REMOVE =
  'DELETE /tenants/{tenant_id}/external-idps/{external_idp_id}/certificates/{fingerprint}'

/** Lists and removes certificates. */
export function IdpCertificates({ idp }: { readonly idp: ExternalIdp }) {
  const remove = useChange(REMOVE)
  const mayChange = useMayChange()
  const { me } = useMe()
  const [asked, ask] = useState<Certificate>()
  const close = () => {
    remove.reset()
    ask(undefined)
  }
  const confirm = async () => {
    if (!asked) return
    const path = {
      tenant_id: idp.tenant_id,
      external_idp_id: idp.id,
      fingerprint: asked.fingerprint_sha256,
    }
    if (!(await remove.run({ path, onto: idp }))) return
    toast('Certificate removed')
    close()
  }
  const isLast = idp.certificates.length === 1
  const menuOf = (certificate: Certificate) => (
    <Menu
      label={`Actions of ${certificate.subject}`}
      actions={[
        {
          label: 'Remove certificate',
          danger: true,
          onSelect: () => ask(certificate),
          why: isLast ? 'It is the last one. Add the new one first' : undefined,
        },
      ]}
    />
  )
  return (
    <>
      <Certificates
        certificates={idp.certificates}
        {...(mayChange && me?.kind !== 'guest' && { menuOf })}
      />
      <Confirm
        open={asked !== undefined}
        title="Remove this certificate?"
        action="Remove certificate"
        pending={remove.isPending}
        problem={remove.problem}
        onConfirm={() => void confirm()}
        onClose={close}
      >
        <p>
          {asked?.subject}. From the next login on, responses signed with it are refused, in what is
          live too.
        </p>
      </Confirm>
    </>
  )
}
