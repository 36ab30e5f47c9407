/** A label is renamed in one field, at the side and in the title of its view. */
import type { JSX } from 'preact'
import { NameEditor } from '../parts/name-editor.tsx'
import { renameLabel } from '../state/label-actions.ts'
import { labelWords } from '../words/later-words.ts'

interface Props {
  label: string
  onEnd: () => void
  /** The name was refused, and is to be written once more. */
  onAgain: () => void
}

export function LabelNameEditor({ label, onEnd, onAgain }: Props): JSX.Element {
  return (
    <NameEditor
      field={`${encodeURIComponent(label)} label-name`}
      name={label}
      label={labelWords.value.nameOf}
      onSave={(name) => renameLabel(label, name)}
      onEmpty={() => {}}
      onEnd={onEnd}
      onAgain={onAgain}
    />
  )
}
