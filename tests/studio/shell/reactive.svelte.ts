/** An object that components follow, for tests that change it from outside. */
export function reactive<T extends object>(value: T): T {
  const state = $state(value);
  return state;
}
