/** The ways in which agents decide, as a form offers them: a name, and one line that says what is not defended against. */

export interface ProtocolWords {
  readonly name: string;
  /** What it does, and what it does not defend against. */
  readonly line: string;
}

const known: Readonly<Record<string, ProtocolWords>> = {
  pbft: {
    name: 'PBFT: agree in spite of liars',
    line: 'Holds while fewer than a third lie or are silent. Not against more of them; nor does it judge whether a value is good.',
  },
  raft: {
    name: 'Raft: agree in spite of crashes',
    line: 'A leader whom more than half follow. Not against liars: one lying leader breaks it.',
  },
  majority: {
    name: 'Majority',
    line: 'More than half of all must want it. Not against liars, who vote too; without a majority nothing is decided.',
  },
  supermajority: {
    name: 'Two thirds',
    line: 'Two thirds of all must want it. Not against a third that blocks by silence or by lies.',
  },
  plurality: {
    name: 'Plurality',
    line: 'The most votes win, however few. Not against a few liars where the rest are split.',
  },
  unanimity: {
    name: 'Unanimity',
    line: 'All must want it. Not against anybody: a single liar or silent agent blocks it.',
  },
  weighted: {
    name: 'Weighted by competence',
    line: 'Votes weigh as much as their voters are right. Not against voters who err together or lie about what they know.',
  },
  borda: {
    name: 'Borda count',
    line: 'Each ranks the choices, and places give points. Not against who ranks a rival last on purpose.',
  },
  condorcet: {
    name: 'Condorcet',
    line: 'The choice that beats every other in pairs. There may be none, and liars can make a circle.',
  },
};

/** Name and line of a protocol; one that is not known goes by its own name. */
export function protocolWords(protocol: string): ProtocolWords {
  const found = Object.hasOwn(known, protocol) ? known[protocol] : undefined;
  return found ?? { name: protocol, line: 'This version does not know this protocol.' };
}

/** Whether ballots are lists, best first. */
export function isRanked(protocol: string): boolean {
  return protocol === 'borda' || protocol === 'condorcet';
}

/** Whether it seeks agreement in spite of faults, and does not count opinions. */
export function isAgreement(protocol: string): boolean {
  return protocol === 'pbft' || protocol === 'raft';
}
