/** The worker that computes beside the open run: what experiments, comparisons and advice ask of it. */
import type { MeasureReply, MeasureRequest, PairReply, PairRequest } from '../../../experiments/index.ts';

/** One worker of an experiment, which answers one request after the other until it is ended. */
export interface Measurer {
  measure(request: MeasureRequest): Promise<MeasureReply>;
  /** Two runs side by side. */
  pair(request: PairRequest): Promise<PairReply>;
  end(): void;
}
export type StartMeasurer = () => Promise<Measurer>;
