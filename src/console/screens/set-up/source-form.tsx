// One box for what an identity provider gives: an address, metadata, a certificate, as text or as a
// file. It says what it recognised before anything is saved.

import { useState } from 'react'
import type { ApiProblem } from '../../api/problem.ts'
import { Facts, Mono, Time } from '../../parts/facts.tsx'
import { AreaField, FileField, SelectField, TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Stack } from '../../parts/page.tsx'
import { MAX_SOURCE_BYTES, readSourceFile } from './read-source-file.ts'
import { bodyOf, type Preview, type SourceInput, usePreview } from './use-preview.ts'

export interface SourceFormProps {
  readonly tenantId: string
  /** What the box is called. */
  readonly label: string
  readonly help?: string | undefined
  /** The product hands out a file, so that comes first. */
  readonly fileFirst?: boolean
  /** What the button says. */
  readonly submit: string
  readonly pending: boolean
  readonly problem: ApiProblem | undefined
  readonly onSave: (source: SourceInput, preview: Preview) => void
}

const EMPTY = { source: '', entity_id: '', sso_url: '', issuer: '' }

/** Takes what an identity provider gave. */
export function SourceForm(props: SourceFormProps) {
  const { tenantId, label, help, fileFirst = false, submit, pending, problem, onSave } = props
  const [typed, setTyped] = useState(EMPTY)
  const [fileProblem, setFileProblem] = useState<string>()
  const set = (change: Partial<typeof EMPTY>) => setTyped((before) => ({ ...before, ...change }))
  const { preview, problem: refused, isPending } = usePreview(tenantId, typed)
  const current = refused || isPending ? undefined : preview
  const setSource = (source: string) => {
    setFileProblem(undefined)
    setTyped({ ...EMPTY, source })
  }
  const box = (
    <AreaField
      key="box"
      label={fileFirst ? `Or paste: ${label}` : label}
      optional={fileFirst}
      rows={4}
      mono
      value={typed.source}
      onChange={setSource}
      error={refused && sayProblem(refused)}
      help={help ?? 'An https address, metadata as XML, or a certificate: paste it as you have it.'}
    />
  )
  const file = (
    <FileField
      key="file"
      label={fileFirst ? `${label}, as a file` : 'Or choose a file'}
      optional={!fileFirst}
      maxBytes={MAX_SOURCE_BYTES}
      error={fileProblem}
      onFile={(chosen) => void readSourceFile(chosen).then(setSource)}
      onTooLarge={() =>
        setFileProblem('This file is larger than 2 MiB. Choose the metadata of this one provider.')
      }
    />
  )
  return (
    <Form
      submit={submit}
      pending={pending}
      problem={problem}
      why={whyNot(typed.source, current, typed.sso_url)}
      onSubmit={() => current && onSave(bodyOf(typed), current)}
    >
      {fileFirst ? [file, box] : [box, file]}
      {current && <Recognised preview={current} typed={typed} set={set} />}
    </Form>
  )
}

const sayProblem = ({ message, mend }: ApiProblem): string => [message, mend].join(' ').trim()

function whyNot(source: string, preview: Preview | undefined, ssoUrl: string): string | undefined {
  if (source.trim() === '') return 'Paste something, or choose a file'
  if (!preview) return 'It is not recognised yet'
  return preview.still_needed.includes('sso_url') && ssoUrl.trim() === ''
    ? 'A certificate needs a sign-on URL beside it'
    : undefined
}

interface RecognisedProps {
  readonly preview: Preview
  readonly typed: typeof EMPTY
  readonly set: (change: Partial<typeof EMPTY>) => void
}

function Recognised({ preview, typed, set }: RecognisedProps) {
  const { recognised_in_words, still_needed, entities, warnings } = preview
  return (
    <Stack>
      <Notice kind="good" title={`Recognised: ${recognised_in_words}`}>
        <PreviewFacts preview={preview} />
      </Notice>
      {warnings.map(({ code, message, position }) => (
        <Notice key={`${code}-${position}`} kind="warning">
          {message}
        </Notice>
      ))}
      {entities.length > 1 && (
        <SelectField
          label="Which identity provider is it?"
          value={typed.entity_id}
          onChange={(entity_id) => set({ entity_id })}
          choices={[
            { value: '', label: 'Choose one' },
            ...entities.map((value) => ({ value, label: value })),
          ]}
        />
      )}
      {(still_needed.includes('sso_url') || typed.sso_url !== '') && (
        <>
          <TextField
            label="Sign-on URL"
            type="url"
            mono
            value={typed.sso_url}
            onChange={(sso_url) => set({ sso_url })}
            help="Where the identity provider takes sign-in requests."
          />
          <TextField
            label="Issuer"
            mono
            optional
            value={typed.issuer}
            onChange={(issuer) => set({ issuer })}
            help="Without it, the first test learns it and you approve it."
          />
        </>
      )}
    </Stack>
  )
}

function PreviewFacts({ preview }: { readonly preview: Preview }) {
  const { entity_id, sso, certificates } = preview
  const facts: [string, React.ReactNode][] = []
  if (entity_id !== null) facts.push(['Issuer', <Mono key="issuer">{entity_id}</Mono>])
  const url = sso.redirect ?? sso.post
  if (url !== null) facts.push(['Sign-on URL', <Mono key="url">{url}</Mono>])
  for (const { fingerprint_sha256, subject, not_after, key } of certificates)
    facts.push([
      'Certificate',
      <span key={fingerprint_sha256}>
        {subject}, {key}, ends <Time at={not_after} />
        <br />
        <Mono>{fingerprint_sha256}</Mono>
      </span>,
    ])
  return <Facts facts={facts} />
}
