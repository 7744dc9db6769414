// One step of a guided set-up. Every step has an address, shows how far the set-up is, and lets one
// leave at any moment.

import { type ReactNode, Suspense } from 'react'
import { nameInText } from '../../guides/products.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { lazyPart } from '../../parts/lazy-part.ts'
import { NotFound } from '../../parts/not-found.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useRoute } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { type Step, Stepper } from '../../parts/stepper.tsx'
import {
  isSetUpStep,
  SET_UP_STEPS,
  type SetUpStep,
  STEP_TITLES,
  stepStates,
} from './set-up-steps.ts'
import { type SetUp, useSetUp } from './use-set-up.ts'

// Each step is a file of its own: the first one is all that somebody needs who begins.
const MetadataStep = lazyPart(async () => (await import('./metadata-step.tsx')).MetadataStep)
const MapStep = lazyPart(async () => (await import('./map-step.tsx')).MapStep)
const TestStep = lazyPart(async () => (await import('./test-step.tsx')).TestStep)
const ActivateStep = lazyPart(async () => (await import('./activate-step.tsx')).ActivateStep)

/** The step that the address names. */
export function Screen() {
  const { tenantId, step } = useRoute('tenantId', 'step')
  const { setUp, isPending, problem, retry } = useSetUp()
  if (!isSetUpStep(step)) return <NotFound />
  return (
    <Page
      title={setUp ? `Set up ${nameInText(setUp.guide)}` : 'Set up'}
      sentence="You can leave at any time and go on later, here or on another device."
      breadcrumb={[{ label: 'Set up single sign-on', to: paths.chooseIdp(tenantId) }]}
      action={
        <ButtonLink to={paths.chooseIdp(tenantId)} kind="quiet">
          Leave
        </ButtonLink>
      }
    >
      <ProblemNotice problem={problem} onRetry={retry} />
      {isPending && <Skeleton lines={8} />}
      {setUp && (
        <>
          <Steps setUp={setUp} step={step} />
          <Suspense fallback={<Skeleton lines={8} />}>{contentOf(step, setUp)}</Suspense>
        </>
      )}
    </Page>
  )
}

function contentOf(step: SetUpStep, setUp: SetUp): ReactNode {
  const { connector } = setUp
  // Without an identity provider there is nothing to map, to test or to activate.
  if (!connector || step === 'metadata') return <MetadataStep setUp={setUp} />
  const known = { ...setUp, connector }
  if (step === 'map') return <MapStep setUp={known} />
  return step === 'test' ? <TestStep setUp={known} /> : <ActivateStep setUp={known} />
}

function Steps({ setUp, step }: { readonly setUp: SetUp; readonly step: SetUpStep }) {
  const { tenantId, guide, connector } = setUp
  const states = stepStates(connector)
  const steps = SET_UP_STEPS.map((name): Step => {
    const isOpen = connector !== undefined && states[name] !== 'waiting'
    return {
      label: STEP_TITLES[name],
      isDone: states[name] === 'done',
      to: isOpen ? paths.setupStep(tenantId, connector.id, name) : undefined,
    }
  })
  const current = connector ? SET_UP_STEPS.indexOf(step) : 0
  return <Stepper label={`Steps to set up ${nameInText(guide)}`} steps={steps} current={current} />
}
