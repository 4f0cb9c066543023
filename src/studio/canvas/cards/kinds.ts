/** Which component draws which kind of node and of wire. */
import BeyondCard from '../sheets/BeyondCard.svelte';
import CompositeCard from '../sheets/CompositeCard.svelte';
import FrameCard from '../notes/FrameCard.svelte';
import NoteCard from '../notes/NoteCard.svelte';
import ShareCard from '../shares/ShareCard.svelte';
import ShareEdge from '../shares/ShareEdge.svelte';
import AgentCard from './AgentCard.svelte';
import DependsEdge from './DependsEdge.svelte';
import ReportsEdge from './ReportsEdge.svelte';
import TaskCard from './TaskCard.svelte';

export const nodeTypes = {
  agent: AgentCard,
  task: TaskCard,
  composite: CompositeCard,
  beyond: BeyondCard,
  resource: ShareCard,
  memory: ShareCard,
  note: NoteCard,
  frame: FrameCard,
};
export const edgeTypes = { depends: DependsEdge, reports: ReportsEdge, shares: ShareEdge };
