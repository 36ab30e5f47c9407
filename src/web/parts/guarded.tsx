/** What fails while it is drawn says so in its place, and the rest of the page goes on. */
import { Component, type ComponentChildren, type JSX } from 'preact'
import { applyUpdate } from '../state/updates.ts'
import { words } from '../words/words.ts'

interface Props {
  children: ComponentChildren
  /** Another one is drawn anew: such as the address of what is shown. */
  of?: unknown
  class?: string
  /** It is called in place of showing the failure here. */
  onFailed?: () => void
}

export class Guarded extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  override componentDidCatch(error: unknown): void {
    reportError(error)
    if (this.props.onFailed) this.props.onFailed()
    else this.setState({ hasFailed: true })
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.hasFailed && before.of !== this.props.of) this.setState({ hasFailed: false })
  }

  override render(): ComponentChildren {
    return this.state.hasFailed ? (
      <Failure class={this.props.class} again={() => this.setState({ hasFailed: false })} />
    ) : (
      this.props.children
    )
  }
}

function Failure({ again, ...props }: { again: () => void; class?: string | undefined }): JSX.Element {
  return (
    <div class={`failure ${props.class ?? ''}`} role="alert">
      <p>{words.value.failed}</p>
      <button type="button" class="button" onClick={again}>
        {words.value.retry}
      </button>
      <button type="button" class="button" onClick={applyUpdate}>
        {words.value.reload}
      </button>
    </div>
  )
}
