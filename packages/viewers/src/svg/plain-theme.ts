/** The tokens' own colours, for pictures that no page colours: what `light-dark()` says, without a browser to ask. */

import type { Theme } from '../element/theme-controller.ts';
import { TOKEN_NAMES, tokens, type TokenName } from '../tokens.styles.ts';

const TOKEN = /--_(?<name>[\w-]+):\s*var\(--mm-[\w-]+,\s*light-dark\((?<light>#\w{6}),\s*(?<dark>#\w{6})\)\)/g;

/** Colours and fonts of a scheme. */
export function plainTheme(scheme: 'light' | 'dark'): Theme {
  const colour: Partial<Record<TokenName, string>> = {};
  for (const { groups = {} } of tokens.cssText.matchAll(TOKEN)) {
    const name = TOKEN_NAMES.find((token) => token === groups['name']);
    if (name !== undefined) colour[name] = rgb(groups[scheme] ?? '');
  }
  return {
    colour: colour as Record<TokenName, string>,
    sans: "Inter, 'Segoe UI', system-ui, sans-serif",
    mono: "'JetBrains Mono', ui-monospace, Menlo, 'DejaVu Sans Mono', monospace",
    forced: false,
    reducedMotion: true,
  };
}

/** As computed styles have it, which is what the drawing functions read. */
const rgb = (hex: string): string =>
  `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;
