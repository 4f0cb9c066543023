/** Tries run files: what could not be replayed is refused with its path, newer ones are opened for looking at. */
import { describe, expect, it } from 'vitest';
import { digestJson, type Json, type JsonObject } from '../../src/base/index.ts';
import { importText, parseRunFile, stringifyRunFile, type RunFile } from '../../src/interchange/index.ts';

const run: RunFile = {
  format: 'conclave-run',
  version: 1,
  engine: '1',
  document: { name: 'x', agents: [{ id: 'ana' }], tasks: [{ id: 'a', future: { kept: 1 } }] },
  seed: 7,
  agents: 3,
  inputs: [
    { step: 2, to: 0, message: { type: 'workflow.cancel' } },
    { step: 2, to: 1, message: { type: 'fault.inject' } },
  ],
  digests: [
    { step: 4, trace: 'aa' },
    { step: 9, trace: 'bb' },
  ],
  end: { steps: 9, digest: 'cc', outcome: 'succeeded' },
};
const json = (change: Record<string, unknown> = {}) => JSON.parse(JSON.stringify({ ...run, ...change })) as Json;

describe('run files', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['run-file/shape', '', { format: 'conclave' }],
    ['run-file/version', 'version', { version: 0 }],
    ['run-file/version', 'version', { version: 'one' }],
    ['run-file/newer-version', 'version', { version: 2 }],
    ['run-file/shape', 'engine', { engine: undefined }],
    ['run-file/shape', 'document', { document: undefined }],
    ['run-file/document', 'document', { document: { version: 99 } }],
    ['run-file/document', 'document', { document: { tasks: [{ id: 7 }] } }],
    ['run-file/document', 'document', { document: [] }],
    ['run-file/shape', 'seed', { seed: 1.5 }],
    ['run-file/shape', 'agents', { agents: 1_000_000_000 }],
    ['run-file/shape', 'inputs', { inputs: {} }],
    ['run-file/shape', 'inputs[0].step', { inputs: [{ step: -1, to: 0, message: { type: 'x' } }] }],
    ['run-file/shape', 'inputs[0].message.type', { inputs: [{ step: 1, to: 0, message: {} }] }],
    ['run-file/shape', 'inputs', { inputs: [...run.inputs, { step: 1, to: 0, message: { type: 'x' } }] }],
    ['run-file/shape', 'digests[1].trace', { digests: [{ step: 1, trace: 'x' }, { step: 2 }] }],
    ['run-file/shape', 'inputs[1].step', { inputs: [run.inputs[0], { ...run.inputs[1], step: 10 }] }],
    ['run-file/shape', 'digests[1].step', { end: { ...run.end, steps: 8 } }],
    ['run-file/shape', 'live', { live: false }],
    ['run-file/shape', 'live', { live: 'yes' }],
    ['run-file/damaged', 'document', { documentDigest: 'ff' }],
    ['run-file/damaged', 'inputs', { inputsDigest: 'ff' }],
    ['run-file/shape', 'end.steps', { end: { steps: 'many', digest: '', outcome: null } }],
  ])('are refused with %s at "%s"', (code, path, change) => {
    const result = parseRunFile(json(change));
    expect(result).toMatchObject({ ok: false, error: { code, path } });
    expect(result.ok ? '' : result.error.message).toMatch(/\.$/);
  });

  it('come out as they went in, unknown fields too', () => {
    const result = parseRunFile(json({ note: { kept: true } }));
    expect(result).toEqual({ ok: true, value: { ...run, note: { kept: true } } });
    const sealed = JSON.parse(stringifyRunFile(run)) as RunFile;
    expect(sealed).toEqual({ ...run, documentDigest: digestJson(run.document), inputsDigest: sealed.inputsDigest });
    expect(
      stringifyRunFile(run)
        .split('\n')
        .filter((line) => line.includes('"trace"')),
    ).toHaveLength(2);
    const { agents: _agents, ...own } = run;
    expect(parseRunFile(JSON.parse(stringifyRunFile({ ...own, inputs: [] })) as Json)).toMatchObject({
      ok: true,
      value: { ...own, inputs: [] },
    });
  });

  it('of a live run are refused where the mark was taken off, put on or written otherwise', () => {
    const marked = JSON.parse(stringifyRunFile({ ...run, live: true })) as JsonObject;
    expect(parseRunFile(marked)).toMatchObject({ ok: true, value: { live: true } });
    const { live: _live, ...bare } = marked;
    const simulated = JSON.parse(stringifyRunFile(run)) as JsonObject;
    for (const changed of [bare, { ...simulated, live: true }])
      expect(parseRunFile(changed)).toMatchObject({
        ok: false,
        error: {
          code: 'run-file/damaged',
          path: 'inputs',
          message:
            'inputs: Seed, agents or inputs were changed after the run was recorded, or the mark of a live run; export the run again.',
        },
      });
    expect(parseRunFile({ ...marked, live: 'true' })).toMatchObject({
      ok: false,
      error: { message: 'live: The mark of a live run is true, or is not there; export the run again.' },
    });
  });

  it('are recognised by content, and the agents that they were run with stay', () => {
    const result = importText(stringifyRunFile(run), 'anything.txt', { agents: 9 });
    expect(result).toMatchObject({
      ok: true,
      value: { kind: 'run', format: 'conclave-run', readOnly: false, run, document: run.document },
    });
  });

  it('[row 10] of a newer version are opened as their document, for looking at only', () => {
    const source = json({ version: 2, more: 1 });
    const result = importText(JSON.stringify(source), 'f');
    expect(result).toMatchObject({
      ok: true,
      value: {
        kind: 'document',
        format: 'conclave-run',
        readOnly: true,
        source,
        document: run.document,
        problems: [
          { code: 'newer-version', severity: 'error' },
          { code: 'unknown-field', severity: 'info' },
        ],
      },
    });
    expect(result.ok && 'run' in result.value).toBe(false);
  });

  it('[row 1] that were cut off are refused with line and column', () => {
    const text = stringifyRunFile(run);
    expect(importText(text.slice(0, text.length / 2), 'f')).toMatchObject({
      ok: false,
      error: { code: 'json/truncated' },
    });
  });
});
