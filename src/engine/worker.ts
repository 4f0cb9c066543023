/**
 * The worker's wiring: messages in, session, messages out, and a heartbeat by which the page knows that it lives. No
 * decision is made here.
 */
/// <reference lib="webworker" />
import {
  bridgeVersion,
  parseRequest,
  stayAlive,
  type Command,
  type EngineEnvelope,
  type EngineEvent,
} from '../bridge/index.ts';
import { openJournal } from '../storage/index.ts';
import { engineVersion } from '../workflow/index.ts';
import { toBridgeError } from './errors.ts';
import { Session } from './session.ts';

declare const self: DedicatedWorkerGlobalScope;

stayAlive(self.name);

const heartbeatMs = 400;

function post(envelope: EngineEnvelope): void {
  self.postMessage(envelope);
}
function emit(event: EngineEvent): void {
  post({ bridge: bridgeVersion, event });
}

const opening = openJournal({
  onWarning: (error) => {
    emit({ kind: 'notice', error: toBridgeError(error) });
  },
}).then(({ journal, mode, warning }) => {
  if (warning !== null) emit({ kind: 'notice', error: toBridgeError(warning) });
  emit({ kind: 'ready', engine: engineVersion, storage: mode });
  return new Session({
    journal,
    emit,
    clock: () => performance.now(),
    date: () => Date.now(),
    later: (ms, call) => {
      setTimeout(call, ms);
    },
  });
});

async function answer(id: number, command: Command): Promise<void> {
  try {
    const session = await opening;
    post({ bridge: bridgeVersion, reply: id, ok: true, value: await session.handle(command) });
  } catch (error) {
    post({ bridge: bridgeVersion, reply: id, ok: false, error: toBridgeError(error) });
  }
}

self.onmessage = ({ data }: MessageEvent<unknown>) => {
  const request = parseRequest(data);
  if (request.ok) void answer(request.value.id, request.value.command);
  else post({ bridge: bridgeVersion, reply: request.error.id, ok: false, error: request.error.error });
};

setInterval(() => {
  emit({ kind: 'heartbeat' });
}, heartbeatMs);
emit({ kind: 'heartbeat' });
