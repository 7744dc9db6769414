// Buttons, states, messages, values.

import { Badge } from '../../parts/badge.tsx'
import { Actions, Button, ButtonLink } from '../../parts/button.tsx'
import { CopyField } from '../../parts/copy-field.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Code, Facts, Mono, Quiet, Time } from '../../parts/facts.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Card, Columns, Section, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { Stepper } from '../../parts/stepper.tsx'
import { Tabs } from '../../parts/tabs.tsx'

const LONG =
  'https://idp.example.com/realms/a-very-long-name-that-does-not-break-anywhere/protocol/saml'
const PROBLEM = {
  message: 'The tenant has five SSO keys already.',
  mend: 'Delete an SSO key that nobody uses.',
  requestId: 'req_843fc04cc89ac674cedf',
}

/** The parts that say something. */
export const WordSamples = () => (
  <>
    <Section title="Buttons">
      <Actions>
        <Button kind="primary">Issue SSO key</Button>
        <Button>
          <Icon name="download" />
          Download
        </Button>
        <Button kind="quiet">Cancel</Button>
        <Button kind="danger">Delete connector</Button>
        <Button kind="primary" pending>
          Activate
        </Button>
        <Button why="Test this version first">Activate</Button>
        <ButtonLink to={paths.parts}>Open</ButtonLink>
        <ButtonLink href="/account" newTab>
          Your account
        </ButtonLink>
      </Actions>
    </Section>
    <Section title="States">
      <Actions>
        <Badge state="live" />
        <Badge state="tested" />
        <Badge state="draft" />
        <Badge state="awaiting" />
        <Badge state="failing" />
        <Badge state="disabled" />
        <Badge state="live" label="Verified" />
      </Actions>
    </Section>
    <Section title="Messages">
      <Stack>
        <Notice title="Google needs up to 24 hours">You can leave this page meanwhile.</Notice>
        <Notice kind="good" title="The test passed">
          Version 3 can go live.
        </Notice>
        <Notice kind="warning">The first certificate expires in 12 days.</Notice>
        <ProblemNotice problem={PROBLEM} onRetry={() => undefined} />
      </Stack>
    </Section>
    <Section title="Values">
      <Columns>
        <Card>
          <CopyField label="EntityID" value={LONG} help="Also called Audience URI." />
          <CopyField label="Sign-On URL" value="https://sso.example.com/acs" />
        </Card>
        <Card>
          <Facts
            facts={[
              ['Name', 'محمد بن سلمان'],
              ['Id', <Mono key="id">con_8g0h2j4k6m8n1p3q5r7s9t0v</Mono>],
              ['Created', <Time key="at" at="2026-01-03T10:00:00Z" />],
              ['Expires', <Time key="day" at="2031-01-03T10:00:00Z" as="day" />],
              ['Last login', <Time key="never" at={null} />],
              ['Markup', '<img src=x onerror=alert(1)>'],
              ['Note', <Quiet key="quiet">Nothing yet</Quiet>],
            ]}
          />
        </Card>
      </Columns>
      <Code>{'<samlp:Response ID="_1">\n  …\n</samlp:Response>'}</Code>
    </Section>
    <Section title="Ways">
      <Tabs
        label="Okta"
        tabs={[
          { label: 'Live and draft', to: paths.parts },
          { label: 'Mapping', to: paths.confirmed },
        ]}
      />
      <Stepper
        label="Set up Okta"
        current={1}
        steps={[
          { label: 'Give metadata', to: paths.parts, isDone: true },
          { label: 'Map attributes' },
          { label: 'Test' },
          { label: 'Activate' },
        ]}
      />
    </Section>
    <Section title="Loading and empty">
      <Columns>
        <Skeleton lines={4} />
        <EmptyState
          title="No connectors"
          sentence="A connector lets the people of a tenant in through their identity provider."
          action={<Button kind="primary">Set up a connector</Button>}
        />
      </Columns>
    </Section>
  </>
)
