/**
 * On paper, and in a page without script, nobody scrolls or presses a button: everything is there in full, as high as it is, and what
 * only a hand can use is not. This overrules the sizes of each viewer and of the page around it, hence the marks of importance.
 */

import { css } from 'lit';

export const wholeStyles = css`
  @media print, (scripting: none) {
    :host {
      block-size: auto !important;
      min-block-size: 0 !important;
      overflow: visible !important;
    }
    .scroll {
      max-block-size: none !important;
    }
    .stage,
    .track {
      flex: none !important;
      block-size: auto !important;
      cursor: auto !important;
    }
    canvas,
    .picture {
      position: static !important;
      display: block;
      block-size: auto !important;
    }
    .button:not(.kind),
    .search,
    .buttons,
    select,
    label {
      display: none !important;
    }
    tr,
    li,
    .row {
      break-inside: avoid;
    }
  }
  @media (scripting: none) and (max-width: 40rem) {
    .stage,
    .track {
      overflow-x: auto !important;
    }
    .picture {
      inline-size: 36rem !important;
    }
  }
  @media print {
    .scroll {
      overflow: visible !important;
    }
    :host {
      color-scheme: light !important;
      print-color-adjust: exact;
    }
  }
`;
