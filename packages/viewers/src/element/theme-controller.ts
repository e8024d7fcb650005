/**
 * Colours for a canvas. A canvas does not inherit: it has to be painted again when the page's theme changes. The tokens are
 * `light-dark()` expressions, so the colours are read from probe elements that use them; three things trigger a new look:
 * the system's scheme (or that the page goes on paper, which is light), an attribute of an ancestor (a class or data-theme
 * toggle), and the end of a transition of a probe's own colour, which catches every other reason. (Until its end a probe
 * still has the old colour, an attribute changed or not.) On a server they are the tokens themselves.
 */

import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { TOKEN_NAMES, type TokenName } from '../tokens.styles.ts';
import { canvasSubstitute } from './canvas-substitute.ts';

/** Resolved colours by token, and the fonts. */
export interface Theme {
  readonly colour: Readonly<Record<TokenName, string>>;
  readonly sans: string;
  readonly mono: string;
  /** Forced colours (a high-contrast mode): draw with system colours, patterns and borders. */
  readonly forced: boolean;
  readonly reducedMotion: boolean;
}

const QUERIES = [
  '(prefers-color-scheme: dark)',
  '(forced-colors: active)',
  '(prefers-reduced-motion: reduce)',
  'print',
];

/** Reads the tokens of its host at paint time and asks for an update when they changed. */
export class ThemeController implements ReactiveController {
  readonly #host: LitElement;
  #theme: Theme | null = null;
  #fingerprint = '';
  #stop: (() => void) | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  /** The probes; part of the host's template. */
  probes(): TemplateResult | typeof nothing {
    if (canvasSubstitute() !== null) return nothing;
    return html`<div class="probes" aria-hidden="true" @transitionend=${this.#changed}>
      ${TOKEN_NAMES.map((name) => html`<i data-token=${name}></i>`)}
    </div>`;
  }

  /** The theme, or null before the first rendering. */
  get theme(): Theme | null {
    return canvasSubstitute()?.theme ?? (this.#theme ??= this.#read());
  }

  hostConnected(): void {
    const lists = QUERIES.map((query) => matchMedia(query));
    const observer = new MutationObserver(this.#changed);
    for (let node: Node | null = this.#host; node !== null; node = parentOf(node))
      if (node instanceof Element) observer.observe(node, { attributes: true });
    for (const list of lists) list.addEventListener('change', this.#changed);
    this.#stop = () => {
      observer.disconnect();
      for (const list of lists) list.removeEventListener('change', this.#changed);
    };
    this.#theme = null;
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  readonly #changed = (): void => {
    const next = this.#read();
    if (next === null) return;
    this.#theme = next;
    const fingerprint = JSON.stringify(next);
    if (fingerprint === this.#fingerprint) return;
    this.#fingerprint = fingerprint;
    this.#host.requestUpdate();
  };

  #read(): Theme | null {
    const probes = this.#host.renderRoot?.querySelectorAll<HTMLElement>('.probes > i');
    if (probes === undefined || probes.length === 0) return null;
    const colour: Partial<Record<TokenName, string>> = {};
    probes.forEach((probe, i) => {
      const name = TOKEN_NAMES[i];
      if (name !== undefined) colour[name] = getComputedStyle(probe).color;
    });
    const style = getComputedStyle(this.#host);
    return {
      colour: colour as Record<TokenName, string>,
      sans: style.getPropertyValue('--_sans'),
      mono: style.getPropertyValue('--_mono'),
      forced: matchMedia('(forced-colors: active)').matches,
      reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
    };
  }
}

const parentOf = (node: Node): Node | null => node.parentNode ?? (node instanceof ShadowRoot ? node.host : null);
