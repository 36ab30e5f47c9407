/** A button that shows an icon alone; its name is for tooltips, and for those who do not see it. */
import type { IconNode } from 'lucide'
import type { ButtonHTMLAttributes, JSX } from 'preact'
import { Icon } from './icon.tsx'

interface Props extends Omit<ButtonHTMLAttributes, 'icon' | 'name'> {
  icon: IconNode
  label: string
}

export function IconButton({ icon, label, ...rest }: Props): JSX.Element {
  return (
    <button type="button" class="icon-button" aria-label={label} title={label} {...rest}>
      <Icon of={icon} />
    </button>
  )
}
