/*
 * The branches of the script as a small tree above it: open one, name it, put it beside the open one, drop it. Nothing is shown while the
 * script has one future.
 */
import { tokens } from '@mm-playground/viewers';
import { html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { ask } from '../shell/ask.ts';
import type { AppState } from '../state.ts';
import { branchListStyles } from './branch-list.styles.ts';
import { branchesNow, depthOf, type Branch, type BranchAction } from './branches.ts';

const COMPARE = svg`<path d="M2.5 3.5h4v9h-4zM9.5 3.5h4v9h-4z" />`;
const RENAME = svg`<path d="m3 13 .6-2.8L10.8 3l2.2 2.2-7.2 7.2z" />`;
const DROP = svg`<path d="m4 4 8 8M12 4l-8 8" />`;

/**
 * The branches of the script.
 *
 * @event mm-app-action - asks the shell for an action; detail is an Action
 */
export class MmAppBranches extends LitElement {
  static override properties = { state: { attribute: false }, naming: { state: true } };
  static override styles = [tokens, branchListStyles];
  declare state: AppState | null;
  /** The branch that is being named. */
  declare private naming: number | null;

  constructor() {
    super();
    this.state = null;
    this.naming = null;
  }

  protected override willUpdate(): void {
    this.toggleAttribute('open', (this.state?.branches ?? null) !== null);
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('naming') && this.naming !== null) this.renderRoot.querySelector('input')?.select();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state } = this;
    if (state === null || state.branches === null) return nothing;
    const list = branchesNow(state);
    const { current } = state.branches;
    return html`<ul aria-label="Branches">
      ${inOrder(list).map((branch) => this.#branch(list, branch, branch.id === current))}
    </ul>`;
  }

  #branch(list: readonly Branch[], branch: Branch, isOpen: boolean): TemplateResult {
    const { id, name, parent, line } = branch;
    const from = list.find((each) => each.id === parent)?.name;
    return html`<li>
      ${Array.from({ length: depthOf(list, branch) }, () => html`<span class="rail"></span>`)}
      ${
        this.naming === id
          ? this.#field(branch)
          : html`<button class="name" aria-current=${isOpen} @click=${() => this.#do({ type: 'switch', id })}>
              <span>${name}</span
              >${from === undefined ? nothing : html`<span class="from">line ${line} of ${from}</span>`}
            </button>`
      }
      ${isOpen ? nothing : this.#button(`Compare ${name} with the open branch`, COMPARE, () => ask(this, { type: 'compare', other: { kind: 'branch', id } }))}
      ${this.#button(`Name ${name}`, RENAME, () => (this.naming = id))}
      ${this.#button(`Drop ${name}`, DROP, () => this.#do({ type: 'drop', id }))}
    </li>`;
  }

  #field({ id, name }: Branch): TemplateResult {
    const done = (event: Event): void => {
      if (this.naming !== id || !(event.currentTarget instanceof HTMLInputElement)) return;
      this.#do({ type: 'rename', id, name: event.currentTarget.value });
      this.naming = null;
    };
    return html`<input
      aria-label="Name of the branch"
      .value=${name}
      @blur=${done}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') this.naming = null;
        else if (event.key === 'Enter') done(event);
      }}
    />`;
  }

  #button(title: string, icon: TemplateResult<2>, act: () => void): TemplateResult {
    return html`<button class="button" type="button" aria-label=${title} title=${title} @click=${act}>
      <svg viewBox="0 0 16 16" aria-hidden="true">${icon}</svg>
    </button>`;
  }

  #do(action: BranchAction): void {
    ask(this, { type: 'branch', action });
  }
}

/** A tree, each branch followed by those that left it. */
function inOrder(list: readonly Branch[], parent: number | null = null): Branch[] {
  return list.filter((branch) => branch.parent === parent).flatMap((branch) => [branch, ...inOrder(list, branch.id)]);
}

declare global {
  interface HTMLElementTagNameMap {
    'mm-app-branches': MmAppBranches;
  }
}
