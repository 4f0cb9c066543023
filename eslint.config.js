/**
 * The linter: strict typed rules everywhere, the floors of the house, and below the engine a ban on whatever
 * would make a run depend on the machine it runs on. Each ban names what to use instead. What a linter
 * cannot see (cycles, sizes, the rules' numbers in the tests) is held by tests/tidy.test.ts.
 */
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import { mayImport, pureRooms, rooms } from './tests/support/floors.mjs';

const inRooms = (/** @type {string[]} */ names) => names.map((room) => `src/${room}/**/*.{ts,svelte}`);

/** What holds in every source file. */
const everywhere = [
  { selector: 'ExportAllDeclaration', message: 'Export by name: a door lists what it offers.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
];

const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };

const patternInObject = {
  selector: "CallExpression[callee.property.name='toMatchObject'] Property > Literal[regex]",
  message: 'Such a pattern is never compared: use expect.stringMatching.',
};

/** What the same bits everywhere forbid. */
const pure = [
  {
    selector:
      "MemberExpression[object.name='Math']:not([property.name=/^(abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|PI)$/])",
    message: 'Engines differ in its bits: only + - * / sqrt and integer operations; chance comes from a named stream.',
  },
  {
    selector: "BinaryExpression[operator='**']",
    message: 'Engines differ in its last bits: multiply in a loop, or shift (1 << n).',
  },
  {
    selector: "AssignmentExpression[operator='**=']",
    message: 'Engines differ in its last bits: multiply in a loop, or shift (1 << n).',
  },
  { selector: ':function[async=true]', message: 'Ask for an effect; its outcome comes back as an input.' },
  { selector: 'AwaitExpression', message: 'Ask for an effect; its outcome comes back as an input.' },
  { selector: 'ImportExpression', message: 'A run cannot wait for code: import it statically.' },
  {
    selector: 'CallExpression[callee.property.name=/^toLocale|^localeCompare$/]',
    message: 'Locales differ between machines: compare code units.',
  },
];

const instead = {
  Date: 'Time is context.now, in virtual milliseconds.',
  Intl: 'Locales differ between machines.',
  Promise: 'Ask for an effect; its outcome comes back as an input.',
  setTimeout: 'Use context.after.',
  setInterval: 'Use context.after.',
  queueMicrotask: 'Send a message.',
  performance: 'Time is context.now, in virtual milliseconds.',
  fetch: 'Ask for an effect.',
  crypto: 'Digests are in base/; chance comes from a named stream.',
  structuredClone: 'Copy plain data by its canonical form.',
  console: 'Record a fact.',
};

/**
 * The floors, as one block a room.
 * @type {import('eslint').Linter.Config[]}
 */
const floors = rooms.map((room) => {
  const forbidden = rooms.filter((other) => !mayImport(room, other));
  const packages = [
    ...(pureRooms.includes(room) ? ['svelte', 'svelte/*', '@xyflow/*', 'bits-ui', 'dexie', 'idb'] : []),
    ...(room === 'cli' ? [] : ['node:*']),
  ];
  const patterns = [];
  if (forbidden.length > 0)
    patterns.push({
      regex: `^(\\.\\./)+(${forbidden.join('|')})/`,
      message: `${room}/ stands too low for this, or beside it.`,
    });
  if (packages.length > 0) patterns.push({ group: packages, message: `${room}/ does without it.` });
  return {
    files: inRooms([room]),
    rules: { 'no-restricted-imports': ['error', { patterns }] },
  };
});

export default defineConfig(
  globalIgnores(['dist/', 'lib/', 'node_modules/', 'public/', 'test-results/']),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  svelte.configs.prettier,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: {
        projectService: { allowDefaultProject: ['vite.config.ts'], defaultProject: 'tests/tsconfig.json' },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-undef': 'off',
      'no-eval': 'error',
      'no-new-func': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...everywhere],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
      // Data from outside is checked although its type already promises what is checked.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-deprecated': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // Sets and maps are raw state here: replaced, never changed in place.
      'svelte/prefer-svelte-reactivity': 'off',
      'prefer-const': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...everywhere, noDefaultExport],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: inRooms(pureRooms),
    rules: {
      'no-restricted-syntax': ['error', ...everywhere, noDefaultExport, ...pure],
      'no-restricted-globals': ['error', ...Object.entries(instead).map(([name, message]) => ({ name, message }))],
    },
  },
  {
    // Hot loops over arrays of known length.
    files: inRooms(['kernel', 'plan', 'agents', 'history', 'protocols', 'workflow', 'replay', 'layout', 'experiments']),
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  floors,
  {
    files: ['tests/**'],
    rules: {
      'no-restricted-syntax': ['error', ...everywhere, patternInObject],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['**/*.{js,mjs}'], extends: [ts.configs.disableTypeChecked] },
);
