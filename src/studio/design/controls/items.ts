/** The plain shapes that data-driven components take: tabs, menu entries, choices. */
import type { Component } from 'svelte';
import type { Tone } from '../signs/looks.ts';

export interface TabItem {
  readonly id: string;
  readonly label: string;
  /** After the label, in the tone. */
  readonly icon?: Component;
  readonly badge?: number | string;
  readonly tone?: Tone;
}

export type MenuItem =
  | {
      readonly kind?: 'action';
      readonly label: string;
      readonly hint?: string;
      readonly icon?: Component;
      readonly keys?: string;
      readonly disabled?: boolean;
      readonly danger?: boolean;
      readonly run: () => void;
    }
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly hint?: string;
      readonly icon?: Component;
      readonly checked: boolean;
      readonly disabled?: boolean;
      readonly run: () => void;
    }
  | { readonly kind: 'separator' }
  | { readonly kind: 'heading'; readonly label: string };

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}
