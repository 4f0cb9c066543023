/** Files of histories: first what is refused, each in one sentence with its place, then what is read. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/base/index.ts';
import { readHistories, refusesHistory, UnreadableHistory } from '../../src/history/index.ts';
import { rounds } from '../support/prove.ts';

function refusal(text: string | Uint8Array): string {
  try {
    readHistories(typeof text === 'string' ? encodeUtf8(text) : text);
  } catch (error) {
    if (error instanceof UnreadableHistory) return error.message;
    throw error;
  }
  return 'nothing was refused';
}
const op = (process: number | string, type: string, f: string, rest = ''): string =>
  `{:process ${String(process)} :type :${type} :f :${f} ${rest}}`;

describe('[HI9] a file that is refused', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['empty', '  \n ', 'the whole file: it is empty'],
    ['no UTF-8', new Uint8Array([0x7b, 0xff, 0xfe]), 'the whole file: it is no UTF-8 text; save it as UTF-8'],
    [
      'only what failed',
      `${op(0, 'invoke', 'write', ':value 1')}${op(0, 'fail', 'write')}`,
      'the whole file: it holds no',
    ],
    ['cut off', `${op(0, 'invoke', 'read')}\n{:process 0 :type`, 'line 2: what begins here is never closed; add }'],
    ['cut off in a text', '{:process 0 :value "ab', 'line 1: a text does not end; close it with "'],
    ['closed twice', `${op(0, 'invoke', 'read')}\n}`, 'line 2: } closes nothing; remove it'],
    ['closed wrongly', '\n(1 2\n}', 'line 3: } stands where ) is due, which closes line 2'],
    ['a map of odd length', '{:process 0 :type}', 'line 1: a map has a key without a value; add it'],
    ['deep', '('.repeat(100_000), 'line 1: more than 64 forms stand inside one another; make it flatter'],
    [
      'a number that is too large',
      op(0, 'invoke', 'write', ':value 12345678901234567890'),
      'line 1: 12345678901234567890 is too',
    ],
    ['an endless number', op(0, 'invoke', 'write', ':value 1e999'), 'line 1: 1e999 is too large'],
    ['no number', op(0, 'invoke', 'write', ':value 1x'), 'line 1: 1x is no number'],
    ['half a character', op(0, 'invoke', 'write', ':value "\\ud800"'), 'line 1: a text holds half of a character'],
    ['an escape of nothing', op(0, 'invoke', 'write', ':value "\\q"'), 'line 1: \\q means nothing in a text'],
    ['no map', ':a', 'line 1: an operation is a map such as'],
    ['no process', '{:type :invoke :f :read}', 'line 1: an operation has no :process'],
    ['a process that is a list', '{:process [1] :type :invoke :f :read}', 'line 1: :process wants a number or a text'],
    ['no type', '{:process 0 :f :read}', 'line 1: an operation has no :type'],
    ['a type that is a text', '{:process 0 :type "ok" :f :read}', 'line 1: an operation has no :type'],
    ['a strange type', op(0, 'done', 'read'), 'line 1: :type wants :invoke, :ok, :fail or :info, not done'],
    ['a field twice', '{:process 0 :process 1 :type :invoke :f :read}', 'line 1: :process stands twice; remove one'],
    ['a strange operation', op(0, 'invoke', 'txn'), 'line 1: no operation is called :txn; use one of read,'],
    ['a name of every object', op(0, 'invoke', 'constructor'), 'line 1: no operation is called :constructor'],
    [
      'a completion without its call',
      `\n${op(3, 'ok', 'read', ':value 1')}`,
      'line 2: process 3 completes what it never called',
    ],
    [
      'a call while one is open',
      `${op(3, 'invoke', 'read')}\n${op(3, 'invoke', 'read')}`,
      'line 2: process 3 calls while its call of line 1 is open',
    ],
    [
      'a completion of something else',
      `${op(3, 'invoke', 'read')}\n${op(3, 'ok', 'write')}`,
      'line 2: process 3 completes :write, but it called :read on line 1',
    ],
    [
      'a completion on another key',
      `${op(3, 'invoke', 'read', ':key "a"')}\n${op(3, 'ok', 'read', ':key "b"')}`,
      'line 2: process 3 completes on key b, but it called on key a',
    ],
    ['JSON cut off', '[{"n":0,"ops":[', 'line 1: '],
    ['no history', '[]', 'the whole file: there is no history in it'],
    ['no operations', '{"n":0}', 'the whole file: a history is an object with "ops"'],
    ['none at all', '[{"ops":[]}]', '[0]: the history holds no operation'],
    ['a number for an operation', '[{"ops":[1]}]', '[0].ops[0]: an operation is [process, "r"'],
    ['a strange kind', '[{"ops":[[0,"x",1,2,3]]}]', '[0].ops[0]: an operation is'],
    ['too short', '[{"ops":[[0,"w",1,2,3]]}]', '[0].ops[0]: an operation is'],
    ['a call that is a text', '[{"ops":[[0,"r","1",2,3]]}]', '[0].ops[0]: its call is no number'],
    ['a return that is a text', '[{"ops":[[0,"r",1,"2",3]]}]', '[0].ops[0]: its return is neither a number nor null'],
    ['a return before its call', '[{"ops":[[0,"r",2,1,3]]}]', '[0].ops[0]: it returns before it is called'],
    [
      'a write that answers false',
      '[{"ops":[[0,"w",2,1,3,false]]}]',
      '[0].ops[0]: a write that has returned answers true',
    ],
    [
      'a compare-and-set that answers a number',
      '[{"ops":[[0,"c",1,2,1,3,4]]}]',
      '[0].ops[0]: a compare-and-set that has returned',
    ],
  ])('%s', (_, text, says) => {
    expect(refusal(text)).toContain(says);
    expect(refusal(text)).not.toContain('\n');
  });

  it('whatever stands in it, it is read or refused in one line, and never anything else', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '#{',
      '#_',
      ':process',
      ':type',
      ':ok',
      ':invoke',
      ':f',
      ':read',
      ':value',
      '0',
      '1',
      '"a"',
      '"',
      '\\',
      ';',
      '\n',
      ' ',
      'nil',
      'INFO x - 0 :invoke :read',
      '-',
      '#x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const said = refusal(pieces.join(' '));
        expect(said).not.toContain('\n');
      }),
      { seed: 9, numRuns: rounds(500, 20_000) },
    );
  });

  it('a process that calls twice at once, where its order is asked for', () => {
    const { operations } = readHistories(encodeUtf8('[{"ops":[[0,"w",1,1,5,true],[0,"r",3,9,1]]}]')).histories[0]!;
    expect(refusesHistory(operations, { model: 'register', as: 'linearizable' })).toBeNull();
    for (const as of ['sequential', 'causal'] as const)
      expect(refusesHistory(operations, { model: 'register', as })).toEqual({
        at: 1,
        says: 'process 0 calls before its last operation has returned; name them as two processes, or ask for linearizable',
      });
  });

  it('values that a model does not keep', () => {
    const asked = (
      text: string,
      model: 'register' | 'counter' | 'set' | 'log' | 'kv',
      as: 'causal' | 'linearizable' = 'linearizable',
    ) => {
      const { operations } = readHistories(encodeUtf8(text)).histories[0]!;
      return refusesHistory(operations, { model, as })?.says ?? '';
    };
    const add = `${op(0, 'invoke', 'add', ':value "a"')}${op(0, 'ok', 'add')}`;
    const read = `${op(0, 'invoke', 'read')}${op(0, 'ok', 'read', ':value 1')}`;
    expect(asked(add, 'counter')).toContain('a counter takes whole amounts');
    expect(asked(add, 'register')).toContain('the model register knows no add');
    expect(asked(read, 'set')).toContain('a read of a set answers a list');
    expect(asked(read, 'log')).toContain('a read of a log answers a list');
    expect(asked(read, 'kv')).toContain('the model kv keeps texts');
    expect(asked(read, 'counter', 'causal')).toContain('a counter does not say whose amounts a read saw');
    expect(asked(op(0, 'invoke', 'cas', ':value 1'), 'register')).toContain('a compare-and-set wants two values');
  });
});

describe('a file that is read', () => {
  const read = (text: string) => readHistories(encodeUtf8(text));
  it('as maps, one after the other or in a vector, with tags, comments, commas and what is left out', () => {
    const one =
      '{:process 0, :type :invoke, :f :write, :value 1} ; a call\n#_ {:odd 1} {:process 0, :type :ok, :f :write, :value 1}';
    const plain = read(one);
    expect(plain.histories[0]!.operations).toEqual([
      { process: '0', key: '', action: 'write', value: 1, result: null, call: 0, returned: 1, place: 'lines 1 and 2' },
    ]);
    expect(read(`[${one}]`)).toEqual(plain);
    expect(read(one.replace('{:process', '#jepsen.history.Op{:index 0 :process'))).toEqual(plain);
    expect(read(`${one}\n{:process :nemesis :type :info :f :kill :value ["n1"]}`)).toEqual(plain);
  });

  it('with what failed left out and what is not known left open', () => {
    const text = `${op(0, 'invoke', 'write', ':value 1')}${op(1, 'invoke', 'write', ':value 2')}${op(2, 'invoke', 'cas', ':value [1 2]')}
      ${op(0, 'fail', 'write')}${op(1, 'info', 'write', ':error :timed-out')}`;
    expect(read(text).histories[0]!.operations).toMatchObject([
      { process: '1', returned: null },
      { process: '2', value: [1, 2], returned: null },
    ]);
  });

  it('with keys in the value, as jepsen.independent writes them', () => {
    const text = `${op(0, 'invoke', 'cas', ':value ["x" [1 2]]')}${op(1, 'invoke', 'read', ':value ["x" nil]')}${op(1, 'ok', 'read', ':value ["x" 5]')}`;
    expect(read(text).histories[0]!.operations).toMatchObject([
      { key: 'x', action: 'cas', value: [1, 2] },
      { key: 'x', action: 'read', result: 5 },
    ]);
  });

  it('as lines of a log', () => {
    const text =
      'INFO  jepsen.util - 0\t:invoke\t:write\t3\nINFO  jepsen.util - :nemesis\t:info\t:start\tnil\n' +
      'INFO  jepsen.util - 1\t:invoke\t:read\tnil\nINFO  jepsen.util - 0\t:info\t:write\t:timed-out\nINFO  jepsen.util - 1\t:ok\t:read\t3\n';
    expect(read(text).histories[0]!.operations).toMatchObject([
      { process: '0', action: 'write', value: 3, returned: null },
      { process: '1', action: 'read', result: 3, place: 'lines 3 and 5' },
    ]);
  });

  it('with the model that its operations tell', () => {
    const modelOf = (f: string, value: string, answer = value): string =>
      read(
        `${op(0, 'invoke', f, `:value ${value}`)}${op(0, 'ok', f, `:value ${value}`)}${op(0, 'invoke', 'read')}${op(0, 'ok', 'read', `:value ${answer}`)}`,
      ).model;
    expect(modelOf('write', '1')).toBe('register');
    expect(modelOf('add', '1')).toBe('counter');
    expect(modelOf('dec', 'nil', '-1')).toBe('counter');
    expect(modelOf('add', '1', '#{1}')).toBe('set');
    expect(modelOf('append', '1', '[1]')).toBe('log');
    expect(modelOf('append', '"a"')).toBe('kv');
    expect(modelOf('put', '"a"')).toBe('kv');
  });

  it('as short JSON, with what never answered and what tells nothing', () => {
    const text =
      '[{"n":7,"linearizable":true,"ops":[[0,"w",1,1,null,"open"],[1,"r",2,3,1],[2,"r",2,null,"unknown"],[3,"c",1,2,4,9,false]]}]';
    const [history] = read(text).histories;
    expect(history).toMatchObject({ name: '7', linearizable: true });
    expect(history!.operations).toEqual([
      { process: '0', key: '', action: 'write', value: 1, result: null, call: 1, returned: null, place: 'operation 0' },
      { process: '1', key: '', action: 'read', value: null, result: 1, call: 2, returned: 3, place: 'operation 1' },
      {
        process: '3',
        key: '',
        action: 'cas',
        value: [1, 2],
        result: false,
        call: 4,
        returned: 9,
        place: 'operation 3',
      },
    ]);
  });
});
