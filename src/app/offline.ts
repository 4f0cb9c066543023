/**
 * Keeps the page at hand without a network, and offers a newer version when one was fetched. It never reloads by itself: the person
 * chooses when, in this tab or in another. Where service workers are refused, the page works as before and says nothing.
 */
import type { Notices } from '../studio/state/index.ts';
import { trustedScript } from './trusted-scripts.ts';

/** A day: the offer stays until it is taken or dismissed. */
const offerMs = 86_400_000;
/** How often a page that stays open asks for a newer version, ms. */
const askMs = 3_600_000;

/** What is needed of the browser; tests pass their own. */
export interface OfflineHost {
  readonly workers: Pick<ServiceWorkerContainer, 'register' | 'controller' | 'addEventListener'>;
  readonly reload: () => void;
  readonly now: () => number;
  /** Calls back whenever the person comes back to the page. */
  readonly returned: (call: () => void) => void;
}

/** Registers the offline copy and says when a newer version waits. Never rejects. */
export async function keepOffline(notices: Notices, host: OfflineHost): Promise<void> {
  const { workers, reload, now, returned } = host;
  let asked = false;
  const offer = (take: () => void): void => {
    notices.toast('A new version is ready.', {
      key: 'new-version',
      stayMs: offerMs,
      actions: [{ label: 'Reload', run: take }],
    });
  };
  const look = ({ waiting }: ServiceWorkerRegistration): void => {
    // Without a controller this is the first copy of all, which is no news.
    if (waiting === null || workers.controller === null) return;
    offer(() => {
      asked = true;
      waiting.postMessage({ type: 'SKIP_WAITING' });
    });
  };
  const controlled = workers.controller !== null;
  workers.addEventListener('controllerchange', () => {
    if (asked) reload();
    else if (controlled) offer(reload);
  });
  try {
    const registration = await workers.register(trustedScript('offline'), { updateViaCache: 'none' });
    look(registration);
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'installed') look(registration);
      });
    });
    let askedMs = now();
    returned(() => {
      if (now() - askedMs < askMs) return;
      askedMs = now();
      registration.update().catch(() => undefined);
    });
  } catch {
    // Private windows and some settings refuse it: then there is no offline copy, and nothing else changes.
  }
}
