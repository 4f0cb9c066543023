/** Which tabs are looked at: what was asked for last, and what is shown, which gives way where there is no such tab. It opens no panel. */
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
}
