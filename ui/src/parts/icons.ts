import { html, svg, type TemplateResult } from 'lit';

const PATHS = {
  plus: 'M12 5v14M5 12h14',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16.5 16.5 21 21',
  panel: 'M4 5.5h16v13H4zM9.5 5.5v13',
  menu: 'M4 7h16M4 12h16M4 17h16',
  write: 'M12 20h8M4 20l1-4L16.5 4.5a2.1 2.1 0 0 1 3 3L8 19l-4 1Z',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  pin: 'M9 4h6l-1 6 3 3v2H7v-2l3-3-1-6ZM12 15v5',
  trash: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  left: 'M14 6l-6 6 6 6',
  right: 'M10 6l6 6-6 6',
  chevron: 'M6 9l6 6 6-6',
  copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
  check: 'M5 12.5l4.5 4.5L19 7',
  again: 'M4.5 12a7.5 7.5 0 1 0 2.4-5.5M4.5 4v4.5H9',
  close: 'M6 6l12 12M18 6L6 18',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5Z',
  screen: 'M3.5 5h17v11h-17zM9 20h6M12 16v4',
  pulse: 'M3 12h4l2.5-7 5 14 2.5-7h4',
  key: 'M14.5 13a4.5 4.5 0 1 0-4.2-2.8L4 16.5V20h3.5v-2.5H10V15l1.7-1.7c.8.5 1.8-.3 2.8-.3ZM15.5 8.5h.01',
  people: 'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 19.5c0-3 2.5-5 6-5s6 2 6 5M15.5 5a3.3 3.3 0 0 1 0 6.3M17 14.8c2.4.6 4 2.3 4 4.7',
  keyboard: 'M3 6.5h18v11H3zM7 10h.01M11 10h.01M15 10h.01M7.5 14h9',
  leave: 'M10 4H5v16h5M15 8l4 4-4 4M19 12H9',
  info: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5M12 8h.01',
  cloud: 'M4 4l16 16M7 18.5a4 4 0 0 1-.6-8M10 6.6A5.5 5.5 0 0 1 17.4 11 3.8 3.8 0 0 1 19.8 17',
  play: 'M8 5.5l10 6.5-10 6.5z',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2',
} as const;

export type Icon = keyof typeof PATHS;

/** A line icon; says nothing to screen readers, its button does. */
export function icon(name: Icon, size = 20): TemplateResult {
  return html`<svg
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.7"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${svg`<path d=${PATHS[name]}></path>`}
  </svg>`;
}

/** Aurora's mark: three lights over a horizon. */
export function mark(size = 28): TemplateResult {
  return html`<svg width=${size} height=${size} viewBox="0 0 32 32" aria-hidden="true">
    <defs>
      <linearGradient id="aurora-mark" x1="0" y1="1" x2="1" y2="0">
        <stop offset="0" stop-color="#12b892" />
        <stop offset=".55" stop-color="#3f7bf5" />
        <stop offset="1" stop-color="#9b5cf6" />
      </linearGradient>
    </defs>
    <rect width="32" height="32" rx="9" fill="url(#aurora-mark)" />
    <g fill="none" stroke="#fff" stroke-width="2.4" stroke-linecap="round">
      <path d="M8 22.5C8 14 11 9.5 16 9.5s8 4.5 8 13" />
      <path d="M12.4 22.5c0-4.6 1.2-7.4 3.6-7.4s3.6 2.8 3.6 7.4" opacity=".75" />
    </g>
  </svg>`;
}
