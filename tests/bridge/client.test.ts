/** The page's end of the line against workers that answer wrongly, hang, die, and come back. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  bridgeVersion,
  EngineLine,
  type BridgeFailure,
  type Command,
  type EngineEvent,
  type RunStatus,
} from '../../src/bridge/index.ts';

/** A worker that does what the test says. */
class Scripted {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly got: { readonly id: number; readonly command: Command }[] = [];
  terminated = false;
  beating = true;

  postMessage(message: unknown): void {
    structuredClone(message);
    this.got.push(message as { id: number; command: Command });
  }
  terminate(): void {
    this.terminated = true;
  }
  say(message: unknown): void {
    this.onmessage?.({ data: message } as MessageEvent);
  }
  event(event: unknown): void {
    this.say({ bridge: bridgeVersion, event });
  }
  /** Answers the last command of a kind. */
  reply(kind: string, value: unknown = null, error?: { code: string; message: string; definite: boolean }): void {
    const { id } = this.got.findLast((each) => each.command.kind === kind)!;
    this.say({
      bridge: bridgeVersion,
      reply: id,
      ...(error === undefined ? { ok: true, value } : { ok: false, error }),
    });
  }
  get kinds(): string[] {
    return this.got.map((each) => each.command.kind);
  }
}

let workers: Scripted[];
let line: EngineLine;
let heard: EngineEvent[];
const worker = (): Scripted => workers.at(-1)!;
const start: Extract<Command, { kind: 'run.start' }> = {
  kind: 'run.start',
  runId: 'r',
  documentId: 'd',
  document: {},
  play: true,
  agents: 2,
};
const status = (more: Partial<RunStatus>): unknown => ({
  kind: 'status',
  status: { runId: 'r', steps: 10, speed: 2, watching: false, ...more },
});
const frame = (step: number, runId = 'r'): unknown => ({ kind: 'frame', frame: { runId, step } });
const notices = (): string[] => heard.flatMap((event) => (event.kind === 'notice' ? [event.error.message] : []));

/** Time goes by for page and worker; one that does not beat is silent. */
function pass(ms: number): void {
  for (let at = 0; at < ms; at += 50) {
    vi.advanceTimersByTime(50);
    if (worker().beating) worker().event({ kind: 'heartbeat' });
  }
}
async function running(): Promise<void> {
  worker().event({ kind: 'ready', engine: '1', storage: 'durable' });
  const asked = line.request(start);
  worker().reply('run.start');
  await asked;
  worker().event(status({}));
  worker().event(frame(7));
}

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  heard = [];
  line = new EngineLine(
    () => {
      workers.push(new Scripted());
      return worker();
    },
    { now: () => Date.now() },
  );
  line.listen((event) => heard.push(event));
});
afterEach(() => {
  line.close();
  vi.useRealTimers();
});

describe('requests', () => {
  it('are answered each by its own reply, whatever the order', async () => {
    const [a, b] = [line.request({ kind: 'run.export' }), line.request({ kind: 'run.close' })];
    worker().reply('run.close');
    worker().reply('run.export', 'text');
    expect(await a).toBe('text');
    expect(await b).toBeNull();
  });

  it('that fail carry the code', async () => {
    const asked = line.request({ kind: 'run.stop' });
    worker().reply('run.stop', null, { code: 'engine/no-run', message: 'No run.', definite: true });
    await expect(asked).rejects.toMatchObject({ name: 'BridgeFailure', code: 'engine/no-run', definite: true });
  });

  it('that cannot be sent fail at once', async () => {
    await expect(line.request({ ...start, document: { run: () => 1 } })).rejects.toMatchObject({
      code: 'bridge/unsendable',
    });
  });

  it('after closing fail, and so do those under way', async () => {
    const asked = line.request({ kind: 'run.stop' });
    line.close();
    await expect(asked).rejects.toMatchObject({ code: 'bridge/closed', definite: false });
    await expect(line.request({ kind: 'run.stop' })).rejects.toMatchObject({ code: 'bridge/closed', definite: true });
  });

  it('are not disturbed by messages of unknown shape or replies to nobody', async () => {
    const asked = line.request({ kind: 'run.close' });
    for (const junk of [
      null,
      5,
      { reply: 1 },
      { bridge: 99, reply: 1, ok: true },
      { bridge: bridgeVersion, reply: 999, ok: true, value: 1 },
      { bridge: bridgeVersion, reply: 999, ok: false },
    ])
      worker().say(junk);
    worker().reply('run.close');
    expect(await asked).toBeNull();
    expect(heard).toEqual([]);
  });

  it('events go to everybody who listens, until they stop', () => {
    const events: EngineEvent[] = [];
    const stop = line.listen((event) => events.push(event));
    worker().event(frame(1));
    stop();
    worker().event(frame(2));
    expect(events).toHaveLength(1);
    expect(heard).toHaveLength(2);
  });
});

describe('[row 38] a worker that dies', () => {
  it('silently is noticed within 2 s, said, and the run comes back at its step', async () => {
    await running();
    const pending = line.request({ kind: 'run.export' }).catch((error: unknown) => error as BridgeFailure);
    worker().beating = false;
    pass(2000);
    expect(workers).toHaveLength(2);
    expect(workers[0]!.terminated).toBe(true);
    expect(notices()).toEqual([expect.stringContaining('being started again') as string]);
    expect(line.phase).toBe('restarting');
    expect(await pending).toMatchObject({ code: 'bridge/engine-stopped', definite: false });
    // The lock of a worker that hangs may be let go late.
    expect(worker().got[0]!.command).toEqual({ kind: 'run.open', runId: 'r', takeOver: true });
    worker().event({ kind: 'ready', engine: '1', storage: 'durable' });
    expect(line.phase).toBe('ready');
    worker().event(frame(0));
    worker().reply('run.open');
    await vi.advanceTimersByTimeAsync(0);
    expect(worker().got.at(-1)!.command).toEqual({ kind: 'player.seek', step: 7 });
    expect(worker().kinds).toContain('player.speed');
  });

  it('again before it stands where it stood: the step is not forgotten', async () => {
    await running();
    for (let death = 0; death < 2; death += 1) {
      worker().onerror?.({} as ErrorEvent);
      worker().event(frame(0));
    }
    worker().reply('run.open');
    await vi.advanceTimersByTimeAsync(0);
    expect(worker().got.at(-1)!.command).toEqual({ kind: 'player.seek', step: 7 });
  });

  it('while another tab writes: the run is watched again, not taken', async () => {
    await running();
    worker().event(status({ watching: true }));
    worker().onerror?.({} as ErrorEvent);
    expect(worker().got[0]!.command).toMatchObject({ kind: 'run.open', takeOver: false });
  });

  it('with a run that was only in memory: it is begun again, without playing, and stands where it stood', async () => {
    await running();
    worker().onerror?.({} as ErrorEvent);
    worker().reply('run.open', null, { code: 'storage/missing', message: '', definite: true });
    expect(worker().got.at(-1)!.command).toEqual({ ...start, play: false });
    worker().reply('run.start');
    expect(worker().got.at(-1)!.command).toEqual({ kind: 'player.seek', step: 7 });
    expect(notices()).toHaveLength(1);
  });

  it('with a run that cannot be brought back: it is said, and no run is open', async () => {
    await running();
    worker().onerror?.({} as ErrorEvent);
    worker().reply('run.open', null, { code: 'storage/damaged', message: 'Damaged.', definite: true });
    worker().reply('run.start', null, { code: 'storage/exists', message: 'Exists.', definite: true });
    expect(notices().at(-1)).toBe('Damaged.');
    expect(heard.at(-1)).toEqual({ kind: 'status', status: null });
  });

  it('with no run: nothing is opened', () => {
    worker().event({ kind: 'ready', engine: '1', storage: 'durable' });
    worker().onerror?.({} as ErrorEvent);
    expect(worker().got).toEqual([]);
    expect(heard.at(-1)).toEqual({ kind: 'status', status: null });
  });

  it('four times in a row, frames between or not: the run is left with a sentence', async () => {
    await running();
    for (let death = 0; death < 4; death += 1) {
      worker().event(frame(0));
      worker().onerror?.({} as ErrorEvent);
    }
    expect(notices().at(-1)).toContain('again and again');
    expect(workers).toHaveLength(5);
    expect(worker().got).toEqual([]);
  });

  it('now and then over hours is started again every time', async () => {
    await running();
    for (let death = 0; death < 6; death += 1) {
      worker().event({ kind: 'ready', engine: '1', storage: 'durable' });
      pass(60_000);
      worker().onerror?.({} as ErrorEvent);
    }
    expect(notices().every((notice) => notice.includes('being started again'))).toBe(true);
  });
});

describe('a worker that lives', () => {
  it('is left alone when it was the page that was frozen', async () => {
    await running();
    vi.setSystemTime(Date.now() + 3_600_000);
    pass(5000);
    expect(workers).toHaveLength(1);
  });

  it('may be silent while it compiles a large document, but not for ever', () => {
    worker().event({ kind: 'ready', engine: '1', storage: 'durable' });
    line.request(start).catch(() => undefined);
    worker().beating = false;
    pass(15_000);
    expect(workers).toHaveLength(1);
    pass(6000);
    expect(workers).toHaveLength(2);
  });

  it('has longer with a run of very many steps', async () => {
    await running();
    worker().event(status({ steps: 500_000 }));
    worker().beating = false;
    pass(4000);
    expect(workers).toHaveLength(1);
    pass(2000);
    expect(workers).toHaveLength(2);
  });
});

describe('a worker whose script is not to be had', () => {
  it('is told as that, not as one that stopped; what is asked later tries once more', async () => {
    const asked = line.request(start).catch((error: unknown) => error);
    worker().onerror?.(new Event('error') as ErrorEvent);
    expect(await asked).toMatchObject({
      code: 'bridge/unfetched',
      message: expect.stringMatching(/could not be fetched.*reload/) as unknown,
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([workers.length, heard.filter(({ kind }) => kind === 'notice')]).toEqual([1, []]);
    const again = line.request(start);
    expect(workers).toHaveLength(2);
    worker().reply('run.start');
    expect(await again).toBeNull();
  });
});
