import { css } from 'lit';

/** How a message looks. */
export const messageStyles = css`
  :host {
    display: block;
  }
  article {
    display: block;
  }
  .bubble {
    max-width: min(85%, 36rem);
    padding: 0.625rem 1.05rem;
    border-radius: 20px 20px 6px 20px;
    background: var(--bg-soft);
    font-size: 1.0667rem;
    line-height: 1.6;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .said {
    display: flex;
    justify-content: flex-end;
  }
  .answer {
    display: grid;
    grid-template-columns: 26px minmax(0, 1fr);
    gap: 0.875rem;
  }
  .glyph {
    padding-top: 1px;
  }
  .content {
    min-width: 0;
  }
  .actions {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0.125rem;
    min-height: var(--touch);
    margin-top: 0.375rem;
    margin-inline-start: -0.5rem;
  }
  .actions.end {
    justify-content: flex-end;
    margin-inline: 0;
    margin-top: 0.125rem;
  }
  .actions.end > * {
    opacity: 0;
    transition: opacity var(--quick);
  }
  .actions.end > .siblings,
  article:hover .actions.end > *,
  article:focus-within .actions.end > * {
    opacity: 1;
  }
  @media (hover: none) {
    .actions.end > * {
      opacity: 1;
    }
  }
  .siblings {
    display: inline-flex;
    align-items: center;
    font-size: 0.87rem;
    font-variant-numeric: tabular-nums;
    color: var(--text-2);
  }
  .siblings .icon {
    width: max(26px, calc(var(--touch) - 8px));
  }
  .chip {
    display: inline-flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0.125rem 0.625rem;
    min-height: max(28px, calc(var(--touch) - 8px));
    margin-inline-start: 0.375rem;
    padding: 0.125rem 0.75rem;
    border: 1px solid var(--line);
    border-radius: 15px;
    font-size: 0.83rem;
    color: var(--text-2);
    font-variant-numeric: tabular-nums;
    transition:
      background var(--quick),
      border-color var(--quick);
  }
  .actions > .button {
    margin-inline-start: 0.5rem;
  }
  /* While an answer is written only what is known moves along below it. */
  .actions.writing,
  .actions .chip.unknown {
    visibility: hidden;
  }
  .actions.writing > :is(.siblings, .chip:not(.unknown)) {
    visibility: visible;
  }
  .chip:hover,
  .chip[aria-expanded='true'] {
    background: var(--bg-soft);
    border-color: var(--line-strong);
  }
  .where {
    font-weight: 550;
    overflow-wrap: anywhere;
  }
  .dot {
    color: var(--text-3);
    font-weight: 400;
  }
  .state.stopped,
  .state.interrupted {
    color: var(--warn);
  }
  .state.failed {
    color: var(--danger);
  }
  .state:empty {
    display: none;
  }
  .figure {
    white-space: nowrap;
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
    color: var(--text-3);
  }
  .ask {
    color: var(--accent);
    font-weight: 550;
  }
  .step {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    min-height: 1.8rem;
    color: var(--text-3);
    font-size: 0.97rem;
  }
  .pulse {
    width: 9px;
    height: 9px;
    border-radius: 50%;
    background: var(--accent);
    animation: pulse 1.2s ease-in-out infinite;
  }
  @keyframes pulse {
    50% {
      opacity: 0.35;
      transform: scale(0.75);
    }
  }
  .thinking {
    margin-bottom: 0.75rem;
    color: var(--text-3);
    font-size: 0.95rem;
  }
  .thinking summary {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    min-height: max(28px, var(--touch));
    cursor: pointer;
    list-style: none;
    border-radius: 6px;
  }
  .thinking summary::-webkit-details-marker {
    display: none;
  }
  .thinking summary svg {
    transform: rotate(-90deg);
    transition: transform var(--quick);
  }
  .thinking[open] summary svg {
    transform: none;
  }
  .thoughts {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    padding-inline-start: 0.875rem;
    border-inline-start: 2px solid var(--line);
    margin-top: 0.25rem;
  }
  .missed {
    margin-top: 0.875rem;
    padding: 0.5rem 0.875rem;
    border-radius: var(--radius);
    background: var(--warn-soft);
    color: var(--warn);
    font-size: 0.93rem;
  }
  .ending {
    display: flex;
    align-items: center;
    justify-content: space-between;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    margin-top: 0.875rem;
    padding: 0.5rem 0.5rem 0.5rem 0.875rem;
    border-radius: var(--radius);
    background: var(--bg-soft);
    color: var(--text-2);
    font-size: 0.93rem;
  }
  .ending.interrupted {
    background: var(--warn-soft);
    color: var(--warn);
  }
  .ending.failed {
    background: var(--danger-soft);
    color: var(--danger);
  }
  .ending .button {
    color: var(--text);
  }
  .row {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    margin-top: 0.5rem;
  }
  .row.end {
    justify-content: flex-end;
  }
  .row .hint {
    flex: 1;
  }
  .hint {
    color: var(--text-3);
    font-size: 0.87rem;
  }
  .bad {
    color: var(--danger);
    font-weight: 550;
  }
  .why {
    min-width: 0;
    color: var(--text-2);
    font-size: 0.93rem;
    text-wrap: balance;
  }
  .row.end .button {
    flex: none;
  }
  .edit {
    margin-bottom: 1.5rem;
    padding: 0.875rem;
    border-radius: 18px;
    background: var(--bg-soft);
  }
  .edit textarea {
    display: block;
    width: 100%;
    min-height: 3.4rem;
    resize: none;
    padding: 0.125rem 0.25rem;
    border: 0;
    background: none;
    font-size: 1.0667rem;
    line-height: 1.6;
  }
  .edit textarea:focus-visible {
    outline: none;
  }
  .edit:focus-within {
    box-shadow: 0 0 0 2px var(--accent);
  }
  /* What was stopped can go on: the button stands beside the chip, which gives it the room. */
  @media (min-width: 641px) {
    .actions:has(> .button) {
      flex-wrap: nowrap;
    }
    .actions:has(> .button) > * {
      flex: none;
    }
    .actions:has(> .button) > .chip {
      flex: 0 1 auto;
      flex-wrap: nowrap;
      min-width: 0;
    }
    .actions:has(> .button) .where {
      min-width: 0;
      overflow: hidden;
      white-space: nowrap;
      text-overflow: ellipsis;
    }
    .actions:has(> .button) .ask {
      font-size: 0;
    }
    .actions:has(> .button) .ask::after {
      content: '›' / '';
      font-size: 1.2rem;
      line-height: 1;
    }
  }
  @media (max-width: 640px) {
    .answer {
      grid-template-columns: minmax(0, 1fr);
    }
    .glyph {
      display: none;
    }
    /* A line of its own from the beginning: there is room for all of it, and nothing wraps later. */
    .actions > .chip {
      order: 1;
      flex: 0 1 auto;
      flex-wrap: nowrap;
      min-width: 0;
      max-width: calc(100% - 0.5rem);
      margin-inline-start: 0.5rem;
    }
    .actions:not(.end)::after {
      content: '';
      flex-basis: 100%;
    }
    /* Dashes keep room where the chip shares its line; here they only move along. */
    .writing .figure:not(.state) {
      display: none;
    }
    .chip .where {
      min-width: 0;
      overflow: hidden;
      white-space: nowrap;
      text-overflow: ellipsis;
    }
    /* The words are for ears only; a mark says that there is more behind it. */
    .chip .ask {
      font-size: 0;
    }
    .chip .ask::after {
      content: '›' / '';
      font-size: 1.2rem;
      line-height: 1;
    }
  }
`;
