// Fields of forms: label above, help below in one line, the error in its place. What is optional is
// marked; everything else is required.

import { type ReactNode, useId } from 'react'
import { classes } from './classes.ts'
import styles from './fields.module.css'
import { Icon } from './icon.tsx'

/** What every field has. */
export interface FieldProps {
  readonly label: string
  readonly help?: ReactNode
  /** How to mend what is in it. */
  readonly error?: string | undefined
  readonly optional?: boolean
  readonly disabled?: boolean
}

interface TextProps extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  /** Ids, URLs and certificates are set in mono. */
  readonly mono?: boolean
}

interface Ids {
  readonly id: string
  readonly described: string | undefined
}

interface FrameProps extends FieldProps {
  readonly children: (ids: Ids) => ReactNode
}

function Frame({ label, help, error, optional, children }: FrameProps) {
  const id = useId()
  const described = classes(
    help !== undefined && `${id}-help`,
    error !== undefined && `${id}-error`,
  )
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {optional && <span className={styles.optional}> (optional)</span>}
      </label>
      {children({ id, described: described || undefined })}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {help !== undefined && (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      )}
    </div>
  )
}

const FieldError = ({ id, children }: { readonly id: string; readonly children: ReactNode }) => (
  <p id={id} className={styles.error}>
    <Icon name="alert" />
    {children}
  </p>
)

export interface TextFieldProps extends TextProps {
  readonly type?: 'text' | 'email' | 'password' | 'url' | 'search' | 'number'
  readonly autoComplete?: string
  readonly maxLength?: number
}

/** One line of text. */
export const TextField = ({ type = 'text', autoComplete = 'off', ...field }: TextFieldProps) => (
  <Frame {...field}>
    {({ id, described }) => (
      <input
        id={id}
        type={type}
        className={classes(styles.input, field.mono && styles.mono)}
        value={field.value}
        onChange={(event) => field.onChange(event.target.value)}
        autoComplete={autoComplete}
        spellCheck={false}
        placeholder={field.placeholder}
        maxLength={field.maxLength}
        disabled={field.disabled}
        aria-describedby={described}
        aria-invalid={field.error !== undefined || undefined}
        aria-required={!field.optional || undefined}
      />
    )}
  </Frame>
)

export interface AreaFieldProps extends TextProps {
  readonly rows?: number
}

/** Several lines of text. */
export const AreaField = ({ rows = 6, ...field }: AreaFieldProps) => (
  <Frame {...field}>
    {({ id, described }) => (
      <textarea
        id={id}
        rows={rows}
        className={classes(styles.input, styles.area, field.mono && styles.mono)}
        value={field.value}
        onChange={(event) => field.onChange(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        placeholder={field.placeholder}
        disabled={field.disabled}
        aria-describedby={described}
        aria-invalid={field.error !== undefined || undefined}
        aria-required={!field.optional || undefined}
      />
    )}
  </Frame>
)

/** One of several values. `help` is shown with the value in a group of radio buttons. */
export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly help?: ReactNode
  readonly disabled?: boolean
}

export interface ChoiceProps<Value extends string> extends FieldProps {
  readonly choices: readonly Choice<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** One of many values: the system's own list. */
export const SelectField = <Value extends string>({ choices, ...field }: ChoiceProps<Value>) => (
  <Frame {...field}>
    {({ id, described }) => (
      <select
        id={id}
        className={classes(styles.input, styles.select)}
        value={field.value}
        onChange={({ target }) => {
          const chosen = choices.find((choice) => choice.value === target.value)
          if (chosen) field.onChange(chosen.value)
        }}
        disabled={field.disabled}
        aria-describedby={described}
        aria-invalid={field.error !== undefined || undefined}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} disabled={choice.disabled}>
            {choice.label}
          </option>
        ))}
      </select>
    )}
  </Frame>
)

/** One of few values, all to be seen. */
export function RadioField<Value extends string>({
  label,
  help,
  error,
  choices,
  value,
  onChange,
  disabled,
}: ChoiceProps<Value>) {
  const id = useId()
  return (
    <fieldset className={styles.field} aria-describedby={error && `${id}-error`}>
      <legend className={styles.label}>{label}</legend>
      {help !== undefined && <p className={styles.help}>{help}</p>}
      {choices.map((choice) => (
        <label key={choice.value} className={styles.choice}>
          <input
            type="radio"
            name={id}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            disabled={disabled || choice.disabled}
          />
          <span>
            {choice.label}
            {choice.help !== undefined && <span className={styles.help}>{choice.help}</span>}
          </span>
        </label>
      ))}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  )
}

export interface FieldGroupProps {
  readonly label: string
  readonly children: ReactNode
  /** How to mend what is chosen. */
  readonly error?: string | undefined
}

/** Fields that answer one question together. */
export function FieldGroup({ label, children, error }: FieldGroupProps) {
  const id = useId()
  return (
    <fieldset className={styles.group} aria-describedby={error && `${id}-error`}>
      <legend className={styles.label}>{label}</legend>
      {children}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </fieldset>
  )
}

export interface CheckboxFieldProps extends FieldProps {
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** Yes or no. */
export function CheckboxField({
  label,
  help,
  error,
  checked,
  onChange,
  disabled,
}: CheckboxFieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label className={styles.choice}>
        <input
          type="checkbox"
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
          disabled={disabled}
          aria-describedby={error && `${id}-error`}
        />
        <span>
          {label}
          {help !== undefined && <span className={styles.help}>{help}</span>}
        </span>
      </label>
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  )
}

export interface FileFieldProps extends FieldProps {
  /** As in `.xml,.pem`. */
  readonly accept?: string
  /** Larger files are refused before they are read, with a sentence. */
  readonly maxBytes: number
  readonly onFile: (file: File) => void
  readonly onTooLarge: (file: File) => void
}

/** A file, chosen. */
export const FileField = ({ accept, maxBytes, onFile, onTooLarge, ...field }: FileFieldProps) => (
  <Frame {...field}>
    {({ id, described }) => (
      <input
        id={id}
        type="file"
        className={styles.file}
        accept={accept}
        disabled={field.disabled}
        aria-describedby={described}
        aria-invalid={field.error !== undefined || undefined}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          // The same file can be chosen again after it was mended.
          target.value = ''
          if (file) (file.size > maxBytes ? onTooLarge : onFile)(file)
        }}
      />
    )}
  </Frame>
)
