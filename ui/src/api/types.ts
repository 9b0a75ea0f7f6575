/** What the node's services answer, member for member as their records say it. An absent member is missing. */

export type Role = 'none' | 'member' | 'admin' | 'owner';
export type Scope = 'models' | 'chat' | 'admin';

/** Who comes to the page; `me` is missing without a living session, which may go on when it is `renewable`. */
export interface Arrival {
  me?: Me;
  renewable: boolean;
  setupNeeded: boolean;
  node: string;
}
export interface SetupChecked {
  valid: boolean;
  needed: boolean;
}
export interface Me {
  id: string;
  name: string;
  role: Role;
  node: string;
}
export interface SignedIn {
  me: Me;
  expires: string;
  /** Told once, when the session begins. */
  proof?: string;
}
export interface Session {
  id: string;
  device: string;
  address: string;
  created: string;
  lastUsed: string;
  expires: string;
  current: boolean;
}
export interface Key {
  id: string;
  name: string;
  user: string;
  scopes: Scope[];
  hint: string;
  created: string;
  lastUsed?: string;
}
export interface NewKey {
  key: Key;
  secret: string;
}
export interface User {
  id: string;
  name: string;
  role: Role;
  disabled: boolean;
  created: string;
}

export type Purpose = 'general' | 'guide' | 'embedding';
export interface ModelOffer {
  id: string;
  purpose: Purpose;
  loaded: boolean;
  contextMax: number;
  engines: string[];
}
export interface Model {
  name: string;
  purpose: Purpose;
  loaded: boolean;
  sizeBytes: number;
  contextMax: number;
  digest: string;
}
export interface EngineState {
  name: string;
  kind: 'embedded' | 'ollama' | 'openai';
  url: string;
  added: boolean;
  ready: boolean;
  detail: string;
  since: string;
  models: Model[];
  /** Models it names that are not taken, with the reason. */
  leftOut: string[];
}
export interface Place {
  node: string;
  engine: string;
  model: string;
}
export interface Figures {
  place: Place;
  promptTokens: number;
  cachedTokens: number;
  outputTokens: number;
  firstTokenMillis: number;
  tokensPerSecond: number;
  totalMillis: number;
}
export interface Forecast {
  network: number;
  queue: number;
  load: number;
  prefill: number;
  decode: number;
  p50: number;
  p90: number;
  samples: number;
}
export interface Candidate {
  place: Place;
  forecast?: Forecast;
  refused?: string;
}
export interface Decision {
  id: string;
  at: string;
  user: string;
  asked: string;
  chosen: Place;
  why: string;
  candidates: Candidate[];
  actualMillis?: number;
  /** The engine the guide stood in for, and since when it has not been there. */
  missed?: { engine: string; since: string };
}

export interface Summary {
  id: string;
  title: string;
  pinned: boolean;
  model?: string;
  created: string;
  changed: string;
  run?: string;
}
export interface Page {
  conversations: Summary[];
  more: boolean;
}
export interface Queued {
  id: string;
  text: string;
  model?: string;
}
export interface Conversation {
  summary: Summary;
  messages: Message[];
  leaf?: string;
  queued?: Queued;
}
export type State = 'rendering' | 'done' | 'stopped' | 'interrupted' | 'failed';
export interface Move {
  from: Place;
  to: Place;
  characters: number;
  why: string;
}
export interface Message {
  id: string;
  parent?: string;
  author: 'person' | 'assistant';
  text: string;
  state: State;
  created: string;
  run?: string;
  model?: string;
  thinking?: string;
  figures?: Figures;
  decision?: Decision;
  moves?: Move[];
  error?: string;
}
export interface Sent {
  message: Message;
  answer?: Message;
  run?: string;
}
export interface Changed {
  conversation: string;
  summary?: Summary;
}
/** What an import did: conversations and messages taken in, and messages known before. */
export interface Imported {
  conversations: number;
  messages: number;
  known: number;
}
export interface Hit {
  conversation: string;
  title: string;
  message?: string;
  excerpt: string;
  created: string;
}

/** An event of a run, by the name under which it is sent. */
export type StreamPart =
  | { event: 'token'; text: string }
  | { event: 'thinking'; text: string }
  | { event: 'step'; name: string; detail: string }
  | { event: 'routed'; decision: Decision }
  | { event: 'moved'; move: Move }
  | { event: 'done'; message: Message }
  | { event: 'failed'; code: string; why: string; message: Message };

/** A program kept running beside the node. Every member may be missing in an older or newer node. */
export interface Program {
  name?: string;
  driver?: string;
  state?: string;
  since?: string;
  version?: string;
  detail?: string;
  address?: string;
  /** The last lines of its log. */
  lastLines?: string[];
}
export interface Status {
  node?: string;
  version?: string;
  state?: string;
  ready?: boolean;
  /** What the node waits for, for people. */
  missing?: string[];
  since?: string;
  programs?: Program[];
  engines?: EngineState[];
  [more: string]: unknown;
}
