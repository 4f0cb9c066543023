/**
 * The door of the design system: tokens by stylesheet, components by name.
 * Everything here is presentation; nothing here may know a document, a run or storage.
 */
export { default as AgentMark } from './signs/AgentMark.svelte';
export { default as Badge } from './signs/Badge.svelte';
export { default as Banner } from './frame/Banner.svelte';
export { default as Button } from './controls/Button.svelte';
export { default as CheckField } from './controls/CheckField.svelte';
export { default as Combobox } from './combobox/Combobox.svelte';
export { default as CutName } from './signs/CutName.svelte';
export { default as Dialog } from './frame/Dialog.svelte';
export { default as EmptyState } from './frame/EmptyState.svelte';
export { default as Field } from './controls/Field.svelte';
export { setFieldHelp } from './controls/help.ts';
export { getStore, setStore, Typing } from './controls/typing.svelte.ts';
export type { Store } from './controls/typing.svelte.ts';
export { default as Icon } from './signs/Icon.svelte';
export { default as IconButton } from './controls/IconButton.svelte';
export { default as Kbd } from './signs/Kbd.svelte';
export { default as LogoMark } from './signs/LogoMark.svelte';
export { default as Markdown } from './signs/Markdown.svelte';
export { default as Menu } from './controls/Menu.svelte';
export { default as NumberField } from './controls/NumberField.svelte';
export { default as Pages } from './frame/Pages.svelte';
export { default as Panel } from './frame/Panel.svelte';
export { default as Ring } from './signs/Ring.svelte';
export { default as SearchBox } from './controls/SearchBox.svelte';
export { default as Select } from './controls/Select.svelte';
export { default as Splitter } from './frame/Splitter.svelte';
export { default as StateIcon } from './signs/StateIcon.svelte';
export { default as TabPanel } from './frame/TabPanel.svelte';
export { default as Tabs } from './frame/Tabs.svelte';
export { default as TextField } from './controls/TextField.svelte';
export { dueOf, endedAt } from './due.ts';
export type { Due } from './due.ts';
export {
  formatAgo,
  formatBytes,
  formatClock,
  formatCost,
  formatCount,
  formatDay,
  formatDecimals,
  formatNumber,
  formatRange,
  formatShare,
  initials,
  plural,
} from '../format/index.ts';
export type { Choice, MenuItem, TabItem } from './controls/items.ts';
export { isCharacterKey, isComposing, isTyping, keySigns, keyText, matchesKeys } from './keys.ts';
export { enterLayer, floatingHost, inTopLayer } from './frame/layers.svelte.ts';
export { faultLook } from './signs/fault-looks.ts';
export { lookOf } from './signs/looks.ts';
export type { AgentState, Look, ShownState, Tone } from './signs/looks.ts';
export { spareComposing } from './frame/page-keys.ts';
export { gridKeys } from './grid-keys.ts';
export { keepFocus } from './frame/focus-keeper.ts';
export { tooltip } from './frame/tooltip.ts';
export { formatTime } from '../../document/index.ts';
