/** Files of other kinds: what is no JSON is named by its first characters, and a list `tasks` alone makes no document. */
import { describe, expect, it } from 'vitest';
import { callWith } from '../support/command-line.ts';
import { importFile, importText } from '../../src/interchange/index.ts';

const zip = new Uint8Array([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 0xff]);
const foreign: readonly (readonly [name: string, content: string | Uint8Array])[] = [
  ['XML', '<?xml version="1.0"?>\n<project><task/></project>'],
  [
    'BPMN (XML)',
    '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions xmlns:bpmn="x"><bpmn:process/></bpmn:definitions>',
  ],
  ['BPMN (XML)', '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>'],
  ['a picture (SVG)', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
  ['a web page (HTML)', '<!doctype html>\n<html></html>'],
  ['YAML', 'name: crew\nagents:\n  - id: a\n'],
  ['YAML', '# a comment\n---\ntasks: []\n'],
  ['YAML', '- id: a\n- id: b\n'],
  ['YAML', '%YAML 1.2\n---\na: 1'],
  ['DOT (Graphviz)', 'digraph G {\n a -> b\n}'],
  ['DOT (Graphviz)', '// drawn by hand\nstrict graph {a--b}'],
  ['DOT (Graphviz)', 'graph "TD" {a--b}'],
  ['Mermaid', 'flowchart LR\n  a --> b'],
  ['Mermaid', 'graph TD\n  a{x} --> b'],
  ['Mermaid', '---\ntitle: Flow\n---\nflowchart TD\n a-->b'],
  ['Mermaid', '%%{init: {}}%%\nsequenceDiagram\n a->>b: hi'],
  ['Python', 'from langgraph.graph import StateGraph\n\ngraph = StateGraph(dict)\n'],
  ['Python', '#!/usr/bin/env python3\nprint(1)'],
  ['Python', '# -*- coding: utf-8 -*-\nimport os\n'],
  ['Python', '"""A crew."""\nfrom crewai import Agent\n'],
  ['Python', 'def main():\n    pass\n'],
  ['JavaScript or TypeScript', "import { Graph } from 'x';\n"],
  ['JavaScript or TypeScript', 'export default {};'],
  ['TOML or INI', '[tool.poetry]\nname = "x"\n'],
  ['JSON Lines', '{"step":1}\n{"step":2}\n'],
  ['a stream of events (SSE)', 'event: message\ndata: {"a":1}\n\n'],
  ['a table (CSV)', 'task,agent,ms\na,ana,5\n'],
  ['a zip archive', zip],
  ['a gzip archive', new Uint8Array([0x1f, 0x8b, 8, 0])],
  ['a PDF', '%PDF-1.7\n'],
  ['a picture (PNG)', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10])],
];
const bytesOf = (content: string | Uint8Array) =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

describe('what is no JSON', () => {
  it.each(foreign)('is named: %s', (name, content) => {
    const read = importFile(bytesOf(content), 'x.json');
    expect(read).toMatchObject({ ok: false, error: { code: 'import/foreign' } });
    const message = read.ok ? '' : read.error.message;
    expect(message).toContain(`This looks like ${name}`);
    expect(message).toMatch(/cannot be opened; choose a Conclave document, a run file or a WfFormat file[^.]*\.$/u);
    if (typeof content === 'string') expect(importText(`\n  ${content}`, 'x')).toMatchObject({ ok: false });
  });

  it('but meant to be it, is refused at its place, which the command line prints once', () => {
    for (const [content, place] of [
      ['{"agents": [}', '1:13'],
      ['{\n "agents": [{"id": "a",}]}', '2:24'],
      ['[1, 2', '1:6'],
      ['{"name": nul}', '1:10'],
    ] as const) {
      expect(importText(content, 'x')).toMatchObject({
        ok: false,
        error: { code: expect.stringMatching(/^json/u) as string },
      });
      const { errors: said } = callWith({ 'f.json': content }, ['validate', 'f.json']);
      expect(said).toContain(`conclave: f.json:${place}: `);
      expect(said).not.toMatch(/line \d|column \d/iu);
    }
  });
});

describe('JSON of another kind', () => {
  it.each([
    ['tasks of an editor', { version: '2.0.0', tasks: [{ label: 'build', type: 'shell', command: 'make' }] }],
    ['a list of things to do', { tasks: [{ id: '1', content: 'Milk', checked: false, due: null }] }],
    ['a crew', { agents: [{ role: 'Writer', goal: 'Write' }], tasks: [{ description: 'x', expected_output: 'y' }] }],
    ['an empty list of tasks', { tasks: [] }],
    ['tasks that are no objects', { tasks: ['a', 'b'] }],
    ['nothing at all', {}],
    ['a name', { name: 'package', description: 'x' }],
    ['faults of another kind', { faults: [{ kind: 'earthquake' }] }],
    ['a schedule', { tasks: [{ id: 'low', priority: 1, arrives: 0, parts: [['run', 1]] }] }],
  ])('is not taken for a document: %s', (_name, json) => {
    const read = importText(JSON.stringify(json), 'x.json');
    expect(read).toMatchObject({ ok: false, error: { code: 'import/unknown-format' } });
    expect(importText(JSON.stringify({ format: 'conclave', ...json }), 'x.json').ok).toBe(true);
  });

  it.each([
    { agents: [{ id: 'a' }], tasks: [{ id: 't' }] },
    { tasks: [{ id: 't', action: { kind: 'teleport' }, note: 1 }] },
    { tasks: [{ id: 't', dependsOn: ['u'], wrong: 1 }, 7, { id: 'u' }], more: [1, 2] },
    { version: 0, agents: [{ id: 'a', skills: ['x'], boss: 'b' }], tasks: [{ id: 't', durationMs: 5 }] },
    { resources: [{ id: 'r', units: 2 }] },
    { faults: [{ kind: 'crash', agent: 'a', atMs: 5 }] },
  ])('and one of ours is, without its name: %j', (json) => {
    expect(importText(JSON.stringify(json), 'x.json')).toMatchObject({ ok: true, value: { format: 'conclave' } });
  });
});

describe('WfFormat in the command line', () => {
  const workflow = {
    name: 'w',
    schemaVersion: '1.5',
    workflow: {
      specification: {
        tasks: [
          { id: 'a', name: 'a', parents: [], children: ['b'], outputFiles: ['f'] },
          { id: 'b', name: 'b', parents: ['a'], children: [], inputFiles: ['f'] },
        ],
        files: [{ id: 'f', sizeInBytes: 3_000_000 }],
      },
      execution: {
        makespanInSeconds: 3,
        executedAt: 'x',
        tasks: [
          { id: 'a', runtimeInSeconds: 1 },
          { id: 'b', runtimeInSeconds: 1 },
        ],
      },
    },
  };
  const call = (line: string, json: unknown = workflow) => callWith({ f: JSON.stringify(json) }, line.split(' '));

  it('takes a bandwidth, and agents, wherever a file is read', () => {
    const converted = JSON.parse(call('convert f --to conclave --bandwidth 1000000').out) as { tasks: object[] };
    expect(converted.tasks[1]).toMatchObject({ dependsOn: [{ task: 'a', transferMs: 3000 }] });
    expect(JSON.parse(call('simulate f --agents 1 --bandwidth 1000000 --json').out)).toMatchObject({
      outcome: 'succeeded',
    });
    expect(call('experiment f --agents 2 --bandwidth 1000000 --seeds 2').status).toBe(0);
    expect(call('compare f --agents 2 --bandwidth 1000000').status).toBe(0);
    expect(call('validate f --agents 2 --bandwidth 1000000').status).toBe(0);
    expect(call('simulate f --agents 1 --bandwidth 0').errors).toContain(
      '--bandwidth wants a whole number of 1 or more',
    );
    const own = call('simulate f --bandwidth 5', { format: 'conclave', agents: [{ id: 'a' }], tasks: [] });
    expect(own).toMatchObject({ status: 2, errors: expect.stringContaining('WfFormat') as string });
  });
});
