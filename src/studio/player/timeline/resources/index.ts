/** What the timeline needs for lanes of resources, fetched where a run has some. */
import { paintResource } from './paint-resource.ts';
import ResourceHead from './ResourceHead.svelte';
import ResourceLegend from './ResourceLegend.svelte';

export { paintResource, ResourceHead, ResourceLegend };
export interface Resources {
  readonly paintResource: typeof paintResource;
  readonly ResourceHead: typeof ResourceHead;
  readonly ResourceLegend: typeof ResourceLegend;
}
