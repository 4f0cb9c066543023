/** Tries imports with what a hostile, damaged or foreign file may hold; titles name the row of the threat model. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8, type Json } from '../../src/base/index.ts';
import { documentSchema, isRunnable, stringifyDocument } from '../../src/document/index.ts';
import * as v from 'valibot';
import { importFile, importText, exportDocument } from '../../src/interchange/index.ts';
import { FULL } from '../document/documents.ts';
import { hasWorkflows, workflowBytes } from './data.ts';

const bytesOf = (text: string) => encodeUtf8(text);
const problemOf = (input: string | Uint8Array) => {
  const result = typeof input === 'string' ? importText(input, 'file.json') : importFile(input, 'file.json');
  return result.ok ? null : result.error;
};
const taken = (json: unknown) => {
  const result = importFile(bytesOf(JSON.stringify(json)), 'file.json');
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const whole = stringifyDocument(FULL);

describe('files that are refused', () => {
  it('[row 1] a truncated, marked, UTF-16 or empty file is refused with its place', () => {
    for (let length = 1; length < whole.length - 1; length += 37) {
      const problem = problemOf(bytesOf(whole.slice(0, length)));
      expect(problem?.code).toMatch(/^json\//);
      expect(problem?.line).toBeGreaterThan(0);
      expect(problem?.column).toBeGreaterThan(0);
    }
    const utf16 = new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]);
    for (const bytes of [utf16, utf16.slice(2), bytesOf('\ufeff{}'), new Uint8Array([0x7b, 0xff])])
      expect(problemOf(bytes)).toMatchObject({ code: 'json/encoding', line: 1 });
    expect(problemOf(new Uint8Array())).toMatchObject({ code: 'json/empty', line: 1, column: 1 });
    expect(problemOf(' \n ')).toMatchObject({ code: 'json/empty', line: 2, column: 2 });
  });

  it('[row 2] prototype keys are refused wherever they stand, and no prototype changes', () => {
    const keys = Reflect.ownKeys(Object.prototype);
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      for (const text of [
        `{"${key}":{"x":1}}`,
        `{"tasks":[{"id":"a","${key}":{"x":1}}]}`,
        `{"view":{"nodes":{"${key}":{"x":0,"y":0}}}}`,
      ])
        expect(problemOf(text)?.code).toBe('json/forbidden-key');
      expect(problemOf(`{"\\u005f${key.slice(1)}":1}`)?.code).toBe(
        key === '__proto__' ? 'json/forbidden-key' : 'import/unknown-format',
      );
      const { readOnly, problems, document } = taken({ tasks: [{ id: key }, { id: 'b' }] });
      expect(readOnly).toBe(true);
      expect(isRunnable(problems)).toBe(false);
      expect(document.tasks?.map(({ id }) => id)).toEqual(['b']);
    }
    expect(Reflect.ownKeys(Object.prototype)).toEqual(keys);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('[row 3] endless depth is refused before it is used', () => {
    const before = performance.now();
    expect(problemOf(`{"tasks":${'['.repeat(10_000_000)}`)?.code).toBe('json/too-deep');
    expect(problemOf(bytesOf(`{"a":${'{"a":'.repeat(100_000)}`))?.code).toBe('json/too-deep');
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('[row 4] bytes are counted before anything is parsed', () => {
    let furthest = 0;
    class Watched extends Uint8Array<ArrayBuffer> {
      override subarray(begin?: number, end?: number): Uint8Array<ArrayBuffer> {
        furthest = Math.max(furthest, end ?? this.length);
        return super.subarray(begin, end);
      }
    }
    expect(problemOf(new Watched(new ArrayBuffer(100 * 1024 * 1024)).fill(0x5b))?.code).toBe('json/too-large');
    expect(furthest).toBeLessThan(100_000);
    // What may be read is read to its end, and that is seen.
    expect(problemOf(new Watched(new ArrayBuffer(1024 * 1024)).fill(0x5b))?.code).toBe('json/too-deep');
    expect(furthest).toBe(1024 * 1024);
    expect(problemOf(`[${'0,'.repeat(5_000_001)}0]`)?.code).toBe('json/too-many-elements');
  });

  it('[row 7] numbers, keys and characters that would be bent are refused, and minus zero becomes zero', () => {
    const at = (value: string) => problemOf(`{"tasks":[{"id":"a","load":${value}}]}`);
    expect(at('1e400')).toMatchObject({ code: 'json/number-range', path: 'tasks[0].load' });
    expect(at('9007199254740993')?.code).toBe('json/number-range');
    expect(at('1,"load":2')?.code).toBe('json/duplicate-key');
    expect(at('"\\ud800"')?.code).toBe('json/lone-surrogate');
    const result = importText('{"tasks":[{"id":"a","load":-0}]}', 'f');
    expect(result.ok && Object.is(result.value.document.tasks?.[0]?.load, 0)).toBe(true);
  });

  it('[row 9] a huge document is opened as a message, not as a drawing', () => {
    const tasks = Array.from({ length: 100_001 }, (_, at) => ({ id: `t${String(at)}` }));
    const { document, readOnly, problems } = taken({ tasks });
    expect({ document, readOnly, codes: problems.map(({ code }) => code) }).toEqual({
      document: {},
      readOnly: true,
      codes: ['too-many-tasks'],
    });
  });

  it('JSON of another kind is refused with what would do', () => {
    for (const json of ['[]', '7', 'null', '"x"', '{"name":"p","scripts":{}}', '{"workflow":3}'])
      expect(problemOf(json)?.code).toBe('import/unknown-format');
    expect(problemOf('{"format":"drawing","tasks":[]}')).toMatchObject({
      code: 'import/unknown-format',
      path: 'format',
    });
    expect(problemOf('<svg onload="alert(1)">')).toMatchObject({ code: 'import/foreign' });
    expect(problemOf('{"tasks": <svg>}')).toMatchObject({ code: 'json/syntax', line: 1, column: 11 });
  });
});

describe('files that are opened', () => {
  it('the format is found by content, whatever the name is', () => {
    const result = importText(whole, 'run.conclave-run.json');
    expect(result).toMatchObject({
      ok: true,
      value: { kind: 'document', format: 'conclave', readOnly: false, source: FULL },
    });
    expect(taken({ format: 'conclave' }).document).toEqual({ format: 'conclave' });
    expect(taken({ format: 'conclave', name: 'only a name' }).format).toBe('conclave');
    expect(taken({ format: 'conclave', workflow: { tasks: [] } }).format).toBe('conclave');
  });

  it('[row 8] cycles, self-edges, dangling edges and duplicate ids are listed, and nothing of them runs', () => {
    for (const tasks of [
      [
        { id: 'a', dependsOn: ['b'] },
        { id: 'b', dependsOn: ['a'] },
      ],
      [{ id: 'a', dependsOn: ['a'] }],
      [{ id: 'a', dependsOn: ['gone'] }],
      [{ id: 'a' }, { id: 'a' }],
    ]) {
      const { problems, document, source } = taken({ tasks });
      expect(isRunnable(problems)).toBe(false);
      expect(document).toEqual({ tasks });
      expect(source).toEqual({ tasks });
    }
  });

  it('[row 10] unknown actions and newer versions are kept losslessly and never run', () => {
    const foreign = { tasks: [{ id: 'a', action: { kind: 'teleport', to: ['mars', { far: true }] } }] };
    const unknown = taken(foreign);
    expect(isRunnable(unknown.problems)).toBe(false);
    expect(JSON.parse(exportDocument(unknown.document, 'conclave').text)).toEqual(foreign);
    const newer = { format: 'conclave', version: 99, tasks: [{ id: 'a', future: [1] }], more: true };
    const { readOnly, problems, source } = taken(newer);
    expect(readOnly).toBe(true);
    expect(isRunnable(problems)).toBe(false);
    expect(source).toEqual(newer);
  });

  it('[row 11] hostile texts are text', () => {
    const label = '</script><img src=x onerror=alert(1)>javascript:alert(1)';
    const { document, problems } = taken({ name: label, agents: [{ id: 'a' }], tasks: [{ id: label, name: label }] });
    expect(problems).toEqual([]);
    expect(document).toMatchObject({ name: label, tasks: [{ id: label, name: label }] });
  });

  it('[row 15] a wish to run by itself is spoken of and ignored', () => {
    const json = { tasks: [{ id: 'a' }], autorun: true, schedule: { everyMs: 1 }, 'run-on-load': 1 };
    const { notes, document } = taken(json);
    expect(notes).toHaveLength(3);
    expect(notes[0]).toContain('"autorun" is kept but ignored');
    expect(document).toEqual(json);
  });

  it('[row 16] two imports share nothing, and an import changes none that came before', () => {
    const first = taken(FULL);
    const frozen = JSON.stringify(first);
    const second = taken({ ...(FULL as Record<string, Json>), name: 'other', id: 'same' });
    expect(JSON.stringify(first)).toBe(frozen);
    expect(second.document).not.toBe(first.document);
    expect(second.document.tasks?.[0]).not.toBe(first.document.tasks?.[0]);
  });

  it('agents are supplied only where there are none', () => {
    const text = '{"tasks":[{"id":"a"}]}';
    const supplied = importText(text, 'f', { agents: 2 });
    expect(supplied).toMatchObject({
      ok: true,
      value: { problems: [], document: { agents: [{ id: 'agent-1' }, { id: 'agent-2' }] } },
    });
    const own = importText('{"agents":[{"id":"x"}],"tasks":[]}', 'f', { agents: 2 });
    expect(own).toMatchObject({ ok: true, value: { document: { agents: [{ id: 'x' }] } } });
  });

  it('a document comes out as it went in', () => {
    const { document } = taken(FULL);
    expect(exportDocument(document, 'conclave').text).toBe(whole);
  });
});

describe('mutated files', () => {
  const seeds: Uint8Array[] = [
    bytesOf(whole),
    bytesOf(
      JSON.stringify({
        format: 'conclave-run',
        version: 1,
        engine: '1',
        document: FULL,
        seed: 7,
        inputs: [],
        digests: [],
        end: { steps: 0, digest: '', outcome: null },
      }),
    ),
    bytesOf(
      JSON.stringify({
        name: 'w',
        schemaVersion: '1.5',
        workflow: {
          specification: {
            tasks: [
              { id: 'a', name: 'a', parents: [], children: ['b'] },
              { id: 'b', name: 'b', parents: ['a'], children: [] },
            ],
            files: [{ id: 'f', sizeInBytes: 3 }],
          },
          execution: { makespanInSeconds: 3, executedAt: 'x', tasks: [{ id: 'a', runtimeInSeconds: 1 }] },
        },
      }),
    ),
    ...(hasWorkflows ? [workflowBytes('helloworld-chain-5-chameleon')] : []),
  ];
  const signs = fc.constantFrom(...'{}[]",:0-9eE.\\u\u0000truefalsn<'.split('').map((sign) => sign.charCodeAt(0)));
  const byte = fc.oneof(fc.nat(255), signs);
  const mutation = fc.record({
    kind: fc.constantFrom('set', 'cut', 'repeat', 'insert'),
    at: fc.nat(20_000),
    size: fc.nat(40),
    byte,
  });

  it('always give a value of the promised shape or a refusal with a sentence, and never throw', () => {
    const keys = Reflect.ownKeys(Object.prototype);
    let opened = 0;
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(mutation, { minLength: 1, maxLength: 5 }), (seed, mutations) => {
        let bytes = Array.from(seed);
        for (const { kind, at, size, byte: value } of mutations) {
          const place = at % Math.max(1, bytes.length);
          if (kind === 'set') bytes[place] = value;
          else if (kind === 'cut') bytes.splice(place, size);
          else if (kind === 'repeat') bytes = [...bytes.slice(0, place + size), ...bytes.slice(place)];
          else bytes.splice(place, 0, value);
        }
        const result = importFile(new Uint8Array(bytes), 'mutated.json', { agents: 2 });
        if (result.ok) {
          opened += 1;
          expect(v.safeParse(documentSchema, result.value.document).issues).toBeUndefined();
          for (const format of ['conclave', 'wfformat', 'mermaid', 'dot'] as const)
            expect(exportDocument(result.value.document, format).text).toMatch(/\n$/);
        } else {
          expect(result.error.message).toMatch(/^\S[\s\S]*\.$/);
          expect(result.error.code).toMatch(/^[a-z-]+\/[a-z-]+$/);
        }
      }),
      { seed: 2026, numRuns: 400 },
    );
    expect(opened).toBeGreaterThan(20);
    expect(Reflect.ownKeys(Object.prototype)).toEqual(keys);
  });

  it('any JSON under the names of a workflow gives a value or a refusal', () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(null, true, 0, -1, 1.5, '', 'a', 'b'),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('value'), { maxLength: 4 }),
      object: fc.dictionary(
        fc.constantFrom(
          'id',
          'name',
          'parents',
          'children',
          'tasks',
          'jobs',
          'files',
          'specification',
          'execution',
          'runtimeInSeconds',
          'runtime',
          'inputFiles',
          'outputFiles',
          'machines',
        ),
        tie('value'),
        { maxKeys: 6 },
      ),
    }));
    fc.assert(
      fc.property(json.object, json.list, (workflow, tasks) => {
        for (const inner of [
          workflow,
          { specification: { tasks } },
          { tasks },
          { specification: { tasks: [{ id: 'a' }] }, execution: workflow },
        ]) {
          const result = importText(JSON.stringify({ schemaVersion: '1.5', workflow: inner }), 'f', {
            bandwidthBytesPerSecond: 1,
          });
          if (result.ok) {
            expect(v.safeParse(documentSchema, result.value.document).issues).toBeUndefined();
            expect(exportDocument(result.value.document, 'wfformat').text).toMatch(/\n$/);
          }
        }
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
