/** What can be done from anywhere: by a key, by the palette, by a button. */
import { overlaid } from '../parts/anchored.ts';
import type { Icon } from '../parts/icons.ts';
import { route } from './route.ts';
import { session } from './session.ts';
import { settings, type Theme } from './settings.ts';
import { thread } from './thread.ts';
import { toasts } from './toasts.ts';
import { narrow, ui } from './ui.ts';

export interface Command {
  name: string;
  icon: Icon;
  keys?: string;
  run: () => void;
}

const mac = /Mac|iPhone|iPad/.test(navigator.platform);

/** A key's name as this machine's keyboard shows it. */
export function keyName(keys: string): string {
  return mac
    ? keys.replace('Mod', '⌘').replace('Shift', '⇧').replaceAll('+', '')
    : keys.replace('Mod', 'Ctrl');
}

/** The composer takes the focus when it hears this. */
export const focusComposer = new EventTarget();

export function newChat(): void {
  route.go('/');
  void thread.open(undefined);
  ui.set({ drawer: false });
  focusComposer.dispatchEvent(new Event('focus'));
}

export function toggleSidebar(): void {
  if (narrow.matches) ui.set({ drawer: !ui.drawer });
  else settings.setSidebar(!settings.sidebar);
}

export async function copy(text: string, what = 'Copied.'): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    if (what) toasts.show(what, { seconds: 2 });
    return true;
  } catch {
    toasts.error('The browser did not allow copying. Select the text and copy it by hand.');
    return false;
  }
}

export function copyLast(): void {
  const last = thread.path.findLast(message => message.author === 'assistant');
  if (last) void copy(last.text, 'The last answer is copied.');
}

const THEMES: { theme: Theme; name: string; icon: Icon }[] = [
  { theme: 'system', name: 'Theme: as the system', icon: 'screen' },
  { theme: 'light', name: 'Theme: light', icon: 'sun' },
  { theme: 'dark', name: 'Theme: dark', icon: 'moon' },
];

/** Every command that makes sense now. */
export function commands(): Command[] {
  const list: Command[] = [
    { name: 'New chat', icon: 'write', keys: 'Mod+Shift+O', run: newChat },
    { name: 'Show or hide the sidebar', icon: 'panel', keys: 'Mod+Shift+S', run: toggleSidebar },
    { name: 'Copy the last answer', icon: 'copy', keys: 'Mod+Shift+C', run: copyLast },
    { name: 'Status of this node', icon: 'pulse', run: () => route.go('/status') },
    { name: 'Sessions, keys and password', icon: 'key', run: () => route.go('/account') },
  ];
  if (session.admin) list.push({ name: 'Users', icon: 'people', run: () => route.go('/users') });
  for (const { theme, name, icon } of THEMES) {
    if (settings.theme !== theme) list.push({ name, icon, run: () => settings.setTheme(theme) });
  }
  list.push({ name: 'Keyboard shortcuts', icon: 'keyboard', keys: 'Mod+/', run: () => ui.set({ keys: true }) });
  list.push({ name: 'Sign out', icon: 'leave', run: () => void signOut() });
  return list;
}

export async function signOut(): Promise<void> {
  try {
    await session.signOut();
  } catch {
    toasts.error('Signing out did not reach the node. Try again when it can be reached.');
  }
}

function typing(event: KeyboardEvent): boolean {
  const at = event.composedPath()[0];
  return at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
}

/** Keys that work anywhere on the page. */
export function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || session.phase !== 'in') return;
  const mod = mac ? event.metaKey : event.ctrlKey;
  const key = event.key.toLowerCase();
  let run: (() => void) | undefined;
  if (mod && !event.altKey && !event.shiftKey && key === 'k') run = () => ui.set({ palette: !ui.palette });
  else if (mod && event.shiftKey && key === 'o') run = newChat;
  else if (mod && event.shiftKey && key === 's') run = toggleSidebar;
  else if (mod && event.shiftKey && key === 'c') run = copyLast;
  else if (mod && key === '/') run = () => ui.set({ keys: true });
  else if (!mod && !event.altKey && key === '?' && !typing(event)) run = () => ui.set({ keys: true });
  else if (key === 'escape' && !overlaid()) {
    if (ui.drawer) run = () => ui.set({ drawer: false });
    else if (thread.live) run = () => void thread.stop();
  }
  if (!run) return;
  event.preventDefault();
  run();
}
