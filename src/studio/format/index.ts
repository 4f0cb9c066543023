/** The door of how figures are written: workers enter here too, so there is no component behind it. */
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
} from './format.ts';
export { listText, typedList, typedValue, valueText } from './plain-json.ts';
export { shortLines, widthOf, type NameLine } from './names/short-name.ts';
export { partsOfNames, stemOf, wholeName, type NameParts, type PartsOf } from './names/telling.ts';
