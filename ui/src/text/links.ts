/** Where a link really leads, whatever it says. */

/** Names of files that look like those of machines, and are nobody's address. */
const FILE_NAME = /\.(?:js|mjs|ts|tsx|jsx|json|html?|css|java|xml|ya?ml|toml|txt|csv|pdf|png|jpe?g|gif|svg|kt|cpp|hpp|php|rb|sql|log|cfg|conf|ini|lock|exe|dll)$/i;
/** Something that a person reads as an address: with its scheme, with a name before an @, or a name of a machine. */
const ADDRESSES = /(?:[a-z][a-z0-9+.-]*:\/\/[^\s<>"')\]]+|(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?[.。])+[\p{L}\p{N}-]{2,}(?::\d+)?)/giu;

export interface Target {
  /** The address without the name and password it carried. */
  href: string;
  /** The machine to name beside the link, when what the link says may be taken for another. */
  host?: string;
}

/** The address to open for `href`, and the host to show beside `text` when the text does not tell it truly. */
export function targetOf(href: string, text: string): Target {
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return { href };
  }
  if (url.protocol === 'mailto:') {
    const to = decoded(url.pathname);
    const said = /[^\s<>()]+@[^\s<>()]+/.exec(text)?.[0];
    return said !== undefined && said.toLowerCase() !== to.toLowerCase() ? { href, host: to } : { href };
  }
  const credentials = url.username !== '' || url.password !== '';
  url.username = '';
  url.password = '';
  const target: Target = { href: credentials ? url.href : href };
  // A mark that turns the direction of reading can make any text of any other.
  if (credentials || /[\u202a-\u202e\u2066-\u2069]/.test(text) || says(text).some(host => !within(host, url.hostname))) target.host = url.host;
  return target;
}

/** The hosts that a person reads in a text. */
function says(text: string): string[] {
  const found: string[] = [];
  for (const [address] of text.normalize('NFKC').matchAll(ADDRESSES)) {
    if (!address.includes('://') && FILE_NAME.test(address)) continue;
    try {
      found.push(new URL(address.includes('://') ? address : `https://${address}`).hostname);
    } catch {
      found.push(address);
    }
  }
  return found;
}

/** Whether `real` is the host that was said, or a part of it. */
function within(said: string, real: string): boolean {
  const name = said.replace(/^www\./, '');
  return real === said || real === name || real.endsWith(`.${name}`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
