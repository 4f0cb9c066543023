/**
 * What the account of a task tells: every handing-over as an attempt, every decision in it with who was weighed against
 * whom, and the facts and messages that carried it, each with its step. Data only; it crosses the bridge as it is.
 */

export interface WhyAgent {
  readonly id: string;
  readonly name: string;
}

/** How somebody stood when a decision was taken. */
export type Standing =
  | 'chosen'
  /** Weighed and found worse. */
  | 'weighed'
  /** Asked, and would not, too late or not at all. */
  | 'declined'
  | 'busy'
  | 'crashed'
  | 'silent'
  /** Could have done it and was not weighed: the rule says why. */
  | 'passed';

export interface WhyCandidate extends WhyAgent {
  readonly standing: Standing;
  /** What was compared, the lowest winning; null where it was not weighed. */
  readonly value: number | null;
  readonly note: string;
  /** Step of its own word on the matter; null where it said none. */
  readonly step: number | null;
}

/** One choice of somebody for the task. */
export interface WhyDecision {
  readonly step: number;
  readonly timeMs: number;
  /** The manager that decided; null for the coordinator. */
  readonly by: WhyAgent | null;
  /** Null where nobody was found, or nothing is decided yet. */
  readonly agent: WhyAgent | null;
  /** What became of it, in one sentence. */
  readonly text: string;
  /** Among whom a lot was drawn; empty where none was. */
  readonly lot: string;
  readonly rule: string;
  /** The rule in words. */
  readonly says: string;
  /** What the values are; null where none were compared. */
  readonly measure: string | null;
  /** The chosen first, then those that were weighed, the best first. */
  readonly candidates: readonly WhyCandidate[];
  /** How many more there were. */
  readonly more: number;
}

/** A fact or a message that bears on the task. */
export interface WhyLine {
  readonly step: number;
  readonly timeMs: number;
  readonly text: string;
  readonly kind: 'fact' | 'message' | 'lost';
}

/** From the task's being ready, or lost again, to the end of that handing-over. */
export interface WhyAttempt {
  readonly attempt: number;
  /** Who had it in the end; null for nobody. */
  readonly agent: WhyAgent | null;
  /** The last that is known of it, as a sentence. */
  readonly outcome: string;
  readonly decisions: readonly WhyDecision[];
  readonly lines: readonly WhyLine[];
  /** How many lines were left out. */
  readonly more: number;
}

export interface Why {
  readonly task: string;
  readonly title: string;
  /** Whether it is a composite, which nobody works at. */
  readonly composite: boolean;
  /** What it asks of an agent, who can do it, and who cannot and why. */
  readonly requires: readonly string[];
  readonly capable: readonly WhyAgent[];
  readonly incapable: readonly (WhyAgent & { readonly note: string })[];
  /** How many more cannot. */
  readonly incapableMore: number;
  /** The answer in one or two sentences. */
  readonly answer: string;
  /** The last handings-over, in order. */
  readonly attempts: readonly WhyAttempt[];
  /** How many there were before these. */
  readonly earlier: number;
}

/** A task that an agent got, or was weighed for. */
export interface WhyShare {
  readonly task: string;
  readonly title: string;
  readonly step: number;
  readonly timeMs: number;
  readonly got: boolean;
  readonly text: string;
}

/** What came an agent's way, the latest first. */
export interface WhyOfAgent {
  readonly agent: string;
  readonly got: number;
  readonly shares: readonly WhyShare[];
  readonly more: number;
}
