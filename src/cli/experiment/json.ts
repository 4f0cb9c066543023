/** What an experiment measured as JSON: settings, figures, how they stand to each other, and every run. */
import {
  digestOfRow,
  effectSize,
  frontMetrics,
  measuredOf,
  metrics,
  outcomeOfRow,
  type Contrast,
  type Sample,
} from '../../experiments/index.ts';
import { engineVersion } from '../../workflow/index.ts';
import { metricsOf, type Table } from './printed.ts';

export function asJson({ seeds, reading }: Table): object {
  const compared = metricsOf(reading);
  const { base } = reading;
  // Once a metric: asked again for each setting they would cost as many times more.
  const beside = compared.map((metric) => ({
    metric,
    first: reading.contrasts(metric, 0),
    base: reading.contrasts(metric, base),
  }));
  const cells = reading.cells.map(({ setting, rows }, at) => ({
    setting: Object.fromEntries(setting.map(({ path, value }) => [path, value])),
    success: reading.success(at),
    summary: Object.fromEntries(compared.map((metric) => [metric.id, reading.summary(at, metric)])),
    best: Object.fromEntries(
      compared.flatMap((metric) =>
        metric.better === null ? [] : [[metric.id, reading.evidence(metric).best.includes(at)]],
      ),
    ),
    againstFirst: Object.fromEntries(
      beside.map(({ metric, first }) => [metric.id, against(at === 0 ? reading.sample(0, metric) : null, first[at])]),
    ),
    againstBase: Object.fromEntries(
      beside.map(({ metric, base: contrasts }) => [metric.id, against(null, contrasts[at])]),
    ),
    runs: rows.map((row, seed) => ({
      seed: seeds[seed],
      ...Object.fromEntries(metrics.map((metric) => [metric.id, row === undefined ? null : measuredOf(row, metric)])),
      outcome: row === undefined ? null : outcomeOfRow(row),
      digest: row === undefined ? null : digestOfRow(row),
    })),
  }));
  const split = Object.fromEntries(
    compared.flatMap((metric) => {
      const told = reading.factorial(metric);
      return typeof told === 'string' ? [] : [[metric.id, told]];
    }),
  );
  return {
    engine: engineVersion,
    base,
    seeds: seeds.length,
    precision: reading.precision?.share ?? null,
    front: { of: frontMetrics.map(({ id }) => id), ...reading.front },
    ...(Object.keys(split).length > 0 && { factors: split }),
    cells,
  };
}

/** A contrast with half the width of its interval; of the first with itself no difference in any seed. */
function against(self: Sample | null, contrast: Contrast | null | undefined): object | null {
  const count = self?.filter((value) => value !== null).length ?? 0;
  if (count > 0) return { count, mean: 0, median: 0, margin: 0, less: 0, same: count, more: 0, correlation: null };
  if (contrast === null || contrast === undefined) return null;
  return { ...contrast, margin: contrast.high - contrast.mean, effectSize: effectSize(contrast.effect) };
}
