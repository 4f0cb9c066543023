/**
 * The terms of the field that a newcomer meets, each in one plain sentence: for what explains them on hover and focus,
 * and for the glossary of the docs.
 */

export interface Term {
  readonly word: string;
  readonly says: string;
  /** How a text names it, where that is not the word itself: a pattern of what is an everyday word elsewhere. */
  readonly named?: string;
}

export const terms: readonly Term[] = [
  { word: 'Ageing', says: 'A waiting task gains priority over time, so that none waits for ever.' },
  { word: 'Announcement', says: 'A manager or coordinator asks agents to bid for a task.' },
  {
    word: 'Anti-entropy',
    says: 'Replicas compare their copies from time to time and merge what differs.',
  },
  { word: 'Arbiter', says: 'Gives out the units of a resource: it decides who holds them, and who waits.' },
  {
    word: 'Base-level activation',
    says: 'How strongly a thing is remembered: more with each use, less with the age of each.',
  },
  {
    word: 'Belief',
    says: 'What an agent takes to be true: what its tasks make it believe, and what conditions see.',
    named: 'beliefs?',
  },
  { word: 'Bid', says: 'What an agent offers for a task: a price, or when it would finish.', named: 'bids?' },
  {
    word: 'Borda count',
    says: 'Each ballot ranks the options, and a better rank gives more points.',
    named: 'borda(?: count)?',
  },
  { word: 'Byzantine', says: 'Able to do anything: lie, stay silent or contradict itself.' },
  { word: 'CEL', says: 'Common Expression Language: short conditions such as results.review.ok.' },
  {
    word: 'Checkpoint',
    says: 'A state that is written down, to come back to it after a crash.',
    named: 'checkpoints?',
  },
  {
    word: 'Client',
    says: 'The one that asks participants for a decision and counts their replies.',
    named: 'the client',
  },
  { word: 'Compare-and-set', says: 'A write that takes effect only if what it expects stands there.' },
  { word: 'Compensation', says: 'Work that undoes the effect of a task that had finished.' },
  { word: 'Condorcet', says: 'The option that beats every other one head to head.' },
  {
    word: 'Consistent cut',
    says: 'States and messages on their way, recorded so that none arrived before it was sent.',
  },
  { word: 'CPOP', says: 'Plans ahead: the whole critical path goes to one agent.' },
  { word: 'Critical path', says: 'The longest chain of dependent tasks. No schedule can be shorter.' },
  {
    word: 'Deadlock',
    says: 'Tasks wait for each other in a circle, so that none of them can go on.',
    named: 'deadlocks?',
  },
  {
    word: 'Deficit round robin',
    says: 'By turns in a round; what a turn is too short for is carried over to the next.',
  },
  { word: 'Digest', says: 'A fingerprint of every step: the same digest means the same run.', named: 'digests?' },
  { word: 'Divergence', says: 'Replicas hold different values under one key.', named: 'divergences?' },
  {
    word: 'Earliest deadline first',
    says: 'What is due first goes first: it meets all deadlines that any order could meet.',
    named: 'edf',
  },
  { word: 'Equivocate', says: 'To tell different agents different things.', named: 'equivocat(?:e|es|ing|ion)' },
  {
    word: 'Eviction',
    says: 'What scores lowest leaves a full short-term memory for long-term memory.',
    named: 'evict(?:s|ed|ions?)?',
  },
  { word: 'Fairness', says: 'How evenly work was shared: 1 when all agents worked alike.' },
  {
    word: 'Fencing token',
    says: 'A number that grows with each grant: whoever comes with an old one is refused.',
    named: 'fencing tokens?',
  },
  { word: 'Fork', says: 'A new run that begins from an earlier one and reuses what a change does not affect.' },
  {
    word: 'Goal',
    says: 'What an agent is after: reached once its condition holds, open until then.',
    named: 'goals?',
  },
  { word: 'Heartbeat', says: 'A message that says: I am alive and still working.', named: 'heartbeats?' },
  { word: 'HEFT', says: 'Plans ahead: tasks by rank, each on the agent that finishes it first.' },
  {
    word: 'Hungarian',
    says: 'Matches waiting tasks and free slots at the lowest total time.',
    named: 'hungarian|optimal matching',
  },
  { word: 'Invariant', says: 'A rule that must hold at every step of a run.', named: 'invariants?' },
  { word: 'Jitter', says: 'A random part of a wait, so that retries do not all come at once.' },
  { word: 'JSQ', says: 'Join the shortest queue: every agent is asked, and the shortest queue gets the task.' },
  {
    word: 'Kalai-Smorodinsky',
    says: 'The deal that gives each as large a share as can be of the most that it could gain.',
  },
  { word: 'Leader', says: 'The participant that the others follow in Raft.' },
  {
    word: 'Lease',
    says: 'How long an assignment or a resource is held without a heartbeat from its agent.',
    named: 'leases?',
  },
  {
    word: 'Linearizable',
    says: 'As if each read and write happened at one moment between its call and its return.',
    named: 'linearizab(?:le|ility)',
  },
  { word: 'Load', says: 'How much work an agent has: running and queued, over its slots.', named: 'loads' },
  { word: 'Makespan', says: 'Makespan: the time from the start of a run to its end.', named: 'makespan|total time' },
  {
    word: 'Min-min',
    says: 'Of all waiting tasks, the one that can finish first is assigned first.',
    named: 'min[- ]min',
  },
  { word: 'Nash', says: 'The deal with the highest product of what each gains over no deal.' },
  {
    word: 'Pareto frontier',
    says: 'The outcomes that cannot be bettered for one without worsening another.',
    named: '(?:pareto )?frontier',
  },
  {
    word: 'Partition',
    says: 'A network fault: agents on different sides cannot reach each other.',
    named: 'partition(?:s|ed)?',
  },
  { word: 'Playhead', says: 'The moment of the run that the canvas and the panels show.' },
  {
    word: 'Pre-emption',
    says: 'Something is taken from a task in the midst of its work, for a task that is more urgent.',
    named: 'pre-emptions?',
  },
  { word: 'Primary', says: 'The participant that proposes the order of decisions in PBFT.', named: 'the primary' },
  { word: 'Priority ceiling', says: 'Whoever holds a resource has the highest priority of all that use it.' },
  {
    word: 'Priority inheritance',
    says: 'Whoever keeps a more urgent task waiting is as urgent as that one meanwhile.',
  },
  {
    word: 'Priority inversion',
    says: 'An urgent task waits for one that is less urgent, which others keep from going on.',
    named: 'priority inversions?',
  },
  {
    word: 'Promotion',
    says: 'What is often found in long-term memory comes back into short-term memory.',
    named: 'promot(?:es|ed|ion)',
  },
  { word: 'Quantum', says: 'How long a turn lasts where tasks share the time of an agent.', named: 'quant(?:um|a)' },
  { word: 'Quorum', says: 'How many participants must agree.' },
  { word: 'Rate monotonic', says: 'What comes more often has the higher priority.' },
  { word: 'Replica', says: 'One copy of a shared memory, held by an agent.', named: 'replicas?' },
  {
    word: 'Reservation value',
    says: 'What no deal is worth to a party: it accepts nothing below.',
  },
  {
    word: 'Response time',
    says: 'The longest time from the coming of a task to its end, under all that goes before it.',
    named: 'response times?',
  },
  {
    word: 'Seed',
    says: 'The number behind every random draw: the same workflow and seed give the same run.',
    named: 'seeds?',
  },
  {
    word: 'Slot',
    says: 'Room for one task at a time: an agent with two slots works on two tasks at once.',
    named: 'slots?',
  },
  {
    word: 'Stride scheduling',
    says: 'The next turn goes to whoever has had least time for its weight.',
    named: 'stride',
  },
  {
    word: 'Sufferage',
    says: 'The task that would lose most without its best agent goes first.',
    named: 'sufferage|regret',
  },
  { word: 'Term', says: 'A period with at most one leader. Each election starts a new term.', named: 'term(?= \\d)' },
  {
    word: 'Token bucket',
    says: 'Units come back by the clock up to a limit, and each use takes some away.',
    named: 'token buckets?',
  },
  { word: 'Utilization', says: 'The share of its slots’ time that an agent spent working.' },
  {
    word: 'View',
    says: 'A period with one primary. When the primary is replaced, a new view begins.',
    named: 'view(?= \\d)',
  },
  { word: 'Wait-for graph', says: 'Who waits for whom: a circle in it is a deadlock.' },
  { word: 'Weighted round robin', says: 'By turns in a round, each as long as its weight says.' },
  { word: 'WfFormat', says: 'A JSON format for recorded scientific workflows.' },
  { word: 'Work bound', says: 'All work shared by all slots. No schedule can be shorter.' },
  {
    word: 'Working memory',
    says: 'The few things that an agent keeps at hand, and the many that it has to recall.',
    named: 'working memor(?:y|ies)',
  },
  { word: 'Zeuthen', says: 'Whoever would risk less by no deal makes the next concession.' },
];

/** A piece of a text: a term with its sentence, or what stands between two. */
export interface Piece {
  readonly text: string;
  readonly says: string | null;
}

const anyTerm = new RegExp(`\\b(?:${terms.map(({ word, named = word }) => `(${named})`).join('|')})\\b`, 'giu');

/** A text in pieces: each term that it names is explained where it stands first. */
export function explained(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  const met = new Set<Term>();
  let from = 0;
  for (const match of text.matchAll(anyTerm)) {
    const term = terms[match.findIndex((group, at) => at > 0 && (group as string | undefined) !== undefined) - 1];
    if (term === undefined || met.has(term)) continue;
    met.add(term);
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), says: null });
    pieces.push({ text: match[0], says: term.says });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), says: null });
  return pieces;
}

/** What the term means that a label is, such as an option of a list; null where it is none. */
export function meaningOf(label: string): string | null {
  const [piece, more] = explained(label);
  return piece !== undefined && more === undefined ? piece.says : null;
}
