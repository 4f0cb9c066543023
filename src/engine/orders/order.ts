/** What carrying an order out is: it has the stage and the order, and gives the reply or throws. */
import type { Order, ReplyOf } from '../../bridge/index.ts';
import type { Stage } from '../stage/stage.ts';

export type OrderOf<Kind extends Order['kind']> = Extract<Order, { kind: Kind }>;

export type CarriesOut<Kind extends Order['kind']> = (
  stage: Stage,
  order: OrderOf<Kind>,
) => ReplyOf<Kind> | Promise<ReplyOf<Kind>>;
