/** The door of the shell: the studio's route, and what stands over every page. */
export { default as NoticeBanners } from './NoticeBanners.svelte';
export { default as Toasts } from './Toasts.svelte';
