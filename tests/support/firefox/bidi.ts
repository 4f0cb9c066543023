/**
 * A line to a browser that speaks WebDriver BiDi: commands that are answered, and events. It knows the protocol's envelope and
 * nothing of what is in it.
 */
import WebSocket from 'ws';

interface Answer {
  readonly id?: number;
  readonly type: 'success' | 'error' | 'event';
  readonly result?: unknown;
  readonly error?: string;
  readonly message?: string;
  readonly method?: string;
  readonly params?: unknown;
}

export interface Line {
  /** Sends a command; rejects with the browser's words, or when the line is gone. */
  send(method: string, params: object): Promise<unknown>;
  close(): void;
}

export function connect(address: string, onEvent: (method: string, params: unknown) => void): Promise<Line> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  socket.on('message', (data) => {
    const answer = JSON.parse(data.toString()) as Answer;
    if (answer.type === 'event') {
      onEvent(answer.method ?? '', answer.params);
      return;
    }
    const call = waiting.get(answer.id ?? -1);
    waiting.delete(answer.id ?? -1);
    if (answer.type === 'success') call?.resolve(answer.result);
    else call?.reject(new Error(`${String(answer.error)}: ${String(answer.message)}`));
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('The browser has hung up.'));
    waiting.clear();
  });
  const line: Line = {
    send: (method, params) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        socket.send(JSON.stringify({ id: last, method, params }));
      }),
    close: () => {
      socket.close();
    },
  };
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      resolve(line);
    });
  });
}
