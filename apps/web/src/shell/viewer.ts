/*
 * Around each viewer a wall: whatever it throws (while it is fetched, made, told something or drawing) cuts off this viewer and
 * nothing else. Its place says which one it was and what it said, and offers to try again. Fetches the viewer's code the first time
 * that it is shown.
 */
import type { ViewerPlugin } from '@mm-playground/api';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ask } from './ask.ts';

/** What a viewer is told, by property. */
export type Given = Readonly<Record<string, unknown>>;

/** What an element of Lit does when something changed; other elements do not have it. */
interface Updating {
  performUpdate?: () => void;
}

/**
 * One viewer. Drawn without a shadow root of its own, so that the shell's styles reach the viewer.
 *
 * @event mm-app-action - tells the shell that a viewer was cut off, or is back; detail is an Action
 */
export class MmAppViewer extends LitElement {
  static override properties = {
    plugin: { attribute: false },
    given: { attribute: false },
    failure: { state: true },
  };
  declare plugin: ViewerPlugin | null;
  declare given: Given;
  /** Why it was cut off. */
  declare private failure: string | null;
  #element: HTMLElement | null = null;
  #told: Given = {};
  #isFetching = false;

  constructor() {
    super();
    this.plugin = null;
    this.given = {};
    this.failure = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('plugin') && this.#element?.localName !== this.plugin?.tag) this.#forget();
    if (this.failure !== null || this.plugin === null) return;
    if (this.#element === null && !this.#make(this.plugin)) return;
    this.#tell();
  }

  protected override render(): TemplateResult | HTMLElement | typeof nothing {
    if (this.failure === null) return this.#element ?? nothing;
    const title = this.plugin?.title ?? 'The viewer';
    return html`<div class="cut-off" role="alert">
      <p><span class="glyph" aria-hidden="true">■</span><b>${title}</b> was cut off: it threw an error.</p>
      <p class="mono">${this.failure}</p>
      <button class="control solid" @click=${this.#again}>Show again</button>
    </div>`;
  }

  /** Makes the element, where its code is there; else fetches that. */
  #make(plugin: ViewerPlugin): boolean {
    const Viewer = customElements.get(plugin.tag);
    if (Viewer === undefined) {
      this.#fetch(plugin);
      return false;
    }
    this.#try(() => {
      // `createElement` would keep to itself what a constructor throws.
      const element = new Viewer();
      element.addEventListener('error', (event) => {
        if (event.target === element) this.#cutOff(event instanceof ErrorEvent ? event.error : event);
      });
      this.#guardUpdates(element);
      this.#element = element;
      this.#told = {};
    });
    return this.#element !== null;
  }

  #fetch(plugin: ViewerPlugin): void {
    if (this.#isFetching) return;
    this.#isFetching = true;
    Promise.resolve()
      .then(() => plugin.define())
      .then(
        () => this.requestUpdate(),
        (error: unknown) => this.#cutOff(error),
      )
      .finally(() => (this.#isFetching = false));
  }

  #tell(): void {
    const element = this.#element;
    if (element === null) return;
    this.#try(() => {
      for (const [name, value] of Object.entries(this.given))
        if (this.#told[name] !== value) (element as unknown as Record<string, unknown>)[name] = value;
      this.#told = this.given;
    });
  }

  /** Elements of Lit draw later, where nobody could catch what they throw. */
  #guardUpdates(element: HTMLElement): void {
    const updating = element as unknown as Updating;
    const perform = updating.performUpdate?.bind(element);
    if (perform !== undefined) updating.performUpdate = () => this.#try(perform);
  }

  #try(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#cutOff(error);
    }
  }

  #cutOff(error: unknown): void {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#forget();
    this.failure = message;
    if (this.plugin !== null) ask(this, { type: 'viewer', viewer: this.plugin.id, failure: message });
  }

  #forget(): void {
    this.#element = null;
    this.#told = {};
    this.failure = null;
  }

  readonly #again = (): void => {
    this.failure = null;
    if (this.plugin !== null) ask(this, { type: 'viewer', viewer: this.plugin.id, failure: null });
  };
}

/** A viewer with what it is told, behind its wall. */
export const viewer = (plugin: ViewerPlugin, given: Given): TemplateResult =>
  html`<mm-app-viewer .plugin=${plugin} .given=${given}></mm-app-viewer>`;
