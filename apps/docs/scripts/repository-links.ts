/**
 * Links as they are in the repository become links of the site: to the page that a file or a package became, or, where it is none, to
 * nothing: a path stays a path. A link that leads nowhere is left as it is, and VitePress refuses to build it.
 */

import { relative } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { isInRepository, ROOT, siteAddress } from './site-pages.ts';

type Token = ReturnType<MarkdownRenderer['parse']>[number];

const WITH_SCHEME = /^([a-z][a-z0-9+.-]*:|\/|#)/i;

/** Rewrites links when pages are rendered. */
export function repositoryLinks(md: MarkdownRenderer, pages: Readonly<Record<string, string>>): void {
  md.core.ruler.push('repository_links', ({ tokens, env }: { tokens: Token[]; env: PageEnvironment }) => {
    const file = env.realPath ?? env.path;
    if (file === undefined) return;
    const from = relative(ROOT, file);
    for (const { children } of tokens) if (children !== null) rewrite(children, from, pages);
  });
}

/** What VitePress tells of the page that it renders: `path` as on the site, `realPath` as on the disk; of a title alone neither. */
interface PageEnvironment {
  readonly path?: string;
  readonly realPath?: string;
}

function rewrite(tokens: Token[], from: string, pages: Readonly<Record<string, string>>): void {
  for (const [index, token] of tokens.entries()) {
    const target = token.type === 'link_open' ? token.attrGet('href') : null;
    if (target === null || WITH_SCHEME.test(target)) continue;
    const address = siteAddress(from, target, pages);
    if (address !== null) token.attrSet('href', address);
    else if (isInRepository(from, target)) unlink(tokens, index);
  }
}

/** Leaves the text of a link alone. */
function unlink(tokens: readonly Token[], open: number): void {
  const close = tokens.findIndex(({ type }, index) => index > open && type === 'link_close');
  for (const token of [tokens[open], tokens[close]]) if (token !== undefined) token.tag = 'span';
  tokens[open]?.attrs?.splice(0);
  for (const token of tokens.slice(open + 1, close)) if (token.type === 'text') asCode(token);
}

function asCode(token: Token): void {
  token.type = 'code_inline';
  token.tag = 'code';
}
