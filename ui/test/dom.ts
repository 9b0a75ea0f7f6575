/** A document to test in; imported before anything that wants one. */
import { JSDOM } from 'jsdom';

const dom = new JSDOM('<!doctype html><body></body>', { url: 'http://localhost/' });
const names = ['window', 'document', 'Node', 'Element', 'HTMLElement', 'HTMLAnchorElement', 'DocumentFragment', 'NodeFilter', 'localStorage', 'location', 'history'];
for (const name of names) {
  Object.defineProperty(globalThis, name, { value: (dom.window as unknown as Record<string, unknown>)[name], configurable: true });
}
Object.assign(globalThis, { addEventListener: () => undefined, removeEventListener: () => undefined });
export const window = dom.window;
