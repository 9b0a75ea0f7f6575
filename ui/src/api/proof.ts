/**
 * The proof that this page's session is its own: cookies reach every server at another port of this name, localStorage
 * does not. All tabs share one.
 */
const KEY = 'aurora.proof';
const HEADER = 'Aurora-Proof';

/** Where storage is full or forbidden; then it lasts as long as this page. */
let kept = '';

function read(): string {
  try {
    return localStorage.getItem(KEY) ?? kept;
  } catch {
    return kept;
  }
}

/** Whether there is one. Without it neither cookie is worth anything. */
export function proven(): boolean {
  return read() !== '';
}

/** Keeps the proof of the session that has just begun. */
export function keepProof(proof: string): void {
  dropProof();
  try {
    localStorage.setItem(KEY, proof);
  } catch {
    kept = proof;
  }
}

/** The session is over. */
export function dropProof(): void {
  kept = '';
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing could be kept there either.
  }
}

/** The request with the proof of this moment: another tab may have signed in anew. */
export function withProof(init: RequestInit): RequestInit {
  const proof = read();
  if (proof === '') return init;
  const headers = new Headers(init.headers);
  headers.set(HEADER, proof);
  return { ...init, headers };
}
