/**
 * The tests below the studio with one fault planted: the module is changed as it is loaded, and no file ever is. Which fault
 * it is, and where to say that it was met, comes in the environment from run.mjs.
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { plant, type Planted } from './table.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const asked = process.env['CONCLAVE_MUTANT'];
const planted = asked === undefined ? null : (JSON.parse(asked) as Planted);
const met = process.env['CONCLAVE_MUTANT_MET'];
const suites = (process.env['CONCLAVE_MUTANT_TESTS'] ?? '').split(' ');

/** The suites in the order in which they were asked for, of each folder the quickest first: most faults are found there. */
class InOrder extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const name = path.relative(root, moduleId).replaceAll('\\', '/');
      return suites.findIndex((suite) => name.startsWith(suite));
    };
    const took = ({ moduleId }: TestSpecification): number =>
      this.ctx.cache.getFileTestResults(`unit:${path.relative(root, moduleId).replaceAll('\\', '/')}`)?.duration ?? 0;
    return Promise.resolve([...files].sort((a, b) => rank(a) - rank(b) || took(a) - took(b)));
  }
}

export default defineConfig({
  root,
  plugins: [
    {
      name: 'planted',
      enforce: 'pre',
      transform(code, id) {
        if (planted === null || id.split('?')[0] !== path.join(root, planted.file)) return null;
        if (met !== undefined) appendFileSync(met, 'met\n');
        return { code: plant(planted, code), map: null };
      },
    },
  ],
  test: {
    name: 'unit',
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    isolate: false,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { sequencer: InOrder },
  },
});
