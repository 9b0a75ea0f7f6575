import { css } from 'lit';

/** What every component starts from. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    color: var(--text);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    cursor: pointer;
    border: 0;
    background: none;
    padding: 0;
    text-align: start;
  }
  button:disabled {
    cursor: default;
  }
  a {
    color: var(--accent);
  }
  svg {
    display: block;
    flex: none;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation-duration: 1ms !important;
      animation-iteration-count: 1 !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`;

/** Buttons: plain, primary, danger, quiet, and the square ones with an icon. */
export const buttons = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-height: max(38px, var(--touch));
    padding: 0 1rem;
    border-radius: var(--radius-small);
    border: 1px solid var(--line);
    background: var(--bg-raised);
    font-weight: 550;
    white-space: nowrap;
    transition:
      background var(--quick),
      border-color var(--quick);
  }
  a.button {
    color: var(--text);
    text-decoration: none;
  }
  .button:hover:not(:disabled) {
    background: var(--bg-soft);
  }
  .button.primary,
  a.button.primary {
    background: var(--accent);
    border-color: transparent;
    color: var(--on-accent);
  }
  .button.primary:hover:not(:disabled) {
    background: var(--accent-hover);
  }
  .button.danger {
    color: var(--danger);
  }
  .button.small {
    min-height: max(32px, var(--touch));
    padding: 0 0.75rem;
    font-size: 0.9rem;
  }
  .button:disabled {
    opacity: 0.55;
  }
  .icon {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    width: var(--touch);
    height: var(--touch);
    border-radius: var(--radius-small);
    color: var(--text-2);
    flex: none;
    transition:
      background var(--quick),
      color var(--quick);
  }
  .icon:hover:not(:disabled),
  .icon[aria-expanded='true'] {
    background: var(--bg-hover);
    color: var(--text);
  }
  .icon:disabled {
    opacity: 0.4;
  }
`;

/** Forms: a label above a field, with what is wrong below it. */
export const forms = css`
  .field {
    display: grid;
    gap: 0.375rem;
  }
  .field label,
  .field .label {
    font-weight: 550;
    font-size: 0.92rem;
  }
  input:not([type='checkbox'], [type='radio']),
  select {
    width: 100%;
    min-height: 44px;
    padding: 0 0.875rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--bg-raised);
  }
  input:focus-visible,
  select:focus-visible {
    outline-offset: 0;
    border-color: var(--accent);
  }
  input[aria-invalid='true'] {
    border-color: var(--danger);
  }
  .hint {
    font-size: 0.87rem;
    color: var(--text-3);
  }
  .wrong {
    font-size: 0.9rem;
    color: var(--danger);
  }
  .notice {
    padding: 0.75rem 0.875rem;
    border-radius: var(--radius-small);
    font-size: 0.93rem;
    background: var(--bg-soft);
    color: var(--text-2);
    text-wrap: pretty;
  }
  .notice.bad {
    background: var(--danger-soft);
    color: var(--danger);
  }
  code {
    font-family: var(--mono);
    font-size: 0.88em;
    background: var(--bg-soft);
    padding: 0.1em 0.35em;
    border-radius: 5px;
  }
`;

/** Pages beside the chat: a column of sections with tables. */
export const pages = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    min-width: 0;
  }
  .body {
    flex: 1;
    overflow-y: auto;
    padding: 0.5rem clamp(1rem, 4vw, 2.5rem) 4rem;
  }
  .column {
    max-width: 62rem;
    margin: 0 auto;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2.25rem;
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.75rem;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
  }
  h2 {
    font-size: 1.06rem;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .lead {
    color: var(--text-3);
    font-size: 0.93rem;
    text-wrap: pretty;
  }
  .card {
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--bg-raised);
    overflow: hidden;
  }
  .scroll {
    position: relative;
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 0.92rem;
  }
  th {
    text-align: start;
    font-weight: 550;
    font-size: 0.82rem;
    color: var(--text-3);
    white-space: nowrap;
  }
  th,
  td {
    padding: 0.625rem 1rem;
    border-bottom: 1px solid var(--line);
    vertical-align: middle;
  }
  tr:last-child td {
    border-bottom: 0;
  }
  td:first-child {
    min-width: 11rem;
  }
  td.tight:first-child {
    min-width: 0;
  }
  td.number,
  th.number {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  td.tight,
  th.tight {
    width: 1%;
    white-space: nowrap;
  }
  .faint {
    color: var(--text-3);
  }
  @media (max-width: 640px) {
    /* what a small screen can do without, so that the buttons at the end of a row need no scrolling */
    .wide {
      display: none;
    }
    th,
    td {
      padding: 0.5rem;
    }
    td:first-child {
      min-width: 5rem;
      overflow-wrap: anywhere;
    }
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    padding: 0.1rem 0.55rem;
    border-radius: 99px;
    font-size: 0.82rem;
    font-weight: 550;
    background: var(--bg-soft);
    color: var(--text-2);
    white-space: nowrap;
  }
  .badge::before {
    content: '';
    width: 7px;
    height: 7px;
    border-radius: 50%;
    background: currentcolor;
  }
  .badge.plain::before {
    content: none;
  }
  .badge.ok {
    background: var(--ok-soft);
    color: var(--ok);
  }
  .badge.warn {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .badge.bad {
    background: var(--danger-soft);
    color: var(--danger);
  }
  .empty {
    padding: 2rem 1rem;
    text-align: center;
    color: var(--text-3);
  }
  .ghost {
    height: 7rem;
    border-radius: var(--radius);
    background: var(--bg-soft);
    animation: breathe 1.6s ease-in-out infinite;
  }
  @keyframes breathe {
    50% {
      opacity: 0.55;
    }
  }
`;
