/** Inviting to a list: an account by its name, or whoever has a link. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { linkOf } from '../state/account-api.ts'
import { invite, type GivenRole } from '../state/sharing.ts'
import { troubleText } from '../state/trouble-text.ts'
import { accountWords } from '../words/later-words.ts'
import { Choice } from '../parts/choice.tsx'
import { Field, Form } from '../parts/form.tsx'
import { Once } from './once.tsx'

/** @param onInvited - there is one more open invitation */
export function Invite({ list, onInvited }: { list: string; onInvited: () => Promise<void> }): JSX.Element {
  const word = accountWords.value
  const role = useSignal<GivenRole>('editor')
  const link = useSignal('')
  const said = useSignal('')
  const make = async (name?: string) => {
    said.value = link.value = ''
    const key = await invite(list, role.peek(), name)
    if (key !== null) link.value = linkOf(key)
    else said.value = word.invited(name ?? '')
    await onInvited()
  }
  return (
    <section>
      <h3>{word.inviteMember}</h3>
      <Form
        label={word.inviteMember}
        button={word.invite}
        check={(values) => (values('member').trim() === '' ? { member: word.inviteEmpty } : {})}
        send={(values) => make(values('member').trim())}
        more={
          <button
            type="button"
            class="button"
            onClick={() => void make().catch((error: unknown) => (said.value = troubleText(error)))}
          >
            {word.makeLink}
          </button>
        }
      >
        {(errors) => (
          <div class="form-line">
            <Field name="member" label={word.inviteByName} error={errors['member']} autocomplete="off" />
            <div class="form-field">
              <span class="name" aria-hidden>
                {word.role}
              </span>
              <Choice
                label={word.role}
                describedBy="role-hint"
                value={role.value}
                options={[
                  { value: 'editor', text: word.roles.editor },
                  { value: 'viewer', text: word.roles.viewer },
                ]}
                onChoose={(value) => (role.value = value as GivenRole)}
              />
            </div>
            <p class="hint" id="role-hint">
              {word.roleHints}
            </p>
          </div>
        )}
      </Form>
      <p role="status">{said.value}</p>
      {link.value && <Once label={word.theLink} hint={word.linkOnce} text={link.value} />}
    </section>
  )
}
