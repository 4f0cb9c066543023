/**
 * The weight of an opinion: ln(p (m - 1) / (1 - p)) of how often its holder is right among m choices, which makes the best of
 * independent voters (Nitzan and Paroush 1982, where m is 2). The logarithm is made of + - * / alone, so that every engine has the same bits; weights are
 * whole millionths, so that sums are exact in any order.
 */
import { logarithm } from '../logarithm.ts';

/** Nobody is always right or never: beyond these a weight would be without bound. */
export const surest = 0.999;
/** So many weights make 1. */
const parts = 1_000_000;
const half = 0.5;

/**
 * The weight of who is right with this probability among so many choices, in millionths: 0 for who is right as often as by
 * chance, below 0 for who is wrong more often than that.
 */
export function weightOf(competence: number, choices = 2): number {
  const p = Math.min(surest, Math.max(1 - surest, competence));
  return Math.floor(logarithm((p * (Math.max(2, choices) - 1)) / (1 - p)) * parts + half);
}
