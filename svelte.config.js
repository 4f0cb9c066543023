/**
 * How Svelte compiles our components: always with runes. Libraries under node_modules are left as they
 * were written, because some of them still ship components in the older style.
 */
export default {
  vitePlugin: {
    dynamicCompileOptions: (/** @type {{ filename: string }} */ { filename }) =>
      filename.includes('node_modules') ? undefined : { runes: true },
  },
};
