import type { Broker } from '../src/broker.ts'

/** A publisher of facts about things; `n` counts them. */
export const contract = {
  source: 'urn:peercert:things',
  topic: 'peercert.things.v1',
  types: {
    'thing.done': {
      type: 'object',
      additionalProperties: false,
      required: ['n'],
      properties: { n: { type: 'integer' } },
    },
    'thing.undone': { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } },
  },
}
export interface Things {
  'thing.done': { n: number }
  'thing.undone': { n: number }
}

/** A broker that only remembers; for relays. */
export function deafBroker(publishWith: Broker['publish'] = async () => {}): Broker {
  return {
    ready: () => true,
    open: async () => {},
    publish: publishWith,
    consume: async () => ({ stop: async () => {} }),
    pending: async () => new Map(),
    release: async () => {},
  }
}
