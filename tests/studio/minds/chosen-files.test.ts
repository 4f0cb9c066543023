/** Every place of the page where a file is chosen: what cannot be read is said in one sentence, and nothing that is stored changes. */
import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import StateMenu from '../../../src/studio/minds/StateMenu.svelte';
import { bytesIn, fileBytesMax, textIn } from '../../../src/studio/state/index.ts';
import { stage } from '../player/stage.ts';

/** A folder as browsers hand it over: a file that cannot be read. */
function folder(name: string): File {
  const file = new File([''], name);
  const refuse = () => Promise.reject(new DOMException('A requested file could not be read.', 'NotReadableError'));
  return Object.assign(file, { arrayBuffer: refuse, text: refuse });
}
function large(): File {
  return Object.defineProperty(new File(['{}'], 'large.json'), 'size', { value: fileBytesMax + 1 });
}
const plain = (text: string) => new File([text], 'state.json', { type: 'application/json' });

async function chosen(file: File) {
  const on = await stage(StateMenu, { change: {}, given: { agent: 'ana', name: 'Ana' } });
  const input = screen.getByLabelText<HTMLInputElement>('A saved state for Ana');
  Object.defineProperty(input, 'files', { value: [file] });
  await fireEvent.change(input);
  await waitFor(() => {
    expect(on.notices.toasts).toHaveLength(1);
  });
  const [{ text, tone } = { text: '', tone: '' }] = on.notices.toasts;
  return { text, tone, injected: on.engine.last('run.inject') };
}

describe('the state of an agent', () => {
  it.each([
    ['a folder', folder('states'), /^states was not loaded: it cannot be read\. A folder is no file: .+\.$/],
    ['more than the page can bear', large(), /^large\.json was not loaded: it is larger than 64 MB; .+\.$/],
    ['no JSON', plain('no state'), /^[A-Z].+\.$/],
    ['another kind of file', plain('{"format":"conclave","version":1}'), /^[A-Z].+\.$/],
  ])('that is %s is refused in one sentence', async (_what, file, sentence) => {
    const { text, tone, injected } = await chosen(file);
    expect(text).toMatch(sentence);
    expect(tone).toBe('error');
    expect(injected).toBeUndefined();
  });

  it('is said not to be known where the run has none to save', async () => {
    const on = await stage(StateMenu, { change: {}, given: { agent: 'nobody', name: 'Nobody' } });
    await fireEvent.click(screen.getByRole('button', { name: 'State of Nobody as a file' }));
    await fireEvent.click(await screen.findByRole('menuitem', { name: /Save its state/ }));
    await waitFor(() => {
      expect(on.notices.toasts[0]?.text).toMatch(/Nobody/);
    });
  });
});

describe('a chosen file', () => {
  it('is given whole, or there is a reason', async () => {
    expect(await textIn(plain('é'))).toEqual({ ok: true, value: 'é' });
    expect(await bytesIn(plain('a'))).toEqual({ ok: true, value: new Uint8Array([97]) });
    expect(await bytesIn(folder('x'))).toMatchObject({ ok: false });
    expect(await textIn(large())).toMatchObject({ ok: false });
  });

  it('is read nowhere in the page but here, so that no place says nothing', () => {
    const root = 'src/studio';
    const readers = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|svelte)$/.test(path))
      .filter((path) => /\bfile\.(text|arrayBuffer|stream)\(/.test(readFileSync(`${root}/${path}`, 'utf8')));
    // The text of a run file, once its bytes were read.
    expect(readers.sort()).toEqual(['library/shelf/import-desk.svelte.ts', 'state/chosen-file.ts']);
  });
});
