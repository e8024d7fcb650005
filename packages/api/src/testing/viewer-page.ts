/**
 * The page that the viewer kit works on, as far as it needs one. A browser's `window` is one; the contracts themselves know no DOM.
 */

interface KitNode {
  readonly isConnected: boolean;
}

/** What the kit asks of an element. */
export interface KitElement extends KitNode {
  readonly shadowRoot: KitRoot | null;
  readonly textContent: string | null;
  querySelectorAll(selector: string): Iterable<KitElement>;
  append(...nodes: (string | KitNode)[]): void;
  replaceChildren(...nodes: (string | KitNode)[]): void;
  remove(): void;
  /** Of those that can be clicked. */
  click?(): void;
  setAttribute(name: string, value: string): void;
  getAttribute(name: string): string | null;
  matches(selector: string): boolean;
  closest(selector: string): KitElement | null;
  getBoundingClientRect(): { readonly width: number; readonly height: number };
  addEventListener(type: string, listener: (event: KitEvent) => void): void;
  dispatchEvent(event: KitEvent): boolean;
}

/** What it asks of a shadow root. */
export interface KitRoot extends KitNode {
  readonly textContent: string | null;
  querySelectorAll(selector: string): Iterable<KitElement>;
}

/** What it asks of an event. */
export interface KitEvent {
  readonly type: string;
}

/** What it asks of a window. */
export interface KitWindow {
  readonly document: {
    readonly body: KitElement;
    createElement(tag: string): KitElement;
  };
  readonly customElements: { get(tag: string): (new () => KitElement) | undefined };
  readonly MutationObserver: new (listener: (records: readonly unknown[]) => void) => KitObserver;
  readonly KeyboardEvent: new (type: string, init: KitKey) => KitEvent;
  requestAnimationFrame(callback: () => void): number;
}

interface KitObserver {
  observe(root: KitNode, what: object): void;
  disconnect(): void;
}

interface KitKey {
  readonly key: string;
  readonly bubbles: boolean;
  readonly composed: boolean;
  readonly cancelable: boolean;
}

/** An element that updates later, where nobody could catch what it throws: those of Lit. */
export interface Updating {
  performUpdate?: () => void;
}

/** Waits for so many frames: one to render, one to paint. */
export async function frames(window: KitWindow, count = 4): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise<void>((resolve) => window.requestAnimationFrame(() => resolve()));
}

/** What the keyboard reaches. */
export const REACHED = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';

/** All elements below an element, through the shadow roots of others. */
export function everyElement(element: KitElement): KitElement[] {
  const own = [...element.querySelectorAll('*'), ...(element.shadowRoot?.querySelectorAll('*') ?? [])];
  return own.flatMap((each) => [each, ...(each.shadowRoot === null ? [] : everyElement(each))]);
}

/** What somebody who reads gets of an element: its text, and the names of what has none. */
export function textOf(element: KitElement): string {
  const names = everyElement(element).map((each) => each.getAttribute('aria-label') ?? '');
  const text = [element, ...everyElement(element)].map(({ shadowRoot }) => shadowRoot?.textContent ?? '');
  return [element.textContent, ...text, ...names].join(' ').replaceAll(/\s+/g, ' ').trim();
}

/** Where two texts begin to differ, a few words of each; null where they are the same. */
export function firstDifference(a: string, b: string): string | null {
  if (a === b) return null;
  const at = [...a].findIndex((letter, i) => b[i] !== letter);
  const from = Math.max(0, (at === -1 ? a.length : at) - 20);
  return `"${a.slice(from, from + 60)}" is "${b.slice(from, from + 60)}"`;
}
