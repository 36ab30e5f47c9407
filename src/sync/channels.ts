/**
 * A channel for each space that sockets follow: the sockets at its version are sent each delta together, so that one is
 * read and worded once however many there are. Those behind catch up on their own, and then join.
 */
import type { Feed } from '../core/feed.ts'
import type { Delta } from '../model/messages.ts'
import { frameOf } from './frames.ts'

export interface ChannelDeps {
  feed: Feed
  /** Sends a frame to all sockets that are subscribed to the topic. */
  publish: (topic: string, frame: string) => void
  sleep: (ms: number) => Promise<void>
  onFault: (error: unknown) => void
}

export interface Member {
  /** Is called with each delta that was published to it. */
  heard(delta: Delta): void
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
    // The last member left meanwhile, and another one began elsewhere.
    if (this.at !== since) return true
    this.at = delta.to
    this.#deps.publish(this.#space, frameOf(delta))
    for (const member of this.members) member.heard(delta)
    return true
  }
}

export interface Channels {
  /** Holds the space's channel open, so that no change after this is missed, until the function it returns is called. */
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
      void channel.pump()
      return true
    },
    leave(space, member) {
      open.get(space)?.channel.members.delete(member)
    },
  }
}
