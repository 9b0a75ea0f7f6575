import { css } from 'lit';

/** Signing in and setting up: one calm card. */
export const doorStyles = css`
  :host {
    display: grid;
    align-items: safe center;
    justify-items: center;
    height: 100%;
    overflow-y: auto;
    padding: 1.5rem 1rem;
    background: var(--bg-side);
    position: relative;
    isolation: isolate;
  }
  .glow {
    position: fixed;
    inset: 0;
    z-index: -1;
    overflow: hidden;
    pointer-events: none;
  }
  .glow::before {
    content: '';
    position: absolute;
    left: 50%;
    top: 0;
    width: 80rem;
    height: 34rem;
    transform: translate(-50%, -30%) rotate(-5deg);
    opacity: 0.38;
    background:
      radial-gradient(ellipse 26% 46% at 27% 50%, color-mix(in srgb, var(--glow-1) 78%, transparent), color-mix(in srgb, var(--glow-1) 52%, transparent) 30%, color-mix(in srgb, var(--glow-1) 22%, transparent) 58%, color-mix(in srgb, var(--glow-1) 6%, transparent) 82%, transparent),
      radial-gradient(ellipse 30% 46% at 52% 46%, color-mix(in srgb, var(--glow-2) 78%, transparent), color-mix(in srgb, var(--glow-2) 52%, transparent) 30%, color-mix(in srgb, var(--glow-2) 22%, transparent) 58%, color-mix(in srgb, var(--glow-2) 6%, transparent) 82%, transparent),
      radial-gradient(ellipse 26% 46% at 74% 52%, color-mix(in srgb, var(--glow-3) 78%, transparent), color-mix(in srgb, var(--glow-3) 52%, transparent) 30%, color-mix(in srgb, var(--glow-3) 22%, transparent) 58%, color-mix(in srgb, var(--glow-3) 6%, transparent) 82%, transparent);
  }
  main {
    width: 100%;
    max-width: 25.5rem;
    padding: clamp(1.5rem, 6vw, 2.25rem);
    border: 1px solid var(--line);
    border-radius: 22px;
    background: var(--bg-raised);
    box-shadow: var(--shadow);
  }
  .mark {
    margin-bottom: 1.25rem;
  }
  h1 {
    font-size: 1.5rem;
    font-weight: 660;
    letter-spacing: -0.022em;
    line-height: 1.25;
  }
  .lead {
    margin: 0.375rem 0 1.5rem;
    color: var(--text-2);
    text-wrap: pretty;
  }
  .lead:last-child {
    margin-bottom: 0;
  }
  form {
    display: grid;
    gap: 1.125rem;
  }
  .button {
    min-height: 46px;
    width: 100%;
    margin-top: 0.25rem;
  }
  .secret {
    position: relative;
  }
  .secret input {
    padding-inline-end: 4.5rem;
  }
  .peek {
    position: absolute;
    inset-inline-end: 4px;
    top: 0;
    height: 44px;
    padding: 0 0.75rem;
    font-size: 0.9rem;
    font-weight: 550;
    color: var(--text-2);
    border-radius: var(--radius-small);
  }
  .meter {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 4px;
    margin-top: 0.25rem;
  }
  .meter i {
    height: 4px;
    border-radius: 2px;
    background: var(--bg-hover);
    transition: background var(--quick);
  }
  .meter.level1 i:nth-child(1) {
    background: var(--warn);
  }
  .meter.level2 i:nth-child(-n + 2),
  .meter.level3 i {
    background: var(--accent);
  }
`;
