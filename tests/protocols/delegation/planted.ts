/** A run of a document whose facts are doctored before a rule of delegation reads them, to show that the rule catches it. */
import type { Document } from '../../../src/document/index.ts';
import { compiled, play } from '../../scenarios/stage.ts';
import { verdict, type Recorded } from '../../support/running.ts';

type Doctor = (facts: Recorded[]) => Recorded[];

/** What a rule says of a run of this document once its facts went through `doctor`; null where it finds nothing. */
export function witness(document: Document): (rule: string, doctor: Doctor) => string | null {
  const played = play(document);
  const { invariants } = compiled(document);
  return (name, doctor) =>
    verdict(
      invariants.find(({ rule, room }) => rule === name && room === 'delegation')!,
      played.plan,
      doctor([...played.recorded]),
    );
}

/** Changes the nth fact of a type. */
export function change(type: string, into: object, nth = 0): Doctor {
  return (facts) => {
    const place = facts.flatMap(({ fact }, at) => ((fact.type as string) === type ? [at] : []))[nth]!;
    return facts.with(place, { ...facts[place]!, fact: { ...facts[place]!.fact, ...into } });
  };
}
