/** The command line, called as a function with files that stand in memory: first what it refuses, then what it does. */
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/api/index.ts';
import { readArguments } from '../../src/cli/arguments/arguments.ts';
import { options } from '../../src/cli/arguments/command-line.ts';
import { commands } from '../../src/cli/arguments/help.ts';
import { engineVersion } from '../../src/workflow/index.ts';
import { callWith, type Files } from '../support/command-line.ts';

const small = {
  scheduling: { ties: 'by-id' },
  format: 'conclave',
  version: 1,
  name: 'Small',
  agents: [{ id: 'a' }, { id: 'b' }],
  tasks: [
    { id: 'x', action: { kind: 'simulate', durationMs: 100 } },
    { id: 'y', dependsOn: ['x'], action: { kind: 'simulate', durationMs: 50 } },
  ],
};
const text = (data: unknown): string => JSON.stringify(data);

/** One call; `files` stand in memory and take what is written. */
function call(args: string, files: Files = { 'small.json': text(small) }) {
  const words = args.split(' ').filter((word) => word !== '');
  return { ...callWith(files, words), files };
}
function refused(args: string, files?: Files): string {
  const { status, out, errors } = call(args, files);
  expect(status, args).toBe(2);
  expect(out).toBe('');
  expect(errors).toMatch(/^conclave: [^\n]+\n$/u);
  return errors;
}

describe('bad usage', () => {
  it.each([
    ['frob', /no command "frob"/u],
    ['simulate', /wants a file/u],
    ['simulate a b', /takes one file/u],
    ['simulate small.json --frob', /--frob/u],
    [
      'simulate small.json --seed x',
      /--seed wants a whole number from -4503599627370496 to 4503599627370496, not "x"/u,
    ],
    ['simulate small.json --seed=1.5', /--seed/u],
    ['simulate small.json --agents 0', /--agents wants a whole number from 1 to 10000, not "0"/u],
    ['simulate small.json --agents 99999999', /agents/u],
    ['simulate small.json --until-ms -1', /until-ms/u],
    ['simulate small.json --inject {"kind":"heal"}', /--inject wants STEP:JSON/u],
    ['simulate small.json --inject 3:heal', /--inject wants STEP:JSON/u],
    ['simulate small.json --inject 3:{"kind":"explode"}', /--inject 3: Nothing of the kind "explode"/u],
    ['simulate small.json --inject 3:{"kind":"crash","agent":"c"}', /--inject 3: There is no agent "c"/u],
    ['simulate small.json --inject 999:{"kind":"heal"}', /--inject 999: the run has only \d+ steps/u],
    ['simulate small.json --set seed', /PATH=VALUE/u],
    ['simulate small.json --set =3', /PATH=VALUE/u],
    ['simulate small.json --set tasks[9].priority=1', /no \[9\]/u],
    ['simulate small.json --set tasks[zz].priority=1', /no \[zz\]/u],
    ['simulate small.json --set a..b=1', /not a path/u],
    ['simulate small.json --set schedulin.order=fifo', /no field "schedulin"/u],
    ['simulate small.json --set scheduling.oder=fifo', /no field "oder"/u],
    ['simulate small.json --set tasks[x].prio=1', /no field "prio"/u],
    ['simulate small.json --set __proto__.x=1', /__proto__/u],
    ['simulate small.json --set tasks[x].constructor.x=1', /constructor/u],
    ['simulate small.json --set scheduling.order=zzz', /small\.json: scheduling\.order: /u],
    ['simulate small.json --out /none/run.json', /\/none\/run\.json: ENOENT/u],
    ['convert small.json', /--to wants/u],
    ['convert small.json --to png', /--to wants/u],
    ['convert small.json --to dot -o /none/x', /\/none\/x/u],
    ['validate none.json', /none\.json: ENOENT/u],
    ['replay small.json', /a document, not a run file/u],
    ['replay small.json --from 3', /wants both: --from STEP and --out RUNFILE/u],
    ['replay small.json --out other.json', /wants both/u],
    ['replay small.json --from x --out other.json', /--from wants a whole number/u],
  ])('%s', (args, sentence) => {
    expect(refused(args)).toMatch(sentence);
  });

  it('is told by the words alone', () => {
    expect(() => readArguments(['simulate'])).toThrow(Refusal);
    expect(readArguments([])).toEqual({ command: 'help', on: null });
    expect(call('--help')).toMatchObject({ status: 0, errors: '' });
  });

  it.each(Object.keys(commands))('%s knows --help, which names every option that it takes', (command) => {
    const told = call(`${command} --help`);
    expect(told).toMatchObject({ status: 0, errors: '' });
    expect(told.out).toMatch(new RegExp(`^conclave ${command} (?:RUN)?FILE`, 'u'));
    expect(call(`${command} small.json -h`).out).toBe(told.out);
    expect(call(`help ${command}`).out).toBe(told.out);
    for (const option of Object.keys(options[command as keyof typeof options]))
      expect(told.out, option).toContain(`--${option}`);
    for (const [, option = ''] of told.out.matchAll(/--([a-z-]+)/gu))
      expect(Object.keys(options[command as keyof typeof options]), option).toContain(option);
  });
});

describe('a file that is refused', () => {
  const whole = JSON.stringify(small, null, 2);
  const deep = '['.repeat(200_000);
  it.each([
    ['[row 1] cut off', whole.slice(0, 60), /file\.json:\d+:\d+: /u],
    ['[row 1] empty', '', /file\.json/u],
    ['[row 1] UTF-16', new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]), /file\.json/u],
    ['[row 1] not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), /file\.json/u],
    [
      '[row 2] a prototype key',
      '{"format":"conclave","version":1,"__proto__":{"x":1}}',
      /file\.json:1:\d+: .*__proto__/u,
    ],
    ['[row 2] a prototype key as an id', text({ ...small, agents: [{ id: 'constructor' }] }), /agents\[0\]/u],
    ['[row 3] too deep', deep, /file\.json:1:\d+: .*deep/u],
    ['[row 4] too many elements', `[${'0,'.repeat(6_000_000)}0]`, /file\.json/u],
    ['[row 7] a number that JSON would bend', whole.replace('100', '1e400'), /file\.json:\d+:\d+/u],
    ['[row 7] a number beyond 2^53', whole.replace('100', '9007199254740993'), /file\.json:\d+:\d+/u],
    ['[row 7] a key twice', '{"format":"conclave","format":"conclave"}', /file\.json:1:\d+/u],
    ['[row 7] a lone surrogate', '{"format":"conclave","name":"\\ud800"}', /file\.json:1:\d+/u],
    [
      '[row 8] a cycle',
      text({
        ...small,
        tasks: [
          { id: 'x', dependsOn: ['y'] },
          { id: 'y', dependsOn: ['x'] },
        ],
      }),
      /tasks\[\d\].*x.*y/u,
    ],
    ['[row 8] a self-edge', text({ ...small, tasks: [{ id: 'x', dependsOn: ['x'] }] }), /tasks\[0\]/u],
    ['[row 8] a dangling edge', text({ ...small, tasks: [{ id: 'x', dependsOn: ['q'] }] }), /tasks\[0\].*q/u],
    ['[row 8] an id twice', text({ ...small, agents: [{ id: 'a' }, { id: 'a' }] }), /agents\[1\]/u],
    ['[row 10] a newer version', text({ ...small, version: 99 }), /version/u],
    ['of another kind', '{"hello":1}', /unknown kind/u],
    ['no object', '[]', /no object/u],
    ['without agents', text({ ...small, agents: [] }), /agents/u],
  ])('%s', (_name, content, sentence) => {
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    expect(refused('simulate file.json', { 'file.json': content })).toMatch(sentence);
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
  });

  it('[row 10] an unknown kind of action never runs', () => {
    const { status, errors } = call('simulate f', {
      f: text({ ...small, tasks: [{ id: 'x', action: { kind: 'teleport' } }] }),
    });
    expect([status, errors]).not.toEqual([0, '']);
  });

  it('a run file whose inputs nothing here understands', () => {
    const { files } = call('simulate small.json --out run.json');
    const file = JSON.parse(files['run.json'] as string) as object;
    const planted = {
      ...file,
      inputsDigest: undefined,
      inputs: [{ step: 1, to: 4000, message: { type: 'task.done', task: 0 } }],
    };
    for (const command of ['replay', 'simulate'])
      expect(refused(`${command} bad.json`, { 'bad.json': text(planted) })).toMatch(/bad\.json: inputs\[0\]/u);
  });

  it("an older engine's run file is not replayed: that is said with what to do, and a run of its own is what is done", () => {
    const { files } = call('simulate small.json --out run.json --seed 9');
    const old = { 'old.json': text({ ...(JSON.parse(files['run.json'] as string) as object), engine: '1' }) };
    expect(refused('replay old.json', old)).toMatch(/recorded by engine 1.*Run it again here \(conclave simulate/u);
    const again = call('simulate old.json --json', old);
    expect([again.status, JSON.parse(again.out)]).toMatchObject([0, { outcome: 'succeeded', seed: 9 }]);
  });
});

describe('simulate', () => {
  it('names late tasks and whom the run waited for, by id where a name is given twice', () => {
    const task = (id: string, name: string) => ({
      id,
      name,
      requires: ['cut'],
      deadlineMs: 10,
      action: { kind: 'simulate', durationMs: 100 },
    });
    const named = (second: string) => ({
      ...small,
      agents: [{ id: 'ag1', name: 'Ana', capabilities: ['cut'] }],
      tasks: [
        task('a1', 'Plane'),
        task('a2', second),
        ...Array.from({ length: 8 }, (_, at) => task(`m${at}`, `M ${at}`)),
      ],
    });
    const told = call('simulate f', { f: text(named('Saw')) }).out;
    expect(told).toMatch(/^waited for +Ana with cut, /mu);
    expect(told).toMatch(/10 of 10 missed: Plane, Saw, M 0, M 1, M 2, M 3, M 4, M 5 and 2 more$/mu);
    expect(call('simulate f', { f: text(named('Plane')) }).out).toMatch(/missed: a1, a2, M 0/u);
  });
  it('prints every name of the result and nothing else', () => {
    const { status, out } = call('simulate small.json --json --seed 9');
    const result = JSON.parse(out) as Record<string, unknown>;
    expect(status).toBe(0);
    expect(Object.keys(result)).toEqual([
      'outcome',
      'reason',
      'seed',
      'engine',
      'steps',
      'digest',
      'makespanMs',
      'criticalPathMs',
      'workMs',
      'bottleneck',
      'tasks',
      'deadlines',
      'agents',
      'messages',
      'decisions',
      'invariants',
      'warnings',
      'wallMs',
    ]);
    expect(result).toMatchObject({
      outcome: 'succeeded',
      reason: null,
      seed: 9,
      makespanMs: 150,
      criticalPathMs: 150,
      workMs: 150,
      tasks: { x: { state: 'succeeded', agent: 'a', startMs: 0, endMs: 100, attempts: 1, reason: null } },
      agents: { a: { busyMs: 150, tasks: 2, utilization: 1 }, b: { busyMs: 0, tasks: 0, utilization: 0 } },
      messages: { total: 4, delivered: 4, lost: 0, byType: { 'centralized.assign': 2, 'centralized.result': 2 } },
      decisions: {},
    });
    for (const rule of result['invariants'] as object[]) expect(rule).toMatchObject({ holds: true, step: null });
  });

  it('reads standard input, and the values that are set', () => {
    const { status, out } = call(
      'simulate - --json --set tasks[x].action.durationMs=7 --set agents[a].speed=0.5 --set network.delayMs={"min":1,"max":1}',
      { '-': text(small) },
    );
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ makespanMs: 7 + 50 + 4, tasks: { x: { agent: 'b' } } });
  });

  it('of a run that fails ends with 1', () => {
    const failing = { ...small, tasks: [{ id: 'x', action: { kind: 'simulate', durationMs: 1, failureRate: 1 } }] };
    const { status, out } = call('simulate f --json', { f: text(failing) });
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'failed' });
  });

  it('supplies agents where there are none', () => {
    const { out } = call('simulate f --agents 3 --json', { f: text({ ...small, agents: [] }) });
    expect(Object.keys((JSON.parse(out) as { agents: object }).agents)).toHaveLength(3);
  });

  it('tells of one task who could do it, who got it and why', () => {
    const told = call('simulate small.json --why x');
    expect(told.out).toMatch(/why +x: a got it/u);
    expect(told.out).toMatch(/ms {2}step +\d+ {2}Assigned to a/u);
    expect(told.out).toContain('Greedy: the free agent with the lowest score');
    const { why } = JSON.parse(call('simulate small.json --why x --json').out) as { why: object };
    expect(why).toMatchObject({ task: 'x', attempts: [{ attempt: 1, decisions: [{ rule: 'greedy' }] }] });
    expect(call('simulate small.json --why nobody')).toMatchObject({ status: 2 });
  });
  it('lets things go wrong by hand, in order of steps, and the run file replays them', () => {
    const leased = { ...small, coordination: { leaseMs: 50 } };
    const files = { 'small.json': text(leased) };
    const crash = '--inject 4:{"kind":"crash","agent":"a"} --inject 2:{"kind":"silent","agent":"b","untilMs":400}';
    const { status, out } = call(`simulate small.json ${crash} --json --out broken.json`, files);
    expect(status).toBe(0);
    const told = JSON.parse(out) as { digest: string; makespanMs: number };
    expect(told.makespanMs).toBeGreaterThan(150);
    expect(call('replay broken.json', files).status).toBe(0);
    const again = JSON.parse(call('simulate broken.json --json', files).out) as { digest: string };
    expect(again.digest).toBe(told.digest);
  });
  it('cut short breaks no rule, and its file replays to where it stopped', () => {
    const { status, out, files } = call('simulate small.json --until-ms 120 --json --out cut.json');
    expect(status).toBe(1);
    const result = JSON.parse(out) as { invariants: { holds: boolean }[] };
    expect(result).toMatchObject({ outcome: 'stalled', tasks: { x: { state: 'succeeded' }, y: { state: 'running' } } });
    expect(result.invariants.every((rule) => rule.holds)).toBe(true);
    expect(call('replay cut.json', files)).toMatchObject({ status: 0 });
  });
});

describe('replay', () => {
  it('tells the checkpoints of a run, and begins a new run from one without what was put in there', () => {
    const files: Files = { 'small.json': text(small) };
    expect(call('simulate small.json --json --out straight.json', files).status).toBe(0);
    const straight = JSON.parse(files['straight.json'] as string) as { end: { digest: string; steps: number } };
    call('simulate small.json --inject 3:{"kind":"crash","agent":"a","atMs":0} --out crashed.json', files);
    expect(call('replay crashed.json --checkpoints --json', files).status).toBe(0);
    const { checkpoints } = JSON.parse(call('replay crashed.json --checkpoints --json', files).out) as {
      checkpoints: { step: number; digest: string; tasks: object }[];
    };
    expect(checkpoints).toHaveLength(5);
    expect(checkpoints[0]).toMatchObject({ step: 3, timeMs: 0 });
    expect(
      call('replay crashed.json --checkpoints', files)
        .out.split('\n')
        .filter((each) => /^step \d+ /u.test(each)),
    ).toHaveLength(5);
    expect(call('replay crashed.json --from 3 --out other.json', files).status).toBe(0);
    expect(JSON.parse(files['other.json'] as string)).toMatchObject({ end: straight.end });
    expect(call('replay other.json', files).status).toBe(0);
    expect(refused('replay crashed.json --from 9999 --out other.json', files)).toMatch(
      /has \d+ steps, so none begins/u,
    );
    expect(refused('replay small.json --from 1 --out other.json', files)).toMatch(/a document, not a run file/u);
  });

  it('says that it is the same run, and at which step it is not', () => {
    const { files, out } = call('simulate small.json --json --out run.json');
    const { digest } = JSON.parse(out) as { digest: string };
    expect(call('replay run.json', files).out).toMatch(/^The same run: \d+ steps/u);
    expect(JSON.parse(call('simulate run.json --json', files).out)).toMatchObject({ digest });
    const file = JSON.parse(files['run.json'] as string) as {
      digests: { step: number; trace: string }[];
      end: { steps: number; digest: string };
    };
    file.digests.forEach(({ step }, at) => {
      const digests = file.digests.map((mark, place) => (place === at ? { ...mark, trace: 'planted' } : mark));
      const answer = call('replay bad.json --json', { 'bad.json': text({ ...file, digests }) });
      expect(answer.status).toBe(1);
      expect(JSON.parse(answer.out)).toMatchObject({ same: false, differences: [{ step, recorded: 'planted' }] });
    });
    const end = call('replay bad.json', { 'bad.json': text({ ...file, end: { ...file.end, digest: 'planted' } }) });
    expect(end).toMatchObject({
      status: 1,
      out: expect.stringContaining(`at step ${String(file.end.steps)} the file says planted`) as string,
    });
    expect(
      call('replay bad.json', { 'bad.json': text({ ...file, end: { ...file.end, outcome: 'failed' } }) }).status,
    ).toBe(1);
    const longer = call('replay bad.json', { 'bad.json': text({ ...file, end: { ...file.end, steps: 9e15 } }) });
    expect(longer).toMatchObject({ status: 1, out: expect.stringContaining('Not the same run') as string });
    expect(JSON.parse(call('replay run.json --json', files).out)).toMatchObject({
      same: true,
      digest: file.end.digest,
    });
  });

  it.each([
    ['input behind the end', /inputs\[0\]\.step: This stands after step 1009, but the run ends with step 9/u],
    ['document', /document: The document was changed/u],
    ['seed', /inputs: Seed, agents or inputs were changed/u],
    ['supplied agents', /inputs: Seed, agents or inputs were changed/u],
    ['inputs', /inputs: Seed, agents or inputs were changed/u],
  ])('refuses a file whose run would be another: %s', (what, sentence) => {
    const { files } = call('simulate small.json --inject 3:{"kind":"heal"} --out run.json');
    const file = JSON.parse(files['run.json'] as string) as {
      document: { tasks: { name?: string }[] };
      inputs: { step: number }[];
      end: { steps: number };
      seed: number;
      agents?: number;
    };
    if (what === 'document') file.document.tasks[0]!.name = 'another name';
    if (what === 'seed') file.seed += 1;
    if (what === 'supplied agents') file.agents = 3;
    if (what === 'inputs') file.inputs[0]!.step -= 1;
    if (what === 'input behind the end') file.inputs[0]!.step += 1006;
    file.end.steps = what === 'input behind the end' ? 9 : file.end.steps;
    for (const command of ['replay', 'simulate', 'validate', 'convert --to dot'])
      expect(refused(`${command} bad.json`, { 'bad.json': text(file) }), command).toMatch(sentence);
  });

  it('of a file with one bit turned is refused, differs, or is of the same document and run', () => {
    const { files, out } = call('simulate small.json --inject 3:{"kind":"heal"} --json --out run.json');
    const { digest } = JSON.parse(out) as { digest: string };
    const whole = new TextEncoder().encode(files['run.json'] as string);
    call('simulate run.json --out plain.json', files);
    const { document: plain } = JSON.parse(files['plain.json'] as string) as { document: unknown };
    let draw = 20_260_417;
    const next = (below: number): number => {
      draw = (Math.imul(draw, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((draw / 4_294_967_296) * below);
    };
    const counts = { refused: 0, differs: 0, same: 0 };
    for (let round = 0; round < 2000; round += 1) {
      const bytes = whole.slice();
      const at = next(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << next(8));
      const answer = call('simulate bad.json --json --out again.json', { 'bad.json': bytes });
      expect(answer.errors).not.toContain('fault of conclave');
      if (answer.status === 2) {
        counts.refused += 1;
        continue;
      }
      // Of what another engine is said to have recorded only the document can be told: its run is made anew.
      if ((JSON.parse(new TextDecoder().decode(bytes)) as { engine: string }).engine !== engineVersion) {
        const { document } = JSON.parse(answer.files['again.json'] as string) as { document: unknown };
        expect(document).toEqual(plain);
        continue;
      }
      // The digest of a world holds its document's meaning, its inputs and its seed; the names are compared beside it.
      expect((JSON.parse(answer.out) as { digest: string }).digest, String(at)).toBe(digest);
      const again = JSON.parse(answer.files['again.json'] as string) as { document: unknown };
      expect(again.document).toEqual(plain);
      const replayed = call('replay bad.json', { 'bad.json': bytes });
      expect(replayed.errors).toBe('');
      counts[replayed.status === 0 ? 'same' : 'differs'] += 1;
    }
    expect(counts.refused).toBeGreaterThan(1000);
    expect(counts.differs).toBeGreaterThan(50);
  });
});

describe('validate and convert', () => {
  it('validate lists what is wrong, and ends with 2 and one line', () => {
    const bad = { ...small, tasks: [{ id: 'x', dependsOn: ['q', 'x'] }] };
    const { status, out, errors } = call('validate f --json', { f: text(bad) });
    expect(status).toBe(2);
    expect(errors).toMatch(/^conclave: f: \d+ errors keep it from running\n$/);
    const { valid, problems } = JSON.parse(out) as { valid: boolean; problems: { path: string }[] };
    expect(valid).toBe(false);
    expect(problems.length).toBeGreaterThanOrEqual(2);
    for (const problem of problems) expect(Object.keys(problem)).toEqual(['code', 'severity', 'path', 'message']);
    expect(call('validate small.json')).toMatchObject({ status: 0, out: 'No problems.\n' });
  });

  it('convert goes to every format, and back from those that can be read', () => {
    const { files } = call('simulate small.json --out run.json');
    for (const source of ['small.json', 'run.json']) {
      for (const to of ['conclave', 'wfformat', 'mermaid', 'dot']) {
        expect(call(`convert ${source} --to ${to} -o ${to}`, files)).toMatchObject({ status: 0, out: '', errors: '' });
        expect(call(`convert ${source} --to ${to}`, files).out).toBe(files[to]);
      }
      expect(JSON.parse(files['conclave'] as string)).toMatchObject(small);
      const back = call('simulate wfformat --agents 2 --json', files);
      expect(JSON.parse(back.out)).toMatchObject({ outcome: 'succeeded', makespanMs: 150 });
    }
  });

  describe('convert takes the files of a domain of GENIUS together', () => {
    const issue = (items: string): string =>
      `<issue index="1" etype="discrete" type="discrete" vtype="discrete" name="price">${items}</issue>`;
    const domain = `<negotiation_template><utility_space><objective index="0" name="Car">${issue('<item index="1" value="low"/>\n<item index="2" value="high"/>')}</objective></utility_space></negotiation_template>`;
    const profile = (low: number, high: number): string =>
      `<utility_space><objective index="0" name="any">${issue(`<item index="1" value="low" evaluation="${String(low)}"/>\n<item index="2" value="high" evaluation="${String(high)}"/>`)}<weight index="1" value="1"/></objective></utility_space>`;
    const files = { 'car.xml': domain, 'buyer.xml': profile(4, 1), 'seller.xml': profile(1, 3) };

    it('to a document with a party for each profile, which runs', () => {
      const { status, out } = call('convert car.xml buyer.xml seller.xml --to conclave', files);
      expect(status).toBe(0);
      expect((JSON.parse(out) as { agents: unknown[] }).agents).toHaveLength(2);
      expect(call('simulate d', { d: out }).status).toBe(0);
    });

    it.each<readonly [string, Record<string, string>, RegExp]>([
      ['a part alone', { 'seller.xml': files['buyer.xml'] }, /^conclave: car\.xml:1:1: .*bring the files/u],
      [
        'a file of something else',
        { 'seller.xml': text(small) },
        /takes one file, or several of GENIUS; seller\.xml is none/u,
      ],
      [
        'a fault in the last, by its own lines',
        { 'seller.xml': profile(1, 3).replace('</objective>', '\n</objectiv>') },
        /^conclave: seller\.xml:3:1: /u,
      ],
      [
        'an entity that would be expanded',
        { 'seller.xml': `<!DOCTYPE x [<!ENTITY a "a">]>\n${profile(1, 3)}` },
        /^conclave: seller\.xml:1:1: /u,
      ],
    ])('or refuses in one line: %s', (_what, changed, line) => {
      const some = _what === 'a part alone' ? 'car.xml buyer.xml' : 'car.xml buyer.xml seller.xml';
      const { status, out, errors } = call(`convert ${some} --to conclave`, { ...files, ...changed });
      expect([status, out, errors.trim().split('\n').length]).toEqual([2, '', 1]);
      expect(errors).toMatch(line);
    });
  });
});
