/** The door of lessons: how a person goes through the steps of a document, and how far they came. */
export { LessonDesk } from './lesson-desk.svelte.ts';
export { default as LessonGuide } from './LessonGuide.svelte';
export { default as LessonLine } from './LessonLine.svelte';
export { default as LessonPanel } from './LessonPanel.svelte';
export { rememberStory, storyProgress, type StoryProgress } from './progress.ts';
