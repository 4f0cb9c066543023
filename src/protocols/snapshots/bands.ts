/** The two phases of a snapshot between its messages: markers go out, and reports come back. */
import { actorTitle } from '../../plan/index.ts';
import { band, type BandOf } from '../../agents/index.ts';
import type { Marker, Report } from './messages.ts';

export const bandOf: BandOf = ({ message: said }, plan) => {
  const { type, by, number } = said as Marker | Report;
  const what = type === 'snapshots.marker' ? 'markers' : 'reports';
  return band(`snapshot ${number} of ${actorTitle(plan, by)}: ${what}`, what, by, number);
};
