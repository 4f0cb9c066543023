/**
 * Problems of negotiations: nobody to negotiate with, nothing to negotiate about, wants that fit no issue, and goals that cannot be
 * met, alone or together. Each says what to write instead, and mends it where that is clear.
 */
import {
  disabledTasks,
  nearestName,
  problemAt,
  type Document,
  type Edit,
  type Fix,
  type Problem,
  type Severity,
  type WrittenUtility,
} from '../../../document/index.ts';
import type { Json } from '../../../base/index.ts';
import { valuesOf, type Issue } from '../../../plan/index.ts';
import { countOf, isWeighable, knownNames, outcomesMax, wayOf } from '../../../protocols/index.ts';
import {
  goesByGoals,
  issuesOf,
  partiesOf,
  PROTOCOL_DEFAULT,
  sumOf,
  sumsToOne,
  weightsOf,
} from '../../negotiating/negotiations.ts';
import { ownWants } from '../../negotiating/wants.ts';
import { feasibilityProblems, type Negotiating } from './feasible.ts';
import { wantProblems } from './goals.ts';
import { issueTroubles } from './issues.ts';

export function negotiationProblems(document: Document): Problem[] {
  const { tasks = [] } = document;
  const ofGoals = wantProblems(document);
  if (!tasks.some(({ action }) => action?.kind === 'negotiate')) return ofGoals;
  const off = disabledTasks(tasks);
  // Goals that cannot be read, or met, are said once, where they stand.
  const sound = ofGoals.length === 0;
  const own = tasks.flatMap((task, at) => {
    const { id, action } = task;
    if (action?.kind !== 'negotiate' || off.has(id)) return [];
    return new Checked(document, { at, id, action }).problems(sound);
  });
  return [...ofGoals, ...own];
}

interface Told {
  readonly code: string;
  readonly field: readonly (string | number)[];
  /** Behind "The negotiation ID ". */
  readonly says: string;
  readonly severity?: Severity;
  readonly fix?: { readonly label: string; readonly field: readonly (string | number)[]; readonly value?: Json };
}

/** One negotiation while it is checked. */
class Checked {
  readonly #document: Document;
  readonly #task: Negotiating;
  readonly #found: Problem[] = [];

  constructor(document: Document, task: Negotiating) {
    this.#document = document;
    this.#task = task;
  }

  /** `whole`: whether goals are sound, so that it is worth weighing what they come to. */
  problems(whole: boolean): Problem[] {
    this.#protocol();
    this.#issues();
    this.#utilities();
    const sound = this.#found.every(({ severity }) => severity !== 'error');
    if (sound) this.#size();
    if (!whole || this.#found.some(({ severity }) => severity === 'error')) return this.#found;
    return [...this.#found, ...feasibilityProblems(this.#document, this.#task)];
  }

  #tell({ code, field, says, severity = 'error', fix }: Told): void {
    const { at, id } = this.#task;
    const path = ['tasks', at, 'action', ...field];
    const message = `The negotiation ${id} ${says}.`;
    const mended: Fix | undefined = fix && { label: fix.label, edits: [this.#edit(fix.field, fix.value)] };
    this.#found.push(
      problemAt(this.#document, path, {
        code: `negotiation-${code}`,
        severity,
        message,
        ...(mended && { fix: mended }),
      }),
    );
  }

  #edit(field: readonly (string | number)[], value: Json | undefined): Edit {
    const path = ['tasks', this.#task.at, 'action', ...field];
    return value === undefined ? { kind: 'set-field', path } : { kind: 'set-field', path, value };
  }

  #protocol(): void {
    const { action } = this.#task;
    const parties = partiesOf(action);
    const protocol = action.protocol ?? PROTOCOL_DEFAULT;
    const known = knownNames.negotiations;
    if (!known.includes(protocol)) {
      const meant = nearestName(protocol, known) ?? PROTOCOL_DEFAULT;
      const says = `has the protocol "${protocol}", which is not known; choose one of ${known.join(', ')}`;
      const fix = { label: `Write ${meant}`, field: ['protocol'], value: meant };
      this.#tell({ code: 'protocol', field: ['protocol'], says, fix });
    }
    if (parties.length < 2) {
      const says = `has ${parties.length === 0 ? 'no participants' : 'one participant'}, and it takes two; name who negotiates`;
      const two = (this.#document.agents ?? []).slice(0, 2).map(({ id }) => id);
      const fix =
        two.length < 2
          ? undefined
          : { label: `Let ${two.join(' and ')} negotiate`, field: ['participants'], value: two };
      this.#tell({ code: 'nobody', field: ['participants'], says, ...(fix && { fix }) });
    } else if (parties.length > 2 && wayOf(protocol)?.pair === true) {
      const says = `has ${parties.length} participants, and the protocol ${protocol} is for two; choose one with a mediator, such as nash`;
      this.#tell({
        code: 'many',
        field: ['protocol'],
        says,
        fix: { label: 'Let a mediator propose', field: ['protocol'], value: 'nash' },
      });
    }
  }

  #issues(): void {
    const { issues = [] } = this.#task.action;
    const { variables = [] } = this.#document;
    if (issues.length === 0 && variables.length === 0) {
      const says = 'has no issues, so that there is nothing to agree on; add one with its values';
      const fix = { label: 'Add a price from 1 to 10', field: ['issues'], value: [{ name: 'price', min: 1, max: 10 }] };
      this.#tell({ code: 'issues', field: ['issues'], says, fix });
    }
    for (const { field, ...told } of issueTroubles(issues, variables))
      this.#tell({
        ...told,
        ...{ field: ['issues', ...field], says: `has an issue ${told.says}` },
        ...(told.fix && { fix: { ...told.fix, field: ['issues', ...told.fix.field] } }),
      });
  }

  #utilities(): void {
    const { action } = this.#task;
    const { utilities = {} } = action;
    const issues = issuesOf(action, this.#document);
    const parties = partiesOf(action);
    for (const id of parties) {
      const wanted = utilities[id];
      if (goesByGoals(wanted ?? {}) && ownWants(id, issues, this.#document).goals.length > 0) continue;
      if (wanted !== undefined) this.#wanted(id, wanted, issues);
      else if (issues.length > 0) {
        const first = parties.indexOf(id) === 0;
        const value = { values: issues.map((issue) => lineOf(issue, first)) };
        const says = `does not say what ${id} wants; add its utilities, a worth for each value, or goals that want something`;
        const fix = {
          label: `Let ${id} want the ${first ? 'last' : 'first'} values most`,
          field: ['utilities', id],
          value,
        };
        this.#tell({ code: 'utilities', field: ['utilities'], says, fix });
      }
    }
    for (const id of Object.keys(utilities)) {
      if (parties.includes(id)) continue;
      const says = `says what ${id} wants, who does not take part; name it as a participant, or take its utilities away`;
      const fix = { label: 'Take them away', field: ['utilities', id] };
      this.#tell({ code: 'stranger', field: ['utilities', id], says, severity: 'warning', fix });
    }
  }

  #wanted(id: string, wanted: WrittenUtility, issues: readonly Issue[]): void {
    const { weights, values } = wanted;
    const count = `${issues.length} ${issues.length === 1 ? 'issue' : 'issues'}`;
    if (weights !== undefined && weights.length !== issues.length) {
      const says = `has ${count} and ${weights.length} weights of ${id}; give one for each issue, or none`;
      const fix = { label: 'Weigh all the same', field: ['utilities', id, 'weights'] };
      this.#tell({ code: 'weights', field: ['utilities', id, 'weights'], says, fix });
    } else if (weights !== undefined && weights.length > 0 && sumOf(weights) === 0) {
      const says = `gives every issue the weight 0 for ${id}; weigh one of them at least`;
      const fix = { label: 'Weigh all the same', field: ['utilities', id, 'weights'] };
      this.#tell({ code: 'weights', field: ['utilities', id, 'weights'], says, fix });
    } else if (weights !== undefined && !sumsToOne(weights)) {
      const value = weightsOf(wanted, issues.length);
      const says = `has weights of ${id} that sum to ${Math.floor(sumOf(weights) * 1e6 + 0.5) / 1e6}, not 1; they are taken as shares of that`;
      const fix = { label: 'Write the shares', field: ['utilities', id, 'weights'], value };
      this.#tell({ code: 'weights-sum', field: ['utilities', id, 'weights'], says, severity: 'warning', fix });
    }
    if (values !== undefined && values.length > issues.length) {
      const says = `has ${count} and says what ${values.length} are worth to ${id}: the last of them is not known; take it away`;
      const fix = { label: 'Take it away', field: ['utilities', id, 'values'], value: values.slice(0, issues.length) };
      this.#tell({ code: 'unknown-issue', field: ['utilities', id, 'values'], says, fix });
      return;
    }
    issues.forEach((issue, at) => {
      const worths = values?.[at];
      const few = valuesOf(issue);
      if (worths !== undefined && (worths.length === few || (worths.length === 2 && few > 2))) return;
      const given = worths === undefined ? 'no worths' : `${worths.length} ${worths.length === 1 ? 'worth' : 'worths'}`;
      const says = `has ${few} ${few === 1 ? 'value' : 'values'} of "${issue.name}" and ${given} of them to ${id}; give one for each${few > 2 ? ', or two as the ends of a line' : ''}`;
      const value = issues.map((each, place) =>
        place === at ? lineOf(each, true) : (values?.[place] ?? lineOf(each, true)),
      );
      const fix = { label: 'Let the last be worth most', field: ['utilities', id, 'values'], value };
      this.#tell({ code: 'worths', field: ['utilities', id, 'values'], says, fix });
    });
  }

  #size(): void {
    const { action } = this.#task;
    const issues = issuesOf(action, this.#document);
    const parties = partiesOf(action).length;
    if (isWeighable(issues, parties)) return;
    const most = Math.floor((2 * outcomesMax) / Math.max(2, parties));
    const count = countOf(issues);
    const says = `has ${count > 1e15 ? 'more outcomes than anybody could count' : `${count} outcomes`}, and ${parties} participants can weigh ${most}; give its issues fewer values, or take one away`;
    this.#tell({ code: 'large', field: ['issues'], says });
  }
}

/** Worths that rise or fall evenly over the values of an issue. */
function lineOf(issue: Issue, rising: boolean): number[] {
  if (valuesOf(issue) === 1) return [1];
  return rising ? [0, 1] : [1, 0];
}
