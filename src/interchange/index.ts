/*
 * The door of `interchange`: files in and out. Imports are inert and never throw; exports are plain text. Nobody has
 * to know a format to use this room: the content of a file says what it is.
 */
export {
  exportDocument,
  EXPORT_FORMATS,
  safeFileName,
  type Exported,
  type ExportFormat,
  type ExportOptions,
} from './export.ts';
export { drawPicture, type PictureOptions } from './picture/picture.ts';
export { drawPlot, type PlotMark, type PlotPoint, type PlotScene } from './picture/plot.ts';
export { type AgentWords, type TaskWords } from './picture/cards.ts';
export { type PictureTheme } from './picture/palette.ts';
export { importFile, importText } from './import.ts';
export { looksLikeGenius } from './genius/genius.ts';
export { type Imported, type ImportFormat, type ImportOptions } from './imported.ts';
export { type ImportProblem, type ImportProblemCode } from './refusal.ts';
export {
  backupFileName,
  looksLikeBackup,
  readBackup,
  writeBackup,
  type Backup,
  type BackupDocument,
  type BackupExperiment,
  type BackupRun,
  type BackupVersion,
} from './backup.ts';
export {
  AGENT_STATE_ENDING,
  otherAgent,
  raisedWords,
  readAgentState,
  stateChange,
  stateEdit,
  strangeGoals,
  writeAgentState,
  type AgentState,
} from './agent-state.ts';
export {
  boundMemories,
  leftOutWords,
  lossesAtStart,
  MEMORIES_ENDING,
  memoriesOf,
  memoryInputs,
  readMemories,
  writeMemories,
  type Memories,
  type MemoriesTaken,
} from './kept/memories.ts';
export { supplyAgents } from './agents.ts';
export { olderRun, readRun, recorded, writeRun, type OlderRun, type RecordedRun } from './recorded.ts';
export {
  parseRunFile,
  RUN_FILE_ENDING,
  stringifyRunFile,
  type RunFile,
  type RunFileDigest,
  type RunFileInput,
} from './run-file.ts';
export { type Measured } from './wfformat/write.ts';
