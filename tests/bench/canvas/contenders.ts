/**
 * The two contenders of the canvas bench behind one small interface: the studio's canvas, and plain svelte-flow. Each can be
 * mounted on the stage, told that tasks changed, and taken away again.
 */
import { mount, unmount } from 'svelte';
import type { Edge, Node } from '@xyflow/svelte';
import type { TaskState } from '../../../src/bridge/index.ts';
import type { Document } from '../../../src/document/index.ts';
import { Notices, RunSession, Shortcuts, Theme, Workspace } from '../../../src/studio/state/index.ts';
import { FakeEngine, frame, status } from '../../studio/support/fake-engine.ts';
import { FakeKept, FakeKeeper } from '../../studio/support/fake-keeper.ts';
import Plain from './Plain.svelte';
import Studio from './Studio.svelte';

export interface PlainGraph {
  readonly nodes: Node[];
  readonly edges: Edge[];
}

export interface Contender {
  /** Whatever can be done before the page draws, such as opening the document. */
  prepare(): Promise<void>;
  mount(stage: HTMLElement): void;
  /** True once what is in view is drawn. */
  ready(stage: HTMLElement): boolean;
  /** The tasks of these ids are in the next state. */
  change(ids: readonly string[], turn: number): void;
  unmount(): Promise<void>;
}

const states: readonly TaskState[] = ['ready', 'running', 'succeeded'];

export function studio(document: Document): Contender {
  const notices = new Notices();
  const engine = new FakeEngine();
  const run = new RunSession(engine, notices, (draw) => {
    draw();
  });
  const keeper = new FakeKeeper();
  keeper.kept.set('d-1', new FakeKept(document));
  const workspace = new Workspace(keeper, notices, run);
  const theme = new Theme(globalThis.document.documentElement, matchMedia('(prefers-color-scheme: dark)'));
  let mounted: Record<string, unknown> | undefined;
  return {
    async prepare() {
      await workspace.open('d-1');
      await run.start('d-1', document);
      const runId = engine.requests.flatMap((each) => (each.kind === 'run.start' ? [each.runId] : []))[0] ?? '';
      engine.send({ kind: 'status', status: status({ runId, documentId: 'd-1', steps: 100_000 }) });
    },
    mount(stage) {
      const shortcuts = new Shortcuts();
      mounted = mount(Studio, { target: stage, props: { workspace, run, theme, notices, shortcuts } });
    },
    ready: (stage) => stage.querySelector('canvas.picture, .svelte-flow__node') !== null,
    change(ids, turn) {
      const state = states[turn % states.length] ?? 'ready';
      const tasks = ids.map((id) => ({
        id,
        state,
        agent: state === 'ready' ? null : 'a1',
        attempts: 1,
        startMs: 0,
        endMs: state === 'succeeded' ? 1000 : null,
      }));
      const changed = { step: turn, tasks: tasks as never, touched: ids.slice(0, 3) };
      engine.send({ kind: 'frame', frame: frame({ runId: run.runId ?? '', ...changed }) });
    },
    async unmount() {
      if (mounted !== undefined) await unmount(mounted);
      run.destroy();
      await workspace.close();
    },
  };
}

export function plain(document: Document): Contender {
  const graph = plainGraph(document);
  let mounted: ReturnType<typeof mount<Record<string, unknown>, { change(labels: Map<string, string>): void }>>;
  return {
    prepare: () => Promise.resolve(),
    mount(stage) {
      mounted = mount(Plain as never, { target: stage, props: { graph } });
    },
    ready(stage) {
      const node = stage.querySelector<HTMLElement>('.svelte-flow__node');
      return node !== null && node.style.visibility !== 'hidden';
    },
    change(ids, turn) {
      const word = states[turn % states.length] ?? '';
      mounted.change(new Map(ids.map((id) => [id, `${id} ${word}`])));
    },
    unmount: () => unmount(mounted),
  };
}

function plainGraph({ agents = [], tasks = [], view }: Document): PlainGraph {
  const places = view?.nodes ?? {};
  const nodes = [...agents, ...tasks].map(({ id, name }) => ({
    id,
    position: { x: places[id]?.x ?? 0, y: places[id]?.y ?? 0 },
    data: { label: name ?? id },
  }));
  const edge = (source: string, target: string): Edge => ({ id: `${source}-${target}`, source, target });
  const edges = [
    ...agents.flatMap(({ id, reportsTo }) => (reportsTo === undefined ? [] : [edge(reportsTo, id)])),
    ...tasks.flatMap(({ id, dependsOn = [] }) =>
      dependsOn.map((each) => edge(typeof each === 'string' ? each : each.task, id)),
    ),
  ];
  return { nodes, edges };
}
