import { type CodeEntry, prose } from './entry.ts';

/** GW4xxx: the gateway would work until something around it fails. */
export const RELIABILITY = {
  GW4001: {
    severity: 'warning',
    title: 'Node of weight 0',
    text: prose`
      A node with weight 0 gets no requests, not even when the others fail. Write "enabled: false" if it is to stay out.
    `,
  },
  GW4002: {
    severity: 'warning',
    title: 'Retry of what must not happen twice',
    text: prose`
      "non_idempotent: true" sends a POST or PATCH again although the first node may have processed it. Keep it only where
      the service recognises repeated requests, for example by an idempotency key.
    `,
  },
  GW4004: {
    severity: 'warning',
    title: 'File that is not on this machine',
    text: prose`
      A file named with an absolute path cannot be read here. It may be there on the machine that will serve; if it is not,
      the gateway will not start, and the running one stays.
    `,
  },
  GW4005: {
    severity: 'warning',
    title: 'More attempts than nodes',
    text: prose`
      Every node is tried once before any is tried again. With more attempts than nodes the turn starts over, and a node that
      just failed gets the same request again, which seldom helps and adds to its load. Add nodes, or lower "attempts".
    `,
  },
  GW4006: {
    severity: 'warning',
    title: 'Retry without a condition',
    text: prose`
      There are attempts left and nothing to try again on, because "on" is empty.
    `,
  },
} as const satisfies Readonly<Record<`GW4${number}`, CodeEntry>>;
