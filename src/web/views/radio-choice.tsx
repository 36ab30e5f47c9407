/** It is a choice among few, all of which are seen. */
import type { JSX } from 'preact'

export interface ChoiceProps<T extends string> {
  name: string
  legend: string
  hint?: string
  chosen: T
  choose: (value: T) => void
  disabled?: boolean
  options: readonly (readonly [value: T, text: string, lang?: string])[]
}

export function RadioChoice<T extends string>({
  name,
  legend,
  hint,
  chosen,
  choose,
  options,
  disabled,
}: ChoiceProps<T>): JSX.Element {
  const hintId = `${name}-hint`
  return (
    <fieldset {...(hint && { 'aria-describedby': hintId })} disabled={disabled}>
      <legend>{legend}</legend>
      {hint && (
        <p id={hintId} class="hint">
          {hint}
        </p>
      )}
      <div class="choices">
        {options.map(([value, text, lang]) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={chosen === value}
              onChange={() => choose(value)}
            />
            <span {...(lang && { lang })}>{text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
