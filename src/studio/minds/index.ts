/** The door of minds: what agents believe and are after, at the playhead. It is fetched when it is first looked at. */
export { default as AgentMind } from './AgentMind.svelte';
export { default as Agents } from './Agents.svelte';
export { default as MemoriesButton } from './MemoriesButton.svelte';
export { default as MemoryWhy } from './tiers/MemoryWhy.svelte';
export { MemoryKeeper } from './memory-keeper.ts';
