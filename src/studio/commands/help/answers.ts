/**
 * The first questions that a newcomer has, each answered in a few sentences, with ways to what the answer speaks of: the first that
 * can be gone is. Words only; whoever shows them knows the page.
 */

/** A way to something of the page: to what a selector finds, after a command that shows it or an address where it stands. */
export interface Way {
  readonly command?: string;
  readonly place?: string;
  readonly href?: string;
  /** What the button says where the way leads only to the step before. */
  readonly label?: string;
}

export interface Answer {
  readonly id: string;
  readonly question: string;
  readonly says: readonly string[];
  /** True where the coordination patterns are told one by one after it. */
  readonly patterns?: true;
  readonly ways: readonly Way[];
}

/** On the first page nothing is open yet: the newest workflow, else the first story. */
const openOne: readonly Way[] = [
  { place: 'main tbody td.name a', label: 'Open a workflow first' },
  { place: 'main article', label: 'Open a story first' },
];

export const answers: readonly Answer[] = [
  {
    id: 'what',
    question: 'What is this?',
    says: [
      'A place to draw systems of agents that work together, and to see how they behave. You draw agents and tasks, run the drawing, step through what happened in both directions, break it on purpose, compare coordination patterns, and take it away as a file.',
      'Runs are simulations: how long work takes, what fails and what agents answer is what you set, and no model is called. The same workflow and seed always give the same run.',
    ],
    ways: [
      { place: 'main article', label: 'Show me a story' },
      { href: '#/', place: 'main article', label: 'Show me a story' },
    ],
  },
  {
    id: 'draw',
    question: 'How do I draw?',
    says: [
      'Press N or double-click the canvas and type what you want: “Chop 300ms @knife” is a task, “agent Rosa @grill x2” an agent with two slots. The plus of a card continues from it.',
      'Drag from the edge of a card to connect it: a task to what waits for it, a manager to who reports to it. Ctrl or Cmd and Z takes anything back.',
    ],
    ways: [{ command: 'canvas.add' }, ...openOne],
  },
  {
    id: 'run',
    question: 'How do I run it?',
    says: [
      'Press Run, or Ctrl or Cmd and Enter. The whole run is computed at once and then played; Space pauses it, and its speed stands beside the playhead. The line below says how it ended, and what would shorten it.',
      'What you change afterwards does not touch that run: it stays in the list of runs, on the drawing that it ran on.',
    ],
    ways: [{ place: '[data-hint="run"]' }, ...openOne],
  },
  {
    id: 'back',
    question: 'How do I step back?',
    says: [
      'Drag the playhead, or use comma and full stop: one step back, one step forward. Canvas, timeline, messages and log all show that step. The marks on the line are what is worth a look: faults, decisions, retries, broken rules.',
    ],
    ways: [{ place: '[data-hint="playhead"]' }, ...openOne],
  },
  {
    id: 'break',
    question: 'How do I break it?',
    says: [
      'Select an agent and press B: let it crash, lie, slow down or fall silent, now or at a time. With nothing selected the faults are those of the network: delays, losses, partitions. During a run they take effect at the playhead, and the run goes another way from there.',
      'Invariants says which rules held. “Why” says who took over.',
    ],
    ways: [
      { command: 'break.open', place: '#inspector-tab-break' },
      { place: '.svelte-flow__node-agent', label: 'Select an agent first' },
      ...openOne,
    ],
  },
  {
    id: 'compare',
    question: 'How do I compare two ways of doing it?',
    says: [
      'Compare runs the workflow under every pattern with thirty seeds each, and says in a sentence which is faster, which sends fewer messages, and where the evidence is too thin to tell. Its settings vary anything else: agents, policies, delays, faults.',
      'Two single runs stand side by side from the list of runs. Whatever was compared is kept, and found again on the first page.',
    ],
    ways: [{ place: '[data-hint="compare"]' }, ...openOne],
  },
  {
    id: 'away',
    question: 'How do I take it away?',
    says: [
      'Export has the document as a file or a link, as WfFormat, Mermaid or DOT, and as a picture. The open run goes as a run file, which gives the same run anywhere, or as one page that replays it without Conclave.',
    ],
    ways: [{ place: 'header [aria-label="Export"]' }, ...openOne],
  },
  {
    id: 'stored',
    question: 'Where is my work stored?',
    says: [
      'In this browser, as you go, and nowhere else: nothing is uploaded. Whoever clears the data of this site clears it, and a browser that is short of space may. “Back up” on the first page writes all of it into one file; dropped on the page, in this browser or another, the file brings all of it back.',
    ],
    ways: [{ place: '[aria-label="Storage and backup"]' }, { href: '#/', place: '[aria-label="Storage and backup"]' }],
  },
  {
    id: 'why',
    question: 'Why did it do that?',
    says: [
      'Select a task or an agent during a run and press W. Why accounts for each handing-over from what was recorded: who could do it, who was busy, what was bid or voted, and by which rule it was decided; each line leads to its step.',
    ],
    ways: [
      { command: 'run.why', place: '#inspector-tab-why' },
      { place: '[data-hint="run"]', label: 'Run it and select a task' },
      ...openOne,
    ],
  },
  {
    id: 'patterns',
    question: 'What do the patterns differ in?',
    says: ['In who decides which agent does a task, and what that costs in messages:'],
    patterns: true,
    ways: [{ place: 'header [aria-label^="Coordination"]' }, ...openOne],
  },
  {
    id: 'own',
    question: 'How do I bring my own workflow?',
    says: [
      'Drop a file anywhere on the page, or press Import: a Conclave document, a run file, a backup, a WfFormat workflow as scientific workflow systems write it, or a domain of GENIUS with its profiles. A file that cannot be read is refused in one sentence that says why.',
      'To one that has only tasks agents are offered that do them.',
    ],
    ways: [{ place: 'header [aria-label="Import"]' }, { href: '#/', place: 'header [aria-label="Import"]' }],
  },
];
