/**
 * A viewer: a custom element that draws a view. Data comes in as properties, gestures go out as events; the element never
 * imports the model or the session.
 *
 * Recipe. Bare minimum: an element with the property `view`. It then redraws whenever the property is set. Every property of
 * {@link ViewerElement} is set on it; what an element does not have stays a property without effect. Two events:
 * {@link SELECT_EVENT}, and of viewers that look over time {@link SEEK_EVENT}. A property that is set to the value that it has means that there is nothing to draw.
 *
 * A viewer that throws is cut off and named, and everything around it goes on: where it is defined or made, where a property is set,
 * where an element of Lit updates. What goes wrong later (painting in a frame) it tells by an `error` event, an `ErrorEvent`, on itself.
 */

import type { PlayedRunPosition } from './exporter.ts';
import type { Step } from './steps.ts';
import type { SupportMatrix } from './support.ts';
import type { MmView } from './view.ts';
import type { Vpn } from './units.ts';

/** What a plugin contributes. */
export interface ViewerPlugin {
  /** `address-map`, `maps-table`, ... */
  readonly id: string;
  readonly title: string;
  /** The custom element's name, `mm-...`. */
  readonly tag: string;
  /** What of a view it leaves out, or draws in part; all that its title promises where this is missing. */
  readonly support?: SupportMatrix;
  /** Defines the element; called once, when the viewer is first shown. Importing the plugin has no side effect. */
  define(): Promise<void>;
}

/** What is selected, in every viewer at once. Pages; half-open. */
export type Selection =
  | { readonly kind: 'range'; readonly start: Vpn; readonly end: Vpn }
  | { readonly kind: 'vma'; readonly id: number; readonly start: Vpn; readonly end: Vpn }
  | { readonly kind: 'page'; readonly start: Vpn; readonly end: Vpn }
  /** One entry of a page table: `level` 0 is the root. */
  | { readonly kind: 'pte'; readonly level: number; readonly start: Vpn; readonly end: Vpn };

/** Fired (bubbling, composed) when a gesture selects something; `detail` is a {@link Selection} or null. */
export const SELECT_EVENT = 'mm-select';

/**
 * Fired (bubbling, composed) when a gesture asks for another moment; `detail` is a {@link PlayedRunPosition}, the end of a call being its last
 * step. An element never keeps a position of its own: it asks for one, and shows the one that it is given.
 */
export const SEEK_EVENT = 'mm-seek';

/** The properties that a viewer element may have. */
export interface ViewerElement {
  /** The address space at the position; null while nothing was played. */
  view: MmView | null;
  /** The one before it, to show what changed; null where there is none. */
  previous?: MmView | null;
  selection?: Selection | null;
  /** Where time stands: after which step of which call, both from 0; -1 is before the first. */
  position?: PlayedRunPosition;
  /**
   * What was played, for viewers that look over time; null while nothing was. Another object where the run is another, or has grown: what was made
   * of it may be kept as long as it is the same.
   */
  run?: RunSource | null;
}

/** What was played, call by call. */
export interface RunSource {
  readonly calls: readonly {
    /** The call without its result. */
    readonly text: string;
    readonly task: string;
    /** The line of the script on which it stands. */
    readonly line: number;
  }[];
  /**
   * The steps of a call, tracepoints among them: `exceptions:page_fault_user`, whose `address` is a bigint. Made when they are asked for; of
   * 10^5 calls they take seconds, which a viewer spreads over frames.
   */
  stepsOf(call: number): readonly Step[];
}
