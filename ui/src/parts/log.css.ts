import { css } from 'lit';

/** How the messages of a conversation stand in the page. */
export const logStyles = css`
  :host {
    display: block;
    position: relative;
    flex: 1;
    min-height: 0;
  }
  .scroll {
    height: 100%;
    overflow-y: auto;
    scrollbar-gutter: stable both-edges;
  }
  .scroll:focus-visible {
    outline-offset: -3px;
  }
  .list {
    max-width: calc(var(--column) + 2.5rem);
    margin: 0 auto;
    padding: 1rem clamp(0.625rem, 3vw, 1.25rem) 2rem;
  }
  au-message {
    margin-bottom: 1.5rem;
  }
  au-message.person {
    margin-bottom: 0.125rem;
  }
  .newest {
    position: absolute;
    inset-inline: 0;
    bottom: 0.75rem;
    margin: 0 auto;
    display: flex;
    width: fit-content;
    align-items: center;
    gap: 0.375rem;
    min-height: max(36px, var(--touch));
    padding: 0 1rem 0 0.75rem;
    border: 1px solid var(--line);
    border-radius: 99px;
    background: var(--bg-raised);
    box-shadow: var(--shadow-small);
    font-size: 0.9rem;
    font-weight: 550;
    animation: rise var(--quick);
  }
  .newest:hover {
    background: var(--bg-soft);
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(6px);
    }
  }
  /* While the reader follows, the end is what keeps its place: the browser scrolls in the same frame in which a text grows. */
  .following > :not(.end) {
    overflow-anchor: none;
  }
  .end {
    height: 1px;
    margin-top: -1px;
  }
  .settling {
    visibility: hidden;
  }
  .earlier {
    display: flex;
    justify-content: center;
    padding-bottom: 1rem;
  }
  .ghost {
    height: 1.1rem;
    margin-bottom: 0.875rem;
    border-radius: 8px;
    background: var(--bg-soft);
    animation: breathe 1.5s ease-in-out infinite;
  }
  .ghost.short {
    width: 45%;
    margin: 1.5rem 0 2rem auto;
    height: 2.6rem;
    border-radius: 20px;
  }
  .ghost.last {
    width: 70%;
  }
  @keyframes breathe {
    50% {
      opacity: 0.5;
    }
  }
  .problem {
    display: grid;
    justify-items: center;
    gap: 1rem;
    padding: 16vh 1.5rem;
    text-align: center;
    color: var(--text-2);
  }
`;
