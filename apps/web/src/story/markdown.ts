/*
 * Markdown as templates: a text is parsed to a tree by a library, and each node of the tree becomes a template of ours. No HTML
 * string is ever made; HTML in the text is shown as text. Links lead to http(s) only, and pictures are their descriptions.
 */
import { html, type TemplateResult } from 'lit';
import { fromMarkdown } from 'mdast-util-from-markdown';

type Tree = ReturnType<typeof fromMarkdown>;
type Node = Tree['children'][number];
type Parent = Extract<Node, { children: unknown[] }>;
type Made = TemplateResult | string | readonly Made[];

/** More than this nobody writes; deeper nesting is shown as text. */
const DEEPEST = 24;

/** The template of a text. */
export const markdown = (text: string): Made => all(fromMarkdown(text), 0);

const all = (parent: { readonly children: Parent['children'] | Tree['children'] }, depth: number): Made =>
  (parent.children as readonly Node[]).map((child) => made(child, depth + 1));

function made(node: Node, depth: number): Made {
  if (depth > DEEPEST) return textIn(node);
  switch (node.type) {
    case 'text':
    case 'html':
      return node.value;
    case 'paragraph':
      return html`<p>${all(node, depth)}</p>`;
    case 'heading':
      return html`<h4>${all(node, depth)}</h4>`;
    case 'emphasis':
      return html`<em>${all(node, depth)}</em>`;
    case 'strong':
      return html`<strong>${all(node, depth)}</strong>`;
    case 'inlineCode':
      return html`<code>${node.value}</code>`;
    case 'code':
      return html`<pre tabindex="0"><code>${node.value}</code></pre>`;
    case 'break':
      return html`<br />`;
    case 'thematicBreak':
      return html`<hr />`;
    case 'blockquote':
      return html`<blockquote>${all(node, depth)}</blockquote>`;
    case 'list':
      return node.ordered === true
        ? html`<ol>
            ${all(node, depth)}
          </ol>`
        : html`<ul>
            ${all(node, depth)}
          </ul>`;
    case 'listItem':
      return html`<li>${all(node, depth)}</li>`;
    case 'link':
      return link(node.url, all(node, depth));
    case 'image':
      return node.alt ?? '';
    default:
      return textIn(node);
  }
}

/** A link that leads where one would think; anything else is its text. */
function link(address: string, content: Made): Made {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return content;
  return html`<a href=${url.href} rel="noopener noreferrer" target="_blank">${content}</a>`;
}

function textIn(node: Node): string {
  if ('value' in node) return node.value;
  return 'children' in node ? (node.children as readonly Node[]).map(textIn).join('') : '';
}
