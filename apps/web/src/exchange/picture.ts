/*
 * A picture of any element as it stands on the page: what is drawn on canvases and what is laid out as text, shadow trees
 * flattened, each element with the style that it has. As SVG it can be put into any page; as PNG it is drawn from that by the
 * browser itself. Written as text: a style in markup is nothing that this page's policy lets anybody make, and the picture is for
 * elsewhere. Nothing of it runs.
 */

const SVG = 'http://www.w3.org/2000/svg';
const XHTML = 'http://www.w3.org/1999/xhtml';
/** Elements that a picture has no use for. */
const LEFT_OUT: ReadonlySet<string> = new Set(['style', 'script', 'dialog']);
/** Pixels of a PNG to one of the page: fit for paper. */
const SCALE = 2;

/** The picture as an SVG file. */
export function svgOf(element: Element): string {
  const { width, height } = element.getBoundingClientRect();
  const [wide, high] = [Math.ceil(width), Math.ceil(height)];
  return [
    `<svg xmlns="${SVG}" width="${wide}" height="${high}" viewBox="0 0 ${wide} ${high}">`,
    `<foreignObject width="${wide}" height="${high}">`,
    markupOf(element, { x: 0, y: 0 }, `xmlns="${XHTML}" `),
    '</foreignObject></svg>\n',
  ].join('');
}

/** The picture as a PNG file. @throws Error where the browser draws none */
export async function pngOf(element: Element): Promise<Blob> {
  const { width, height } = element.getBoundingClientRect();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(element))}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.ceil(width * SCALE), Math.ceil(height * SCALE)];
  const context = canvas.getContext('2d');
  context?.scale(SCALE, SCALE);
  context?.drawImage(image, 0, 0);
  return new Promise((made, failed) => {
    canvas.toBlob((blob) => (blob === null ? failed(new Error('this browser draws no PNG of it')) : made(blob)));
  });
}

/** How far an element is moved because what holds it was scrolled. */
interface Scroll {
  readonly x: number;
  readonly y: number;
}

/** An element with all that it shows; nothing for what shows nothing. */
function markupOf(element: Element, scroll: Scroll, namespace = ''): string {
  const style = getComputedStyle(element);
  if (LEFT_OUT.has(element.localName) || style.display === 'none') return '';
  const { name, attributes } = shell(element);
  const css = styleOf(style) + (scroll.x + scroll.y === 0 ? '' : `;translate:${-scroll.x}px ${-scroll.y}px`);
  const open = `<${name} ${namespace}${attributes}style="${escaped(css)}"`;
  if (name === 'img') return `${open}/>`;
  const inside = { x: element.scrollLeft, y: element.scrollTop };
  const children = [...childrenOf(element)].map((child) => nodeMarkup(child, inside));
  return `${open}>${generated(element, '::before')}${children.join('')}${generated(element, '::after')}</${name}>`;
}

function nodeMarkup(node: Node, scroll: Scroll): string {
  if (node instanceof Text) return escaped(node.data);
  return node instanceof Element ? markupOf(node, scroll) : '';
}

/** An element of the same sort, without anything that could do something. */
function shell(element: Element): { readonly name: string; readonly attributes: string } {
  if (element instanceof HTMLCanvasElement) return { name: 'img', attributes: attribute('src', element.toDataURL()) };
  if (element instanceof SVGElement) {
    const shape = [...element.attributes].filter(({ name }) => SHAPE.has(name));
    const namespace = element.localName === 'svg' ? attribute('xmlns', SVG) : '';
    return { name: element.localName, attributes: namespace + shape.map((a) => attribute(a.name, a.value)).join('') };
  }
  const spans = ['colspan', 'rowspan'].filter((name) => element.hasAttribute(name));
  const name = TABLE.has(element.localName) ? element.localName : 'div';
  return { name, attributes: spans.map((span) => attribute(span, element.getAttribute(span) ?? '')).join('') };
}

/** What is laid out by what it is, whatever its style says. */
const TABLE: ReadonlySet<string> = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'colgroup', 'col']);

/** The attributes that make a shape. */
const SHAPE: ReadonlySet<string> = new Set(
  'd x y x1 x2 y1 y2 cx cy r rx ry width height points viewBox transform preserveAspectRatio'.split(' '),
);

/** What an element draws before or after itself, as an element. */
function generated(element: Element, pseudo: '::before' | '::after'): string {
  const style = getComputedStyle(element, pseudo);
  if (style.content === 'none' || style.content === 'normal' || style.display === 'none') return '';
  const text = /^"(.*)"$/s.exec(style.content)?.[1] ?? '';
  return `<span style="${escaped(styleOf(style))}">${escaped(text)}</span>`;
}

/** The nodes that stand in an element as it is shown: its shadow tree with what is put into its slots, or its own. */
function* childrenOf(element: Element): Generator<Node, void, void> {
  const { childNodes } = element.shadowRoot ?? element;
  for (const child of childNodes) {
    if (!(child instanceof HTMLSlotElement)) yield child;
    else yield* child.assignedNodes().length > 0 ? child.assignedNodes() : child.childNodes;
  }
}

/** Custom properties are worked out in the others already, and motion has no place in a picture. */
const styleOf = (style: CSSStyleDeclaration): string =>
  [...style]
    .filter((name) => !/^(?:--|animation|transition|-webkit-)/.test(name))
    .map((name) => `${name}:${style.getPropertyValue(name)}`)
    .join(';');

const attribute = (name: string, value: string): string => `${name}="${escaped(value)}" `;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML has it; characters that XML cannot have are left out. */
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '').replace(NO_XML, '');

// eslint-disable-next-line no-control-regex -- these are the characters that it is about
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
