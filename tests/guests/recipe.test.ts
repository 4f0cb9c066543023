/**
 * The recipe of CONTRIBUTING.md, followed: its blocks stand in for the files that they name (`tests/support/guests.mjs`), its lines are in
 * both lists, and its own test runs here. What it makes works like any other room, and passes the compiler.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { patternCards, rooms } from '../../src/protocols/index.ts';
import { root } from '../../src/tools/node.mjs';
import { callWith } from '../support/command-line.ts';
import { ran } from '../support/running.ts';
import { crew, piece, task } from '../scenarios/stage.ts';
import { recipe } from '../support/guests.mjs';

const blocks = recipe();
// The test that the recipe says to write.
await import(/* @vite-ignore */ path.join(root, 'tests/protocols/rota/rota.test.ts'));

describe('what the recipe makes', () => {
  it('is a folder and a line in each of two lists', () => {
    expect([...blocks.keys()].filter((file) => !file.includes('/rota/'))).toEqual([
      'src/protocols/catalogue.ts',
      'src/protocols/registry.ts',
    ]);
    expect(patternCards.map(({ name }) => name)).toContain('rota');
    expect(rooms.get('rota')?.title).toBe('Rota');
  });

  it('keeps its rules whatever fails', () => {
    const document = piece([task('one'), task('two'), task('three', ['one'])], {
      coordination: { pattern: 'rota' },
      network: { delayMs: { min: 1, max: 5 }, loss: 0.2, duplicate: 0.2, reorder: 0.2 },
      faults: [{ kind: 'crash', agent: 'agent-2', atMs: 5, recoverMs: 60 }],
      agents: crew(3),
    });
    for (const seed of [1, 2, 3, 4, 5])
      expect(ran({ ...document, seed })).toMatchObject({ outcome: 'succeeded', broken: [] });
  });

  it('says on the command line why a task went to whom', () => {
    const text = JSON.stringify({
      format: 'conclave',
      version: 1,
      ...piece([task('one')], { coordination: { pattern: 'rota' } }),
    });
    const { status, out } = callWith({ 'one.json': text }, ['simulate', 'one.json', '--why', 'one']);
    expect([status, out]).toEqual([0, expect.stringContaining('Rota: the next in turn')]);
  });

  it('passes the compiler', () => {
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(path.join(root, 'tsconfig.pure.json'), (file) => readFileSync(file, 'utf8')).config,
      ts.sys,
      root,
    );
    const host = ts.createCompilerHost(options);
    const texts = new Map(
      [...blocks].filter(([file]) => file.includes('/rota/')).map(([file, text]) => [path.join(root, file), text]),
    );
    const { getSourceFile, fileExists } = host;
    host.getSourceFile = (file, ...more) => {
      const text = texts.get(path.normalize(file));
      return text === undefined
        ? getSourceFile(file, ...more)
        : ts.createSourceFile(file, text, ts.ScriptTarget.ESNext);
    };
    host.fileExists = (file) => texts.has(path.normalize(file)) || fileExists(file);
    // Folders that are not there need not be.
    delete host.directoryExists;
    const program = ts.createProgram(
      [path.join(root, 'src/protocols/rota/index.ts')],
      { ...options, noEmit: true },
      host,
    );
    const sources = program.getSourceFiles().filter(({ fileName }) => texts.has(path.normalize(fileName)));
    const said = sources.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]);
    expect(sources.length).toBe(4);
    expect(said.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });
});
