// One box for what an identity provider gives: an address, metadata, certificates, as text or as a
// file that is dropped or chosen. It says what it recognised before anything is saved.

import { type DragEvent, type ReactNode, useState } from 'react'
import type { ApiProblem } from '../../api/problem.ts'
import { AreaField, FileField, SelectField, TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { Stack } from '../../parts/page.tsx'
import { PreviewView } from './preview-view.tsx'
import { MAX_SOURCE_BYTES, readSourceFile } from './read-source-file.ts'
import { bodyOf, type Preview, type SourceInput, usePreview } from './use-preview.ts'

export interface SourceFormProps {
  readonly tenantId: string
  /** What the box is called. */
  readonly label: string
  readonly help?: string | undefined
  /** What the button says. */
  readonly submit: string
  readonly pending: boolean
  readonly problem: ApiProblem | undefined
  readonly onSave: (source: SourceInput, preview: Preview) => void
  /** Fields above the box. */
  readonly children?: ReactNode
  /** Why it cannot be saved, besides what the box itself lacks. */
  readonly why?: string | undefined
  readonly second?: ReactNode
  /** Certificates alone are enough: they join those of an IdP that is registered already. */
  readonly joins?: boolean
}

const EMPTY = { source: '', entity_id: '', sso_url: '', issuer: '' }
type Typed = typeof EMPTY

/** Takes what an identity provider gave. */
export function SourceForm(props: SourceFormProps) {
  const { tenantId, submit, pending, problem, onSave, children, second, joins = false } = props
  const [typed, setTyped] = useState(EMPTY)
  const set = (change: Partial<Typed>) => setTyped((before) => ({ ...before, ...change }))
  const { preview, problem: refused, isPending } = usePreview(tenantId, typed)
  const current = refused || isPending ? undefined : preview
  const why = props.why ?? whyNot({ typed, preview: current, isPending, joins })
  return (
    <Form
      submit={submit}
      pending={pending}
      problem={problem}
      second={second}
      why={why}
      onSubmit={() => current && onSave(bodyOf(typed), current)}
    >
      {children}
      <SourceBox
        {...props}
        source={typed.source}
        refused={refused}
        onSource={(source) => setTyped({ ...EMPTY, source })}
      />
      {refused?.code === 'external_idp_entity_unknown' || !current ? null : (
        <>
          <PreviewView preview={current} />
          <FurtherFields preview={current} typed={typed} set={set} joins={joins} />
        </>
      )}
    </Form>
  )
}

interface SourceBoxProps extends Pick<SourceFormProps, 'label' | 'help'> {
  readonly source: string
  readonly refused: ApiProblem | undefined
  readonly onSource: (source: string) => void
}

const HELP =
  'An https address, metadata as XML, or certificates. Paste it as you have it, or drop a file.'
const TOO_LARGE =
  'This file is larger than 2 MiB. Ask for the metadata of this one identity provider.'

/** The box, and the file that may take its place. */
function SourceBox({ label, help = HELP, source, refused, onSource }: SourceBoxProps) {
  const [fileProblem, setFileProblem] = useState<string>()
  const take = (file: File) => {
    const isTooLarge = file.size > MAX_SOURCE_BYTES
    setFileProblem(isTooLarge ? TOO_LARGE : undefined)
    if (!isTooLarge) void readSourceFile(file).then(onSource)
  }
  const drop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files
    if (!file) return
    event.preventDefault()
    take(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a file can be chosen by keyboard below.
    <div onDrop={drop} onDragOver={(event) => event.preventDefault()}>
      <Stack>
        <AreaField
          label={label}
          rows={5}
          mono
          placeholder="https://idp.example.com/metadata"
          value={source}
          onChange={(typed) => {
            setFileProblem(undefined)
            onSource(typed)
          }}
          error={refused && sayProblem(refused)}
          help={help}
        />
        <FileField
          label="Or choose a file"
          optional
          accept=".xml,.pem,.cer,.crt,.der,.p7b,.p7c,.txt"
          maxBytes={MAX_SOURCE_BYTES}
          error={fileProblem}
          onFile={take}
          onTooLarge={take}
        />
      </Stack>
    </div>
  )
}

/** Members of the API stand in backticks, which are no words of a page. */
const sayProblem = ({ message, mend }: ApiProblem): string =>
  [message, mend].join(' ').replaceAll('`', '').trim()

interface Given {
  readonly typed: Typed
  readonly preview: Preview | undefined
  readonly isPending: boolean
  readonly joins: boolean
}

function whyNot({ typed, preview, isPending, joins }: Given): string | undefined {
  if (typed.source.trim() === '') return 'Paste something, or choose a file'
  if (!preview) return isPending ? 'It is being read' : 'Nothing usable was recognised'
  if (preview.entities.length > 1 && typed.entity_id === '') return 'Choose the identity provider'
  return preview.still_needed.includes('sso_url') && !joins
    ? 'Certificates need a sign-on URL beside them'
    : undefined
}

interface FurtherProps {
  readonly preview: Preview
  readonly typed: Typed
  readonly set: (change: Partial<Typed>) => void
  readonly joins: boolean
}

/** What this kind of source leaves open. */
function FurtherFields({ preview, typed, set, joins }: FurtherProps) {
  const { entities, recognised } = preview
  if (entities.length > 1)
    return (
      <SelectField
        label="Which identity provider is it?"
        value={typed.entity_id}
        onChange={(entity_id) => set({ entity_id })}
        choices={[
          { value: '', label: 'Choose one' },
          ...entities.map((value) => ({ value, label: value })),
        ]}
      />
    )
  if (recognised !== 'certificates') return null
  return (
    <>
      <TextField
        label="Sign-on URL"
        type="url"
        mono
        optional={joins}
        value={typed.sso_url}
        onChange={(sso_url) => set({ sso_url })}
        help={
          joins
            ? 'Empty: issuer and endpoints stay, and the certificates join the others.'
            : 'Where the identity provider takes sign-in requests.'
        }
      />
      {(!joins || typed.sso_url !== '') && (
        <TextField
          label="Issuer"
          mono
          optional
          value={typed.issuer}
          onChange={(issuer) => set({ issuer })}
          help="Empty: the first test learns it, and you approve it."
        />
      )}
    </>
  )
}
