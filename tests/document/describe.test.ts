import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { agentSchema, defaultOf, documentSchema, fieldsOf, taskSchema } from '../../src/document/index.ts';
import { documentJsonSchema } from '../../src/document/schema/json-schema.ts';
import { documentReference } from '../../src/document/schema/reference.ts';
import { knownNames, patternCards } from '../../src/protocols/index.ts';
import { FULL } from './documents.ts';

describe('forms, JSON Schema and reference come from the one schema', () => {
  const accepts = new Ajv({ strict: false }).compile(documentJsonSchema());

  test('the JSON Schema refuses what the schema refuses', () => {
    for (const bad of [
      [],
      { tasks: {} },
      { tasks: [{}] },
      { agents: [{ id: 'a', slots: 0 }] },
      { network: { loss: 2 } },
      { tasks: [{ id: 'a', onFailure: 'shrug' }] },
      { tasks: [{ id: 'a', action: { durationMs: 5 } }] },
    ]) {
      expect(accepts(bad), JSON.stringify(bad)).toBe(false);
    }
  });

  test('the JSON Schema accepts a document that uses everything, unknown fields and kinds included', () => {
    expect(accepts(FULL), JSON.stringify(accepts.errors)).toBe(true);
    expect(accepts({})).toBe(true);
  });

  test('every field of the JSON Schema says what it is and what its absence means', () => {
    const text = JSON.stringify(documentJsonSchema());
    expect(text).toContain(
      '"title":"Slots","description":"How many tasks it works on at once. Unit: tasks.","default":1',
    );
    expect(text.length).toBeLessThan(200_000);
  });

  test('a form has title, help and control for every field, with bounds and defaults', () => {
    for (const schema of [documentSchema, agentSchema, taskSchema]) {
      const fields = fieldsOf(schema);
      expect(fields.length).toBeGreaterThan(10);
      for (const field of fields) expect(field.help, field.key).toMatch(/\.$/);
      expect(new Set(fields.map((field) => field.title)).size).toBe(fields.length);
    }
    const slots = fieldsOf(agentSchema).find((field) => field.key === 'slots');
    expect(slots).toMatchObject({
      control: 'number',
      default: 1,
      min: 1,
      integer: true,
      required: false,
      unit: 'tasks',
    });
    expect(fieldsOf(agentSchema)[0]).toMatchObject({ key: 'id', required: true });
  });

  test('the reference names every field with its unit and default', () => {
    const page = documentReference(knownNames, patternCards);
    for (const line of [
      '| `backoffMs` | `100` | ms |',
      '| `onFailure` | `"fail-run"` | |',
      '| `id` | required |',
      '### Action: consensus',
      '### Fault: slow',
      '`tasks[].retry`',
    ]) {
      expect(page).toContain(line);
    }
    for (const field of [...fieldsOf(documentSchema), ...fieldsOf(agentSchema), ...fieldsOf(taskSchema)]) {
      expect(page).toContain(`| \`${field.key}\` |`);
    }
    expect(page).not.toMatch(/undefined|\[object/);
    expect(defaultOf('tasks[].retry.backoffMs')).toBe(100);
  });
});
