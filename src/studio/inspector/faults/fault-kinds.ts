/** What a person can break, in plain words: what each kind is called and what it does, for an agent, some agents, or the network. */

export interface FaultKindWords {
  readonly kind: string;
  readonly name: string;
  /** What it does, in one line. */
  readonly line: string;
}

/** What something is broken for: one agent, several agents, or the network as a whole. */
export type Target =
  | { readonly kind: 'agent'; readonly id: string }
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
    { kind: 'silent', name: 'Falls silent', line: 'It works and listens, and says nothing to anybody.' },
  ],
};
const lying: Section = {
  title: 'It lies',
  kinds: [
    {
      kind: 'equivocate',
      name: 'Tells different things to different agents',
      line: 'Half of the others hear one value from it, half another.',
    },
    { kind: 'lie', name: 'Lies', line: 'It says another value, result or bid than the true one, to everybody.' },
    { kind: 'flip-votes', name: 'Flips its votes', line: 'It votes for what it is against.' },
    { kind: 'selective-send', name: 'Sends selectively', line: 'It speaks to those you choose, and to nobody else.' },
    { kind: 'replay', name: 'Repeats old words', line: 'It says again what it said long ago.' },
    {
      kind: 'false-view-change',
      name: 'Calls for new leaders',
      line: 'Again and again it wants the leader replaced, without cause.',
    },
    {
      kind: 'bad-new-view',
      name: 'Corrupts leader changes',
      line: 'When it becomes the leader, it carries over the wrong decisions.',
    },
    {
      kind: 'other-order',
      name: 'Tells two orders',
      line: 'When it leads, half of the others hear its proposals in another order.',
    },
    { kind: 'gaps', name: 'Leaves gaps', line: 'When it leads, every other place of the order stays empty.' },
    {
      kind: 'rogue-proposals',
      name: 'Proposes out of turn',
      line: 'It proposes although somebody else leads.',
    },
    { kind: 'censor', name: 'Censors', line: 'It says nothing about the tasks that you choose.' },
  ],
};
const colluding: FaultKindWords = {
  kind: 'collude',
  name: 'Lie together',
  line: 'By one plan they tell half of the others one value, and half another.',
};
const messages = (whose: string): readonly FaultKindWords[] => [
  { kind: 'loss', name: 'Lose messages', line: `Some messages never arrive, of ${whose}.` },
  { kind: 'delay', name: 'Delay messages', line: `All of ${whose} take longer.` },
  { kind: 'duplicate', name: 'Double messages', line: `Of ${whose}, some arrive twice.` },
  { kind: 'reorder', name: 'Reorder messages', line: `Some messages arrive out of order, of ${whose}.` },
];
const cut = (line: string): FaultKindWords => ({ kind: 'partition', name: 'Cut off', line });

/** The coordinator, or the client that asks groups to decide: it stands on no drawing. */
function standIn(id: string): Section {
  const line = 'It stops; back again it knows what it knew, but hears nothing of what it was told meanwhile.';
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

/** What can be broken for a target, in sections; with nothing selected also for those who stand on no drawing. */
export function sectionsFor(target: Target, standIns: readonly string[] = []): readonly Section[] {
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
      { title: 'Together', kinds: [colluding, cut('They reach each other, and nobody else.')] },
      ...(target.ids.length === 2
        ? [{ title: 'Between the two', kinds: messages('what the two tell each other') }]
        : []),
    ];
  return [
    ...standIns.map(standIn),
    { title: 'All messages', kinds: messages('all messages') },
    { title: 'Agents', kinds: [{ ...cut('The network splits into two sides.'), name: 'Split' }, colluding] },
  ];
}
