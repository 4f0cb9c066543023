/**
 * Resources that renew: a bucket of tokens which fills by the clock. What is in it is counted in units times milliseconds, so that it
 * stays a whole number: all units of the resource come back in `everyMs`, and no more than `burst` is saved up.
 */
import { serviceAt, type Plan } from '../../plan/index.ts';

export interface Bucket {
  /** Units times `everyMs`. */
  level: number;
  atMs: number;
}

export function renews(plan: Plan, service: number): boolean {
  return serviceAt(plan, service).resource!.everyMs > 0;
}

/** It is full at the start. */
export function fullBucket(plan: Plan, service: number): Bucket {
  const { burst, everyMs } = serviceAt(plan, service).resource!;
  return { level: burst * everyMs, atMs: 0 };
}

/** Fills it up to now. */
function fill(bucket: Bucket, plan: Plan, service: number, now: number): void {
  const { units, resource } = serviceAt(plan, service);
  const { burst, everyMs } = resource!;
  bucket.level = Math.min(burst * everyMs, bucket.level + units * (now - bucket.atMs));
  bucket.atMs = now;
}

/** For how long so many units are not there yet, ms. */
export function missingMs(
  bucket: Bucket,
  {
    plan,
    service,
    units,
    now,
  }: { readonly plan: Plan; readonly service: number; readonly units: number; readonly now: number },
): number {
  fill(bucket, plan, service, now);
  const { units: all, resource } = serviceAt(plan, service);
  return Math.max(0, Math.ceil((units * resource!.everyMs - bucket.level) / all));
}

export function draw(bucket: Bucket, plan: Plan, service: number, units: number): void {
  bucket.level -= units * serviceAt(plan, service).resource!.everyMs;
}
