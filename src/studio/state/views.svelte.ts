/** Which tabs are looked at: what was asked for last, and what is shown, which gives way where there is no such tab. It opens no panel. */

/** All tabs of the run and of what is selected; which of them there are depends on both. No id is in both. */
const playerTabs: readonly string[] = [
  'timeline',
  'messages',
  'log',
  'memory',
  'conflicts',
  'deals',
  'invariants',
  'metrics',
  'agents',
];
const inspectorTabs: readonly string[] = ['settings', 'state', 'consensus', 'data', 'why', 'break'];

export class Views {
  /** The view of the run that was asked for last. */
  player = $state('timeline');
  /** The tab of what is selected that was asked for last. */
  inspector = $state('settings');
  /** What is shown of each; null while there is nothing to show. */
  playerShown = $state<string | null>(null);
  inspectorShown = $state<string | null>(null);

  /** Tells which view of the run is shown. */
  show(view: string | null): void {
    this.playerShown = view;
  }

  /** Asks for a tab, of whichever panel it is; one that is unknown changes nothing. */
  ask(tab: string): void {
    if (playerTabs.includes(tab)) this.player = tab;
    else if (inspectorTabs.includes(tab)) this.inspector = tab;
  }
}
