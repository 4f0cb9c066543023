/**
 * The two commands stand or fall with what these decide: whether this Node will do, whether the packages are
 * installed, and whether the closing line tells the truth.
 */
import { describe, expect, it } from 'vitest';
import { addCounts, closingLine, playwrightCounts, vitestCounts } from '../../src/tools/counts.mjs';
import { isInstalled, isNodeNewEnough } from '../../src/tools/node.mjs';

describe('before anything runs', () => {
  it('an old Node is refused', () => {
    expect(['18.20.4', '20.18.3', '21.7.0', '22.11.0'].map(isNodeNewEnough)).toEqual([false, false, false, false]);
    expect(['20.19.0', '22.12.0', '24.0.0'].map(isNodeNewEnough)).toEqual([true, true, true]);
  });

  it('packages that differ from the lock are noticed', () => {
    const lock = { packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { optional: true } } };
    expect(isInstalled(lock, {})).toBe(false);
    expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false);
    expect(isInstalled(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
  });
});

describe('the closing line', () => {
  it('counts a file that broke before its first test as a failure', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    };
    expect(vitestCounts(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('counts an error outside every end-to-end test as a failure', () => {
    const report = { stats: { expected: 2, unexpected: 0, flaky: 1, skipped: 0 }, errors: [{}] };
    expect(playwrightCounts(report)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  });

  it('names what was skipped only when something was', () => {
    const sum = addCounts({ passed: 1, failed: 0, skipped: 0 }, { passed: 2, failed: 1, skipped: 0 });
    expect(closingLine(sum)).toBe('3 passed, 1 failed');
    expect(closingLine({ ...sum, skipped: 4 })).toBe('3 passed, 1 failed, 4 skipped');
  });
});
