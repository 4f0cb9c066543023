/** What the timeline needs for lanes of resources, fetched where a run has some. */
import { paintResource } from './paint-resource.ts';
import ResourceHead from './ResourceHead.svelte';

export { paintResource, ResourceHead };
export interface Resources {
  readonly paintResource: typeof paintResource;
  readonly ResourceHead: typeof ResourceHead;
}
