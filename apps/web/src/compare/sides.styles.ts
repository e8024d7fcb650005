/* Two sides and a mark between them: what is alike is quiet, what is apart stands out by ground and by mark. */
import { css, unsafeCSS } from 'lit';

const DEPTHS = Array.from({ length: 13 }, (_, depth) => `.d${depth} { padding-inline-start: ${depth * 0.7}rem; }`);

export const sidesStyles = css`
  .sides {
    border-collapse: collapse;
    table-layout: fixed;
    inline-size: 100%;
  }
  .sides :is(th, td) {
    padding: 0.05rem 0.5rem;
    text-align: start;
    vertical-align: top;
    font-weight: 400;
  }
  .sides thead th {
    position: sticky;
    inset-block-start: 0;
    padding-block: 0.3rem;
    background: var(--_canvas);
    border-block-end: 1px solid var(--_line-strong);
    font-weight: 600;
    z-index: 1;
  }
  .sides .mark {
    inline-size: 1.4rem;
    padding-inline: 0;
    text-align: center;
    overflow: visible;
    text-overflow: clip;
    color: var(--_broken);
    font-family: var(--_mono);
    font-weight: 700;
  }
  .sides td {
    font-family: var(--_mono);
    font-size: 0.92em;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .sides .same td {
    color: var(--_ink-3);
  }
  .sides .apart .side0:not(:empty) {
    background: var(--_accent-soft);
  }
  .sides .apart .side1:not(:empty) {
    background: var(--_changed-soft);
  }
  .sides .values .mark {
    color: var(--_ink-3);
    font-weight: 400;
  }
  .sides .firstly td {
    padding-block: 0.35rem 0.1rem;
    border-block-end: 2px solid var(--_broken);
    color: var(--_broken);
    font-family: var(--_sans);
    font-weight: 600;
    text-align: center;
  }
  .sides .current td {
    box-shadow: inset 0 0 0 100vmax color-mix(in srgb, var(--_accent) 9%, transparent);
  }
  .sides .current .side0 {
    box-shadow: inset 3px 0 0 var(--_accent);
  }
  .sides .alike td {
    padding-block: 0.2rem;
    color: var(--_ink-3);
    font-family: var(--_sans);
    text-align: center;
    border-block: 1px dashed var(--_line);
  }
  .sides button {
    display: block;
    inline-size: 100%;
    padding: 0;
    border: 0;
    background: none;
    font: inherit;
    color: inherit;
    text-align: start;
    overflow: hidden;
    text-overflow: ellipsis;
    cursor: pointer;
  }
  .sides button:hover {
    text-decoration: underline;
  }
  .step b {
    font-weight: 500;
    color: var(--_ink);
  }
  .step.enter b {
    font-weight: 700;
  }
  .step.tracepoint b,
  .same .step b {
    color: inherit;
  }
  .step i {
    color: var(--_ink-3);
    font-family: var(--_sans);
    font-size: var(--_small);
    font-style: normal;
  }
  .step .detail {
    color: var(--_ink-3);
  }
  .sides .title th {
    padding-block-start: 0.35rem;
    border-block-start: 1px solid var(--_line);
  }
  .title code {
    color: var(--_ink);
  }
  tbody.here {
    background: var(--_accent-soft);
  }
  th.side0 {
    color: var(--_accent);
  }
  th.side1 {
    color: var(--_after);
  }
  .reasons {
    display: grid;
    gap: 0.6rem;
    margin: 0 0 0.8rem;
  }
  .reasons div {
    padding: 0.5rem 0.7rem;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  .reasons dt {
    margin-block-end: 0.25rem;
    color: var(--_ink-2);
  }
  .reasons dd {
    margin: 0.15rem 0 0;
    padding-inline-start: 0.6rem;
    border-inline-start: 3px solid var(--_accent);
  }
  .reasons dd.side1 {
    border-color: var(--_after);
  }
  .reasons cite {
    display: block;
    color: var(--_ink-3);
    font-size: var(--_small);
    font-style: normal;
  }
  ${unsafeCSS(DEPTHS.join('\n'))}
`;
