/** The icon and the word of each kind of action; a kind that is not known gets a neutral one. */
import type { Component } from 'svelte';
import Blocks from '@lucide/svelte/icons/blocks';
import Box from '@lucide/svelte/icons/box';
import Code from '@lucide/svelte/icons/code';
import Globe from '@lucide/svelte/icons/globe';
import Handshake from '@lucide/svelte/icons/handshake';
import Layers from '@lucide/svelte/icons/layers';
import Scale from '@lucide/svelte/icons/scale';
import Sparkles from '@lucide/svelte/icons/sparkles';
import UserCheck from '@lucide/svelte/icons/user-check';
import Workflow from '@lucide/svelte/icons/workflow';

const looks: Readonly<Record<string, { readonly icon: Component; readonly word: string }>> = {
  simulate: { icon: Blocks, word: 'Simulated' },
  script: { icon: Code, word: 'Script' },
  http: { icon: Globe, word: 'Web request' },
  llm: { icon: Sparkles, word: 'Language model' },
  human: { icon: UserCheck, word: 'Person' },
  consensus: { icon: Scale, word: 'Consensus' },
  negotiate: { icon: Handshake, word: 'Negotiation' },
  map: { icon: Layers, word: 'Map' },
  workflow: { icon: Workflow, word: 'Workflow' },
};

/** Icon and word of an action's kind. */
export function actionLook(kind: string): { readonly icon: Component; readonly word: string } {
  return Object.hasOwn(looks, kind) ? (looks[kind] ?? { icon: Box, word: kind }) : { icon: Box, word: kind };
}
