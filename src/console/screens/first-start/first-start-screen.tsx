// The first start of a deployment: the holder of OPERATOR_KEY makes the home tenant and its first
// operator. Once there is one, this page sends everybody to the console.

import { Navigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useFirstStart } from '../../api/me.ts'
import type { ApiProblem } from '../../api/problem.ts'
import type { HomeTenant } from '../../api/schema.d.ts'
import { Actions, ButtonLink } from '../../parts/button.tsx'
import { CopyField } from '../../parts/copy-field.tsx'
import { Disclosure } from '../../parts/guided/disclosure.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Alone, Page, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { HomeForm } from './home-form.tsx'

/** The first start. */
export function Screen() {
  const { isNeeded, isPending, problem } = useFirstStart(true)
  const [made, setMade] = useState<HomeTenant>()
  // Making the home tenant ends the need for it, and its link is still to be shown.
  const wasNeeded = useRef(false)
  if (isNeeded) wasNeeded.current = true
  if (made) return <Made home={made} />
  if (wasNeeded.current) return <Ask onMade={setMade} />
  if (isPending) return <Waiting />
  return problem ? <Failed problem={problem} /> : <Navigate to={paths.home} replace />
}

const Waiting = () => (
  <Alone>
    <Skeleton />
  </Alone>
)

const Failed = ({ problem }: { readonly problem: ApiProblem }) => (
  <Alone>
    <Page title="First start">
      <ProblemNotice problem={problem} onRetry={() => window.location.reload()} />
    </Page>
  </Alone>
)

const Ask = ({ onMade }: { readonly onMade: (home: HomeTenant) => void }) => (
  <Alone>
    <Page
      title="First start"
      sentence="Create your own organisation, the home tenant, with its first operator. Operators work on every tenant under their own name."
    >
      <HomeForm onMade={onMade} />
    </Page>
  </Alone>
)

const Made = ({ home: { tenant, user, sign_in_url } }: { readonly home: HomeTenant }) => (
  <Alone>
    <Page
      title={`${tenant.name} is ready`}
      sentence="The first operator chooses a password and a second factor, and is led to the console."
    >
      <Stack>
        <Actions>
          <ButtonLink kind="primary" href={sign_in_url}>
            Choose your password
          </ButtonLink>
        </Actions>
        <Disclosure title="Somebody else is the first operator?">
          <CopyField
            label={`Link for ${user.email ?? 'the first operator'}`}
            value={sign_in_url}
            help="Send them this link. It works once, within seven days, and is shown this once."
          />
        </Disclosure>
      </Stack>
    </Page>
  </Alone>
)
