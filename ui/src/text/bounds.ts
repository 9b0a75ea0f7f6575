/** A parser with bounds: a text made to be slow or deep to read is shown as it was written. */
import { Lexer, Tokenizer, type MarkedOptions, type Token, type Tokens, type TokensList } from 'marked';

/** Quotes and lists in one another; also emphasis and links in one another. */
export const DEPTH_MAX = 32;
/** Marks in one paragraph, heading or cell: reading them costs the square of their number. */
export const MARKS_MAX = 256;
/** What may begin something inline; a run of the same mark is one. */
const MARK = /\*+|_+|~+|`+|[[<&)]/g;
/** Spaces in a row are read again from each of them. */
const SPACES = / {200}/;
/** A heading with a line below it is not longer; every line of a text in a list looks for such a line. */
const UNDERLINED_MAX = 1000;
/** Characters that may be read again in one text: so many, and so many for each of its own. */
const WORK_MAX = 4_000_000;
const WORK_EACH = 32;
/** What a line of a block in a block costs, as so many characters: every block tells it from all that may begin there. */
const LINE = 128;

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/** The text takes more work than an answer of its length may. */
class TooMuch extends Error {}

class BoundedTokenizer extends Tokenizer {
  private left: number;

  constructor(length: number) {
    super();
    this.left = WORK_MAX + WORK_EACH * length;
  }

  /** Counts characters that are read, and ends the reading of a text that is read again and again. */
  spend(characters: number): void {
    this.left -= characters;
    if (this.left < 0) throw new TooMuch('the text takes too much work to read');
  }

  override lheading(src: string): Tokens.Heading | undefined {
    const near = src.length <= UNDERLINED_MAX ? src : src.slice(0, src.lastIndexOf('\n', UNDERLINED_MAX - 1) + 1);
    if (!near.includes('=') && !near.includes('-')) return undefined;
    this.spend(near.length);
    return super.lheading(near);
  }

  /** Short rows are filled up to the width of the head: a wide head over many empty rows is no table. */
  override table(src: string): Tokens.Table | undefined {
    const found = this.rules.block.table.exec(src);
    if (!found) return undefined;
    this.spend(found[0].length);
    const wide = found[0].slice(0, found[0].indexOf('\n')).split('|').length;
    const long = found[0].split('\n').length;
    return wide * long > 2 * found[0].length + 100 ? undefined : super.table(src);
  }

  override blockquote(src: string): Tokens.Blockquote | undefined {
    const found = this.rules.block.blockquote.exec(src);
    if (!found) return undefined;
    const lines = found[0].split('\n');
    const lazy = lines.filter(line => !/^ {0,3}>/.test(line)).length;
    // Each lazy line makes all that follow be copied.
    this.spend(found[0].length + (lines.length * lazy) / 25);
    return super.blockquote(src);
  }
}

class BoundedLexer extends Lexer {
  deep = false;
  private blocks = 0;
  private inlines = 0;

  constructor(options: MarkedOptions, private readonly bounded: BoundedTokenizer) {
    super({ ...options, tokenizer: bounded });
  }

  override blockTokens(src: string, tokens?: Token[], clipped?: boolean): Token[];
  override blockTokens(src: string, tokens?: TokensList, clipped?: boolean): TokensList;
  override blockTokens(src: string, tokens: Token[] = [], clipped?: boolean): Token[] {
    this.bounded.spend(src.length + (this.blocks > 0 ? LINE * src.split('\n').length : 0));
    if (this.blocks > DEPTH_MAX) {
      this.deep = true;
      tokens.push({ type: 'deep', raw: src } as Tokens.Generic);
      return tokens;
    }
    this.blocks++;
    try {
      return super.blockTokens(src, tokens, clipped);
    } finally {
      this.blocks--;
    }
  }

  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (this.inlines > DEPTH_MAX || tooMany(src)) {
      src.split('\n').forEach((line, index) => {
        if (index > 0) tokens.push({ type: 'br', raw: '\n' });
        tokens.push({ type: 'text', raw: line, text: line, escaped: false });
      });
      return tokens;
    }
    this.inlines++;
    try {
      return super.inlineTokens(src, tokens);
    } finally {
      this.inlines--;
    }
  }
}

/** Whether a text has more marks than may be read. */
export function tooMany(text: string): boolean {
  return SPACES.test(text) || (text.match(MARK)?.length ?? 0) > MARKS_MAX;
}

/** The type of a block that is shown as it was written. */
export const WRITTEN = 'written';

/** A piece of text as such a block. */
export function asWritten(raw: string): Token {
  return { type: WRITTEN, raw } as Tokens.Generic;
}

export interface Lexed {
  tokens: Token[];
  /** Whether the text defines links. */
  links: boolean;
}

/** The blocks of a text, of which those that are too deep or too much work are plain ones. */
export function lexed(text: string, options: MarkedOptions): Lexed {
  try {
    return lexedOnce(text, options);
  } catch {
    // Something in it cannot be read: each part between empty lines stands for itself.
    return { tokens: partsOf(text.replace(/\r\n?/g, '\n')).flatMap(part => partOf(part, options)), links: false };
  }
}

/** A text cut where empty lines are, but not in fenced code; the empty lines belong to what is before them. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  let fence: string | undefined;
  let empty = false;
  for (const line of text.split('\n')) {
    const blank = line.trim() === '';
    if (empty && !blank && fence === undefined) {
      parts.push(text.slice(from, at));
      from = at;
    }
    empty = blank;
    const mark = FENCE.exec(line);
    if (fence === undefined) fence = mark?.[1];
    else if (mark && mark[1]!.startsWith(fence) && mark[2]!.trim() === '') fence = undefined;
    at += line.length + 1;
  }
  parts.push(text.slice(from));
  return parts;
}

function partOf(part: string, options: MarkedOptions): Token[] {
  try {
    return lexedOnce(part, options).tokens;
  } catch {
    return [asWritten(part)];
  }
}

function lexedOnce(text: string, options: MarkedOptions): Lexed {
  const lexer = new BoundedLexer(options, new BoundedTokenizer(text.length));
  const tokens = lexer.lex(text);
  const links = Object.keys(tokens.links).length > 0;
  return { tokens: lexer.deep ? tokens.map(token => (isDeep(token) ? asWritten(token.raw) : token)) : tokens, links };
}

function isDeep(token: Token): boolean {
  if (token.type === 'deep') return true;
  const inner = 'items' in token ? (token as Tokens.List).items : 'tokens' in token ? token.tokens : undefined;
  return inner?.some(isDeep) ?? false;
}
