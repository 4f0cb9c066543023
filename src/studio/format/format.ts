/** How figures are written for people: times, sizes, dates. Display only; nothing here may feed back into a document or a run. */
import { formatTime } from '../../document/index.ts';

/** Two lengths as one range, the unit said once where both have the same: `400 to 800 ms`, `3.20 to 4.20 s`. */
export function formatRange(fromMs: number, toMs: number): string {
  const [from, to] = [formatTime(fromMs), formatTime(toMs)];
  const parts = from.split(' ');
  return parts.length === 2 && parts[1] === to.split(' ')[1] ? `${parts[0] ?? ''} to ${to}` : `${from} to ${to}`;
}

/** Bytes in decimal units, as browsers state their quota: `14 MB`, `2.1 GB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 10 ? 1 : 0;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** A moment seen from another: `just now`, `2 minutes ago`, `yesterday`, `Friday`, `3 May`. */
export function formatAgo(thenMs: number, nowMs: number): string {
  const seconds = Math.max(0, (nowMs - thenMs) / 1000);
  if (seconds < 45) return 'just now';
  const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  if (seconds < 2700) return relative.format(-Math.max(1, Math.round(seconds / 60)), 'minute');
  if (seconds < 79_200) return relative.format(-Math.max(1, Math.round(seconds / 3600)), 'hour');
  const days = Math.round(seconds / 86_400);
  const then = new Date(thenMs);
  if (days <= 1) return 'yesterday';
  if (days < 7) return then.toLocaleDateString('en', { weekday: 'long' });
  const sameYear = then.getFullYear() === new Date(nowMs).getFullYear();
  return then.toLocaleDateString('en', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** The time of the day: `14:32`. */
export function formatClock(timeMs: number): string {
  return new Date(timeMs).toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** The day of a moment seen from another: `Today`, `Yesterday`, `Friday`, `3 May`, `3 May 2025`. */
export function formatDay(thenMs: number, nowMs: number): string {
  const [then, now] = [new Date(thenMs), new Date(nowMs)];
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(then).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days < 7) return then.toLocaleDateString('en', { weekday: 'long' });
  const year = then.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return then.toLocaleDateString('en', { day: 'numeric', month: 'short', ...year });
}

/** A number of things: `120,000`. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Any number, with three digits behind the point at most: `0.1`, `1,000`. */
export function formatNumber(value: number): string {
  return value.toLocaleString('en');
}

/** With so many digits behind the point, and a real minus: `−0.25`. */
export function formatDecimals(value: number, digits: number): string {
  return value.toFixed(digits).replace('-', '−');
}

/** A sum of money as people write it: `1,234.50`. */
export function formatCost(cost: number): string {
  return cost.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** A share as a whole percentage: `38%`. */
export function formatShare(share: number): string {
  return `${String(Math.round(share * 100))}%`;
}

/** `1 task`, `2 tasks`. */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${String(count)} ${count === 1 ? noun : many}`;
}

/** Two letters for an agent's round mark. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s_-]+/)
    .filter((word) => word !== '');
  const first = words[0] ?? '?';
  const second = words[1];
  return second === undefined
    ? first.slice(0, 1).toUpperCase() + first.slice(1, 2)
    : (first.slice(0, 1) + second.slice(0, 1)).toUpperCase();
}
