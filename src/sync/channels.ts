/**
 * A channel for each space that sockets follow: the sockets at its version are sent each delta together, so that one is
 * read and worded once however many there are. Those behind catch up on their own, and then join.
 */
import type { Feed } from '../core/feed/feed.ts'
import type { Reads } from '../core/ports/store.ts'
import type { Delta } from '../model/messages.ts'
import { frameOf } from './frames.ts'

export interface ChannelDeps {
  feed: Feed
  reads: Pick<Reads, 'readers'>
  /** Sends a frame to all sockets that are subscribed to the topic. */
  publish: (topic: string, frame: string) => void
  sleep: (ms: number) => Promise<void>
  /** What was heard of keys and is not taken in yet; see `Keyring.pending`. */
  accessPending: () => Promise<void> | undefined
  onFault: (error: unknown) => void
}

export interface Member {
  readonly account: string
  /** Is called with each delta that was published to it. */
  heard(delta: Delta): void
  /** It may not see the space any more, and is a member of its channel no longer. */
  lost(space: string): void
}

/** How long to wait before reading again where the database did not answer. */
const retryMs = 500

class Channel {
  /** All members have the space up to here, or further: a delta that begins earlier says the same again. */
  at = 0
  readonly members = new Set<Member>()
  readonly #space: string
  readonly #deps: ChannelDeps
  #isPumping = false
  /** Up to which change of the list's members those here are known to see it; and whether someone has come since. */
  #checkedAt = 0
  isChecked = true

  constructor(space: string, deps: ChannelDeps) {
    this.#space = space
    this.#deps = deps
  }

  /** Brings the members up to the newest version, unless that is being done already. */
  async pump(): Promise<void> {
    if (this.#isPumping) return
    this.#isPumping = true
    const { feed, sleep, onFault } = this.#deps
    while (this.members.size > 0 && feed.latest(this.#space) > this.at) {
      try {
        if (!(await this.#step())) break
      } catch (error) {
        onFault(error)
        await sleep(retryMs)
      }
    }
    this.#isPumping = false
  }

  async #step(): Promise<boolean> {
    const since = this.at
    const delta = await this.#deps.feed.changesSince(this.#space, since)
    if (!delta || (delta.to <= since && !delta.snapshot)) return false
    if (!(await this.#check(delta))) {
      await this.#deps.sleep(1)
      return true
    }
    const pending = this.#deps.accessPending()
    if (pending) {
      // Whose key is over is to leave before anything is told.
      await pending
      return true
    }
    // The last member left meanwhile, and another one began elsewhere.
    if (this.at !== since) return true
    this.at = delta.to
    this.#deps.publish(this.#space, frameOf(delta))
    for (const member of this.members) member.heard(delta)
    return true
  }

  /**
   * Nobody is sent a version of a list that they could not see: asked after it was read, and before it is told.
   * @returns false when it is of before someone came: then a newer one is to be read
   */
  async #check(delta: Delta): Promise<boolean> {
    const { version, membersAt } = this.#deps.feed.origin(delta)
    while (membersAt > 0 && (!this.isChecked || membersAt > this.#checkedAt)) {
      this.isChecked = true
      const readers = await this.#deps.reads.readers(this.#space)
      for (const member of this.members) {
        const since = readers.get(member.account)
        if (since !== undefined && since > version) {
          this.isChecked = false
          return false
        }
        if (since !== undefined) continue
        this.members.delete(member)
        member.lost(this.#space)
      }
      this.#checkedAt = Math.max(this.#checkedAt, membersAt)
    }
    return true
  }
}

export interface Channels {
  /**
   * Holds the space's channel open, so that no change after this is missed, until the function it returns is called.
   */
  hold(space: string): () => void
  /**
   * Takes a member in that has the space up to `version`, when there is no gap between that and what is published next.
   * Its socket must be subscribed to the space's topic at once.
   */
  join(space: string, member: Member, version: number): boolean
  leave(space: string, member: Member): void
}

export function createChannels(deps: ChannelDeps): Channels {
  const open = new Map<string, { channel: Channel; holders: number; unsubscribe: () => void }>()
  return {
    hold(space) {
      let entry = open.get(space)
      if (!entry) {
        const channel = new Channel(space, deps)
        const unsubscribe = deps.feed.subscribe(space, () => void channel.pump())
        open.set(space, (entry = { channel, holders: 0, unsubscribe }))
      }
      const held = entry
      held.holders++
      let isReleased = false
      return () => {
        if (isReleased) return
        isReleased = true
        if (--held.holders > 0) return
        held.unsubscribe()
        open.delete(space)
      }
    },
    join(space, member, version) {
      const channel = open.get(space)?.channel
      if (!channel) return false
      if (channel.members.size === 0) channel.at = version
      if (channel.at > version) return false
      channel.members.add(member)
      channel.isChecked = false
      void channel.pump()
      return true
    },
    leave(space, member) {
      open.get(space)?.channel.members.delete(member)
    },
  }
}
