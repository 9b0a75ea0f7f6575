import { css } from 'lit';

/** How the sidebar looks. */
export const sidebarStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100%;
    background: var(--bg-side);
  }
  .top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-height: 56px;
    padding: 0.375rem 0.75rem 0.375rem 1rem;
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    min-height: var(--touch);
    color: var(--text);
    text-decoration: none;
    font-size: 1.12rem;
    font-weight: 680;
    letter-spacing: -0.02em;
    border-radius: 8px;
  }
  .do {
    display: grid;
    gap: 1px;
    padding: 0.125rem 0.5rem 0.5rem;
  }
  .do button {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: 0.625rem;
    min-height: max(38px, var(--touch));
    padding: 0 0.625rem;
    border-radius: 10px;
    font-weight: 500;
    transition: background var(--quick);
  }
  .do button:hover {
    background: var(--bg-hover);
  }
  kbd {
    font: 0.8rem var(--font);
    color: var(--text-3);
    opacity: 0;
    transition: opacity var(--quick);
  }
  button:hover kbd,
  button:focus-visible kbd {
    opacity: 1;
  }
  nav {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 0 0.5rem 1rem;
    scrollbar-width: thin;
  }
  h2 {
    position: sticky;
    top: 0;
    z-index: 1;
    padding: 0.75rem 0.625rem 0.375rem;
    font-size: 0.8rem;
    font-weight: 600;
    color: var(--text-3);
    background: var(--bg-side);
  }
  li {
    position: relative;
    display: flex;
    align-items: center;
    border-radius: 10px;
    transition: background var(--quick);
  }
  li:hover,
  li:focus-within {
    background: var(--bg-hover);
  }
  li.here {
    background: var(--accent-soft);
  }
  li a {
    flex: 1;
    min-width: 0;
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-height: var(--touch);
    padding: 0 0.625rem;
    border-radius: 10px;
    color: var(--text);
    text-decoration: none;
  }
  li a:focus-visible {
    outline-offset: -2px;
  }
  .title {
    min-width: 0;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  li .icon {
    width: max(32px, var(--touch));
    opacity: 0;
  }
  li .icon:hover {
    background: none;
  }
  li:hover .icon,
  li:focus-within .icon,
  li.here .icon,
  li .icon[aria-expanded='true'] {
    opacity: 1;
  }
  @media (hover: none) {
    li .icon {
      opacity: 1;
    }
  }
  .running {
    flex: none;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--accent);
    animation: pulse 1.2s ease-in-out infinite;
  }
  @keyframes pulse {
    50% {
      opacity: 0.35;
    }
  }
  .rename {
    width: 100%;
    min-height: var(--touch);
    padding: 0 0.5rem;
    border: 1px solid var(--accent);
    border-radius: 10px;
    background: var(--bg-raised);
  }
  .none {
    padding: 1rem 0.625rem;
    color: var(--text-3);
    font-size: 0.93rem;
  }
  .more {
    width: 100%;
    min-height: var(--touch);
    padding: 0 0.625rem;
    border-radius: 10px;
    color: var(--text-3);
    font-size: 0.9rem;
  }
  .more:hover {
    background: var(--bg-hover);
  }
  .foot {
    padding: 0.375rem 0.5rem max(0.5rem, env(safe-area-inset-bottom));
    border-top: 1px solid var(--line);
  }
  .person {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    width: 100%;
    min-height: 50px;
    padding: 0.25rem 0.5rem;
    border-radius: 12px;
    transition: background var(--quick);
  }
  .person:hover,
  .person[aria-expanded='true'] {
    background: var(--bg-hover);
  }
  .face {
    display: grid;
    place-items: center;
    width: 34px;
    height: 34px;
    border-radius: 50%;
    background: var(--accent-soft);
    color: var(--accent);
    font-weight: 650;
  }
  .who {
    display: grid;
    min-width: 0;
    line-height: 1.3;
  }
  .who b {
    font-weight: 580;
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .who span {
    font-size: 0.83rem;
    color: var(--text-3);
    white-space: nowrap;
    overflow: hidden;
    text-overflow: ellipsis;
  }
`;
