/* The editor in the colours of the viewers: what a call does stands out, what the kernel said steps back. */
import { EditorView } from '@codemirror/view';
import { css } from 'lit';

export const editorStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) auto / minmax(0, 1fr);
    min-block-size: 0;
  }
  .problems {
    max-block-size: 9rem;
    margin: 0;
    padding: 0.25rem;
    overflow-y: auto;
    border-block-start: 1px solid var(--_line);
    list-style: none;
  }
  .problems[hidden] {
    display: none;
  }
  .problems button {
    display: flex;
    gap: 0.6rem;
    inline-size: 100%;
    padding: 0.3rem 0.5rem;
    border: 0;
    border-radius: var(--_radius);
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  .problems button:hover {
    background: var(--_surface);
  }
  .problems code {
    font-family: var(--_mono);
    font-size: 0.95em;
  }
  .where {
    min-inline-size: 4.5em;
    font-family: var(--_mono);
    color: var(--_ink-3);
  }
  .error .where {
    color: var(--_broken);
  }
  .more {
    padding: 0.3rem 0.5rem;
    color: var(--_ink-3);
  }
  .editor {
    min-block-size: 0;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
  }
  .cm-t-call {
    color: var(--_exec);
    font-weight: 600;
  }
  .cm-t-constant {
    color: var(--_inferred);
  }
  .cm-t-number {
    color: var(--_write);
  }
  .cm-t-string,
  .cm-t-path {
    color: var(--_after);
  }
  .cm-t-errno {
    color: var(--_broken);
  }
  .cm-t-directive {
    color: var(--_ink);
    font-weight: 600;
  }
  .cm-t-comment,
  .cm-t-note,
  .cm-t-body {
    color: var(--_ink-3);
  }
  .cm-t-name {
    color: var(--_before);
  }
`;

export const editorTheme = EditorView.theme({
  '&': { height: '100%', minHeight: '0', backgroundColor: 'transparent', color: 'var(--_ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--_mono)', fontSize: '0.75rem', lineHeight: '1.6', scrollbarWidth: 'thin' },
  '.cm-content': { padding: '0.4rem 0', caretColor: 'var(--_ink)' },
  '.cm-line': { padding: '0 0.75rem 0 0.4rem' },
  '.cm-cursor': { borderLeftColor: 'var(--_ink)' },
  '.cm-gutters': { backgroundColor: 'var(--_canvas)', color: 'var(--_ink-3)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 0.2rem 0 0.6rem', minWidth: '2.4rem' },
  '.cm-problems': { minWidth: '0.9rem' },
  '.cm-error': { color: 'var(--_broken)' },
  '.cm-warning': { color: 'var(--_data)' },
  '.cm-under-error': { textDecoration: 'underline wavy var(--_broken)', textUnderlineOffset: '3px' },
  '.cm-under-warning': { textDecoration: 'underline wavy var(--_data)', textUnderlineOffset: '3px' },
  '.cm-message': { maxWidth: '32rem', padding: '0.35rem 0.6rem' },
  '.cm-verdicts': { width: '1.1rem' },
  '.cm-verdicts .cm-gutterElement': { textAlign: 'center', cursor: 'default' },
  '.cm-verdict-agrees': { color: 'var(--_good)' },
  '.cm-verdict-diverges, .cm-verdict-stopped': { color: 'var(--_broken)', fontWeight: '700' },
  '.cm-verdict-inferred': { color: 'var(--_inferred)' },
  '.cm-foldGutter': { width: '0.9rem' },
  '.cm-foldGutter .cm-gutterElement': { cursor: 'pointer' },
  '.cm-current': { backgroundColor: 'var(--_accent-soft)', boxShadow: 'inset 2px 0 var(--_accent)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--_accent) 26%, transparent)',
  },
  '.cm-fold': {
    marginInlineStart: '0.5rem',
    padding: '0 0.45rem',
    border: '1px solid var(--_line)',
    borderRadius: '1rem',
    backgroundColor: 'var(--_surface)',
    color: 'var(--_ink-2)',
    font: 'inherit',
    fontSize: '0.92em',
    lineHeight: '1.35',
    cursor: 'pointer',
  },
  '.cm-tooltip': {
    border: '1px solid var(--_line-strong)',
    borderRadius: '0.375rem',
    backgroundColor: 'var(--_raised)',
    color: 'var(--_ink)',
    fontFamily: 'var(--_sans)',
  },
  '.cm-meaning': { maxWidth: '26rem', padding: '0.35rem 0.6rem' },
  '.cm-meaning code': { fontFamily: 'var(--_mono)', fontSize: '0.92em', fontWeight: '600' },
  '.cm-meaning p': { margin: '0.15rem 0 0', color: 'var(--_ink-2)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--_mono)', fontSize: '0.75rem', maxHeight: '14rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.15rem 0.6rem', lineHeight: '1.5' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--_accent-soft)', color: 'var(--_ink)' },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--_accent)', fontWeight: '700' },
  '.cm-completionDetail': { marginLeft: '0.5rem', color: 'var(--_ink-3)', fontStyle: 'normal' },
  '.cm-tooltip.cm-completionInfo': { maxWidth: '20rem', padding: '0.35rem 0.6rem', color: 'var(--_ink-2)' },
  '.cm-panels': { backgroundColor: 'var(--_surface)', color: 'var(--_ink)', borderColor: 'var(--_line)' },
  '.cm-panel.cm-search': { padding: '0.4rem 0.6rem', fontFamily: 'var(--_sans)' },
  '.cm-textfield, .cm-button': {
    border: '1px solid var(--_line-strong)',
    borderRadius: '0.3rem',
    backgroundColor: 'var(--_raised)',
    backgroundImage: 'none',
    color: 'var(--_ink)',
    font: 'inherit',
  },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in srgb, var(--_data) 35%, transparent)' },
  '.cm-searchMatch-selected': { backgroundColor: 'color-mix(in srgb, var(--_data) 65%, transparent)' },
});
