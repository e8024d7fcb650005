/* Tabs over panels: the same markup and keys wherever a pane has more than one face. */
import { html, type TemplateResult } from 'lit';

/** Panes with tabs; every panel's id is `panel-` and the tab's name. */
export interface Tabs<Tab extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly tab: Tab; readonly title: string }[];
  readonly chosen: Tab;
  readonly choose: (tab: Tab) => void;
}

/** The row of tabs; left and right go from one to the next. */
export function tabList<Tab extends string>({ label, tabs, chosen, choose }: Tabs<Tab>): TemplateResult {
  const turn = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex(({ tab }) => tab === chosen);
    const next = tabs.at((at + by) % tabs.length);
    if (next === undefined) return;
    choose(next.tab);
    const list = event.currentTarget as HTMLElement;
    list.querySelector<HTMLElement>(`#tab-${next.tab}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${turn}>
    ${tabs.map(
      ({ tab, title }) =>
        html`<button
          role="tab"
          id="tab-${tab}"
          aria-controls="panel-${tab}"
          aria-selected=${tab === chosen}
          tabindex=${tab === chosen ? 0 : -1}
          @click=${() => choose(tab)}
        >
          ${title}
        </button>`,
    )}
  </div>`;
}

/** What a tab shows. */
export const tabPanel = <Tab extends string>(tab: Tab, chosen: Tab, content: unknown): TemplateResult =>
  html`<div class="panel" role="tabpanel" id="panel-${tab}" aria-labelledby="tab-${tab}" ?hidden=${tab !== chosen}>
    ${content}
  </div>`;
