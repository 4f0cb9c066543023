/** The shapes in which a duration can be written, and how one becomes another without losing what it says. Pure. */
import type { Json } from '../../../base/index.ts';
import { resolvedDuration, type Duration, type DurationModel } from '../../../document/index.ts';
import { cutMean } from '../../../plan/index.ts';

export type DurationShape = DurationModel['kind'];

export const durationShapes: readonly { readonly value: DurationShape; readonly label: string }[] = [
  { value: 'fixed', label: 'Fixed' },
  { value: 'uniform', label: 'Between two' },
  { value: 'normal', label: 'Around a mean' },
  { value: 'by-agent', label: 'By agent' },
];

/** What is written, as a model; nothing written is the default. A delay is a duration that is fixed or lies between two. */
export function durationModel(written: unknown, defaultMs: number): DurationModel {
  return written === undefined ? { kind: 'fixed', ms: defaultMs } : resolvedDuration(written as Duration);
}

/** The same duration in another shape, as close as it can be. */
export function reshaped(model: DurationModel, shape: DurationShape, agents: readonly string[]): Json {
  const middle = Math.round(middleOf(model));
  switch (shape) {
    case 'fixed':
      return middle;
    case 'uniform':
      return model.kind === 'normal'
        ? { min: Math.max(0, middle - model.deviationMs), max: middle + model.deviationMs }
        : { min: Math.round(middle * 0.8), max: Math.round(middle * 1.2) };
    case 'normal':
      return model.kind === 'uniform'
        ? { mean: middle, deviation: Math.round((model.maxMs - model.minMs) / 4) }
        : { mean: middle, deviation: Math.round(middle * 0.1) };
    case 'by-agent':
      return Object.fromEntries(agents.map((id) => [id, middle]));
  }
}

function middleOf(model: DurationModel): number {
  switch (model.kind) {
    case 'fixed':
      return model.ms;
    case 'uniform':
      return (model.minMs + model.maxMs) / 2;
    case 'normal':
      return cutMean(model.meanMs, model.deviationMs);
    case 'by-agent': {
      const all = Object.values(model.ms);
      return all.length === 0 ? model.otherwiseMs : all.reduce((sum, ms) => sum + ms, 0) / all.length;
    }
  }
}
