/** [row 11] Hostile texts in every text field that the schema knows: an import keeps each as the text it is, and touches no prototype. */
import { describe, expect, it } from 'vitest';
import { actionSchemas, agentSchema, taskSchema } from '../../src/document/index.ts';
import { importFile, exportDocument } from '../../src/interchange/index.ts';
import { filled, hostileDocuments, texts } from '../support/hostile-documents.ts';

describe('[row 11] hostile texts in every field', () => {
  it('are more than three hundred, and reach the fields that matter', () => {
    expect(new Set(texts).size).toBeGreaterThanOrEqual(320);
    expect(Object.keys(filled(agentSchema, 'x'))).toEqual(expect.arrayContaining(['name', 'capabilities']));
    expect(Object.keys(filled(taskSchema, 'x'))).toEqual(expect.arrayContaining(['name', 'description', 'requires']));
    for (const [kind, schema] of Object.entries(actionSchemas))
      expect(Object.keys(filled(schema, 'x')).length, kind).toBeGreaterThan(0);
  });

  it('come in as they are, go out as they are, and leave the prototypes alone', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    for (const document of hostileDocuments(32)) {
      const bytes = new TextEncoder().encode(JSON.stringify(document));
      const read = importFile(bytes, `${String(document['name'])}.json`);
      if (!read.ok) throw new Error(read.error.message);
      expect(read.value.readOnly).toBe(false);
      expect(read.value.document).toEqual(document);
      const out = exportDocument(read.value.document, 'conclave');
      expect(JSON.parse(out.text)).toEqual(document);
      expect(out.fileName).toMatch(/^[^\\/:*?"<>|\p{Cc}]+$/u);
    }
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
    expect('hit' in globalThis).toBe(false);
  });
});
