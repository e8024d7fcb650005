/**
 * What something is, beside it: over anything with `data-term` that the glossary knows, a card with the kernel's name, unit and a
 * sentence. It comes under the pointer and with the focus; in a list, F1 shows it for the row of the keyboard. Escape puts it away.
 */

import { render, type LitElement, type ReactiveController } from 'lit';
import { SheetController } from '../element/sheet-controller.ts';
import { entryTemplate } from './gloss.templates.ts';
import { loadGlossary } from './load.ts';

/** How long a pointer rests before the card comes. */
const REST_MS = 350;
/** Free pixels between a card, what it is about, and the edges of the window. */
const GAP = 6;

/** Shows cards in its host. */
export class GlossController implements ReactiveController {
  readonly #host: LitElement;
  readonly #sheet: SheetController;
  readonly #say: (sentence: string) => void;
  #card: HTMLElement | null = null;
  #about: Element | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param say tells a screen reader what was asked for by keyboard. */
  constructor(host: LitElement, say: (sentence: string) => void) {
    this.#host = host;
    this.#sheet = new SheetController(host);
    this.#say = say;
    host.addController(this);
  }

  hostConnected(): void {
    const host = this.#host;
    host.addEventListener('pointerover', this.#onOver);
    host.addEventListener('pointerleave', this.#hide);
    host.addEventListener('pointerdown', this.#hide);
    host.addEventListener('focusin', this.#onFocus);
    host.addEventListener('focusout', this.#hide);
    host.addEventListener('keydown', this.#onKey);
  }

  hostDisconnected(): void {
    const host = this.#host;
    this.#hide();
    host.removeEventListener('pointerover', this.#onOver);
    host.removeEventListener('pointerleave', this.#hide);
    host.removeEventListener('pointerdown', this.#hide);
    host.removeEventListener('focusin', this.#onFocus);
    host.removeEventListener('focusout', this.#hide);
    host.removeEventListener('keydown', this.#onKey);
    this.#card?.remove();
    this.#card = null;
  }

  hostUpdated(): void {
    if (this.#about !== null && !this.#about.isConnected) this.#hide();
  }

  readonly #onOver = (event: PointerEvent): void => {
    const about = termOf(event.composedPath());
    if (about === this.#about) return;
    this.#hide();
    if (about === null || event.pointerType === 'touch') return;
    this.#about = about;
    this.#timer = setTimeout(() => void this.#show(about), REST_MS);
  };

  readonly #onFocus = (event: FocusEvent): void => {
    const [target] = event.composedPath();
    if (!(target instanceof HTMLElement) || target.dataset['term'] === undefined || !target.matches(':focus-visible'))
      return;
    this.#hide();
    this.#about = target;
    void this.#show(target);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.#card?.matches(':popover-open') === true) {
      this.#hide();
      event.stopPropagation();
    } else if (event.key === 'F1') this.#onHelp(event);
    else this.#hide();
  };

  /** Of what the keyboard is on: what has the focus, or the row of a list that it stands for. */
  #onHelp(event: KeyboardEvent): void {
    const [target] = event.composedPath();
    if (!(target instanceof Element)) return;
    const row = target.getAttribute('aria-activedescendant');
    const at = row === null ? target : this.#host.renderRoot.querySelector(`#${CSS.escape(row)}`);
    const about = at?.matches('[data-term]') === true ? at : (at?.querySelector('[data-term]') ?? null);
    if (about === null) return;
    event.preventDefault();
    this.#hide();
    this.#about = about;
    void this.#show(about).then((text) => this.#say(text));
  }

  /** Shows the card; resolves with what it says. */
  async #show(about: Element): Promise<string> {
    // Fetched when somebody asks for the first time.
    const { glossOf, glossText } = await loadGlossary();
    const entry = about instanceof HTMLElement ? glossOf(about.dataset['term'] ?? '') : null;
    if (entry === null) return 'Nothing is said of this.';
    if (!about.isConnected || this.#about !== about) return '';
    const card = (this.#card ??= this.#makeCard());
    render(entryTemplate(entry), card);
    card.showPopover();
    this.#place(card, about);
    return glossText(entry);
  }

  #makeCard(): HTMLElement {
    const card = document.createElement('div');
    card.className = 'gloss';
    card.popover = 'manual';
    card.setAttribute('role', 'tooltip');
    this.#host.renderRoot.append(card);
    return card;
  }

  /** Below it, or above where there is no room; within the window. A row that only a screen reader has stands for its picture. */
  #place(card: HTMLElement, about: Element): void {
    const seen = about.closest('.sr')?.parentElement ?? about;
    const [at, size] = [seen.getBoundingClientRect(), card.getBoundingClientRect()];
    const left = Math.max(GAP, Math.min(at.left, innerWidth - size.width - GAP));
    const below = at.bottom + GAP;
    const top = below + size.height < innerHeight ? below : Math.max(GAP, at.top - GAP - size.height);
    this.#sheet.set(`.gloss{transform:translate(${Math.round(left)}px,${Math.round(top)}px)}`);
  }

  readonly #hide = (): void => {
    clearTimeout(this.#timer);
    this.#about = null;
    if (this.#card?.matches(':popover-open') === true) this.#card.hidePopover();
  };
}

const termOf = (path: readonly EventTarget[]): Element | null => {
  const found = path.find((node) => node instanceof HTMLElement && node.dataset['term'] !== undefined);
  return found instanceof Element ? found : null;
};
