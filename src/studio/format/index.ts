/** The door of how figures are written: workers enter here too, so there is no component behind it. */
export {
  formatAgo,
  formatBytes,
  formatCost,
  formatCount,
  formatDecimals,
  formatNumber,
  formatRange,
  formatShare,
  initials,
  plural,
} from './format.ts';
export { listText, typedList, typedValue, valueText } from './plain-json.ts';
