/**
 * The door of the design system: tokens by stylesheet, components by name.
 * Everything here is presentation; nothing here may know a document, a run or storage.
 */
export { default as AgentMark } from './AgentMark.svelte';
export { default as Badge } from './Badge.svelte';
export { default as Banner } from './Banner.svelte';
export { default as Button } from './Button.svelte';
export { default as CheckField } from './CheckField.svelte';
export { default as Dialog } from './Dialog.svelte';
export { default as EmptyState } from './EmptyState.svelte';
export { default as Field } from './Field.svelte';
export { default as Icon } from './Icon.svelte';
export { default as IconButton } from './IconButton.svelte';
export { default as Kbd } from './Kbd.svelte';
export { default as LogoMark } from './LogoMark.svelte';
export { default as Menu } from './Menu.svelte';
export { default as NumberField } from './NumberField.svelte';
export { default as Panel } from './Panel.svelte';
export { default as Select } from './Select.svelte';
export { default as Splitter } from './Splitter.svelte';
export { default as StateIcon } from './StateIcon.svelte';
export { default as TabPanel } from './TabPanel.svelte';
export { default as Tabs } from './Tabs.svelte';
export { default as TextField } from './TextField.svelte';
export { formatAgo, formatBytes, formatShare, formatTime, initials, plural } from './format.ts';
export type { Choice, MenuItem, TabItem } from './items.ts';
export { isTyping, keySigns, keyText, matchesKeys } from './keys.ts';
export { lookOf } from './looks.ts';
export type { AgentState, Look, ShownState, Tone } from './looks.ts';
export { tooltip } from './tooltip.ts';
