/* Styles of the pane of failures. */
import { css } from 'lit';

export const failuresPaneStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    background: var(--_canvas);
  }
  .bar {
    flex: none;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 0.75rem;
    padding: 0.5rem 0.75rem;
  }
  .bar code {
    min-inline-size: 0;
    overflow: hidden;
    font-family: var(--_mono);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .bar .control {
    flex: none;
  }
  .about {
    max-inline-size: 44rem;
    margin: 0;
    padding: 0 0.75rem;
    color: var(--_ink-2);
  }
  .table {
    flex: 1 1 auto;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-block-size: 0;
    border-block-start: 1px solid var(--_line);
  }
  mm-app-viewer {
    display: contents;
  }
  mm-failures {
    block-size: auto;
    min-block-size: 0;
  }
`;
