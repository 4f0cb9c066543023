/**
 * What travels in centralized coordination: the conversation of an assignment and nothing else. Its unions are those
 * of `agents/assignment`; here are their names as a person reads them.
 */
import { assignmentWords } from '../../agents/index.ts';

const words = assignmentWords('centralized');

export const messages: Readonly<Record<string, string>> = {
  [words.assign]: 'take this task',
  [words.acknowledge]: 'I have it',
  [words.heartbeat]: 'still on it',
  [words.result]: 'how it ended',
  [words.cancel]: 'stop',
  [words.hello]: 'I am back',
};
