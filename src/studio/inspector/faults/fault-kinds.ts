/** What a person can break, in plain words: what each kind is called and what it does, for an agent, some agents, or the network. */

export interface FaultKindWords {
  readonly kind: string;
  readonly name: string;
  /** What it does, in one line. */
  readonly line: string;
}

/** What something is broken for: one agent, or the arbiter of a resource, several agents, or the network as a whole. */
export type Target =
  | { readonly kind: 'agent'; readonly id: string; readonly arbiter?: true }
  | { readonly kind: 'agents'; readonly ids: readonly string[] }
  | { readonly kind: 'network' };

interface Section {
  readonly title: string;
  readonly kinds: readonly FaultKindWords[];
  /** For whom, where that is not what was selected. */
  readonly target?: Target;
}

const failing: Section = {
  title: 'It fails',
  kinds: [
    { kind: 'crash', name: 'Crash', line: 'It stops and loses its current work; it may come back.' },
    { kind: 'slow', name: 'Slow', line: 'Its work takes several times as long.' },
    { kind: 'silent', name: 'Falls silent', line: 'It works and listens, but sends nothing.' },
  ],
};
const lying: Section = {
  title: 'It lies',
  kinds: [
    {
      kind: 'equivocate',
      name: 'Equivocates',
      line: 'It tells half of the others one value, and half another.',
    },
    { kind: 'lie', name: 'Lies', line: 'It tells everyone a false value, result or bid.' },
    { kind: 'flip-votes', name: 'Flips its votes', line: 'It votes for what it opposes.' },
    { kind: 'selective-send', name: 'Sends selectively', line: 'It sends only to the agents you choose.' },
    { kind: 'replay', name: 'Replays old messages', line: 'It sends again what it sent long ago.' },
    {
      kind: 'false-view-change',
      name: 'Demands new leaders',
      line: 'It keeps demanding a new leader, without cause.',
    },
    {
      kind: 'bad-new-view',
      name: 'Corrupts leader changes',
      line: 'When it becomes the leader, it carries over wrong decisions.',
    },
    {
      kind: 'other-order',
      name: 'Tells two orders',
      line: 'When it leads, half of the others get its proposals in another order.',
    },
    { kind: 'gaps', name: 'Leaves gaps', line: 'When it leads, every other slot of the order stays empty.' },
    {
      kind: 'rogue-proposals',
      name: 'Proposes out of turn',
      line: 'It proposes although somebody else leads.',
    },
    { kind: 'censor', name: 'Censors', line: 'It sends nothing about the tasks you choose.' },
  ],
};
const colluding: FaultKindWords = {
  kind: 'collude',
  name: 'Lie together',
  line: 'They agree to tell half of the others one value, and half another.',
};
const messages = (whose: string): readonly FaultKindWords[] => [
  { kind: 'loss', name: 'Lose messages', line: `Some messages never arrive, of ${whose}.` },
  { kind: 'delay', name: 'Delay messages', line: `All of ${whose} take longer.` },
  { kind: 'duplicate', name: 'Duplicate messages', line: `Of ${whose}, some arrive twice.` },
  { kind: 'reorder', name: 'Reorder messages', line: `Some messages arrive out of order, of ${whose}.` },
];
const cut = (line: string): FaultKindWords => ({ kind: 'partition', name: 'Partition', line });

/** The coordinator, or the client that asks groups to decide: it stands on no drawing. */
function standIn(id: string): Section {
  const line = 'It stops. When it recovers, it keeps what it knew and misses what was sent meanwhile.';
  return {
    title: `The ${id}`,
    target: { kind: 'agent', id },
    kinds: [
      { kind: 'crash', name: 'Crash', line },
      cut('It reaches no agent, and no agent reaches it.'),
      ...messages('what it sends and is sent'),
    ],
  };
}

/** Who gives a resource out knows of it by its leases when it comes back. */
const arbiter: Section = {
  title: 'Its arbiter',
  kinds: [
    {
      kind: 'crash',
      name: 'Crash',
      line: 'It gives out nothing. When it recovers, it goes by what it had written down, and leases that ran out meanwhile are over.',
    },
  ],
};

/** What can be broken for a target, in sections; with nothing selected also for those who stand on no drawing. */
export function sectionsFor(target: Target, standIns: readonly string[] = []): readonly Section[] {
  if (target.kind === 'agent' && target.arbiter === true) return [arbiter];
  if (target.kind === 'agent')
    return [
      failing,
      { ...lying, kinds: [...lying.kinds, { ...colluding, name: 'Lies together with others' }] },
      {
        title: 'Its messages',
        kinds: [cut('It reaches nobody, and nobody reaches it.'), ...messages('what it sends and is sent')],
      },
    ];
  if (target.kind === 'agents')
    return [
      { title: 'Together', kinds: [colluding, cut('They reach each other and nobody else.')] },
      ...(target.ids.length === 2
        ? [{ title: 'Between the two', kinds: messages('what the two tell each other') }]
        : []),
    ];
  return [
    ...standIns.map(standIn),
    { title: 'All messages', kinds: messages('all messages') },
    { title: 'Agents', kinds: [{ ...cut('The network is partitioned into two sides.'), name: 'Split' }, colluding] },
  ];
}
