/** The door of the workflow: from a document to a world that is ready to run, and what always holds of it. */
export { checkDocument } from './check/check.ts';
export { cancelInput, compile, engineVersion, type Compiled, type CompileOptions } from './compile.ts';
export { parseCondition, type Condition } from '../plan/index.ts';
export { faultInputs, injectedInputs } from './inputs/faults.ts';
export { inputProblem } from './inputs/inputs.ts';
export { outlivedProblem } from './inputs/shapes.ts';
export { comesFirst, keepInput, type KeptEnd } from './inputs/kept.ts';
export { globalInvariants } from './invariants/rules.ts';
export { outcomeOf, status } from './states.ts';
export type { WorkflowState } from './state.ts';
