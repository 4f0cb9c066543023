/**
 * The one tooltip of the page, as an attachment: `<button {@attach tooltip('Undo', 'Mod+Z')}>`.
 * It shows on hover and keyboard focus, goes on Escape, and is never the only place where something is said:
 * the element keeps its own accessible name.
 */
import type { Attachment } from 'svelte/attachments';
import { keyText } from '../keys.ts';

const delayMs = 350;
let box: HTMLDivElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Attaches a tooltip with an optional key combination; `onPress` shows it on a press too, where a press does nothing else. */
export function tooltip(text: string, keys?: string, onPress = false): Attachment<HTMLElement> {
  return (element) => {
    const enter = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        show(element, text, keys);
      }, delayMs);
    };
    const focus = () => {
      if (element.matches(':focus-visible')) show(element, text, keys);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide();
    };
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', hide);
    const pressed = () => {
      show(element, text, keys);
    };
    element.addEventListener('pointerdown', hide);
    if (onPress) element.addEventListener('click', pressed);
    element.addEventListener('focus', focus);
    element.addEventListener('blur', hide);
    element.addEventListener('keydown', key);
    return () => {
      hide();
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', hide);
      element.removeEventListener('pointerdown', hide);
      element.removeEventListener('click', pressed);
      element.removeEventListener('focus', focus);
      element.removeEventListener('blur', hide);
      element.removeEventListener('keydown', key);
    };
  };
}

function hide(): void {
  clearTimeout(timer);
  if (box === undefined) return;
  delete box.dataset['open'];
}

function show(element: HTMLElement, text: string, keys: string | undefined): void {
  if (!element.isConnected) return;
  if (box === undefined) {
    box = document.createElement('div');
    box.className = 'tooltip';
    box.setAttribute('role', 'tooltip');
  }
  // Inside an open dialog, the tooltip must live in the dialog's layer.
  (element.closest('dialog') ?? document.body).append(box);
  box.textContent = text;
  if (keys !== undefined) {
    const kbd = document.createElement('kbd');
    kbd.textContent = keyText(keys);
    box.append(kbd);
  }
  box.dataset['open'] = '';
  place(element.getBoundingClientRect(), box);
}

function place(anchor: DOMRect, element: HTMLElement): void {
  const { width, height } = element.getBoundingClientRect();
  const left = Math.min(Math.max(6, anchor.left + anchor.width / 2 - width / 2), innerWidth - width - 6);
  const below = anchor.bottom + 6;
  const top = below + height > innerHeight - 6 ? anchor.top - height - 6 : below;
  element.style.left = `${String(Math.round(left))}px`;
  element.style.top = `${String(Math.round(top))}px`;
}
